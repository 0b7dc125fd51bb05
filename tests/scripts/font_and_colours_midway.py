"""A colour map and a font of the script's, needed only in a frame or two within a block."""
# expect: scout

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.colors import ListedColormap

if "midway_only" not in matplotlib.colormaps:
    matplotlib.colormaps.register(ListedColormap(["#102030", "#ff8800", "#00ff88"], "midway_only"))
matplotlib.colors.get_named_colors_mapping()["scripts own blue"] = "#1234ff"
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
image = ax.imshow(np.arange(12).reshape(3, 4) % 5)
text = ax.text(0, 1, "text")


def update(i):
    text.set_text(f"{i}")
    image.set_cmap("midway_only" if i in (9, 10) else "viridis")
    text.set_color("scripts own blue" if i in (9, 14) else "w")


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
del matplotlib.colors.get_named_colors_mapping()["scripts own blue"]
