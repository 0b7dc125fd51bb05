"""A list of tuples as frames."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(dot,) = ax.plot([0], [0], "o")
ax.set(xlim=(0, 17), ylim=(0, 300))


def update(frame):
    x, y, colour = frame
    dot.set_data([x], [y])
    dot.set_color(colour)


frames = [(k, k * k, "rgb"[k % 3]) for k in range(17)]
anim = FuncAnimation(fig, update, frames=frames)
anim.save("movie.mkv")
