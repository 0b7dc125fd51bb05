"""Frames from a generator function that draws random numbers."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

np.random.seed(11)
made = []


def walk():
    position = np.zeros(2)
    for _ in range(17):
        position = position + np.random.randn(2)
        made.append(position.tolist())
        yield position


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(dot,) = ax.plot([0], [0], "o")
ax.set(xlim=(-8, 8), ylim=(-8, 8))


def update(position):
    dot.set_data(position[:1], position[1:])
    ax.set_title(f"{np.random.rand():.3f}")


anim = FuncAnimation(fig, update, frames=walk, save_count=17)
anim.save("movie.mkv")
