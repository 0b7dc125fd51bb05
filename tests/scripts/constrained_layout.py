"""Constrained layout with labels of changing size."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, axes = plt.subplots(1, 2, figsize=(4, 2), dpi=60, layout="constrained")
lines = [ax.plot([0, 1], [0, 1])[0] for ax in axes]


def update(i):
    axes[0].set_ylabel("label\n" * (1 + i % 4))
    axes[1].set_title("title " * (i // 6))
    axes[0].set_ylim(0, 10.0 ** (i // 4))
    lines[1].set_ydata([0, i])


anim = FuncAnimation(fig, update, frames=11)
anim.save("movie.mkv")
