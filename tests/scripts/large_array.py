"""Some megabytes that the update reads, and a view into them that it writes to."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

data = np.random.default_rng(0).random((17, 200, 200))
view = data[5]
fortran = np.asfortranarray(data[0])
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
image = ax.imshow(data[0], vmin=0, vmax=3)


def update(i):
    view[:] += 0.1
    fortran.T[i] = i
    image.set_data(data[i] + view * (i % 2) + fortran)


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
