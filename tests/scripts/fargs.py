"""fargs, one of them mutable."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [])
ax.set(xlim=(0, 18), ylim=(0, 60))
log = []


def update(i, line, log, scale):
    log.append(i * scale)
    line.set_data(range(len(log)), log)


anim = FuncAnimation(fig, update, frames=17, fargs=(line, log, 3))
anim.save("movie.mkv")
