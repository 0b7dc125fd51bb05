"""State that no pixel shows for many frames, and that drawing has nothing to do with."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
hidden = {"sum": 0, "seen": set()}


def update(i):
    hidden["sum"] += i * i % 7
    hidden["seen"].add(hidden["sum"] % 5)
    if i % 8 == 6:
        line.set_ydata([0, hidden["sum"] / 70])
        ax.set_title(f"{sorted(hidden['seen'])}")


anim = FuncAnimation(fig, update, frames=22)
anim.save("movie.mkv")
