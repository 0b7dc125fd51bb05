"""An update that writes to a file that stays open."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
log = open("log.txt", "w")  # noqa: SIM115 - open over all frames


def update(i):
    line.set_ydata([i / 16, 1])
    print("frame", i, file=log)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
log.close()
