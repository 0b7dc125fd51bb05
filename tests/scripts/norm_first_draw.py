"""A norm without limits: the first draw sets them, from the first frame's data."""
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.colors import Normalize

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
image = ax.imshow(np.zeros((4, 5)))
image.set_norm(Normalize())
ramp = np.arange(20.0).reshape(4, 5)


def update(i):
    image.set_data(ramp * (1 + i) - 3 * i)


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
limits = image.get_clim()
