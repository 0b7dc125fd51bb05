"""Polar axes."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60, subplot_kw={"projection": "polar"})
angle = np.linspace(0, 2 * np.pi, 60)
(line,) = ax.plot(angle, np.ones(60))
ax.set_rmax(2)


def update(i):
    line.set_ydata(1 + np.cos(3 * angle + i / 4))
    ax.set_theta_offset(i / 10)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
