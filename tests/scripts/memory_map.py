"""A memory-mapped array read in the update, and one opened within it."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

np.save("data.npy", np.sin(np.arange(17)[:, None] * np.arange(30) / 20))
data = np.load("data.npy", mmap_mode="r")
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(30))
ax.set_ylim(-2, 2)


def update(i):
    again = np.memmap("data.npy", dtype=float, mode="r", offset=128, shape=(17, 30))
    line.set_ydata(data[i] + again[16 - i])


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
