"""Limits that follow the data until a limit is set by hand."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [], "o-")


def update(i):
    line.set_data(range(i + 1), [k * k % 11 for k in range(i + 1)])
    ax.relim()
    ax.autoscale_view()
    if i == 11:
        ax.set_xlim(3, 14)
    if i > 13:
        ax.plot([i], [i])


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
