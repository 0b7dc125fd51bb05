"""A callback on draw_event that only counts: no pixel shows it, the user's list does."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
drawn = []
fig.canvas.mpl_connect("draw_event", lambda event: drawn.append(event.name))


def update(i):
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
