"""Compressed layout, where a colour bar and an aspect ratio settle over draws."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, axes = plt.subplots(1, 2, figsize=(4, 2), dpi=60, layout="compressed")
images = [ax.imshow(np.arange(12.0).reshape(3, 4), vmin=0, vmax=30) for ax in axes]
fig.colorbar(images[0], ax=axes)


def update(i):
    images[0].set_data(np.arange(12.0).reshape(3, 4) + i)
    axes[1].set_xlabel("x" * (i % 5))


anim = FuncAnimation(fig, update, frames=11)
anim.save("movie.mkv")
