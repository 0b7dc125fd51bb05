"""A class whose __getstate__ loses what the update shows: a copy is not the same object."""
# expect: falls back

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Forgetful:
    def __init__(self):
        self.height = 7

    def __getstate__(self):
        return {"height": 0}


thing = Forgetful()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
ax.set_ylim(0, 30)


def update(i):
    thing.height += 1
    line.set_ydata([0, thing.height])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
