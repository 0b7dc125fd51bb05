"""An update that reads the pixels the last draw left, and shows their mean."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
fig.canvas.draw()


def update(i):
    mean = np.asarray(fig.canvas.buffer_rgba())[..., :3].mean()
    ax.set_title(f"{mean:.3f}")
    line.set_ydata([i / 14, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
