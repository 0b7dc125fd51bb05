"""Frames are saved by a backend that ``savefig_kwargs`` name, on a canvas of its own each."""
# expect: scout
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([0, i / 20])


anim = FuncAnimation(fig, update, frames=20)
anim.save("movie.mkv", codec="ffv1", savefig_kwargs={"backend": "agg"})
