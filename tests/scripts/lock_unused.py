"""A lock among the script's globals that the update has nothing to do with."""
# expect: scout

import threading

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

lock = threading.Lock()
numbers = (n for n in range(10))
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
with lock:
    anim.save("movie.mkv")
left = list(numbers)
