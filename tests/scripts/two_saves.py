"""One animation saved twice, and another saved after it: state goes on from save to save."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
calls = []


def update(i):
    calls.append(i)
    line.set_ydata([i / 14, len(calls) / 70])


anim = FuncAnimation(fig, update, frames=14)
anim.save("first.mkv")
ax.set_title("again")
anim.save("second.mkv")
other = FuncAnimation(fig, update, frames=iter(range(3, 18)), save_count=12)
other.save("third.mkv")
