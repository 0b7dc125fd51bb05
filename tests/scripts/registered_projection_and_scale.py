"""A projection, a scale and a unit converter that the script registers, used in the update."""

import matplotlib.pyplot as plt
import matplotlib.units as units
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.axes import Axes
from matplotlib.projections import register_projection
from matplotlib.scale import FuncScale, register_scale


class Apples:
    def __init__(self, number):
        self.number = number


class AppleConverter(units.ConversionInterface):
    @staticmethod
    def convert(value, unit, axis):
        if isinstance(value, Apples):
            return value.number
        return [v.number if isinstance(v, Apples) else v for v in value]

    @staticmethod
    def default_units(value, axis):
        return "apples"

    @staticmethod
    def axisinfo(unit, axis):
        return units.AxisInfo(label=unit)


class GridAxes(Axes):
    name = "script_grid"

    def clear(self):
        super().clear()
        self.grid(True)


class SqrtScale(FuncScale):
    name = "script_sqrt"

    def __init__(self, axis):
        super().__init__(axis, (lambda x: np.sqrt(np.abs(x)), np.square))


register_projection(GridAxes)
register_scale(SqrtScale)
units.registry[Apples] = AppleConverter()
fig = plt.figure(figsize=(3, 2), dpi=60)


def update(i):
    fig.clf()
    ax = fig.add_subplot(projection="script_grid")
    ax.plot([0, 1, 2], [Apples(k * i) for k in range(3)])
    if i == 9:
        ax.set_xscale("script_sqrt")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
