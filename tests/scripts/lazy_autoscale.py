"""Autoscaling is done by draws; here it is switched off while some of it is still pending."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)


def update(i):
    if i == 8:
        ax.set_autoscale_on(False)
    ax.plot([i, i + 1], [i, -i])


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
