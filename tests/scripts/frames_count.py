"""itertools.count, cut off by save_count."""
# expect: scout

import itertools

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
ax.set_ylim(0, 60)
numbers = itertools.count(5, 3)


def update(n):
    line.set_ydata([n, 60 - n])


anim = FuncAnimation(fig, update, frames=numbers, save_count=18)
anim.save("movie.mkv")
