"""A patch in a box in an anchored box turns whenever it is drawn."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.offsetbox import AnchoredOffsetbox, DrawingArea
from matplotlib.patches import Rectangle


class Spinning(Rectangle):
    drawn = 0

    def draw(self, renderer):
        Spinning.drawn += 1
        self.set_width(Spinning.drawn)
        super().draw(renderer)


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
area = DrawingArea(60, 20)
area.add_artist(Spinning((0, 0), 1, 20))
ax.add_artist(AnchoredOffsetbox("upper left", child=area))


def update(i):
    line.set_ydata([0, i])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
print(Spinning.drawn)
