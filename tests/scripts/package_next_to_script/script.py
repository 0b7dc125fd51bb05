"""A package next to the script, with relative imports between its modules."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from model import World
from model.view import View

world = World(4)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
view = View(ax, world)


def update(i):
    world.step()
    view.refresh()


anim = FuncAnimation(fig, update, frames=17)
anim.save("movie.mkv")
