"""A callback registry of the user's own, and canvas callbacks that the update triggers."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.cbook import CallbackRegistry

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
registry = CallbackRegistry()
heard = []


def on_step(number):
    heard.append(number)
    line.set_ydata([number / 16, len(heard) / 18])


registry.connect("step", on_step)
fig.canvas.mpl_connect("pick_event", lambda event: heard.append("pick"))


def update(i):
    registry.process("step", i)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
