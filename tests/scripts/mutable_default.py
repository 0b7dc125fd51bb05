"""State in a mutable default argument and a mutable keyword default."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([], [], "o-")
ax.set(xlim=(0, 18), ylim=(0, 160))


def update(i, seen=[], *, totals={"sum": 0}):  # noqa: B006 - the point of the script
    totals["sum"] += i
    seen.append(totals["sum"])
    line.set_data(range(len(seen)), seen)


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
