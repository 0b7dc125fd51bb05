"""Which of the forms that `scatter` takes as *c* is given: values, a colour for each, or one."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import colors

from ._source import Array

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
        if not isinstance(c, Sized) or len(c) != len(points) or len(c) == 1:
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
        if isinstance(found, str) or not isinstance(found, Sized):
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
