"""A memory map which the update reads, changes and writes back."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

data = np.memmap("data.bin", dtype=float, mode="w+", shape=(17, 300))
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(30))
ax.set_ylim(-2, 20)


def update(i):
    data[:, ::2] += 1 / (1 + i)
    line.set_ydata(data[i, :30])


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
