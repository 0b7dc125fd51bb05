"""Frames that the script holds too: changed by the update, and seen through the script's list."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [])
ax.set(xlim=(0, 17), ylim=(0, 40))
particles = [[k, 0] for k in range(17)]


def update(particle):
    particle[1] += 2 * particle[0]
    where = [p is particle for p in particles].index(True)
    line.set_data(*zip(*particles))
    ax.set_title(f"{where}")


anim = FuncAnimation(fig, update, frames=particles)
anim.save("movie.mkv")
