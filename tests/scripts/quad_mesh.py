"""A pcolormesh and a hexbin whose arrays are set, flat or mutated in place."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

rng = np.random.default_rng(8)
fig, (ax, ax2) = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
values = rng.random((6, 8))
mesh = ax.pcolormesh(values, vmin=0, vmax=2)
bins = ax2.hexbin(rng.random(200), rng.random(200), gridsize=6, vmin=0, vmax=40)


def update(i):
    values[:] += rng.random((6, 8)) / 10
    mesh.set_array(values)
    bins.set_array(bins.get_array() + i % 3)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
