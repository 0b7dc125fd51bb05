"""
The arguments of `scatter`: which of them have an item for each point, and which are for all.

*c* may be values, a colour for each point, or a single one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import colors
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from ._points import Points
from ._source import Array, Source, open_source

# Keywords of `scatter` for one colour, or a cycle of colours, for which no values are mapped.
_FACES = ("color", "facecolor", "facecolors", "fc")


@dataclass(frozen=True, kw_only=True)
class Colours:
    """
    What *c* says, with exactly one of these that is not None, or none.

    Attributes
    ----------
    values : array of shape (N,) or None
        Mapped to colours.
    rows : array of shape (N, 3) or (N, 4), or None
        A colour for each point.
    rest : object
        For `scatter` to understand: a single colour.
    """

    values: Array | None = None
    rows: Array | None = None
    rest: Any = None


def points_of(
    source: Any, *, s: Any, c: Any, alpha: Any, plotnonfinite: bool, keywords: dict[str, Any]
) -> tuple[Points, Any]:
    """
    Return the points that `scatter` would draw, given these arguments.

    Parameters
    ----------
    source, s, c, alpha, plotnonfinite
        As of `StreamedScatter`.
    keywords : dict
        Further keywords; those with a colour for each point are taken out.

    Returns
    -------
    points : Points
        With all that has an item for each of them.
    color : object
        The colour of all, as given; None if it is not in *c*.

    Raises
    ------
    TypeError, ValueError
        As of `StreamedScatter`.
    """
    opened = open_source(source)
    rows = take_faces(keywords, opened) if c is None else None
    colours = sort_out(c, opened) if rows is None else Colours(rows=rows)
    is_coloured = c is not None or rows is not None or names_face(keywords)
    points = Points(
        source=opened,
        uses_values=opened.has_values and not is_coloured,
        sizes=unless_single(s),
        values=colours.values,
        colors=colours.rows,
        alpha=unless_single(alpha),
        plotnonfinite=plotnonfinite,
    )
    points.check()
    return points, colours.rest


def unless_single(given: Any) -> Array | None:
    """Return *given* as an array, None if it is a single item, or nothing."""
    if given is None or np.size(given) == 1:
        return None
    return np.ma.ravel(given) if isinstance(given, np.ma.MaskedArray) else np.ravel(given)


def let_know_of_units(ax: Axes, source: Source, size: int) -> None:
    """Let the axes find out about dates and categories, as `scatter` does with all of them."""
    for chunk in source.chunks(size):
        columns = ((ax.xaxis, chunk.x), (ax.yaxis, chunk.y))
        with_units = [pair for pair in columns if pair[1].dtype.kind not in "biuf"]
        for axis, column in with_units:
            axis.update_units(column)
        if not with_units:
            return


def mapping_of(model: PathCollection) -> dict[str, Any]:
    """Return keywords for a collection that maps values to colours as *model* does."""
    if hasattr(model, "colorizer"):  # since matplotlib 3.10
        return {"colorizer": model.colorizer}
    return {"norm": model.norm, "cmap": model.cmap}


def sort_out(c: Any, points: Sized) -> Colours:
    """
    Tell what *c* is, as `scatter` does for as many points.

    Parameters
    ----------
    c : object
        What was given.
    points : sized
        The points; counted only if that matters.

    Raises
    ------
    ValueError
        If it fits neither as values nor as colours.
    """
    if c is None or isinstance(c, str):
        return Colours(rest=c)
    numbers = _as_numbers(c)
    if numbers is None:
        if not isinstance(c, (Sequence, np.ndarray)) or not len(c) == len(points) > 1:
            return Colours(rest=c)
        return Colours(rows=colors.to_rgba_array(c))
    if numbers.shape in ((1, 3), (1, 4)):
        return Colours(rest=c)
    if numbers.size == len(points):
        return Colours(values=numbers.reshape(-1))
    if numbers.ndim == 2 and numbers.shape[1] in (3, 4) and len(numbers) == len(points):
        return Colours(rows=numbers)
    if numbers.shape in ((3,), (4,)):
        return Colours(rest=c)
    raise ValueError(
        f"c has the shape {numbers.shape} for {len(points)} points: give one value for each, "
        "one row of RGB or RGBA for each, or a single colour"
    )


def names_face(keywords: Mapping[str, Any]) -> bool:
    """Return whether keywords of `scatter` say which colour markers have."""
    return any(keywords.get(name) is not None for name in _FACES)


def take_faces(keywords: dict[str, Any], points: Sized) -> Array | None:
    """
    Take a colour for each point out of the keywords of `scatter`.

    Parameters
    ----------
    keywords : dict
        One colour, or a cycle of them, is left there.
    points : sized
        The points; counted only if that matters.

    Returns
    -------
    array of shape (N, 4) or None
        The colours.
    """
    for name in _FACES:
        found = keywords.get(name)
        if isinstance(found, str) or not isinstance(found, (Sequence, np.ndarray)):
            continue
        rows = colors.to_rgba_array(found)
        if len(rows) == len(points) > 1:
            del keywords[name]
            return rows
    return None


def _as_numbers(c: Any) -> Array | None:
    if isinstance(c, np.ndarray) and c.dtype.kind in "biuf":
        return c  # as it is: it may be bigger than memory
    try:
        return np.asanyarray(c, dtype=float)
    except (TypeError, ValueError):
        return None
