"""A legend whose texts change, and one that is made again."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
lines = [ax.plot([0, 1], [k, 1], label=f"line {k}")[0] for k in range(3)]
legend = ax.legend(loc="lower right")


def update(i):
    legend.get_texts()[0].set_text(f"first {i}")
    lines[i % 3].set_linestyle(["-", "--", ":"][i % 2])
    if i % 5 == 4:
        lines[1].set_label(f"second {i}")
        ax.legend(loc="upper left", ncols=1 + i % 2)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
