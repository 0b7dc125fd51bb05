"""An update that closes its own figure, and all others."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

plt.figure("another")
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])
    ax.set_title(f"{plt.get_fignums()}")
    if i == 10:
        plt.close("all")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
