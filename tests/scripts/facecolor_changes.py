"""Face and edge of the figure change in the update; the frame colour is fixed at the start."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60, linewidth=8)
fig.set_facecolor((0, 1, 0, 0.2))


def update(i):
    fig.set_facecolor((i / 16, 0, 0, 0.5))
    fig.set_edgecolor((0, i / 16, 0))
    ax.set_facecolor((0, 0, i / 16, 0.5))


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
