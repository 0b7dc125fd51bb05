"""Only pyplot: current figure, current axes."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig = plt.figure(figsize=(3, 2), dpi=60)
plt.subplot(111)
x = np.linspace(0, 5, 40)


def update(i):
    plt.cla()
    plt.plot(x, np.sin(x + i / 4), "g")
    plt.axhline(i / 20)
    plt.ylim(-1.2, 1.2)
    plt.title(f"number {i}")
    plt.xlabel("time")


anim = FuncAnimation(fig, update, frames=18)
anim.save("movie.mkv")
