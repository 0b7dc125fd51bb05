"""Weak references and WeakKeyDictionaries to artists and objects of the script."""

import weakref

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Particle:
    def __init__(self):
        self.age = 0


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
particle = Particle()
line_ref = weakref.ref(line)
ages = weakref.WeakKeyDictionary({particle: 0})


def update(i):
    ages[particle] += i
    particle.age += 1
    line_ref().set_ydata([particle.age / 18, ages[particle] / 150])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
total = ages[particle]
