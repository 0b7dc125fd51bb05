"""No frames at all, only save_count: the update is called with 0, 1, 2 ..."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 14, 1])


anim = FuncAnimation(fig, update, save_count=14)
anim.save("movie.mkv")
