"""A norm that forgets its limits in the middle, so that a draw there sets them again."""
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.colors import Normalize

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
image = ax.imshow(np.arange(20.0).reshape(4, 5))
ramp = np.arange(20.0).reshape(4, 5)


def update(i):
    image.set_data(ramp * (1 + i))
    if i == 9:
        image.set_norm(Normalize())


anim = FuncAnimation(fig, update, frames=22)
anim.save("movie.mkv")
limits = image.get_clim()
