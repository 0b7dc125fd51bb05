"""Tight layout, both as a layout engine and as a call in the update."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, axes = plt.subplots(1, 2, figsize=(4, 2), dpi=60, layout="tight")
fig2, ax2 = plt.subplots(figsize=(3, 2), dpi=60)


def update(i):
    axes[0].set_ylabel("label\n" * (1 + i % 3))
    axes[1].set_ylim(0, 10.0 ** (i // 4))


def update2(i):
    ax2.set_title("title\n" * (1 + i % 3))
    ax2.set_ylim(0, 10.0 ** (i // 4))
    fig2.tight_layout()


anim = FuncAnimation(fig, update, frames=10)
anim.save("movie.mkv")
anim2 = FuncAnimation(fig2, update2, frames=10)
anim2.save("movie2.mkv")
