"""savefig_kwargs, with colours that are half transparent."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
fig.set_facecolor((0, 1, 0, 0.2))
ax.patch.set_alpha(0.3)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv", savefig_kwargs={"facecolor": (0.8, 0.2, 0.3, 0.5), "edgecolor": "k"})
anim.save("transparent.mkv", savefig_kwargs={"transparent": True, "pad_inches": 0.3})
