"""A filled area removed and made again for each frame."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

x = np.linspace(0, 6, 40)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
area = ax.fill_between(x, 0, np.sin(x), alpha=0.5)
ax.set_ylim(-2, 2)


def update(i):
    global area
    area.remove()
    area = ax.fill_between(x, 0, np.sin(x + i / 3) * (1 + i / 16), alpha=0.5, color=f"C{i % 4}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
