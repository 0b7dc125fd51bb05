"""Drawing changes objects of many kinds, and one late frame shows what has become of them."""
# expect: falls back

import ctypes
import functools
import itertools

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Class:
    numbers = []


class Forgetful:
    def __init__(self):
        self.number = 0

    def __getstate__(self):
        return {"number": 0}


@functools.lru_cache
def cached(number):
    return number


def bump_number(thing):
    thing.number += 1


def bump_ctypes(number):
    number.value += 1


kinds = {
    "count": (itertools.count(), next, repr),
    "ctypes": (ctypes.c_int(), bump_ctypes, lambda c: c.value),
    "class": (Class, lambda c: c.numbers.append(1), lambda c: len(c.numbers)),
    "forgetful": (Forgetful(), bump_number, lambda s: s.number),
    "cached": (cached, lambda f: f(f.cache_info().misses), lambda f: f.cache_info().misses),
}


def make_movie(name, thing, bump, value):
    fig = plt.figure(figsize=(1.5, 1), dpi=60)
    ax = fig.add_axes([0.2, 0.2, 0.7, 0.5])
    ax.xaxis.set_major_formatter(lambda x, position: "x" if bump(thing) else "")
    ax.yaxis.set_visible(False)

    def update(i):
        ax.set_facecolor(f"C{i}")
        ax.set_title(f"{value(thing)}" if i == 14 else "")

    anim = FuncAnimation(fig, update, frames=16)
    anim.save(f"{name}.mkv")
    plt.close(fig)


for name, (thing, bump, value) in kinds.items():
    make_movie(name, thing, bump, value)
