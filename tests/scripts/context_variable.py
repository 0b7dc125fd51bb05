"""State in a ContextVar, which cannot be pickled."""

import contextvars

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

height = contextvars.ContextVar("height", default=0)
height.set(3)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")


def update(i):
    height.set(height.get() + i)
    ax.set_title(f"{height.get()}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
last = height.get()
