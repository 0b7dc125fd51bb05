"""Arrows whose scale the first draw settles."""
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

x, y = np.meshgrid(np.arange(6), np.arange(4))
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
arrows = ax.quiver(x, y, np.ones(x.shape), np.zeros(y.shape), pivot="mid")


def update(i):
    arrows.set_UVC(np.cos(x + i / 5) * (1 + i), np.sin(y - i / 5) * (1 + i))


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
