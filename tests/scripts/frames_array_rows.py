"""The rows of an array as frames."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(5))
ax.set_ylim(0, 100)


def update(row):
    line.set_ydata(row)


rows = np.arange(85.0).reshape(17, 5)
anim = FuncAnimation(fig, update, frames=rows, interval=40)
anim.save("movie.mkv")
