"""An update that imports only when it is called, from a place nobody imported yet."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
ax.set_ylim(0, 1)


def update(i):
    import colorsys
    from fractions import Fraction

    line.set_color(colorsys.hsv_to_rgb(i / 16, 1, 1))
    line.set_ydata([0, float(Fraction(i, 16))])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
