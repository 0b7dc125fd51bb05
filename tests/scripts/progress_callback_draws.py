"""A progress callback that changes the very frame it is called for; the update changes it back."""
# expect: falls back

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_color("C0")
    line.set_ydata([i / 14, 1])


def progress(i, n):
    if i in (8, 9):
        line.set_color("red")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv", progress_callback=progress)
