"""The script changes the current directory; the update reads a relative name there."""
# expect: scout

import os

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

os.makedirs("below/data")
os.chdir("below")
for k in range(17):
    np.save(f"data/{k:02}.npy", np.sin(np.arange(20) * k / 9))
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(20))
ax.set_ylim(-1, 1)


def update(i):
    line.set_ydata(np.load(f"data/{i:02}.npy"))
    ax.set_title(os.path.basename(os.getcwd()))


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
