"""An update that writes to files: every line once, in order."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])
    with open("log.txt", "a") as file:
        file.write(f"frame {i}\n")
    with open("last.txt", "w") as file:
        file.write(f"{i}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
