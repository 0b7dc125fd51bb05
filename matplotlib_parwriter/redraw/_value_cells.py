"""Cells for what has no cell class of its own."""

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import get_named_colors_mapping
from matplotlib.font_manager import fontManager
from matplotlib.patches import Wedge
from matplotlib.transforms import Affine2D, Bbox, ScaledTranslation

from ._cells import Cell, DictCell, SequenceCell, ValueCell
from ._pure_functions import uses_of


def shared_cells() -> list[Cell]:
    """Return cells for what all figures share and draws read."""
    return [
        DictCell(mpl.rcParams),
        # Lists among these can be written to.
        ValueCell(lambda: tuple([tuple(v) for v in dict.values(mpl.rcParams) if type(v) is list])),
        DictCell(get_named_colors_mapping()),
        # A font that is added may be a better match.
        ValueCell(lambda: (len(fontManager.ttflist), len(fontManager.afmlist))),
    ]


def container_cell(container: Any) -> Cell:
    """Return a cell for the elements of a dict, list or set."""
    return DictCell(container) if isinstance(container, dict) else SequenceCell(container)


def points_cell(box: Bbox) -> Cell:
    """Return a cell for the corners of a box."""
    return ValueCell(lambda: box._points.tobytes())


def matrix_cell(transform: Affine2D) -> Cell:
    """Return a cell for a matrix."""
    return ValueCell(lambda: transform._mtx.tobytes())


def translation_cell(translation: ScaledTranslation) -> Cell:
    """Return a cell for a distance."""
    return ValueCell(lambda: tuple(translation._t))


def uses_cell(function: Any) -> Cell:
    """Return a cell for what a function of the user's uses, but for what is in containers."""

    def uses() -> object:
        found = uses_of(function)
        return object() if found is None else found.values

    return ValueCell(uses)


def wedge_cell(wedge: Wedge) -> Cell:
    """
    Return a cell for the outline of a wedge, which may be written to.

    By its content, and where it is pending computed as a draw would: that of the patch of polar
    Axes is made anew in each draw.
    """

    def outline() -> tuple[object, ...]:
        # Not a method that is overridden on the instance.
        path = Wedge.get_path(wedge)
        codes = path.codes
        return (
            path.vertices.tobytes(),
            None if codes is None else codes.tobytes(),
            (path.should_simplify, path.simplify_threshold, path._interpolation_steps),
        )

    return ValueCell(outline)


def projection_cell(axes: Any) -> Cell:
    """Return a cell for what 3-D Axes are projected by."""

    def projection() -> tuple[object, ...]:
        matrix = getattr(axes, "M", None)
        return (
            None if matrix is None else np.asarray(matrix).tobytes(),
            (axes.elev, axes.azim, axes.roll, axes._vertical_axis, axes._draw_grid),
            (axes._dist, axes._focal_length),
            tuple(np.ravel(axes._box_aspect).tolist()) if axes._box_aspect is not None else None,
        )

    return ValueCell(projection)
