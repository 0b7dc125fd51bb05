"""An update that measures texts and the legend, and reads tick labels and the inverse transform."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1], label="one")
label = ax.text(0.1, 0.1, "start", transform=ax.transAxes)
legend = ax.legend(loc="best")
read = []


def update(i):
    box = label.get_window_extent()
    ticks = [t.get_text() for t in ax.get_xticklabels()]
    where = legend.get_window_extent()
    read.append([round(box.width, 3), ticks, [round(x, 3) for x in where.bounds]])
    label.set_text(f"{box.width:.1f} {len(ticks)} {where.x0:.0f}")
    line.set_data([0, 1 + i], [0 if i % 2 else 1, i % 4])
    ax.set_xlim(0, 1 + i)
    x, y = ax.transData.inverted().transform((50, 50))
    ax.set_title(f"{x:.2f} {y:.2f}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
