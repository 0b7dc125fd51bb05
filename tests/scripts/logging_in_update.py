"""An update that logs, to a file and to standard error: every record once."""

import logging

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

log = logging.getLogger("my.simulation")
log.setLevel(logging.INFO)
to_file = logging.FileHandler("records.txt")
log.addHandler(to_file)
log.addHandler(logging.StreamHandler())
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    log.info("frame %d", i)
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
for handler in log.handlers[:]:
    log.removeHandler(handler)
    handler.close()
