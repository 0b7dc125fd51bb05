"""Objects that answer to everything, compare to nothing, or have no length when asked."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation


class Anything:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args):
        return self


class Incomparable:
    __hash__ = None

    def __init__(self):
        self.height = 0

    def __eq__(self, other):
        raise RuntimeError("not to be compared")

    def __bool__(self):
        raise RuntimeError("neither true nor false")

    def __len__(self):
        raise RuntimeError("no length")

    def __repr__(self):
        raise RuntimeError("no repr")


anything, thing = Anything(), Incomparable()
arrays = {"vector": np.arange(3), "none": None}
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
ax.set_ylim(0, 20)


def update(i):
    anything.whatever(i).something
    thing.height += 1
    arrays["vector"] = arrays["vector"] + 1
    line.set_ydata([thing.height, arrays["vector"].sum() / 3])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
