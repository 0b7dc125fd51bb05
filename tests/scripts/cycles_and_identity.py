"""Objects that refer to each other in circles, and an update that compares by identity."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Node:
    def __init__(self, name):
        self.name = name
        self.next = self
        self.lines = {}


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
a, b = Node("a"), Node("b")
a.next, b.next = b, a
for node, height in ((a, 0.3), (b, 0.6)):
    node.lines["main"] = ax.plot([0, 1], [height, height])[0]
current = a
by_artist = {node.lines["main"]: node for node in (a, b)}


def update(i):
    global current
    for line in ax.lines:
        line.set_linewidth(6 if by_artist[line] is current else 1)
    ax.set_title(f"{current.name} {ax.lines[0] is a.lines['main']} {fig.axes[0] is ax}")
    current = current.next


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
name = current.name
