"""A generator of frames that prints, and takes turns with the update."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
order = []


def frames():
    for k in range(14):
        print("frame", k, ax.get_xlim()[1])
        order.append(("frame", k))
        yield k * ax.get_xlim()[1]


def update(x):
    print("update", x)
    order.append(("update", x))
    ax.set_xlim(0, 1 + len(order) / 10)
    line.set_xdata([0, x])


anim = FuncAnimation(fig, update, frames=frames, save_count=14)
anim.save("movie.mkv")
