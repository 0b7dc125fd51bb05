"""Everything from pylab, as old scripts have it."""
# expect: scout
# leave out: globals (hundreds of names, in an order that differs from process to process)

from matplotlib.animation import FuncAnimation
from pylab import *  # noqa: F403

figure(figsize=(3, 2), dpi=60)  # noqa: F405
x = linspace(0, 6, 40)  # noqa: F405
(line,) = plot(x, sin(x))  # noqa: F405


def update(i):
    line.set_ydata(sin(x + i / 3))  # noqa: F405
    title(f"{i} {rand() < 2}")  # noqa: F405
    axis([0, 6, -1.5, 1 + i / 16])  # noqa: F405


anim = FuncAnimation(gcf(), update, frames=16)  # noqa: F405
anim.save("movie.mkv")
