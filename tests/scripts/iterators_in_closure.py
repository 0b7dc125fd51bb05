"""itertools.cycle, zip and enumerate that the update takes its values from."""
# leave out: stderr (newer Pythons warn about pickling them)

import itertools

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
colours = itertools.cycle(["r", "g", "b", "k", "c"])
heights = enumerate(zip(range(40), reversed(range(40))))


def update(i):
    line.set_color(next(colours))
    number, (up, down) = next(heights)
    line.set_ydata([up / 40, down / 40])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
