"""A lock in the object whose method is the update: nothing can pickle it."""
# expect: in-process
# warns: lock

import threading

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Shared:
    def __init__(self, line):
        self.line = line
        self.lock = threading.Lock()

    def update(self, i):
        with self.lock:
            self.line.set_ydata([i / 16, 1])


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
shared = Shared(line)
anim = FuncAnimation(fig, shared.update, frames=16)
anim.save("movie.mkv")
