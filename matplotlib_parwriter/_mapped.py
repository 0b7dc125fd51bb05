"""
Files that are mapped into this process, and which of their pages it has written to.

A worker maps the arrays of a snapshot and the files of memmaps privately: what it writes stays its
own, in pages of its own, and Linux tells which those are. All others hold what the file holds. So
two workers that map the same file can compare gigabytes by comparing the pages that they wrote to,
without reading the rest, and without any of it becoming theirs.
"""

import contextlib
import mmap
import os
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ._digest_values import sums_of

_PAGE = mmap.PAGESIZE
# Pages that are looked at in one go.
_AT_ONCE = 4096
# Bytes from which on an array is worth looking up.
_BIG = 256 * 1024

# What the kernel says of a page, see its documentation (admin-guide/mm/pagemap).
_PAGEMAP = "/proc/self/pagemap"
_PRESENT, _SWAPPED, _OF_FILE = (np.uint64(1 << bit) for bit in (63, 62, 61))
_NOTHING = np.uint64(0)


def written(address: int, pages: int) -> "np.ndarray[Any, Any] | None":
    """
    Return which pages of a private mapping this process has written to.

    Parameters
    ----------
    address : int
        Where the first page begins.
    pages : int
        How many of them to look at.

    Returns
    -------
    array of int or None
        Their numbers, counted from the first; None where the system does not tell.
    """
    try:
        with open(_PAGEMAP, "rb", buffering=0) as file:  # noqa: PTH123  not a file of the user's
            file.seek(address // _PAGE * 8)
            read = _read_all(file, pages * 8)
    except OSError:
        return None
    flags = np.frombuffer(read, np.uint64)
    if len(flags) != pages:
        return None
    # A page that was written to is a copy, which belongs to no file. It may be in the swap.
    is_there = flags & (_PRESENT | _SWAPPED) != _NOTHING
    return np.flatnonzero(is_there & (flags & _OF_FILE == _NOTHING))


def _read_all(file: Any, size: int) -> bytes:
    parts = []
    while size and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def is_told(fileno: int) -> bool:
    """
    Return whether `written` can be relied on for mappings of a file.

    It is tried out: sandboxes and emulations of Linux may answer anything.
    """
    with contextlib.suppress(OSError, ValueError):
        with mmap.mmap(fileno, 2 * _PAGE, access=mmap.ACCESS_COPY) as trial:
            here = np.frombuffer(trial, np.uint8)
            address = here.__array_interface__["data"][0]
            there = int(here[0]) + int(here[_PAGE])  # both are read, so that both are there
            before = written(address, 2)
            here[_PAGE] = here[_PAGE]
            after = written(address, 2)
            del here
        if before is None or after is None or there < 0:
            return False
        return before.tolist() == [] and after.tolist() == [1]
    return False


class _Mapping:
    """A file mapped into this process, which tells pages that were written to."""

    def __init__(self, mapped: mmap.mmap, name: str, original: mmap.mmap | None) -> None:
        self.name = name
        self.mapped = weakref.ref(mapped)
        self.start = np.frombuffer(mapped, np.uint8).__array_interface__["data"][0]
        self.end = self.start + len(mapped)
        self._original = original

    def changes(self, low: int, high: int) -> Any:
        """Return what tells the content of the bytes from *low* to *high*, None if nothing can."""
        mapped = self.mapped()
        low, high = low - self.start, high - self.start
        first = low // _PAGE
        found = written(self.start + first * _PAGE, -(-high // _PAGE) - first)
        if found is None or mapped is None:
            return None
        pages, sums = [], []
        for i in range(0, len(found), _AT_ONCE):
            numbers = found[i : i + _AT_ONCE] + first
            mine = _copy_of(mapped, numbers, low, high)
            if self._original is not None:
                changed = (mine != _copy_of(self._original, numbers, low, high)).any(axis=1)
                numbers, mine = numbers[changed], mine[changed]
            pages.append(numbers - first)
            sums.append(sums_of(mine))
        if not any(map(len, pages)):
            return ()
        return np.concatenate(pages).tobytes(), np.concatenate(sums).tobytes()


def _copy_of(mapped: mmap.mmap, pages: Any, low: int, high: int) -> Any:
    """Return *pages*, one a row, as words; zeros for what is not between *low* and *high*."""
    flat = np.frombuffer(mapped, np.uint8)
    whole = len(flat) // _PAGE
    inside = pages < whole
    copy = np.zeros((len(pages), _PAGE), np.uint8)
    copy[inside] = flat[: whole * _PAGE].reshape(-1, _PAGE)[pages[inside]]
    if not inside.all():  # the file ends in the middle of a page
        copy[-1, : len(flat) - whole * _PAGE] = flat[whole * _PAGE :]
    before, after = low - int(pages[0]) * _PAGE, (int(pages[-1]) + 1) * _PAGE - high
    if before > 0:
        copy[0, :before] = 0
    if after > 0:
        copy[-1, _PAGE - after :] = 0
    return copy.view(np.uint64)


_mappings: list[_Mapping] = []


def _known() -> Iterator[_Mapping]:
    _mappings[:] = [mapping for mapping in _mappings if mapping.mapped() is not None]
    yield from _mappings


def is_any() -> bool:
    """Return whether anything that was registered here is still mapped."""
    return any(True for _ in _known())


def forget() -> None:
    """Let go of files of which no array is left."""
    for _ in _known():
        pass


def register(mapped: mmap.mmap, fileno: int, name: str, *, fixed: bool) -> None:
    """
    Let `content` know of a file that is mapped privately, from its beginning.

    Parameters
    ----------
    mapped : mmap
        The file, mapped.
    fileno : int
        A descriptor of it.
    name : str
        The same in all processes that map the same file for the same reason.
    fixed : bool
        Whether nobody writes to the file, so that a page that was written to may be found to hold
        what it held.
    """
    if is_told(fileno):
        original = mmap.mmap(fileno, 0, access=mmap.ACCESS_READ) if fixed else None
        _mappings.append(_Mapping(mapped, name, original))


def content(array: "np.ndarray[Any, Any]") -> Any:
    """
    Return what tells the content of an array that lies in a mapped file.

    Parameters
    ----------
    array : array
        Of any kind and layout, without objects in it.

    Returns
    -------
    tuple or None
        Plain values: where the array lies, and what this process changed. The same in two processes
        means that the arrays are equal. None if it lies elsewhere, is small, or one cannot know.
    """
    if array.nbytes < _BIG or not _mappings:
        return None
    low, high = bounds(array)
    for mapping in _known():
        if mapping.start <= low and high <= mapping.end:
            changes = mapping.changes(low, high)
            if changes is None:
                return None
            place = array.__array_interface__["data"][0] - mapping.start
            return mapping.name, place, array.dtype.str, array.shape, array.strides, *changes
    return None


def bounds(array: "np.ndarray[Any, Any]") -> tuple[int, int]:
    """Return the addresses of the first byte of *array*, and behind its last one."""
    start = array.__array_interface__["data"][0]
    if array.flags.c_contiguous or not array.size:
        return start, start + array.nbytes
    reach = [(n - 1) * stride for n, stride in zip(array.shape, array.strides, strict=True)]
    low = start + sum(step for step in reach if step < 0)
    return low, start + sum(step for step in reach if step > 0) + array.itemsize


def reference(array: "np.ndarray[Any, Any]") -> tuple[Any, ...] | None:
    """
    Return what tells where in which file an array is that was mapped for reading.

    Parameters
    ----------
    array : array
        Any; also a view of a memmap, or of the one that a worker has in its place.

    Returns
    -------
    tuple or None
        Plain values, the same in all processes that map the same; None if *array* is in no such
        file, or can be written to.
    """
    if not isinstance(array, np.memmap) or array.mode != "r" or array.filename is None:
        return None
    mapped = array._mmap  # type: ignore[attr-defined]  # private: views have no public way to it
    if not isinstance(mapped, mmap.mmap) or not array.size:
        return None
    # numpy maps from the last boundary before the data on; a worker maps the whole file.
    start = array.offset - array.offset % mmap.ALLOCATIONGRANULARITY
    try:
        if start + len(mapped) > Path(array.filename).stat().st_size:
            start = 0
    except OSError:
        return None
    address = array.__array_interface__["data"][0]
    place = start + address - bounds(np.frombuffer(mapped, np.uint8))[0]
    return str(array.filename), place, array.dtype.str, array.shape, array.strides


def identity(address: int) -> tuple[int, int] | None:
    """Return device and inode of the file that is mapped at *address*, None if nobody knows."""
    try:
        with open("/proc/self/maps") as file:  # noqa: PTH123  not a file of the user's
            for line in file:
                span, _, _, device, inode, *_ = line.split()
                low, high = (int(end, 16) for end in span.split("-"))
                if low <= address < high:
                    major, minor = (int(number, 16) for number in device.split(":"))
                    return os.makedev(major, minor), int(inode)
    except OSError:
        pass
    return None
