"""Class attributes of matplotlib that the script changes; they show only in the middle."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.axis import YAxis
from matplotlib.ticker import ScalarFormatter

pad, format_data = YAxis.OFFSETTEXTPAD, ScalarFormatter.get_offset
YAxis.OFFSETTEXTPAD = 14
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    low = 1e7 if i in (9, 10) else 0
    line.set_ydata([low, low + 1])
    ax.set_ylim(low, low + 1)


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
YAxis.OFFSETTEXTPAD = pad
