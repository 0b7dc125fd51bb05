"""Lossless codecs other than FFV1, in the files they usually come in."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 13, 1])


anim = FuncAnimation(fig, update, frames=13)
anim.save("movie.mov", codec="png", fps=24)
anim.save("run_length.mov", codec="qtrle", fps=7)
anim.save("movie.mkv", codec="libx264rgb", extra_args=["-qp", "0"])
