"""A figure pyplot knows nothing of, while pyplot has another."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

plt.figure("another")
fig = Figure(figsize=(3, 2), dpi=60)
FigureCanvasAgg(fig)
ax = fig.add_subplot()
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])
    ax.set_title(plt.gcf().get_label())


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
