"""Axes cleared and plotted anew for every frame."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, (left, right) = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
x = np.linspace(0, 5, 40)


def update(i):
    left.clear()
    left.plot(x, np.sin(x * (1 + i / 10)), label=f"wave {i}")
    left.legend(loc="upper right")
    right.cla()
    right.hist(np.cos(x * i), bins=6)
    right.set_title(f"frame {i}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
