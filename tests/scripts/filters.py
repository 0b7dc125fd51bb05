"""Options of ffmpeg that look at more than one frame, or change their number or time."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 14, 1])


anim = FuncAnimation(fig, update, frames=14)
options = {
    "mirrored": ["-vf", "hflip"],
    "blended": ["-vf", "tblend=all_mode=average"],
    "backwards": ["-vf", "reverse"],
    "faster": ["-r", "10"],
}
for name, extra_args in options.items():
    anim.save(f"{name}.mkv", extra_args=extra_args)
