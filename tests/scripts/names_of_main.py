"""What a script knows of itself: its file, its name, its arguments, itself as a module."""
# expect: scout

import os
import sys

import __main__  # isort: skip
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

counter = 0
fig, ax = plt.subplots(figsize=(4, 2), dpi=60)


def update(i):
    __main__.counter += 1
    itself = sys.modules["__main__"]
    names = (os.path.basename(__file__), __name__, os.path.basename(sys.argv[0]), len(sys.argv))
    ax.set_title(f"{names} {itself.counter}", size=7)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
