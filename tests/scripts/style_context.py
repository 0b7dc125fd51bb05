"""A style for the script, and a style for a moment in the update."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

plt.style.use("dark_background")
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)


def update(i):
    with plt.style.context("ggplot" if i % 4 else "bmh"):
        ax.clear()
        ax.plot([0, i], [i, 0])
        ax.set_title(f"{plt.rcParams['lines.linewidth']}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
