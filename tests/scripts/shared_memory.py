"""A grid in memory that processes share."""
# expect: in-process
# warns: cannot travel

from multiprocessing import shared_memory

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

shared = shared_memory.SharedMemory(create=True, size=8 * 9)
grid = np.ndarray((3, 3), buffer=shared.buf)
grid[:] = 0
del grid  # or the memory could not be closed
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
image = ax.imshow(np.zeros((3, 3)), vmax=40)


def update(i):
    grid = np.ndarray((3, 3), buffer=shared.buf)
    grid[i % 3] += 1 + grid[1]
    image.set_data(grid % 40)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
print(np.ndarray((3, 3), buffer=shared.buf).sum())
shared.close()
shared.unlink()
