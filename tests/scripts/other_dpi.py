"""A movie whose dpi is not the figure's, given in three ways."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(2.51, 1.67), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
text = ax.text(0.2, 0.2, "text")


def update(i):
    line.set_ydata([i / 14, 1])
    text.set_text(f"{fig.dpi}")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv", dpi=90)
plt.rcParams["savefig.dpi"] = 75
anim.save("by_rcparams.mkv")
