"""Exceptions raised and caught inside the update, with a class of the script's own."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class TooHigh(ValueError):
    def __init__(self, height):
        super().__init__(height)
        self.height = height


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
errors = []


def check(height):
    if height % 4 == 3:
        raise TooHigh(height)
    return height


def update(i):
    try:
        height = check(i)
    except TooHigh as error:
        errors.append(str(error))
        height = error.height / 2
    try:
        [][i]
    except IndexError:
        pass
    line.set_ydata([height / 16, len(errors) / 5])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
