"""Lists that grow with every frame."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [])
ax.set(xlim=(0, 20), ylim=(0, 400))
xs, ys = [], []


def update(i):
    xs.append(len(xs))
    ys.append(i * len(xs))
    line.set_data(xs, ys)


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
