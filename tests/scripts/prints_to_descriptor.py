"""An update that writes to the stream below Python's, as a C library would."""
# expect: scout

import os

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    os.write(1, f"frame {i}\n".encode())
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
