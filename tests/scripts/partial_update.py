"""functools.partial with arguments by position and by name."""
# expect: scout

from functools import partial

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
memory = {"sum": 0}


def draw(line, i, *, memory, scale):
    memory["sum"] += i
    line.set_ydata([0, memory["sum"] / scale])


anim = FuncAnimation(fig, partial(draw, line, memory=memory, scale=150), frames=17)
anim.save("movie.mkv")
