"""An update that changes the figure's dpi; the movie's dpi stays."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])
    if i in (4, 9):
        fig.set_dpi(60 + i)
    ax.set_title(f"{fig.dpi:.0f}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv", dpi=70)
