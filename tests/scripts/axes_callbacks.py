"""Callbacks of the user's on xlim_changed, on a norm, and on an artist."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, (ax, ax2) = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
image = ax2.imshow(np.arange(6.0).reshape(2, 3), vmin=0, vmax=5)
changes = []


def on_xlims(axes):
    changes.append(axes.get_xlim()[1])
    ax2.set_title(f"{len(changes)} changes")


ax.callbacks.connect("xlim_changed", on_xlims)
image.norm.callbacks.connect("changed", lambda: changes.append(-1.0))
line.add_callback(lambda artist: changes.append(float(artist.get_linewidth())))


def update(i):
    ax.set_xlim(0, 1 + i)
    line.set_linewidth(1 + i % 3)
    if i % 4 == 0:
        image.set_clim(0, 5 + i)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
