"""plt.pause and plt.draw in the update, as people write who come from interactive work."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 14, 1])
    plt.draw()
    plt.pause(0.001)


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
