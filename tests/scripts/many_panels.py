"""A grid of panels with shared axes, of which one changes at a time."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

x = np.linspace(0, 6, 30)
fig, axes = plt.subplots(2, 3, figsize=(4, 3), dpi=50, sharex="col", sharey=True)
lines = [ax.plot(x, np.sin(x + k))[0] for k, ax in enumerate(axes.flat)]


def update(i):
    lines[i % 6].set_ydata(np.sin(x * (1 + i / 9)))
    axes[0, i % 3].set_title(str(i))
    axes[1, 0].set_xlim(0, 6 + i)


anim = FuncAnimation(fig, update, frames=13)
anim.save("movie.mkv")
