"""Dataclass instances as frames, one of them changed by the update."""
# expect: scout

from dataclasses import dataclass, field

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


@dataclass
class Frame:
    x: float
    y: float
    trail: list = field(default_factory=list)


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [])
ax.set(xlim=(0, 17), ylim=(0, 17))
frames = [Frame(k, 17 - k) for k in range(17)]


def update(frame):
    frame.trail.append(frame.x)
    frames[-1].trail.append(frame.y)
    line.set_data(range(len(frames[-1].trail)), frames[-1].trail)


anim = FuncAnimation(fig, update, frames=frames)
anim.save("movie.mkv")
