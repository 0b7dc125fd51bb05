"""A date axis with a concise formatter."""
# expect: scout

import datetime

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

start = datetime.datetime(2024, 1, 30)
days = [start + datetime.timedelta(days=k) for k in range(40)]
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(days[:2], [0, 1])
locator = mdates.AutoDateLocator()
ax.xaxis.set_major_locator(locator)
ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))


def update(i):
    line.set_data(days[: 2 * i + 2], [k % 7 for k in range(2 * i + 2)])
    ax.set_xlim(days[0], days[2 * i + 1])
    ax.set_ylim(0, 7)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
