"""Drawing writes into a big array, a little, which shows many frames later."""
# expect: falls back
# warns: drawing changes what later frames depend on

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.lines import Line2D

data = np.zeros((100, 10_000))


class Counting(Line2D):
    def draw(self, renderer):
        data[50, 5000] += 1
        super().draw(renderer)


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
line = ax.add_line(Counting([0, 1], [0, 1]))
ax.set(xlim=(0, 1), ylim=(0, 40))


def update(i):
    line.set_ydata([i, data[50, 5000] if i > 14 else 0])


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
