"""A lambda as the update."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
calls = []
anim = FuncAnimation(
    fig, lambda i: (calls.append(i), line.set_ydata([i / 16, len(calls) / 18])), 16
)
anim.save("movie.mkv")
