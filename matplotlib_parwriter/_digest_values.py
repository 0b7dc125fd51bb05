"""Bytes for plain values and arrays, the same in every process."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
import hashlib
import marshal
import operator
import pathlib
import uuid
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np

DIGEST_SIZE = 16

# Exact types whose values `marshal` writes the same way in every process, and as nothing else.
PLAIN: frozenset[type] = frozenset({type(None), bool, int, float, complex, str, bytes})
# The same with numpy's scalars, which it writes by their buffers, whatever their type.
ATOMS = PLAIN | {np.bool_, np.float64, np.float32, np.int64, np.int32, np.uint8}
# Values that are written as text because that is all there is to them.
_TEXT_TYPES = (
    *(datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo),
    *(decimal.Decimal, fractions.Fraction, pathlib.PurePath, uuid.UUID),
)

# Larger arrays are summed page by page rather than hashed byte by byte.
_SUM_FROM_BYTES = 256 * 1024
_PAGE_WORDS = 512


def digest(data: bytes | bytearray) -> bytes:
    """Return the 16-byte digest of *data*."""
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE).digest()


def to_bytes(value: Any) -> bytes:
    """Write *value*, made of `ATOMS`, contiguous arrays and lists of them, as bytes.

    Version 2 of the format has neither references nor interned strings, which would tell apart
    equal values.
    """
    return marshal.dumps(value, 2)


def array_content(array: np.ndarray) -> Any:
    """Return what `to_bytes` writes for *array*: its type, shape, and memory or sums of that."""
    if array.dtype.hasobject:
        return array.shape, None  # the caller looks at the items
    kind, shape = array.dtype.str, array.shape
    if array.dtype.names is not None:
        kind = repr(array.dtype)
    if not array.flags.c_contiguous:
        array = np.ascontiguousarray(array)
    if array.dtype.char in "gG":  # has padding, which may be anything
        short = array.astype(array.dtype.char.replace("g", "d").replace("G", "D"))
        return kind, shape, short.tobytes(), (array - short).astype(short.dtype).tobytes()
    if array.nbytes < _SUM_FROM_BYTES:
        # Writing takes memory as it is, without a copy, where there is an ordinary buffer.
        plain = type(array) is np.ndarray and array.ndim > 0 and array.dtype.kind in "biufc"
        return kind, shape, array if plain else array.tobytes()
    return kind, shape, *_page_sums(array)


def _page_sums(array: np.ndarray) -> tuple[np.ndarray, bytes]:
    """Return the sums of the pages of *array*, and what is left."""
    raw = array.reshape(-1).view(np.uint8)
    whole = raw.size - raw.size % (8 * _PAGE_WORDS)
    pages = raw[:whole].view(np.uint64).reshape(-1, _PAGE_WORDS)
    return sums_of(pages), raw[whole:].tobytes()


def sums_of(pages: np.ndarray) -> np.ndarray:
    """Return a sum for each row of *pages*, made of words, in which places have weights.

    Sums wrap around; they run as fast as memory does. Without weights, a board on which black and
    white change places would keep the sums of its rows, and those of its columns.
    """
    return pages @ _weights(pages.shape[1])


@lru_cache(maxsize=4)
def _weights(count: int) -> np.ndarray:
    rng = np.random.Generator(np.random.PCG64(0))  # the same in every process
    # Odd ones, so that no bit of a word gets lost.
    return rng.integers(0, 2**64, count, dtype=np.uint64) | np.uint64(1)


def is_text(kind: type) -> bool:
    """Tell whether `text_of` reads values of type *kind*."""
    return issubclass(kind, (enum.Enum, np.generic, str, int, float, *_TEXT_TYPES))


def text_of(value: object) -> Any:
    """Return *value* as plain text where that is all there is to it, else None."""
    if isinstance(value, enum.Enum):
        return f"{type(value).__qualname__}.{value.name}"
    if isinstance(value, _TEXT_TYPES):
        return f"{type(value).__qualname__} {value!s}"
    if isinstance(value, np.generic):
        return value.dtype.str, value.tobytes() if not value.dtype.hasobject else None
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return None


def referent(proxy: Any) -> Any:
    """Return what a weak proxy stands for, None if that is gone."""
    try:
        return proxy.__reduce_ex__.__self__  # all that is asked of a proxy goes to the object
    except ReferenceError:
        return None


Getter = Callable[[dict[str, Any]], tuple[Any, ...]]


def getter_of(names: Iterable[str]) -> Getter:
    """Return a function that takes the values of *names* out of a dictionary, as a tuple."""
    names = tuple(names)
    if len(names) < 2:
        return lambda values: tuple(values[name] for name in names)
    return operator.itemgetter(*names)
