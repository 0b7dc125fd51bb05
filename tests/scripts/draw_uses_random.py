"""Drawing draws random numbers, the update does only late."""
# expect: falls back
# also: in-process

import random

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

random.seed(5)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
ax.yaxis.set_major_formatter(lambda value, position: "" if random.random() < 2 else "never")


def update(i):
    line.set_xdata([0, i / 18])
    if i == 14:
        line.set_ydata([random.random(), 1])


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
