"""Artists of many kinds added and removed on the way."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.patches import Circle

rng = np.random.default_rng(3)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.set(xlim=(0, 10), ylim=(0, 10))
born = []


def update(i):
    circle = ax.add_patch(Circle(rng.random(2) * 10, rng.random(), color=rng.random(3)))
    born.append(circle)
    if len(born) > 5:
        born.pop(0).remove()
    if i % 4 == 0:
        ax.annotate(f"{i}", (i / 2, 5), (5, 8), arrowprops={"arrowstyle": "->"})
    if i == 9:
        ax.texts[0].remove()
        ax.table([[1, 2], [3, i]], loc="bottom")
    if i == 11:
        fig.add_axes([0.7, 0.7, 0.2, 0.2]).plot([1, i])
    if i == 14:
        fig.delaxes(fig.axes[-1])


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
number = len(born)
