"""pyplot with another figure open, which the update switches to and fro."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, axes = plt.subplots(1, 2, figsize=(4, 2), dpi=60, num=7)
other, others = plt.subplots(1, 2, figsize=(2, 2), dpi=60, num="other")
notes = []


def update(i):
    plt.figure("other")
    plt.sca(others[i % 2])
    plt.plot([i, 0])
    plt.figure(7)
    fig.sca(axes[i % 2])
    plt.plot([0, i], [i, 0])
    plt.gca().set_title(f"{len(others[0].lines)} lines")
    notes.append(plt.gcf().number)
    if i % 3 == 0:
        plt.figure("other")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
