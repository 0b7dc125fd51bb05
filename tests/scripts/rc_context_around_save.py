"""rcParams that hold only while the movie is saved, those of savefig among them."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)


def update(i):
    ax.clear()
    ax.plot([0, i], [i, 1])


anim = FuncAnimation(fig, update, frames=14)
settings = {
    "lines.linewidth": 6,
    "savefig.bbox": "tight",
    "savefig.facecolor": (0.2, 0.6, 0.2, 0.5),
    "savefig.transparent": True,
    "path.simplify_threshold": 1.0,
    "agg.path.chunksize": 100,
    "text.antialiased": False,
    "axes.formatter.useoffset": False,
}
with plt.rc_context(settings):
    anim.save("movie.mkv")
