"""A script that keeps its state in a module of somebody else's."""
# expect: falls back

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

np.my_counter = 0
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)


def update(i):
    np.my_counter += 1
    ax.set_title(f"{np.my_counter}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
counted = np.my_counter
del np.my_counter
