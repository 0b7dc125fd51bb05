"""Settings of the process that a script may change: decimal precision, environment, recursion."""

import decimal
import os
import sys

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

decimal.getcontext().prec = 5
before = sys.getrecursionlimit()
sys.setrecursionlimit(before + 77)
os.environ["MY_SCRIPTS_COLOUR"] = "green"
fig, ax = plt.subplots(figsize=(4, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_color(os.environ.get("MY_SCRIPTS_COLOUR", "red"))
    line.set_ydata([0, i])
    ax.set_title(f"{decimal.Decimal(i) / 7} {sys.getrecursionlimit()}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
del os.environ["MY_SCRIPTS_COLOUR"]
sys.setrecursionlimit(before)
decimal.setcontext(decimal.Context())
