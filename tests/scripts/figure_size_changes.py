"""An update that changes the figure's size, which stock puts back for each frame."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
sizes = []


def update(i):
    sizes.append([float(x) for x in fig.get_size_inches()])
    line.set_ydata([i / 16, 1])
    if i in (4, 9):
        fig.set_size_inches(3 + i / 10, 2)
    ax.set_title(f"{fig.get_size_inches()[0]:.2f}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
