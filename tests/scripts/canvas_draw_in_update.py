"""An update that draws the canvas itself, reads its pixels and shows them."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, (ax, ax2) = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
image = ax2.imshow(np.zeros((12, 24, 4), np.uint8))


def update(i):
    line.set_ydata([i / 14, 1])
    fig.canvas.draw()
    image.set_data(np.asarray(fig.canvas.buffer_rgba())[::10, ::10].copy())


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
