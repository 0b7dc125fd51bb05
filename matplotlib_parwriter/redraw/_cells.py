"""
Cells: each watches one mutable object and tells whether it has changed since it was last looked at.

A cell has a *version*, another one whenever a look finds a change. Many artists share cells, those
of the transforms of their Axes above all, so a cell looks only once in a *round*; there is a new
round for every frame, and whenever foreign code has run.

Changes are found by identity first, which is one pass in C, and only then by value; values are
compared only where they are immutable, because for an object that may change later it matters which
one it is.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter, is_
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.path import Path
from matplotlib.text import Text

# What marks an artist as unchanged since it was recorded. It is as false as what matplotlib writes
# there, but only we write this one: a flag that matplotlib has set and cleared again, in a draw
# that was not ours, does not pass for one that was never touched.
CLEAN = np.False_

_STALE = attrgetter("_stale")
# What setters of texts change without setting their flag.
_UNFLAGGED = attrgetter("_bbox_patch", "_parse_math", "_wrap")
_PATH_SETTINGS = attrgetter("_interpolation_steps", "_should_simplify", "_simplify_threshold")
# Values that cannot change.
PLAIN = (bool, int, float, complex, str, bytes, type(None), np.generic)
# Bytes of an array up to which its content is kept as bytes, up to which as an array, and beyond
# which as a digest.
_SMALL, _BIG = 1 << 16, 1 << 25
# How many values are remembered, for the case that one comes back.
_REMEMBERED = 64


def same(a: Any, b: Any) -> bool:
    """Return whether *a* and *b* are the same object, or equal and immutable."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, PLAIN):
        return bool(a == b)
    return False


class Cell:
    """
    Watch one object.

    Attributes
    ----------
    version : int
        Differs where the object differs from what it was before.
    recurs : bool
        Whether the version is an earlier one again where the object is as it was then.
    """

    __slots__ = ("_round", "version")

    recurs = False

    def __init__(self) -> None:
        self.version = 0
        self._round = -1

    def look(self, round_: int) -> int:
        """Return the version, having looked for changes once in this round."""
        if round_ != self._round:
            self._round = round_
            if self._changed():
                self.version += 1
        return self.version

    def look_again(self, round_: int) -> int:
        """Return the version, having looked for changes now."""
        self._round = -1
        return self.look(round_)

    def _changed(self) -> bool:
        """Return whether the object differs from what is kept of it, and keep what it is now."""
        raise NotImplementedError


class RecurringCell(Cell):
    """Watch an object of which all that matters is an immutable value, which may come back."""

    __slots__ = ("_made", "_value", "_versions")

    recurs = True

    def __init__(self) -> None:
        super().__init__()
        self._value: Any = None
        self._versions: dict[Any, int] = {}
        self._made = 0

    def look(self, round_: int) -> int:
        """Return the version, having looked for changes once in this round."""
        if round_ != self._round:
            self._round = round_
            value = self._now(round_)
            if not self._versions or value != self._value:
                self._value = value
                self.version = self._version_of(value)
        return self.version

    def _now(self, round_: int) -> Any:
        raise NotImplementedError

    def _version_of(self, value: Any) -> int:
        if value not in self._versions:
            if len(self._versions) >= _REMEMBERED:
                self._versions.clear()
            self._made += 1
            self._versions[value] = self._made
        return self._versions[value]


class ValueCell(RecurringCell):
    """Watch what a function returns, which must be immutable."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[[], Any]) -> None:
        super().__init__()
        self._function = function

    def _now(self, round_: int) -> Any:
        return self._function()


class UnionCell(RecurringCell):
    """Watch what several cells watch."""

    __slots__ = ("cells",)

    def __init__(self, cells: Iterable[Cell]) -> None:
        super().__init__()
        self.cells = tuple(cells)

    def look_again(self, round_: int) -> int:
        """Return the version, having looked for changes now."""
        for cell in self.cells:
            cell.look_again(round_)
        return super().look_again(round_)

    def _now(self, round_: int) -> Any:
        return tuple([cell.look(round_) for cell in self.cells])


class DictCell(Cell):
    """Watch a dict, or the attributes of an object, except for the keys in *ignored*."""

    __slots__ = ("_dict", "_ignored", "_keys", "_values")

    def __init__(self, d: dict[Any, Any], ignored: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._dict = d
        self._ignored = ignored
        self._keys = tuple(dict.keys(d))
        self._values = tuple(dict.values(d))

    def _changed(self) -> bool:
        d, values = self._dict, self._values
        # The methods of dict itself, because those of rcParams take their time.
        if len(d) == len(values) and all(map(is_, dict.values(d), values)):
            return False
        keys = self._keys
        self._keys, self._values = tuple(dict.keys(d)), tuple(dict.values(d))
        if self._keys == keys:
            return any(
                a is not b and key not in self._ignored and not same(a, b)
                for key, a, b in zip(keys, values, self._values, strict=True)
            )
        before = dict(zip(keys, values, strict=True))
        if not (before.keys() ^ dict.keys(d)) <= self._ignored:
            return True
        return any(
            key not in self._ignored and not same(before[key], value)
            for key, value in dict.items(d)
        )


class SequenceCell(Cell):
    """Watch the elements of a list or a set."""

    __slots__ = ("_elements", "_object")

    def __init__(self, elements: list[Any] | set[Any]) -> None:
        super().__init__()
        self._object = elements
        self._elements = tuple(elements)

    def _changed(self) -> bool:
        before = self._elements
        if len(self._object) == len(before) and all(map(is_, self._object, before)):
            return False
        self._elements = tuple(self._object)
        return not same(self._elements, before)


class ArrayCell(Cell):
    """Watch the content of an array, and its shape, which can be assigned."""

    __slots__ = ("_array", "_content", "_shape")

    def __init__(self, array: np.ndarray) -> None:
        super().__init__()
        self._array = array
        self._shape = array.shape
        self._content = _content(array)

    def _changed(self) -> bool:
        array, content = self._array, self._content
        if array.shape != self._shape:
            self._shape = array.shape
            self._content = _content(array)
            return True
        if isinstance(content, np.ndarray):
            flat = _flat(array)
            if flat.shape == content.shape and np.array_equal(flat, content):
                return False
            self._content = _content(array)
            return True
        self._content = _content(array)
        return not same(self._content, content)


class PathsCell(Cell):
    """Watch many paths: the vertices and codes, and how these are interpolated and simplified."""

    __slots__ = ("_content", "_paths")

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self._paths = paths
        self._content = self._now()

    def _changed(self) -> bool:
        before, self._content = self._content, self._now()
        return not same(before, self._content)

    def _now(self) -> tuple[Any, ...]:
        return tuple(
            (
                path._vertices.tobytes(),
                None if path._codes is None else path._codes.tobytes(),
                *_PATH_SETTINGS(path),
            )
            for path in self._paths
        )


class FlagsCell(Cell):
    """
    Watch the stale flags of artists, each of which was recorded.

    Much cheaper than watching their attributes, and enough where these are only changed through
    setters. Some of these do not set the flag: `~matplotlib.text.Text.set_bbox`, `set_parse_math`
    and `set_wrap`.
    """

    __slots__ = ("_texts", "_unflagged", "artists")

    def __init__(self, artists: Iterable[Artist]) -> None:
        super().__init__()
        self.artists = tuple(artists)
        self._texts = tuple([artist for artist in self.artists if isinstance(artist, Text)])
        self._unflagged = tuple(map(_UNFLAGGED, self._texts))

    def clean(self) -> None:
        """Take the artists as they are for unchanged."""
        for artist in self.artists:
            artist._stale = CLEAN
        self._unflagged = tuple(map(_UNFLAGGED, self._texts))

    def close(self) -> None:
        """Leave nothing of ours on the artists."""
        for artist in self.artists:
            if artist._stale is CLEAN:
                artist._stale = False

    def _changed(self) -> bool:
        return not (
            all(map(is_, map(_STALE, self.artists), [CLEAN] * len(self.artists)))
            and all(map(_same_attributes, map(_UNFLAGGED, self._texts), self._unflagged))
        )


def _same_attributes(now: tuple[Any, ...], before: tuple[Any, ...]) -> bool:
    return all(map(is_, now, before))


def _content(array: np.ndarray) -> Any:
    if array.dtype.hasobject:
        return tuple(array.ravel().tolist())
    if array.nbytes <= _SMALL:
        return array.tobytes()
    if array.nbytes <= _BIG:
        return _flat(array).copy()
    return hashlib.blake2b(np.ascontiguousarray(array).data.cast("B")).digest()


def _flat(array: np.ndarray) -> np.ndarray:
    """Return the bytes of *array*, in big words where possible."""
    flat = np.ascontiguousarray(array).reshape(-1)
    return flat.view(np.int64 if flat.nbytes % 8 == 0 else np.uint8)
