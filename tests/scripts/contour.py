"""Contours removed and made again for each frame."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

x, y = np.meshgrid(np.linspace(-2, 2, 25), np.linspace(-2, 2, 20))
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
filled = ax.contourf(x, y, x * y, levels=6)


def update(i):
    global filled
    filled.remove()
    filled = ax.contourf(x, y, np.sin(x * y + i / 4), levels=6)
    for label in list(ax.texts):
        label.remove()
    ax.text(0, 0, str(i))


anim = FuncAnimation(fig, update, frames=15)
anim.save("movie.mkv")
