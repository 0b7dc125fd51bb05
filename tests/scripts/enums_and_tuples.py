"""Enums, named tuples, frozensets, default dicts and deques of the script's own."""
# expect: scout

import collections
import enum

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Phase(enum.Enum):
    UP = 1
    DOWN = 2


Reading = collections.namedtuple("Reading", "phase height")
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0] * 6)
ax.set_ylim(0, 12)
last = collections.deque([Reading(Phase.UP, 0)] * 6, maxlen=6)
counts = collections.defaultdict(int)


def update(i):
    before = last[-1]
    phase = Phase.DOWN if before.height >= 5 else Phase.UP if before.height <= 0 else before.phase
    last.append(Reading(phase, before.height + (1 if phase is Phase.UP else -1)))
    counts[phase] += 1
    line.set_ydata([reading.height for reading in last])
    ax.set_title(f"{phase.name} {counts[Phase.UP]} {counts[Phase.DOWN]}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
up = counts[Phase.UP]
