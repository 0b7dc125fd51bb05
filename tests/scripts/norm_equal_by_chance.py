"""A norm that draws set, where the colours at most seams happen to be the same."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.colors import Normalize

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
image = ax.imshow(np.zeros((4, 5)))
ramp = np.arange(20.0).reshape(4, 5)


def update(i):
    if i == 7:
        image.set_norm(Normalize())
    # From frame 8 to 20 the data fill the range that frame 7 has, then they leave it.
    image.set_data(np.roll(ramp, i) * (2 if i in (8, 21) else 1))


anim = FuncAnimation(fig, update, frames=22)
anim.save("movie.mkv")
limits = image.get_clim()
