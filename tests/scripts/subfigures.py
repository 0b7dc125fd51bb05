"""Subfigures with titles of their own."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig = plt.figure(figsize=(4, 2), dpi=60, layout="constrained")
left, right = fig.subfigures(1, 2, wspace=0.07)
(line,) = left.subplots().plot([0, 1], [0, 1])
image = right.subplots().imshow(np.zeros((3, 3)), vmin=0, vmax=16)
right.colorbar(image)


def update(i):
    line.set_ydata([i / 16, 1])
    image.set_data(np.full((3, 3), i))
    left.suptitle(f"left {i}")
    right.set_facecolor((1, 1 - i / 32, 0.9))


anim = FuncAnimation(fig, update, frames=11)
anim.save("movie.mkv")
