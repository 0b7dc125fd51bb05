"""A counter and an array rebound with ``global``."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

counter = 0
heights = np.ones(4)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
bars = ax.bar(range(4), heights)
ax.set_ylim(0, 30)


def update(i):
    global counter, heights
    counter += 1
    heights = heights + counter / 10 * np.arange(4)
    for bar, height in zip(bars, heights):
        bar.set_height(height)
    ax.set_title(f"call {counter}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
