"""Labels turned in every update, before the limits grow and matplotlib makes more ticks at once."""
# expect: scout
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(5, 3), dpi=60)
ax.xaxis.set_major_locator(plt.MultipleLocator(1))
ax.xaxis.set_major_formatter("day {x:.0f}")


def update(i):
    plt.setp(ax.get_xticklabels(), rotation=45, ha="right", rotation_mode="anchor")
    ax.set_xlim(0, 3 + i // 8 * 4)


anim = FuncAnimation(fig, update, frames=24)
anim.save("movie.mkv", codec="ffv1")
