"""Helpers of the script, with state of their own."""

import numpy as np

CONFIG = {"amplitude": 1}
counter = 0
COLOURS = iter(["red", "green", "blue"] * 10)
rng = np.random.default_rng(1)


class Counter:
    instances = 0

    def __init__(self):
        type(self).instances += 1
        self.total = 0

    def add(self, number):
        self.total += number * Counter.instances


def tick():
    global counter
    counter += 1
    CONFIG["amplitude"] *= 0.97


def wave(i):
    x = np.linspace(0, 6, 40)
    return CONFIG["amplitude"] * np.sin(x + i / 3) + 0.1 * rng.normal(size=40)


def colour_it(line):
    line.set_color(next(COLOURS))
