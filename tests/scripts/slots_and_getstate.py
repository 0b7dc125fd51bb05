"""Classes with __slots__, with __getstate__ and __setstate__, with __reduce__, and nested ones."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Cached:
    """Leaves its cache out when pickled, as many classes do."""

    def __init__(self):
        self.numbers = []
        self.cache = {}

    def __getstate__(self):
        return {"numbers": self.numbers}

    def __setstate__(self, state):
        self.numbers = state["numbers"]
        self.cache = {}

    def sum(self):
        key = len(self.numbers)
        if key not in self.cache:
            self.cache[key] = sum(self.numbers)
        return self.cache[key]


class Outer:
    class Inner:
        count = 0

    def __init__(self):
        self.inner = self.Inner()


point, cached, outer = Point(0, 0), Cached(), Outer()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(dot,) = ax.plot([0], [0], "o")
ax.set(xlim=(0, 17), ylim=(0, 160))


def update(i):
    point.x, point.y = i, point.y + i
    cached.numbers.append(i)
    Outer.Inner.count += 1
    outer.inner.count += 2
    dot.set_data([point.x], [point.y])
    ax.set_title(f"{cached.sum()} {Outer.Inner.count} {outer.inner.count}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
