"""An update that warns: shown once by the script's filters, and counted by its own showwarning."""
# expect: scout

import warnings

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

warnings.simplefilter("once", UserWarning)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
caught = []


def update(i):
    warnings.warn("this is shown once", stacklevel=1)
    with warnings.catch_warnings(record=True) as records:
        warnings.simplefilter("always")
        warnings.warn(f"and this is caught at {i}", stacklevel=1)
    caught.extend(str(r.message) for r in records)
    line.set_ydata([i / 16, len(caught) / 20])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
