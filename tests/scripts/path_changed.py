"""The script extends sys.path; the update imports from there."""
# expect: scout

import os
import sys

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

os.makedirs("lib")
with open("lib/late_module.py", "w") as file:
    file.write("calls = []\n\ndef height(i):\n    calls.append(i)\n    return i * len(calls)\n")
sys.path.append(os.path.abspath("lib"))
sys.dont_write_bytecode = True
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
ax.set_ylim(0, 300)


def update(i):
    import late_module

    line.set_ydata([0, late_module.height(i)])


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
