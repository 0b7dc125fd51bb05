"""A list that processes share, known to the update by its name only."""
# expect: falls back
# leave out: globals (the name is random)
# warns: maps a file, or memory of other processes

from multiprocessing import shared_memory

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

shared = shared_memory.ShareableList([0])
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i, name=shared.shm.name):
    again = shared_memory.ShareableList(name=name)
    again[0] += 1
    line.set_ydata([i / 16, again[0] / 20])
    again.shm.close()


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
print(shared[0])
shared.shm.close()
shared.shm.unlink()
