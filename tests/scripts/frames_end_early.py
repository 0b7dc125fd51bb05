"""A generator that ends long before save_count."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def few():
    for k in range(13):
        yield {"y": [k / 13, 1 - k / 13]}


def update(frame):
    line.set_ydata(frame["y"])


anim = FuncAnimation(fig, update, frames=few, save_count=500)
anim.save("movie.mkv")
