"""State in the globals of a module next to the script."""
# expect: scout

import helpers
import matplotlib.pyplot as plt
from helpers import Counter, wave
from matplotlib.animation import FuncAnimation

helpers.CONFIG["amplitude"] = 3
counter = Counter()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(wave(0))
ax.set_ylim(-4, 4)


def update(i):
    helpers.tick()
    counter.add(i)
    line.set_ydata(wave(i))
    helpers.colour_it(line)
    ax.set_title(f"{helpers.counter} {counter.total} {helpers.CONFIG['amplitude']:.2f}")


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
