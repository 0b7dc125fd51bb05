"""What shares a clip path comes and goes, in a movie of another resolution than the figure's."""
# expect: scout
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.patches import Circle

fig, ax = plt.subplots(figsize=(3, 2))
mesh = ax.pcolormesh(*np.mgrid[0:1:8j, 0:1:8j], np.eye(8))
lines = [ax.axhline(y, color="k", lw=4) for y in (0.2, 0.5, 0.8)]
disc = Circle((0.5, 0.5), 0.4, transform=ax.transData)
for artist in (mesh, *lines):
    artist.set_clip_path(disc)
(dot,) = ax.plot([], [], "ro")


def update(i):
    mesh.set_visible(i < 4 or 9 <= i < 11)
    dot.set_data([i / 16], [0.05])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv", dpi=60)
