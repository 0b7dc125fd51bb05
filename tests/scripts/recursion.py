"""A fractal tree drawn by a function that calls itself, remembering in a closure."""
# expect: scout

import math

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.collections import LineCollection

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
tree = ax.add_collection(LineCollection([]))
ax.set(xlim=(-3, 3), ylim=(0, 4))
branches = 0


def grow(x, y, angle, length, depth, spread):
    global branches
    branches += 1
    if depth == 0:
        return []
    x2, y2 = x + length * math.sin(angle), y + length * math.cos(angle)
    rest = [
        segment
        for turn in (-spread, spread)
        for segment in grow(x2, y2, angle + turn, length * 0.7, depth - 1, spread)
    ]
    return [[(x, y), (x2, y2)], *rest]


def update(i):
    tree.set_segments(grow(0, 0, 0, 1.2, 5, 0.1 + i / 20))
    ax.set_title(f"{branches}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
