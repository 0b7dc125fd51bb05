"""A simulation stepped once per frame."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation


class Pendulum:
    def __init__(self):
        self.angle = 1.0
        self.speed = 0.0
        self.steps = 0

    def step(self):
        for _ in range(10):
            self.speed -= 0.02 * np.sin(self.angle)
            self.angle += 0.02 * self.speed
        self.steps += 1


pendulum = Pendulum()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(rod,) = ax.plot([], [], "o-", lw=2)
ax.set(xlim=(-1.2, 1.2), ylim=(-1.2, 1.2), aspect="equal")


def update(i):
    pendulum.step()
    rod.set_data([0, np.sin(pendulum.angle)], [0, -np.cos(pendulum.angle)])
    return (rod,)


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv", fps=20)
