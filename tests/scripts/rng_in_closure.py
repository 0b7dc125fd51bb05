"""A numpy Generator and a random.Random in a closure."""
# expect: scout

import random

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation


def make_update(line, rng, dice):
    position = np.zeros(30)

    def update(i):
        position[:] += rng.normal(size=30)
        position[dice.randrange(30)] = 0
        line.set_ydata(position)

    return update


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(np.zeros(30))
ax.set_ylim(-10, 10)
rng = np.random.default_rng(5)
update = make_update(line, rng, random.Random(4))
anim = FuncAnimation(fig, update, frames=19)
anim.save("movie.mkv")
after = rng.random()
