"""Hand-drawn style: a path effect and a sketch in every line."""
# leave out: stderr (whether a font was found is said once for each process)

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

with plt.xkcd():
    plt.rcParams["font.family"] = "DejaVu Sans"
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    (line,) = ax.plot([0, 1, 2], [0, 1, 0])

    def update(i):
        line.set_ydata([0, 1 - i / 14, i / 14])

    anim = FuncAnimation(fig, update, frames=14)
    anim.save("movie.mkv")
