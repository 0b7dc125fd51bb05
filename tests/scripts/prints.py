"""An update that prints, to both streams: everything once, in order."""
# expect: scout

import sys

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
print("before")


def update(i):
    print("frame", i)
    sys.stdout.write(f"written {i}\n")
    print("error stream", i, file=sys.stderr)
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv", progress_callback=lambda i, n: print(f"{i} of {n}"))
print("after")
