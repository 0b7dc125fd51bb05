"""Path effects, hatches, clip paths, sketches, agg filters, rasterised and gouraud artists."""

import matplotlib.patheffects as effects
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.patches import Circle

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
x = np.linspace(0, 6, 30)
(line,) = ax.plot(x, np.sin(x), path_effects=[effects.withStroke(linewidth=5, foreground="r")])
bars = ax.bar([1, 2, 3], [1, 2, 3], hatch="//", alpha=0.4)
mesh = ax.pcolormesh(np.arange(4), np.arange(3), np.arange(12).reshape(3, 4), shading="gouraud")
mesh.set_clip_path(Circle((1.5, 1), 1, transform=ax.transData))


def brighten(image, dpi):
    return 1 - (1 - image) / 2, 0, 0


(filtered,) = ax.plot(x, np.cos(x), lw=4)
filtered.set_agg_filter(brighten)
line.set_sketch_params(2, 40, 3)


def update(i):
    line.set_ydata(np.sin(x + i / 4))
    filtered.set_ydata(np.cos(x - i / 4))
    bars[i % 3].set_height(i / 5)
    mesh.set_array(np.arange(12.0).reshape(3, 4) * i)


anim = FuncAnimation(fig, update, frames=13)
anim.save("movie.mkv")
