"""numpy's global generator, seeded by the script, drawn from before, during and after the save."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

np.random.seed(7)
walk = np.random.randn(5)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(walk)
ax.set_ylim(-8, 8)


def update(i):
    global walk
    walk = walk + np.random.randn(5)
    line.set_ydata(walk)


anim = FuncAnimation(fig, update, frames=20)
anim.save("movie.mkv")
after = np.random.rand()
