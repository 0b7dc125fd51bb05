"""The aspects of Axes, applied as matplotlib's draws do."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import FigureBase


def apply_aspects(figure: FigureBase, renderer: RendererAgg) -> None:
    # As in FigureBase._get_draw_artists.
    for axes in figure._localaxes:
        apply_aspect(axes, renderer)
        for child in axes.child_axes:
            apply_aspect(child, renderer)


def apply_aspect(axes: Axes, renderer: RendererAgg) -> None:
    locator = axes.get_axes_locator()
    if (
        locator is None
        and axes.get_aspect() == "auto"
        and axes.get_box_aspect() is None
        and type(axes).apply_aspect is Axes.apply_aspect
    ):
        # Private: nothing but this assignment is left of Axes.apply_aspect.
        if not np.array_equal(axes._position._points, axes._originalPosition._points):
            axes._set_position(axes._originalPosition, which="active")
        return
    position = None if locator is None else locator(axes, renderer)
    axes.apply_aspect(position)  # type: ignore[arg-type]
