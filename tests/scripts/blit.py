"""blit=True, with what it demands of the update."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
x = np.linspace(0, 6, 50)
(line,) = ax.plot(x, np.sin(x))
dot = ax.scatter([0], [0], zorder=5)


def update(i):
    line.set_ydata(np.sin(x - i / 4))
    dot.set_offsets([(i / 3, 0)])
    return dot, line


anim = FuncAnimation(fig, update, frames=18, blit=True)
anim.save("movie.mkv")
