"""A linked list so long that pickling it recurses too deep."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Link:
    def __init__(self, value, rest):
        self.value, self.rest = value, rest


chain = None
for k in range(3000):
    chain = Link(k, chain)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")


def update(i):
    global chain
    chain = Link(i, chain)
    ax.set_title(f"{chain.value + chain.rest.value}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
# Taken apart link by link, for else freeing and describing it would recurse as deep.
length = 0
while chain is not None:
    chain, length = chain.rest, length + 1
