"""An update that reads where the last draw put the Axes: with aspect "equal", a frame late."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.set_aspect("equal")
read = []


def update(i):
    box = ax.get_position(original=False)
    read.append(round(box.width, 6))
    ax.set_title(f"{box.width:.3f}")
    ax.set_xlim(0, 1 + (i * 7) % 5)


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
