"""
How arrays travel in a snapshot: as memory, and as what says how to look at it.

All arrays that share memory, views and subclasses included, refer to one piece of it. The pieces
are written beside the pickle straight from where they are, and mapped by workers, copy on write. A
memmap's memory is in a file already, which workers map instead, privately, so that nothing they
write gets there.
"""

import bisect
import copyreg
import ctypes
import mmap
import os
import pickle
import sys
from array import array as plain_array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from . import _mapped
from ._warnings import unheard

Array = np.ndarray[Any, Any]

# Bytes up to which a view takes its whole base along, however small it is itself.
_BIG_VIEWED = 64e6
# Bytes from which on a memmap that can be written to travels by reference. By value is exact
# whatever is written to it meanwhile; by reference costs nothing.
_BIG_MEMMAP = 16e6
# Bytes that are copied or compared in one go.
_CHUNK = 2**20
# Pages of a memmap's own that are compared with its file, before it is taken to differ from that.
_FEW_PAGES = 4096

_PICKLES_LIKE_ARRAYS = ("__reduce__", "__reduce_ex__", "__setstate__", "__getstate__")


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

    def __init__(self, index: int, owner: Array, low: int, high: int) -> None:
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
    items: Array | None

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


@dataclass
class File:
    """
    A file that memmaps are made of.

    Attributes
    ----------
    index : int
        Its number in the snapshot.
    path : str
        Where it is.
    inode : int
        Which one it is, lest another one has taken its place.
    size : int
        How many bytes at least are in it.
    private : bool
        Whether workers write to their copies of it.
    """

    index: int
    path: str
    inode: int
    size: int
    private: bool


class Arrays:
    """
    Reduce arrays for one pickle.

    Attributes
    ----------
    memories : list of Memory
        What has to travel beside it.
    files : list of File
        What has to be mapped again.
    """

    def __init__(self) -> None:
        self.memories: list[Memory] = []
        self.files: list[File] = []
        self._memory_at: dict[tuple[int, int], Memory] = {}
        self._file_of: dict[Any, File] = {}
        self._maps: dict[int, tuple[Array, File | None]] = {}

    def reduce(self, array: Array) -> tuple[Any, ...] | None:
        """
        Return what pickle needs of *array*; None if that is for the array to say.

        The result has a `Memory` or a `File` in it, for which a stand-in is pickled.
        """
        kind = type(array)
        if not array.size:
            return None
        if array.dtype.hasobject:
            return _reduce_view_of_objects(array)
        if kind is np.ma.MaskedArray:
            data = array._data  # type: ignore[attr-defined]
            self._file(_root(data))
            state = self._without_maps(vars(array))
            return _masked, (data,), state, None, None, _set_attributes
        if not _pickles_like_an_array(kind):
            return None
        root = _root(array)
        file = self._file(root)
        buffer = _buffer_of(root) if _holders(root) > _ONE_HOLDER else None
        if file is not None:
            memory: Any = file
            base = _address(root) - root.offset  # type: ignore[attr-defined]
        elif buffer is not None:
            # It may travel as well, and the array shows what is written to it.
            memory, base = buffer, _address(np.frombuffer(memoryview(buffer), np.uint8))
        else:
            memory = self._memory(array, root)
            base = memory.low
        state = self._without_maps(getattr(array, "__dict__", {}))
        layout = (array.dtype, array.shape, array.strides, _address(array) - base)
        arguments = (memory, kind, *layout, _is_writeable(array))
        return _build, arguments, state or None, None, None, _set_attributes

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
        dense = [memory for memory in self.memories if not memory.is_sparse]
        for memory in sorted(dense, key=lambda memory: memory.low):
            if spans and memory.low < spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], memory.high)
            else:
                spans.append([memory.low, memory.high])
        runs.extend(Run(nbytes=high - low, low=low, items=None) for low, high in spans)
        starts = [low for low, _ in spans]
        for memory in self.memories:
            i = bisect.bisect_right(starts, memory.low) - 1
            if i >= 0 and memory.high <= spans[i][1]:
                places[memory.index] = Place(run=i, offset=memory.low - starts[i], packed=False)
            else:
                places[memory.index] = Place(run=len(runs), offset=0, packed=True)
                plain = memory.owner.view(np.ndarray)
                runs.append(Run(nbytes=plain.nbytes, low=memory.low, items=plain))
        return runs, [places[i] for i in range(len(self.memories))]

    def _memory(self, array: Array, root: Array) -> Memory:
        """Return the memory that *array* takes along."""
        low, high = _mapped.bounds(array)
        first, last = _mapped.bounds(root)
        # Views see what is written through others; but not where that would take along a base that
        # is much bigger, most likely for nothing.
        least = min(8 * array.nbytes, 2 * root.nbytes)
        if last - first <= max(_BIG_VIEWED, least) and first <= low and high <= last:
            array, low, high = root, first, last
        known = self._memory_at.get((low, high))
        if known is None or (known.is_sparse and known.owner is not array):
            known = Memory(len(self.memories), array, low, high)
            self.memories.append(known)
            self._memory_at[low, high] = known
        return known

    def _without_maps(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """Return *attributes* with what a worker has in the place of maps."""
        found = {}
        for key, value in attributes.items():
            if isinstance(value, mmap.mmap):
                _, value = self._maps.get(id(value), (None, None))
            elif key in ("_optinfo", "_basedict") and type(value) is dict:  # of masked arrays
                value = self._without_maps(value)
            found[key] = value
        return found

    def _file(self, root: Array) -> File | None:
        """Return the file that *root* is mapped from, if it can be mapped again instead."""
        mapped = root.base
        if not isinstance(root, np.memmap) or not isinstance(mapped, mmap.mmap):
            return None
        if id(mapped) not in self._maps:
            self._maps[id(mapped)] = root, self._new_file(root, mapped)
        return self._maps[id(mapped)][1]

    def _new_file(self, root: "np.memmap[Any, Any]", mapped: mmap.mmap) -> File | None:
        if root.filename is None:
            return None
        path = Path(root.filename)
        try:
            found = path.stat()
        except OSError:
            return None
        whole = np.frombuffer(mapped, np.uint8)
        address = _address(whole)
        start = root.offset - (_address(root) - address)  # of the map, in the file
        if not _is_file_at(address, found, whole, path, start):
            return None
        if found.st_size < start + len(whole):
            # Reading it would end the process.
            raise pickle.PicklingError(f"{path}, which is mapped, has become shorter since")
        if root.mode == "c" and _differs(address, whole, path, start):
            return None
        if root.mode in ("r+", "w+") and len(whole) < _BIG_MEMMAP:
            return None
        # What one map of a file writes, the others see, but not if it is copied on write.
        key = id(mapped) if root.mode == "c" else (found.st_dev, found.st_ino)
        file = self._file_of.get(key)
        if file is None:
            file = File(len(self.files), str(path.absolute()), found.st_ino, 0, private=False)
            self._file_of[key] = file
            self.files.append(file)
        file.size = max(file.size, start + len(whole))
        file.private = file.private or root.mode != "r"
        return file


def _pickles_like_an_array(kind: Any) -> bool:
    if kind in copyreg.dispatch_table:
        return False
    return kind is np.ndarray or all(
        getattr(kind, name, None) is getattr(np.ndarray, name, None)
        for name in _PICKLES_LIKE_ARRAYS
    )


def _address(array: Array) -> int:
    return array.__array_interface__["data"][0]


def _root(array: Array) -> Array:
    """Return the array that *array* is a view of, in the end."""
    while True:
        base: Any = array.base
        if isinstance(base, memoryview):
            base = base.obj
        elif type(base).__name__ == "DummyArray":  # of numpy's stride tricks
            base = base.base
        if not isinstance(base, np.ndarray) or base.dtype.hasobject:
            return array
        array = base


def _buffer_of(root: Array) -> Any:
    """Return the object that is no array, but holds the memory of *root* and may be written to."""
    base: Any = root.base
    if isinstance(base, memoryview):
        base = base.obj
    return base if isinstance(base, _BUFFERS) else None


def _holders(root: Array) -> int:
    """Return a number that tells how many refer to the `_buffer_of` *root*."""
    return sys.getrefcount(_buffer_of(root))


_BUFFERS = (bytearray, plain_array)
_ONE_HOLDER = _holders(np.frombuffer(bytearray(1), np.uint8))


def _reduce_view_of_objects(array: Array) -> tuple[Any, ...] | None:
    """Let a view of an array of objects stay a view; None for what is none, or of an odd kind."""
    base: Any = array.base
    while type(base).__name__ == "DummyArray":  # of numpy's stride tricks
        base = base.base
    if type(array) is not np.ndarray or type(base) is not np.ndarray or base.dtype != array.dtype:
        return None
    if not base.flags.forc:
        return None
    start = (_address(array) - _address(base)) // array.itemsize
    layout = (array.shape, array.strides, start, _is_writeable(array))
    return _view_of_objects, (base, base.shape, *layout)


def _view_of_objects(
    base: Array,
    whole: tuple[int, ...],
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    start: int,
    writeable: bool,
) -> Array:
    if base.shape != whole:  # the view is one of the objects, and what it views is not filled yet
        raise pickle.UnpicklingError("an array holds a view of itself")
    flat = base.reshape(-1) if base.flags.c_contiguous else base.T.reshape(-1)
    return np.lib.stride_tricks.as_strided(flat[start:], shape, strides, writeable=writeable)


def _is_writeable(array: Array) -> bool:
    _, readonly = array.__array_interface__["data"]
    if not readonly:
        return True
    with unheard():  # numpy warns whoever looks at this flag of what np.broadcast_arrays returned
        return array.flags.writeable


def _is_file_at(address: int, found: os.stat_result, mapped: Array, path: Path, start: int) -> bool:
    """Return whether the file that was *found* is the one that is mapped at *address*."""
    known = _mapped.identity(address)
    if known is not None and known[1] != found.st_ino:
        return False
    if (known is not None and known[0] == found.st_dev) or sys.platform == "win32":
        return True
    # Some file systems give mappings other devices than files, and some systems tell nothing.
    return _is_content(mapped, path, start)


def _differs(address: int, mapped: Array, path: Path, start: int) -> bool:
    """Return whether this process has written to a map of its own of the file."""
    with path.open("rb") as file:
        told = _mapped.is_told(file.fileno())
    pages = _mapped.written(address, -(-len(mapped) // mmap.PAGESIZE)) if told else None
    if pages is None:
        return not _is_content(mapped, path, start)
    if len(pages) > _FEW_PAGES:
        return True
    with path.open("rb") as file:
        for page in pages.tolist():
            mine = mapped[page * mmap.PAGESIZE : (page + 1) * mmap.PAGESIZE]
            file.seek(start + page * mmap.PAGESIZE)
            if file.read(len(mine)) != mine.data:
                return True
    return False


def _is_content(mapped: Array, path: Path, start: int) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(start)
            for i in range(0, len(mapped), _CHUNK):
                chunk = mapped[i : i + _CHUNK]
                if file.read(len(chunk)) != chunk.data:
                    return False
    except OSError:
        return False
    return True


def _build(
    memory: Any,
    kind: type[Array],
    dtype: Any,
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    offset: int,
    writeable: bool,
) -> Array:
    if isinstance(memory, Piece) and memory.packed:
        array = np.ndarray.__new__(kind, shape, dtype, memory.data)
    else:
        data = memory.data if isinstance(memory, Piece) else memory
        array = np.ndarray.__new__(kind, shape, dtype, data, offset, strides)
    if array.flags.writeable and not writeable:
        array.flags.writeable = False
    return array


def _masked(data: Array) -> Array:
    return data.view(np.ma.MaskedArray)


def _set_attributes(array: Array, attributes: dict[str, Any]) -> None:
    vars(array).update(attributes)


def map_file(file: File) -> mmap.mmap:
    """
    Map a file as memmaps in a worker need it.

    Parameters
    ----------
    file : File
        Which one.

    Raises
    ------
    OSError
        If it is not there any more, or another one.
    """
    with Path(file.path).open("rb") as opened:
        found = os.fstat(opened.fileno())
        if found.st_ino != file.inode or found.st_size < file.size:
            raise OSError(f"{file.path}, which is mapped, is not the same any more")
        access = mmap.ACCESS_COPY if file.private else mmap.ACCESS_READ
        mapped = mmap.mmap(opened.fileno(), 0, access=access)
        _mapped.register(mapped, opened.fileno(), f"file {file.index}", fixed=False)
    return mapped
