"""State kept in artists: one line's data is the memory, a hidden one shows up late."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(10))
(hidden,) = ax.plot(np.zeros(10), "r", visible=False)
ax.set_ylim(-1, 40)


def update(i):
    line.set_ydata(line.get_ydata() + np.arange(10) / 5)
    hidden.set_ydata(hidden.get_ydata() + i % 3)
    hidden.set_visible(i >= 12)
    label = ax.get_title()
    ax.set_title((label + "ab"[i % 2])[-12:])


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
