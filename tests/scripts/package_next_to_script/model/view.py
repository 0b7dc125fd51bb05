"""How the world looks."""

from .constants import GRAVITY


class View:
    def __init__(self, ax, world):
        self.world = world
        (self.points,) = ax.plot(world.heights, "o")
        ax.set_ylim(-2, 11)
        self.ax = ax

    def refresh(self):
        from . import constants

        self.points.set_ydata(self.world.heights)
        self.ax.set_title(f"{constants.steps} {GRAVITY}")
