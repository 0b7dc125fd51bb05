"""An ArtistAnimation of artists that take their colours from values when they are drawn."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import ArtistAnimation

fig, axs = plt.subplots(2, 2, figsize=(3, 2.4))
for ax in axs.flat:
    ax.axis("off")
rng = np.random.default_rng(3)
always = axs[1, 1].quiver(rng.random((2, 9)), rng.random((2, 9)))
frames = []
for i in range(36):
    mesh = axs[0, 0].pcolormesh(rng.random((6, 6)), vmin=0, vmax=1)
    points = axs[0, 1].scatter(rng.random(9), rng.random(9), c=rng.random(9), s=20 + i)
    band = axs[1, 0].fill_between(range(5), rng.random(5), alpha=0.5)
    hills = axs[1, 1].contourf(rng.random((6, 6)))
    frames.append([mesh, points, band, hills, always])

ani = ArtistAnimation(fig, frames)
ani.save("movie.mkv")
