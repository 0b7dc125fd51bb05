"""Memory maps of which only the process sees what it writes."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

np.save("data.npy", np.zeros((17, 125_000)))
data = np.load("data.npy", mmap_mode="c")
changed = np.load("data.npy", mmap_mode="c")
changed[:, 3:40] = 1
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(30))
ax.set_ylim(-2, 20)


def update(i):
    data[:, :1000] += 1 / (1 + i)
    changed[i] *= 2
    line.set_ydata(data[i, :30] + changed[i, :30])


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
