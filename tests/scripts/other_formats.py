"""Files that cannot be joined from pieces, or only in their own way."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 14, 1])


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.gif")
anim.save("movie.avi")
anim.save("movie.apng", codec="apng")
