"""A progress callback changes what the next update sees; only the user's process runs it."""
# expect: falls back

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
progress = []


def update(i):
    line.set_ydata([i / 18, len(progress) / 18])


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv", progress_callback=lambda i, n: progress.append((i, n)))
