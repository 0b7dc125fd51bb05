"""Points with what each of them has of its own: sizes, values, colours and opacities."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import cbook, colors

from .. import _mapped
from ._extremes import Extremes, needs_all_values
from ._source import Array, Chunk, Source, read

Converter = Callable[[Array], Array]


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    Some points as `scatter` hands them to the collection that it makes.

    Attributes
    ----------
    start : int
        The number of the first of them.
    count : int
        How many they are. There may be one more in the arrays, which is nowhere: a collection of a
        single point may be drawn another way than one of many.
    offsets : array of shape (n, 2)
        Where they are; *nan* for those that are not drawn.
    sizes : array of shape (n,) or None
        Their areas, if they differ.
    values : array of shape (n,) or None
        What is mapped to colours.
    colors : array of shape (n, 4) or None
        Their colours, if each has its own.
    alpha : array of shape (n,) or None
        Their opacities, if they differ.
    """

    start: int
    count: int
    offsets: Array
    sizes: Array | None = None
    values: Array | None = None
    colors: Array | None = None
    alpha: Array | None = None


@dataclass(frozen=True, kw_only=True)
class Points:
    """
    A source of points, and arrays with one item for each point.

    Attributes
    ----------
    source : Source
        Where they come from.
    uses_values : bool
        Whether the third column of the source is mapped to colours.
    sizes, values, alpha : array of shape (N,) or None
        One for each point; *values* are mapped to colours.
    colors : array of shape (N, 3) or (N, 4), or None
        One for each point.
    plotnonfinite : bool
        Whether points without a finite value are drawn.
    """

    source: Source
    uses_values: bool
    sizes: Array | None = None
    values: Array | None = None
    colors: Array | None = None
    alpha: Array | None = None
    plotnonfinite: bool = False

    @property
    def is_mapped(self) -> bool:
        """Whether values are mapped to colours."""
        return self.uses_values or self.values is not None

    def content(self) -> list[Any]:
        """Return all that tells these points from others, with files by reference, for digests."""
        arrays = self.source.arrays() or ()
        held = (*arrays, self.sizes, self.values, self.colors, self.alpha)
        by_reference = [
            array if array is None else _mapped.reference(array) or array for array in held
        ]
        return [self.uses_values, self.plotnonfinite, *by_reference]

    def replace(self, **changes: Any) -> Points:
        """Return the same with other attributes, once it is known that they fit."""
        new = dataclasses.replace(self, **changes)
        new.check()
        return new

    def check(self) -> None:
        """
        Make sure that there is one item for each point.

        Raises
        ------
        ValueError
            If not.
        """
        for name, array in (
            ("s", self.sizes),
            ("c", self.values),
            ("c", self.colors),
            ("alpha", self.alpha),
        ):
            if array is not None and len(array) != len(self.source):
                raise ValueError(
                    f"{name} has {len(array)} items for {len(self.source)} points: "
                    "give one for each point, or a single one for all"
                )

    def parts(self, size: int, convert: tuple[Converter, Converter]) -> Iterator[Part]:
        """
        Yield the points, *size* at a time.

        Parameters
        ----------
        size : int
            How many at most.
        convert : tuple of two functions
            What turns x and y into numbers, by the units of the axes.
        """
        for chunk in self.source.chunks(size):
            yield self._part(chunk, convert)

    def _part(self, chunk: Chunk, convert: tuple[Converter, Converter]) -> Part:
        start, stop = chunk.start, chunk.start + len(chunk)
        x, y = np.ma.ravel(convert[0](chunk.x)), np.ma.ravel(convert[1](chunk.y))
        sizes, values, rows, alpha = (
            None if array is None else read(array, start, stop)
            for array in (self.sizes, self.values, self.colors, self.alpha)
        )
        if self.uses_values:
            values = chunk.values
        if values is not None:
            values = np.ma.ravel(np.asanyarray(values, float))
        x, y, sizes, values = self._masked(x, y, sizes, values)
        part = Part(
            start=start,
            count=len(x),
            offsets=np.column_stack([_filled(x), _filled(y)]),
            sizes=None if sizes is None else np.ma.getdata(sizes),
            values=None if values is None else cbook.safe_masked_invalid(values),
            colors=None if rows is None else colors.to_rgba_array(rows),
            alpha=alpha,
        )
        return _widened(part) if len(chunk) == 1 < len(self.source) else part

    def _masked(self, x: Any, y: Any, sizes: Any, values: Any) -> tuple[Any, Any, Any, Any]:
        """Mask what `scatter` masks: points of which anything is masked or not finite."""
        has = {"x": x, "y": y, "sizes": sizes, "values": values}
        if values is not None and self.plotnonfinite:
            has["values"] = None
            values = np.ma.masked_invalid(values)
        names = [name for name, array in has.items() if array is not None]
        # Private: what `scatter` itself does it by.
        combined = cbook._combine_masks(*(has[name] for name in names))  # type: ignore[attr-defined]
        found = dict(zip(names, combined, strict=True))
        return found["x"], found["y"], found.get("sizes"), found.get("values", values)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """
    A few points that stand for all.

    Attributes
    ----------
    numbers : array of int, of shape (k,)
        Which points they are.
    offsets : array of shape (k, 2)
        Where they are.
    sizes, values : array of shape (k,) or None
        Where each has its own.
    colors : array of shape (k, 4) or None
        Where each has its own.
    """

    numbers: Array
    offsets: Array
    sizes: Array | None
    values: Array | None
    colors: Array | None


def survey(points: Points, norm: Any, size: int, convert: tuple[Converter, Converter]) -> Sample:
    """
    Look at all points once, and choose those that stand for all.

    Parameters
    ----------
    points : Points
        What to look at.
    norm : Normalize or str or None
        What values are normalised by.
    size : int
        How many points to look at in one go.
    convert : tuple of two functions
        What turns x and y into numbers.

    Raises
    ------
    ValueError
        If *norm* is of a class that is not matplotlib's, and has no limits.
    """
    if points.is_mapped and needs_all_values(norm):
        raise ValueError(
            f"{type(norm).__name__} may look at all values at once to find its limits: "
            "give it vmin and vmax"
        )
    extremes = Extremes(norm if points.is_mapped else None)
    for part in points.parts(size, convert):
        rows = np.full((part.count, 5), np.nan)
        rows[:, :2] = part.offsets[: part.count]
        if part.sizes is not None:
            rows[:, 2] = part.sizes[: part.count]
        if part.values is not None:
            rows[:, 3] = _filled(part.values)[: part.count]
        rows[:, 4] = part.start + np.arange(part.count)
        extremes.add(rows)
    rows = extremes.sample()
    numbers = rows[:, 4].astype(int)
    return Sample(
        numbers=numbers,
        offsets=rows[:, :2],
        sizes=None if points.sizes is None else rows[:, 2],
        values=rows[:, 3] if points.is_mapped else None,
        colors=None if points.colors is None else colors.to_rgba_array(points.colors[numbers]),
    )


def chosen(part: Part, which: Array) -> Part:
    """Return those points of a part for which the array *which*, of bool, says so."""

    def of(array: Array | None) -> Any:
        return None if array is None else array[which]

    found = dataclasses.replace(
        part,
        offsets=part.offsets[which],
        sizes=of(part.sizes),
        values=of(part.values),
        colors=of(part.colors),
        alpha=of(part.alpha),
    )
    return _widened(found) if len(found.offsets) == 1 else found


def _filled(column: Any) -> Array:
    """Return *column* as numbers, with *nan* for what is masked."""
    return np.ma.filled(column.astype(float), np.nan)


def _widened(part: Part) -> Part:
    """Return a part of one point with another one that is nowhere."""

    def twice(array: Array | None) -> Any:
        return None if array is None else np.ma.concatenate([array, array])

    return dataclasses.replace(
        part,
        offsets=np.vstack([part.offsets, [[np.nan, np.nan]]]),
        sizes=twice(part.sizes),
        values=twice(part.values),
        colors=None if part.colors is None else np.vstack([part.colors, part.colors]),
        alpha=None if part.alpha is None else np.concatenate([part.alpha, part.alpha]),
    )
