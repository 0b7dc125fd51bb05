"""An update that reads a text file for each frame, and one file that stays open."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

for k in range(16):
    with open(f"data_{k}.txt", "w") as file:
        file.write(" ".join(str((k * n) % 7) for n in range(10)))
with open("lines.txt", "w") as file:
    file.writelines(f"line number {k}\n" for k in range(20))
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0] * 10)
ax.set_ylim(0, 7)
titles = open("lines.txt")  # noqa: SIM115 - read on from frame to frame


def update(i):
    with open(f"data_{i}.txt") as file:
        line.set_ydata([int(word) for word in file.read().split()])
    ax.set_title(titles.readline().strip())


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
rest = titles.read()
titles.close()
