"""Blitting by hand, with a background that was copied before."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1], animated=True)
fig.canvas.draw()
background = fig.canvas.copy_from_bbox(ax.bbox)


def update(i):
    fig.canvas.restore_region(background)
    line.set_ydata([i / 14, 1])
    ax.draw_artist(line)
    fig.canvas.blit(ax.bbox)


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
