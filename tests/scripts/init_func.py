"""init_func, with and without blit, so that no update runs before the first frame."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [])
order = []


def init():
    order.append("init")
    line.set_data([], [])
    ax.set(xlim=(0, 17), ylim=(0, 17))
    return (line,)


def update(i):
    order.append(i)
    line.set_data([0, i], [i, 0])
    return (line,)


anim = FuncAnimation(fig, update, init_func=init, frames=17, blit=True)
anim.save("movie.mkv")
