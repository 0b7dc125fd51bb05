"""An object that owns a file and removes it when it dies; there must be no other owner."""

import os

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Owner:
    def __init__(self, path):
        self.path = path
        with open(path, "w") as file:
            file.write("3 1 4 1 5 9 2 6 5 3 5 8 9 7")

    def numbers(self):
        with open(self.path) as file:
            return [int(word) for word in file.read().split()]

    def __del__(self):
        print("removed", self.path)
        os.remove(self.path)


owner = Owner("owned.txt")
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])
ax.set_ylim(0, 9)


def update(i):
    line.set_ydata([0, owner.numbers()[i]])


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
print("saved")
still_there = os.path.exists("owned.txt")
owner = None  # nobody else holds it
gone = not os.path.exists("owned.txt")
