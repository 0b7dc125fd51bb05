"""An update that computes in threads of its own, which end with it."""
# expect: scout

from concurrent.futures import ThreadPoolExecutor

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(8))
ax.set_ylim(-1, 1)


def update(i):
    with ThreadPoolExecutor(2) as pool:
        line.set_ydata(list(pool.map(lambda k: np.sin(k + i), range(8))))


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
