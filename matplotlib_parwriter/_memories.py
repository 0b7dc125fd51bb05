"""
The memory of arrays that travels beside a pickle.

All arrays that share memory refer to one piece of it. The pieces are written straight from where
they are, and mapped by workers, copy on write.
"""

import bisect
import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from . import _mapped

_Array = np.ndarray[Any, Any]

# Bytes up to which a view takes its whole base along, however small it is itself.
_BIG_VIEWED = 64e6
# Bytes that are copied in one go.
_CHUNK = 2**20


class Memory:
    """
    Memory of arrays, which travels beside the pickle.

    Parameters
    ----------
    index : int
        Its number in the snapshot.
    owner : array
        An array in it, which keeps it alive.
    low, high : int
        The addresses of its first byte, and behind its last one.
    """

    def __init__(self, index: int, owner: _Array, low: int, high: int) -> None:
        self.index = index
        self.owner = owner
        self.low = low
        self.high = high

    @property
    def is_sparse(self) -> bool:
        """Whether the items of its array would take much less space than what is between them."""
        return self.high - self.low > max(_BIG_VIEWED, 2 * self.owner.nbytes)


@dataclass(frozen=True, kw_only=True)
class Run:
    """
    Bytes to write in one run.

    Attributes
    ----------
    nbytes : int
        How many.
    low : int
        Where they are, if they are written as they are.
    items : array or None
        An array of which the items are written, in C order, instead.
    """

    nbytes: int
    low: int
    items: _Array | None

    def chunks(self) -> Iterator[Any]:
        """Yield the bytes, without ever copying more than some of them."""
        if self.items is None:
            yield memoryview((ctypes.c_uint8 * self.nbytes).from_address(self.low))
            return
        buffersize = max(1, _CHUNK // self.items.itemsize)
        flags = ["external_loop", "buffered"]
        for chunk in np.nditer(self.items, flags=flags, order="C", buffersize=buffersize):  # type: ignore[call-overload]
            yield np.ascontiguousarray(chunk).view(np.uint8).data


class Place(NamedTuple):
    """
    Where a `Memory` is among the runs that are written.

    Attributes
    ----------
    run : int
        In which run.
    offset : int
        From which byte on.
    packed : bool
        Whether the run has the items of the array in C order, and nothing else.
    """

    run: int
    offset: int
    packed: bool


class Piece(NamedTuple):
    """A `Memory` in a worker: its bytes, and whether there are items in C order only."""

    data: Any
    packed: bool


class Memories:
    """
    Collect the memory of arrays for one pickle.

    Attributes
    ----------
    found : list of Memory
        What has to travel.
    """

    def __init__(self) -> None:
        self.found: list[Memory] = []
        self._at: dict[tuple[int, int], Memory] = {}

    def of(self, array: _Array, root: _Array) -> Memory:
        """
        Return the memory that an array takes along.

        Parameters
        ----------
        array : array
            Any.
        root : array
            What it is a view of, in the end; it may be the array itself.
        """
        low, high = _mapped.bounds(array)
        first, last = _mapped.bounds(root)
        # Views see what is written through others; but not where that would take along a base that
        # is much bigger, most likely for nothing.
        least = min(8 * array.nbytes, 2 * root.nbytes)
        if last - first <= max(_BIG_VIEWED, least) and first <= low and high <= last:
            array, low, high = root, first, last
        known = self._at.get((low, high))
        if known is None or (known.is_sparse and known.owner is not array):
            known = Memory(len(self.found), array, low, high)
            self.found.append(known)
            self._at[low, high] = known
        return known

    def placed(self) -> tuple[list[Run], list[Place]]:
        """
        Return what to write, and where in that each of the memories is.

        Memories that overlap are written once, and shared again by what is restored: a view sees
        what is written through its base if that travels, too. What lies between the items of a view
        is left out if nothing else wants it.
        """
        runs: list[Run] = []
        places: dict[int, Place] = {}
        spans: list[list[int]] = []
        dense = [memory for memory in self.found if not memory.is_sparse]
        for memory in sorted(dense, key=lambda memory: memory.low):
            if spans and memory.low < spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], memory.high)
            else:
                spans.append([memory.low, memory.high])
        runs.extend(Run(nbytes=high - low, low=low, items=None) for low, high in spans)
        starts = [low for low, _ in spans]
        for memory in self.found:
            i = bisect.bisect_right(starts, memory.low) - 1
            if i >= 0 and memory.high <= spans[i][1]:
                places[memory.index] = Place(run=i, offset=memory.low - starts[i], packed=False)
            else:
                places[memory.index] = Place(run=len(runs), offset=0, packed=True)
                plain = memory.owner.view(np.ndarray)
                runs.append(Run(nbytes=plain.nbytes, low=memory.low, items=plain))
        return runs, [places[i] for i in range(len(self.found))]
