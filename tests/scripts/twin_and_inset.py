"""Twin axes, an inset with a zoom box, shared axes, a secondary axis."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

x = np.linspace(0, 6, 40)
fig, (ax, below) = plt.subplots(2, 1, figsize=(3, 3), dpi=60, sharex=True)
(line,) = ax.plot(x, np.sin(x))
twin = ax.twinx()
(other,) = twin.plot(x, x, "r")
inset = below.inset_axes([0.6, 0.5, 0.35, 0.4])
(small,) = inset.plot(x, np.sin(x))
(large,) = below.plot(x, np.sin(x))
below.indicate_inset_zoom(inset)
below.secondary_xaxis("top", functions=(np.rad2deg, np.deg2rad))


def update(i):
    line.set_ydata(np.sin(x + i / 3))
    other.set_ydata(x * (1 + i))
    twin.set_ylim(0, 6 * (1 + i))
    for curve in (small, large):
        curve.set_ydata(np.cos(x + i / 3))
    inset.set_xlim(1, 2 + i / 8)
    ax.set_xlim(0, 6 - i / 8)


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
