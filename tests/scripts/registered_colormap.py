"""A colour map registered by the script, and used by name in the update."""
# expect: scout

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.colors import LinearSegmentedColormap

if "mine_and_only_mine" not in matplotlib.colormaps:
    colours = [(0, 0, 0), (1, 0.3, 0), (0.2, 1, 0.9)]
    mine = LinearSegmentedColormap.from_list("mine_and_only_mine", colours)
    matplotlib.colormaps.register(mine)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)


def update(i):
    ax.clear()
    data = np.arange(12.0).reshape(3, 4) % (i + 2)
    ax.imshow(data, cmap="mine_and_only_mine")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
