"""An arrow that comes late to a constrained layout."""
# expect: falls back
# warns: arrows show by how little a layout engine moves the Axes

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, (left, right) = plt.subplots(1, 2, figsize=(4, 3), layout="constrained")
points = [ax.plot([0], [0], "o")[0] for ax in (left, right)]
for ax in (left, right):
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
notes = []


def update(i):
    place = np.cos(i / 5), np.sin(i / 5)
    points[0].set_data([place[0]], [place[1]])
    points[1].set_data([place[1]], [place[0]])
    if i == 15:
        left.set_ylabel("y\nz")
    if i == 23:
        notes.append(left.annotate("", place, place[::-1], arrowprops={"arrowstyle": "->"}))
    if notes:
        notes[0].xy = place
        notes[0].set_position(place[::-1])


anim = FuncAnimation(fig, update, frames=36)
anim.save("movie.mkv")
