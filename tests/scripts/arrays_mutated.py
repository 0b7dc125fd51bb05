"""Arrays shared by the script's globals and its artists, mutated in place."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, (ax, ax2) = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
grid = np.zeros((8, 10))
grid[3, 2:7] = grid[2, 4] = grid[5, 5] = 1
image = ax.imshow(grid, vmin=0, vmax=1)
row = grid[3]
(line,) = ax2.plot(row)
ax2.set_ylim(-1, 2)


def update(i):
    near = sum(
        np.roll(grid, (a, b), (0, 1)) for a in (-1, 0, 1) for b in (-1, 0, 1) if (a, b) != (0, 0)
    )
    grid[:] = (near == 3) | ((grid == 1) & (near == 2))
    image.set_data(grid)
    line.set_ydata(row)


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
