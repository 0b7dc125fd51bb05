"""An arrow in a constrained layout, in which draws move the axes by errors of rounding."""
# expect: in-process
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.patches import ConnectionPatch

fig, (left, right) = plt.subplots(1, 2, figsize=(4, 3), layout="constrained")
points = [ax.plot([0], [0], "o")[0] for ax in (left, right)]
for ax in (left, right):
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
arrow = ConnectionPatch((0, 0), (0, 0), "data", "data", axesA=left, axesB=right)
fig.add_artist(arrow)


def update(i):
    arrow.xy1 = np.cos(i / 5), np.sin(i / 5)
    arrow.xy2 = arrow.xy1[::-1]
    points[0].set_data([arrow.xy1[0]], [arrow.xy1[1]])
    points[1].set_data([arrow.xy2[0]], [arrow.xy2[1]])
    if i == 15:
        left.set_ylabel("y\nz")


anim = FuncAnimation(fig, update, frames=36)
anim.save("movie.mkv")
