# also: in-process
"""matplotlib warns of a glyph in every draw; Python shows that once, at the line of save."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [])
ax.set(xlim=(0, 14), ylim=(0, 14))
ax.set_title("\u4e24")


def update(i):
    line.set_data(range(i), range(i))


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
