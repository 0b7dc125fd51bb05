"""A Mock in the update, which refuses to be pickled."""
# expect: in-process

from unittest.mock import Mock

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

sensor = Mock()
sensor.read.side_effect = range(40)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)


def update(i):
    ax.set_title(f"{sensor.read()}")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
number = sensor.read.call_count
