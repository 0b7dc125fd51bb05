"""Texts stay as they are while their fonts change, in a movie of another resolution."""
# expect: scout
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

plt.rcParams.update({"mathtext.fontset": "custom", "mathtext.cal": "sans"})
fig, ax = plt.subplots(figsize=(3, 2))
ax.set_title(r"centred $abc + \mathit{xyz}$", fontsize=8)
(line,) = ax.plot([0, 1], [0, 1], label="name")
ax.legend(loc="upper right")


def update(i):
    plt.rcParams["font.sans-serif"] = ["DejaVu Serif" if 5 <= i < 9 else "DejaVu Sans"]
    plt.rcParams["mathtext.it"] = "serif:italic" if i >= 12 else "sans:italic"
    line.set_ydata([0, i / 16])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv", dpi=60)
