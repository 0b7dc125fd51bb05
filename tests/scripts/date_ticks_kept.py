"""Locators and formatters of dates, which remember what the last draw chose."""
# expect: scout

import datetime

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

start = datetime.datetime(2024, 1, 1)
fig, axs = plt.subplots(2, 2, figsize=(4, 3), dpi=60)
lines = [ax.plot([start], [0])[0] for ax in axs.flat]
axs[0, 1].xaxis.set_major_formatter(mdates.AutoDateFormatter(mdates.AutoDateLocator()))
axs[1, 0].xaxis.set_major_locator(mdates.DayLocator(interval=7))
axs[1, 0].xaxis.set_minor_locator(mdates.DayLocator())
axs[1, 1].xaxis.set_major_formatter(mdates.DateFormatter("%H:%M"))


def update(i):
    for k, line in enumerate(lines):
        days = [start + datetime.timedelta(days=(k + 1) * i * j / 9) for j in range(10)]
        line.set_data(days, range(10))
        line.axes.set_xlim(days[0], days[-1] + datetime.timedelta(hours=1))


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
