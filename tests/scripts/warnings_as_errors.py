"""A script for which every warning is an error."""
# expect: scout

import warnings

warnings.simplefilter("error")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.animation import FuncAnimation  # noqa: E402

np.seterr(all="warn")
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
caught = []


def update(i):
    try:
        line.set_ydata(np.array([i, 1.0]) / (i % 3))
    except RuntimeWarning as warning:
        caught.append(str(warning))
        line.set_ydata([0, 0])
    ax.set_title(f"{len(caught)}")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
