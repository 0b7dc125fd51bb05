"""Draws are counted in a global, which the update looks at in one frame only, in the middle."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.lines import Line2D

drawn = []


class Counted(Line2D):
    def draw(self, renderer):
        drawn.append(1)
        super().draw(renderer)


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
line = ax.add_line(Counted([0, 1], [0, 1]))


def update(i):
    line.set_ydata([i / 18, 1])
    if i == 14:
        ax.set_title(f"drawn {len(drawn)} times")


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
