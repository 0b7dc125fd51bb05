"""
How arrays travel in a snapshot: as memory, and as what says how to look at it.

All arrays that share memory, views and subclasses included, refer to one piece of it (`_memories`).
A memmap's memory is in a file already, which workers map instead (`_memmaps`).
"""

import copyreg
import pickle
import sys
from array import array as plain_array
from typing import Any

import numpy as np

from ._memmaps import Files
from ._memories import Memories, Piece
from ._warnings import unheard

Array = np.ndarray[Any, Any]

_PICKLES_LIKE_ARRAYS = ("__reduce__", "__reduce_ex__", "__setstate__", "__getstate__")


class Arrays:
    """
    Reduce arrays for one pickle.

    Attributes
    ----------
    memories : Memories
        What has to travel beside it.
    files : Files
        What has to be mapped again.
    """

    def __init__(self) -> None:
        self.memories = Memories()
        self.files = Files()

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
            self.files.of(root_of(data))
            state = self.files.without_maps(vars(array))
            return _masked, (data,), state, None, None, _set_attributes
        if not _pickles_like_an_array(kind):
            return None
        root = root_of(array)
        file = self.files.of(root)
        buffer = _buffer_of(root) if _holders(root) > _ONE_HOLDER else None
        if file is not None:
            memory: Any = file
            base = _address(root) - root.offset  # type: ignore[attr-defined]
        elif buffer is not None:
            # It may travel as well, and the array shows what is written to it.
            memory, base = buffer, _address(np.frombuffer(memoryview(buffer), np.uint8))
        else:
            memory = self.memories.of(array, root)
            base = memory.low
        state = self.files.without_maps(getattr(array, "__dict__", {}))
        layout = (array.dtype, array.shape, array.strides, _address(array) - base)
        arguments = (memory, kind, *layout, is_writeable(array))
        return _build, arguments, state or None, None, None, _set_attributes


def _pickles_like_an_array(kind: Any) -> bool:
    if kind in copyreg.dispatch_table:
        return False
    return kind is np.ndarray or all(
        getattr(kind, name, None) is getattr(np.ndarray, name, None)
        for name in _PICKLES_LIKE_ARRAYS
    )


def _address(array: Array) -> int:
    return array.__array_interface__["data"][0]


def root_of(array: Array) -> Array:
    """Return the array that *array* is a view of, in the end."""
    while True:
        base = _base(array)
        if not isinstance(base, np.ndarray) or base.dtype.hasobject:
            return array
        array = base


def memory_of(array: Array) -> tuple[Any, int]:
    """Return what has the memory that *array* lies in, and at which byte of it the array begins."""
    root = root_of(array)
    owner = _base(root)
    try:
        start = _address(np.frombuffer(owner, np.uint8)) if owner is not None else _address(root)
    except (TypeError, ValueError, BufferError):  # something that only numpy knows how to read
        owner, start = root, _address(root)
    return (root if owner is None else owner), _address(array) - start


def _base(array: Array) -> Any:
    """Return what *array* is a view of, without what numpy may put in between."""
    base: Any = array.base
    while True:
        if isinstance(base, memoryview):
            base = base.obj
        elif type(base).__name__ == "DummyArray":  # of numpy's stride tricks
            base = base.base
        else:
            return base


def _buffer_of(root: Array) -> Any:
    """Return the object that is no array, but holds the memory of *root* and may be written to."""
    base = _base(root)
    return base if isinstance(base, _BUFFERS) else None


def _holders(root: Array) -> int:
    """Return a number that tells how many refer to the `_buffer_of` *root*."""
    return sys.getrefcount(_buffer_of(root))


_BUFFERS = (bytearray, plain_array)
_ONE_HOLDER = _holders(np.frombuffer(bytearray(1), np.uint8))


def _reduce_view_of_objects(array: Array) -> tuple[Any, ...] | None:
    """Let a view of an array of objects stay a view; None for what is none, or of an odd kind."""
    base = _base(array)
    if type(array) is not np.ndarray or type(base) is not np.ndarray or base.dtype != array.dtype:
        return None
    if not base.flags.forc:
        return None
    start = (_address(array) - _address(base)) // array.itemsize
    layout = (array.shape, array.strides, start, is_writeable(array))
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


def is_writeable(array: Array) -> bool:
    """Return whether an array may be written to, without a warning of numpy's."""
    _, readonly = array.__array_interface__["data"]
    if not readonly:
        return True
    with unheard():  # numpy warns whoever looks at this flag of what np.broadcast_arrays returned
        return array.flags.writeable


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
