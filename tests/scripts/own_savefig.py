"""A figure whose savefig counts the pictures, and shows how many there are."""
# expect: in-process
# warns: savefig

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.figure import Figure


class Numbered(Figure):
    number = 0

    def savefig(self, *args, **kwargs):
        self.number += 1
        line.set_ydata([0, self.number])
        super().savefig(*args, **kwargs)


fig = plt.figure(FigureClass=Numbered, figsize=(3, 2), dpi=60)
ax = fig.add_subplot(ylim=(0, 20))
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
(dot,) = ax.plot([0], [0], "o")
anim = FuncAnimation(fig, lambda i: dot.set_ydata([i]), frames=16)
anim.save("movie.mkv")
print(fig.number)
