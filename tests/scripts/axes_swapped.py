"""An update that makes the Axes anew: fig.clf() and subplots of another number each time."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig = plt.figure(figsize=(3, 2), dpi=60)


def update(i):
    fig.clf()
    for k, ax in enumerate(fig.subplots(1, 1 + i % 3, squeeze=False).flat):
        ax.plot([0, i + k], [k, 1])
    fig.suptitle(f"{len(fig.axes)} axes")


anim = FuncAnimation(fig, update, frames=13)
anim.save("movie.mkv")
