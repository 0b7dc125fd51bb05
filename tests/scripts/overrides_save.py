"""A subclass with a save of its own around matplotlib's."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Movie(FuncAnimation):
    saved = 0

    def save(self, filename, *args, **kwargs):
        self.saved += 1
        super().save(filename, *args, fps=24, **kwargs)


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, movie.saved])


movie = Movie(fig, update, frames=16)
movie.save("movie.mkv")
