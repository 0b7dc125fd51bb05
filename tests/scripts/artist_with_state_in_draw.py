"""An Artist of the user's own that moves on whenever it is drawn."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.lines import Line2D


class Spinner(Line2D):
    turns = 0

    def draw(self, renderer):
        self.turns += 1
        self.set_data([0, self.turns % 7], [0, 5])
        super().draw(renderer)


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
spinner = ax.add_line(Spinner([0, 1], [0, 1]))
ax.set(xlim=(0, 7), ylim=(0, 16))


def update(i):
    ax.set_title(str(i))


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
