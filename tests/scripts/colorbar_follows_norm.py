"""A colour bar that follows its image's norm."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(4, 2), dpi=60)
image = ax.imshow(np.arange(12.0).reshape(3, 4))
bar = fig.colorbar(image)


def update(i):
    image.set_data(np.arange(12.0).reshape(3, 4) * (i + 1))
    image.set_clim(0, 4 * (i + 1))
    bar.set_label(f"up to {4 * (i + 1)}")
    if i == 10:
        image.set_cmap("magma")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
