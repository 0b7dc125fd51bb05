"""An update that opens another figure for a moment, and looks at what is open."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")


def update(i):
    scratch = plt.figure(figsize=(1, 1))
    number = scratch.number
    plt.close(scratch)
    plt.figure(fig.number)
    plt.title(f"{plt.get_fignums()} and for a moment {number}")
    plt.plot([i], [i], "o")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
