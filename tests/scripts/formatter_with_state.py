"""A tick formatter that counts how often it is called, that is, how often it is drawn."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
calls = 0


def count(value, position):
    global calls
    calls += 1
    return str(calls)


ax.xaxis.set_major_formatter(count)


def update(i):
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
