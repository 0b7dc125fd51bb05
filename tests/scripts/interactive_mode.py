"""Interactive mode of pyplot, in which every pyplot call may draw."""
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

plt.ion()
fig = plt.figure(figsize=(3, 2), dpi=60)


def update(i):
    plt.cla()
    plt.plot([0, i], [i, 1])
    plt.title(f"{plt.isinteractive()}")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
plt.ioff()
