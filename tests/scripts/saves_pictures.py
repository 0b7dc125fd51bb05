"""An update that saves a picture of each frame."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 12, 1])
    fig.savefig(f"frame{i}.png")


anim = FuncAnimation(fig, update, frames=12)
anim.save("movie.mkv")
