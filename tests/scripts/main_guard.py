"""A script with a guard, whose globals are set within it."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


def update(i):
    ys.append(i)
    line.set_ydata([i / 16, len(ys) / 18])


if __name__ == "__main__":
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    (line,) = ax.plot([0, 1], [0, 1])
    ys = []
    anim = FuncAnimation(fig, update, frames=16)
    anim.save("movie.mkv")
