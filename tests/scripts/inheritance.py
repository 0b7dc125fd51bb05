"""Classes with inheritance, properties, class and static methods, descriptors, super()."""
# expect: scout

import abc

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Base(abc.ABC):
    made = 0

    def __init__(self):
        Base.made += 1
        self._level = 0

    @property
    def level(self):
        return self._level

    @level.setter
    def level(self, value):
        self._level = value % 9

    @abc.abstractmethod
    def step(self, i): ...

    @classmethod
    def make(cls):
        return cls()

    @staticmethod
    def scale(number):
        return number / 9


class Ramp(Base):
    def step(self, i):
        self.level += i


class Jump(Ramp):
    def step(self, i):
        super().step(i)
        self.level += Base.made


things = [Ramp.make(), Jump.make()]
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    for thing in things:
        thing.step(i)
    line.set_ydata([Base.scale(thing.level) for thing in things])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
