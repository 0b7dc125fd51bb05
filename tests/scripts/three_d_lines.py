"""Lines and points in 3-D whose data are set."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

rng = np.random.default_rng(0)
walk = np.cumsum(rng.normal(size=(20, 3)), axis=0)
fig = plt.figure(figsize=(3, 2), dpi=60)
ax = fig.add_subplot(projection="3d")
(line,) = ax.plot([], [], [])
points = ax.scatter(*walk[:1].T)
ax.set(xlim=(-6, 6), ylim=(-6, 6), zlim=(-6, 6))


def update(i):
    line.set_data_3d(walk[: i + 1].T)
    points._offsets3d = tuple(walk[: i + 1].T)
    ax.azim += 3


anim = FuncAnimation(fig, update, frames=13)
anim.save("movie.mkv")
