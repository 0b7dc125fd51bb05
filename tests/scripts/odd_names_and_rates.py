"""File names that need quoting, and frame rates that no round number fits."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 14, 1])


args = ["-qp", "0"]
anim = FuncAnimation(fig, update, frames=14, interval=33)
anim.save("it's a movie, Ünlü #1.mp4", codec="h264", extra_args=args)
anim.save("100%d [x].mov", codec="h264", fps=24000 / 1001, extra_args=args)
