"""H.264 with an odd number of pixels: stock shrinks the figure a little, and picks yuv420p."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3.05, 2.05), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
sizes = []


def update(i):
    sizes.append([float(x) for x in fig.get_size_inches()])
    line.set_ydata([i / 16, 1])


anim = FuncAnimation(fig, update, frames=17)
# No loss apart from that of yuv420p, so that frames can be compared; any segment, any machine.
anim.save("movie.mp4", codec="h264", fps=30, extra_args=["-qp", "0"])
