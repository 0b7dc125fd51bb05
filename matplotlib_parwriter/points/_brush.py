"""
The brush: a plain `PathCollection` that is given some points at a time.

It shares all that it does not change with the artist whose points it draws. So whatever
matplotlib's collection does with offsets, sizes and colours, it does with each part of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba_array
from matplotlib.transforms import Bbox, Transform

from ._points import Part, Points
from ._source import Array

# Private: of these, item i counts for the points i, i + n, i + 2 n ... of a collection.
_CYCLES = ("_linewidths", "_linestyles", "_antialiaseds", "_urls", "_sizes")
_CYCLES_OF_COLOURS = ("facecolor", "edgecolor", "hatchcolor")


class Brush:
    """
    Do with parts of the points what a collection does with all.

    Parameters
    ----------
    artist : PathCollection
        Whose points they are.
    own : iterable of str
        The names of its attributes that no collection of matplotlib's has.
    role : str
        Which colour it is that each point may have of its own: "facecolor" or "edgecolor".
    points : Points
        What each has of its own: in its place, the artist has that of a sample.
    """

    def __init__(
        self, artist: PathCollection, own: Iterable[str], role: str, points: Points
    ) -> None:
        # Not by its constructor, which would connect it to the norm.
        self.collection: Any = PathCollection.__new__(PathCollection)
        left_out = frozenset(own) | {"stale_callback", "_agg_filter"}
        self._was = {name: one for name, one in vars(artist).items() if name not in left_out}
        self._was.update(stale_callback=None, _agg_filter=None)
        self._role = role
        cycles = [name for name in _CYCLES if name != "_sizes" or points.sizes is None]
        self._cycles = [name for name in cycles if len(self._was[name]) > 1]
        # Private: what the setters were called with; the colours follow from it. Those of hatches
        # are there since matplotlib 3.11.
        self._colours = {
            name: _rows(self._was[f"_original_{name}"])
            for name in _CYCLES_OF_COLOURS
            if f"_original_{name}" in self._was
        }
        self._has_cycle_of_colours = any(
            isinstance(rows, np.ndarray) and len(rows) > 1
            for name, rows in self._colours.items()
            if name != role or points.colors is None
        )

    @property
    def counts_points(self) -> bool:
        """Whether something depends on a point's number: a cycle of colours or line widths."""
        return bool(self._cycles) or self._has_cycle_of_colours

    def take(self, part: Part) -> PathCollection:
        """Return the collection, made to be one of these points."""
        it = self.collection
        vars(it).update(self._was)
        it._offsets = part.offsets
        n = len(part.offsets)
        for name in self._cycles:
            setattr(it, name, _cycled(self._was[name], part.start, n))
        if part.sizes is not None:
            it._sizes = part.sizes
        # (Markers that shall not be filled have no array, though values were given.)
        if part.values is not None and self._was["_A"] is not None:
            it._A = part.values
        if part.alpha is not None:
            it._alpha = part.alpha
        if part.colors is not None or part.alpha is not None or self._has_cycle_of_colours:
            for name, rows in self._colours.items():
                if name == self._role and part.colors is not None:
                    rows = part.colors
                elif isinstance(rows, np.ndarray):
                    rows = _cycled(rows, part.start, n)
                getattr(it, f"set_{name}")(rows)
        return it


def _rows(colour: Any) -> Any:
    """Return colours as rows of RGBA, but as it is what means another colour, or the default."""
    return colour if colour is None or isinstance(colour, str) else to_rgba_array(colour)


def _cycled(items: Any, start: int, count: int) -> Any:
    """Return the *items* that count for so many points, where they begin anew after the last."""
    n = len(items)
    if n < 2:
        return items
    numbers = (start + np.arange(min(n, count))) % n
    return items[numbers] if isinstance(items, np.ndarray) else [items[i] for i in numbers]


def union_of_limits(brush: Brush, parts: Iterable[Part], data: Transform) -> Bbox:
    """Return what `Collection.get_datalim` returns for all parts together."""
    union = Bbox.null()
    is_first = True
    for part in parts:
        box = brush.take(part).get_datalim(data)
        corners: Array = np.vstack([box.get_points(), box.minpos])
        inside = np.where(np.isfinite(corners), corners, box.p0)
        if np.isfinite(inside).all():
            union.update_from_data_xy(inside, ignore=is_first)
            is_first = False
    return union


def points_under(event: Any, brush: Brush, parts: Iterable[Part]) -> Array:
    """Return the numbers of the points that a mouse event hit."""
    found = [np.empty(0, int)]
    for part in parts:
        collection = brush.take(part)
        collection.set_sizes(collection.get_sizes(), event.canvas.figure.dpi)  # as they are drawn
        inside = collection.contains(event)[1].get("ind", ())
        found.append(np.asarray(inside, int) + part.start)
    return np.concatenate(found)


def different(name: str, sample: Any, parts: Iterable[Part], most: int | None) -> Array:
    """
    Return the different values or sizes that points have.

    Parameters
    ----------
    name : {"values", "sizes"}
        Which of the two.
    sample : array
        Those of the sample.
    parts : iterable of Part
        All points.
    most : int or None
        After how many of them the rest does not matter, but for the least and the greatest.
    """
    kept = np.unique(np.ma.compressed(sample))
    for part in parts:
        if most is not None and len(kept) > most:
            break
        kept = np.union1d(kept, np.ma.compressed(getattr(part, name)[: part.count]))
    return kept
