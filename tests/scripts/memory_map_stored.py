"""A big memory map into which the update writes what it computed, and shows."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

data = np.memmap("data.bin", dtype=float, mode="w+", shape=(17, 125_000))
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(30))
ax.set_ylim(-2, 2)


def update(i):
    data[i] = np.sin(np.arange(125_000) / 20 + i)
    line.set_ydata(data[i, :30] + data[i - 1, :30] / 2)


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
