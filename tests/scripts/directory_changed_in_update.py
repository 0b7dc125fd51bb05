"""An update that changes the current directory while a movie with a relative name is saved."""

import os
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

os.mkdir("elsewhere")
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])
    if i == 3:
        os.chdir("elsewhere")
    if i == 12:
        os.chdir("..")
    ax.set_title(f"{os.getcwd().endswith('elsewhere')}")


anim = FuncAnimation(fig, update, frames=16)
anim.save(Path("movie.mkv"))
other = FuncAnimation(fig, update, frames=8)
other.save("left_elsewhere.mkv")
