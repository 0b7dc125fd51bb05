"""Logarithmic axes, switched to symlog on the way."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

x = np.logspace(0, 3, 30)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.loglog(x, x)


def update(i):
    line.set_ydata(x ** (1 + i / 8))
    ax.set_ylim(1, 10 ** (3 + i / 3))
    if i == 9:
        ax.set_yscale("symlog", linthresh=10)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
