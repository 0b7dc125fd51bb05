"""The module ``random``, seeded by the script."""
# expect: scout

import random

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

random.seed(3)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
points = ax.scatter([0.5] * 4, [0.5] * 4)
ax.set(xlim=(0, 1), ylim=(0, 1))


def update(i):
    points.set_offsets([(random.random(), random.gauss(0.5, 0.1)) for _ in range(4)])
    points.set_sizes([random.randint(10, 90) for _ in range(4)])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
after = random.random()
