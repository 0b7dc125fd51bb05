"""pyplot with another figure open, which the update switches to and fro."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, axes = plt.subplots(1, 2, figsize=(4, 2), dpi=60, num=7)
other = plt.figure("other", figsize=(2, 2), dpi=60)
plt.plot([1, 2, 3])
notes = []


def update(i):
    plt.figure("other")
    plt.plot([i, 0])
    plt.figure(7)
    plt.sca(axes[i % 2])
    plt.plot([0, i], [i, 0])
    plt.gca().set_title(f"{len(other.axes[0].lines)} lines")
    notes.append(plt.gcf().number)
    if i % 3 == 0:
        plt.figure("other")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
