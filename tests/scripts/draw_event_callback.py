"""A callback of the user's on draw_event that changes the figure."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
drawn = []


def on_draw(event):
    drawn.append(event.name)
    line.set_linewidth(1 + len(drawn) % 5)


fig.canvas.mpl_connect("draw_event", on_draw)


def update(i):
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
