"""plt.sca on the figure being saved: pyplot cannot find its manager then, and attaches it anew."""
# needs: matplotlib>=3.11

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, axes = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
calls = []


def update(i):
    calls.append(i)
    plt.sca(axes[i % 2])
    plt.plot([0, i], [i, 0])
    plt.title(f"{len(calls)} {len(axes[0].lines)} lines")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
