"""A hatch and a box style added to matplotlib's tables, as its gallery shows; used midway."""

import matplotlib.hatch
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.patches import BoxStyle
from matplotlib.path import Path


class Slanted:
    def __init__(self, pad=0.3):
        self.pad = pad

    def __call__(self, x0, y0, width, height, mutation_size):
        pad = mutation_size * self.pad
        corners = [(x0 - pad, y0 - pad), (x0 + width, y0 - pad), (x0 + width + pad, y0 + height)]
        return Path([*corners, (x0, y0 + height + pad), corners[0]], closed=True)


class Big(matplotlib.hatch.LargeCircles):
    def __init__(self, hatch, density):
        self.num_rows = hatch.count("z") * density
        self.size = 0.4
        super(matplotlib.hatch.LargeCircles, self).__init__(hatch, density)


BoxStyle._style_list["slanted"] = Slanted
matplotlib.hatch._hatch_types.append(Big)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
bars = ax.bar([0, 1], [1, 2], color="w", edgecolor="k")


def update(i):
    for text in list(ax.texts):
        text.remove()
    style = "slanted" if i in (9, 10) else "round"
    ax.text(0.2, 1.2, f"{i}", bbox={"boxstyle": style})
    bars[1].set_hatch("z" if i == 10 else "/")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
del BoxStyle._style_list["slanted"]
matplotlib.hatch._hatch_types.remove(Big)
