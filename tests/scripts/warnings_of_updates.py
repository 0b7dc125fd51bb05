# expect: scout
"""numpy warns in every update, and Python shows that once."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [])
ax.set(xlim=(0, 5), ylim=(0, 5))


def update(i):
    y = np.arange(5.0) / (np.arange(5.0) - i % 5)
    line.set_data(range(5), y)


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
anim.save("again.mkv")
