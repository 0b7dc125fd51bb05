"""rcParams changed by the script, and again by the update."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

plt.rcParams["lines.linewidth"] = 5
plt.rcParams["axes.facecolor"] = "#ddeeff"
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)


def update(i):
    ax.clear()
    ax.plot([0, i], [i, 0])
    plt.rcParams["lines.linewidth"] = plt.rcParams["lines.linewidth"] * 0.93
    if i == 8:
        plt.rcParams["axes.grid"] = True
        plt.rcParams["font.size"] = 14


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
