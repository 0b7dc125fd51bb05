"""A 3-D surface with a moving camera."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig = plt.figure(figsize=(3, 2), dpi=60)
ax = fig.add_subplot(projection="3d")
x, y = np.meshgrid(np.linspace(-2, 2, 9), np.linspace(-2, 2, 9))
surface = [ax.plot_surface(x, y, x * y, cmap="viridis")]


def update(i):
    surface[0].remove()
    surface[0] = ax.plot_surface(x, y, np.cos(x * y + i / 5), cmap="viridis")
    ax.view_init(elev=30, azim=5 * i)


anim = FuncAnimation(fig, update, frames=13)
anim.save("movie.mkv")
