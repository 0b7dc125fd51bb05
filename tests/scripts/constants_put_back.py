# expect: scout
"""A constant that the class inherits was changed for a while, and put back into the class."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.axis import YAxis

pad = YAxis.OFFSETTEXTPAD
YAxis.OFFSETTEXTPAD = 14
YAxis.OFFSETTEXTPAD = pad
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 14, 1])


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
