"""The world and its physics."""

from . import constants


class World:
    def __init__(self, size):
        self.heights = [10.0] * size

    def step(self):
        constants.steps += 1
        self.heights = [
            h - constants.GRAVITY * constants.steps * (k + 1) for k, h in enumerate(self.heights)
        ]
