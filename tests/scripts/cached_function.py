"""functools.lru_cache: its hits are counted, and shown."""

import functools

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


@functools.lru_cache(maxsize=None)
def square(n):
    return n * n


def update(i):
    line.set_ydata([square(i % 5) / 16, 1])
    ax.set_title(f"{square.cache_info().hits} hits")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
