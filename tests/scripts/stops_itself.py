"""An update that stops or pauses its own animation."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])
    if i == 3:
        anim.event_source.stop()
    if i == 7:
        anim.pause()
    if i == 12:
        anim.resume()
        anim.event_source.interval = 77


anim = FuncAnimation(fig, update, frames=16, blit=False)
anim.save("movie.mkv")
interval = anim.event_source.interval
