"""A line that moves: what an update depends on is the frame number alone."""
# expect: scout
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
x = np.linspace(0, 6, 50)
(line,) = ax.plot(x, np.sin(x))
calls = []


def update(i):
    calls.append(i)
    line.set_ydata(np.sin(x + i / 5))


anim = FuncAnimation(fig, update, frames=22)
anim.save("movie.mkv")
