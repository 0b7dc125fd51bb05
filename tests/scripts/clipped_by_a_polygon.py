"""An image clipped by a polygon that turns, and is drawn after it."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.patches import RegularPolygon

fig, ax = plt.subplots(figsize=(3, 3), dpi=60)
pixels = np.random.default_rng(0).random((20, 20, 3))
image = ax.imshow(pixels, extent=(0, 10, 0, 10))
polygon = RegularPolygon((5, 5), 5, radius=3, fc="none", ec="k")
ax.add_patch(polygon)
image.set_clip_path(polygon)


def update(i):
    polygon.orientation = i / 8


anim = FuncAnimation(fig, update, frames=24)
anim.save("movie.mkv", codec="ffv1")
