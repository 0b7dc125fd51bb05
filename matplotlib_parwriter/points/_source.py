"""
Where points come from: arrays, memory maps and functions, read one chunk after the other.

What is read of a memory map that was opened for reading is given back to the system at once, so
that the memory of the process does not grow with the file. The map can be read again.
"""

from __future__ import annotations

import mmap
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import _mapped

Array = np.ndarray[Any, Any]
# What `scatter` cannot place: neither numbers nor what units turn into numbers.
_NOT_PLACES = "cV"


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """
    Some points, in order.

    Attributes
    ----------
    start : int
        The number of the first of them.
    x, y : array of shape (n,)
        Where they are, as given: units are not converted yet.
    values : array of shape (n,) or None
        What is mapped to colours, if the source has it.
    """

    start: int
    x: Array
    y: Array
    values: Array | None

    def __len__(self) -> int:
        return len(self.x)


class Source(ABC):
    """
    Points that are read chunk by chunk, as often as needed.

    Attributes
    ----------
    has_values : bool
        Whether there is a third column.
    """

    has_values: bool

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of points."""

    @abstractmethod
    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the points in chunks of at most *size*."""

    @abstractmethod
    def arrays(self) -> tuple[Array, ...] | None:
        """Return the arrays that the points are in, None if they are made anew each time."""

    @abstractmethod
    def offsets(self) -> Array:
        """
        Return all places at once.

        Raises
        ------
        TypeError
            If they are in no array.
        """

    def values(self) -> Array | None:
        """Return the third column, if there is one in an array."""
        return None

    def functions(self) -> list[Callable[..., Any]]:
        """Return the user's functions that are called for the points."""
        return []


class ArraySource(Source):
    """
    The rows of an array.

    Parameters
    ----------
    array : array of shape (N, 2) or (N, 3)
        The points; it is kept, not copied.
    """

    def __init__(self, array: Array) -> None:
        if array.ndim != 2 or array.shape[1] not in (2, 3):
            raise ValueError(
                f"points come as an array of shape (N, 2) or (N, 3), not {array.shape}; "
                "give columns that lie elsewhere as a tuple (x, y) or (x, y, values)"
            )
        _check_kind(array)
        self._array = array
        self.has_values = array.shape[1] == 3

    def __len__(self) -> int:
        return len(self._array)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the points in chunks of at most *size*."""
        for start in range(0, len(self), size):
            yield _chunk_of_rows(start, read(self._array, start, start + size))

    def arrays(self) -> tuple[Array, ...]:
        """Return the array, as a tuple of one."""
        return (self._array,)

    def offsets(self) -> Array:
        """Return a view of the first two columns."""
        return self._array[:, :2]

    def values(self) -> Array | None:
        """Return a view of the third column."""
        return self._array[:, 2] if self.has_values else None


class ColumnSource(Source):
    """
    Points of which the coordinates are in arrays of their own.

    Parameters
    ----------
    columns : tuple of 2 or 3 arrays of shape (N,)
        x, y and, maybe, what is mapped to colours; they are kept, not copied.
    """

    def __init__(self, columns: tuple[Any, ...]) -> None:
        arrays = tuple(np.asanyarray(column) for column in columns)
        if len(arrays) not in (2, 3):
            raise ValueError(
                f"a tuple of columns is (x, y) or (x, y, values), not {len(arrays)} arrays"
            )
        shapes = [array.shape for array in arrays]
        if any(array.ndim != 1 or array.shape != shapes[0] for array in arrays):
            raise ValueError(f"columns have one dimension and equal lengths, not shapes {shapes}")
        for array in arrays:
            _check_kind(array)
        self._columns = arrays
        self.has_values = len(arrays) == 3

    def __len__(self) -> int:
        return len(self._columns[0])

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the points in chunks of at most *size*."""
        for start in range(0, len(self), size):
            x, y, *rest = (read(column, start, start + size) for column in self._columns)
            yield Chunk(start=start, x=x, y=y, values=rest[0] if rest else None)

    def arrays(self) -> tuple[Array, ...]:
        """Return the columns."""
        return self._columns

    def offsets(self) -> Array:
        """Return x and y as one new array."""
        return np.ma.column_stack(self._columns[:2])

    def values(self) -> Array | None:
        """Return the third column."""
        return self._columns[2] if self.has_values else None


class CallableSource(Source):
    """
    Points that a function makes.

    Parameters
    ----------
    function : callable
        Takes nothing, and returns an iterable of arrays of shape (n, 2) or (n, 3), with the same
        points at each call.
    """

    def __init__(self, function: Callable[[], Iterable[Any]]) -> None:
        self._function = function
        self._count: int | None = None
        first = next(self._parts(), None)
        self.has_values = first is not None and first.shape[1] == 3

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(len(part) for part in self._parts())
        return self._count

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the points in chunks of at most *size*."""
        start = 0
        for part in self._parts():
            for i in range(0, len(part), size):
                yield _chunk_of_rows(start + i, part[i : i + size])
            start += len(part)
        self._count = start

    def arrays(self) -> None:
        """Return nothing: the points are in no array."""

    def functions(self) -> list[Callable[..., Any]]:
        """Return the function that makes them."""
        return [self._function]

    def offsets(self) -> Array:
        """Refuse to hold all points."""
        raise TypeError(
            "the points are made by a function, chunk by chunk, and not held in an array; "
            "call the function for them"
        )

    def _parts(self) -> Iterator[Array]:
        made = self._function()
        if isinstance(made, np.ndarray) or not isinstance(made, Iterable):
            raise TypeError(
                "a function that gives points returns an iterable of arrays, one for each chunk, "
                f"not {type(made).__name__}"
            )
        columns = None
        for number, one in enumerate(made):
            part = np.asanyarray(one)
            if part.ndim != 2 or part.shape[1] not in (2, 3):
                raise ValueError(
                    f"chunk {number} of the function that gives points has the shape {part.shape}, "
                    "not (n, 2) or (n, 3)"
                )
            if columns not in (None, part.shape[1]):
                raise ValueError(
                    f"chunk {number} of the function that gives points has {part.shape[1]} "
                    f"columns, those before it have {columns}"
                )
            _check_kind(part)
            columns = part.shape[1]
            yield part


def open_source(source: Any) -> Source:
    """
    Return what reads *source*.

    Parameters
    ----------
    source : array of shape (N, 2) or (N, 3), tuple of arrays of shape (N,), or callable
        As of `StreamedScatter`.

    Raises
    ------
    TypeError, ValueError
        If it is none of these.
    """
    if callable(source):
        return CallableSource(source)
    if isinstance(source, tuple):
        return ColumnSource(source)
    return ArraySource(np.asanyarray(source))


def read(array: Array, start: int, stop: int) -> Array:
    """
    Return a copy of some rows of an array, and let go of the pages they are in if it is a memmap.

    Parameters
    ----------
    array : array
        What to read.
    start, stop : int
        From which row to which; there may be fewer.
    """
    part = array[start:stop]
    if isinstance(part, np.ma.MaskedArray):
        return part.copy()
    copy = np.array(part)
    _release(part)
    return copy


def _release(part: Array) -> None:
    """Let go of the pages of *part*, which the system can get again from the file."""
    # Of other modes, what was written may be nowhere else: a worker's maps are private.
    if not isinstance(part, np.memmap) or part.mode != "r" or not part.size:
        return
    # Private: the map itself. numpy has no other way to it from a view.
    mapped = part._mmap  # type: ignore[attr-defined]
    if not isinstance(mapped, mmap.mmap) or not hasattr(mmap, "MADV_DONTNEED"):
        return
    whole = _mapped.bounds(np.frombuffer(mapped, np.uint8))
    low, high = _mapped.bounds(part)
    first = (low - whole[0]) // mmap.PAGESIZE * mmap.PAGESIZE
    mapped.madvise(mmap.MADV_DONTNEED, first, high - whole[0] - first)


def _chunk_of_rows(start: int, rows: Array) -> Chunk:
    return Chunk(
        start=start,
        x=rows[:, 0],
        y=rows[:, 1],
        values=rows[:, 2] if rows.shape[1] == 3 else None,
    )


def _check_kind(array: Array) -> None:
    if array.dtype.kind in _NOT_PLACES:
        raise TypeError(f"points are real numbers or dates, not {array.dtype}")
