"""The walk behind the state digest: everything that can be reached from some objects, as named digests.

Objects with parts worth naming (artists, the user's functions, classes, modules and instances) are *nodes*: each
of their parts is an entry of its own. They wait in a queue, so that depth does not become recursion, and what
refers to them holds their number. All else is written into the entry in which it was met first.
"""

from __future__ import annotations

import contextlib
import copyreg
import gc
import io
import os
import sys
import threading
import types
import warnings
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes._base import _AxesBase  # private: all kinds of axes, secondary ones too
from matplotlib.axis import Axis
from matplotlib.cbook import CallbackRegistry, Grouper
from matplotlib.figure import FigureBase
from matplotlib.offsetbox import OffsetBox

from ._digest_code import (
    Part,
    class_parts,
    code_content,
    function_parts,
    global_name,
    is_users_module,
    module_parts,
)
from ._digest_values import (
    ATOMS,
    Scope,
    array_content,
    digest,
    is_matplotlib,
    is_text,
    left_out,
    role_of,
    text_of,
    to_bytes,
)

# Attributes that read better under their public name.
_PUBLIC_NAMES = {"_localaxes": "axes"}
# Deeper than that below a root, user's instances are written into the entry that refers to them.
_NODE_DEPTH = 4
# Yet every so many steps the queue takes over from recursion.
_BREATH = 50
# Containers with more items do not have them named.
_FEW = 32
# Layout engines come nearer to their solution with every draw and then jitter in the last bits, far below what
# moves a pixel.
_LAYOUT_DIGITS = 10

_Reader = Callable[["Walk", Any, str, int], Any]


class Walk:
    """One walk; it keeps what it has met, so that identities may serve as keys."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []
        self._queue: deque[tuple[Any, str, int]] = deque()
        self._globals: set[tuple[int, str]] = set()
        self._roles: dict[int, str | None] = {}
        self._layouts: dict[int, bool] = {}

    def run(self, roots: Mapping[str, object]) -> dict[str, bytes]:
        """Digest all that can be reached from *roots*, and return it by path."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pickling support of iterators is deprecated
            for name, root in roots.items():
                self._add(name, root, 0)
            while self._queue:
                self._open(*self._queue.popleft())
        return self.entries

    def number(self, item: Any) -> int | None:
        """Return the number *item* got when it was met before, else give it one and return None."""
        known = self._numbers.get(id(item))
        if known is None:
            self._numbers[id(item)] = len(self._kept)
            self._kept.append(item)
        return known

    def value(self, item: Any, path: str, depth: int) -> Any:
        """Return the plain form of *item*, met at *path*, *depth* steps below a root."""
        kind = type(item)
        if kind in ATOMS:
            return item
        return _reader(kind)(self, item, path, depth)

    def node(self, item: Any, path: str, depth: int) -> Any:
        """Let *item* wait for its parts being named, and return its number and class."""
        known = self.number(item)
        if known is None:
            self._queue.append((item, path, depth))
            known = self._numbers[id(item)]
        return "node", known, self.class_of(item, path, depth)

    def class_of(self, item: Any, path: str, depth: int) -> Any:
        """Return what stands for the class of *item*."""
        kind = type(item)
        return _class_name(kind) or self.value(kind, path, depth)

    def unordered(self, items: list[Any], path: str, depth: int) -> list[bytes]:
        """Return digests of *items* in an order that does not depend on theirs."""
        if ATOMS.issuperset(map(type, items)):
            return sorted(map(to_bytes, items))
        found = []
        for item in items:
            aside = Walk()
            aside._numbers = dict(self._numbers)
            aside._kept = list(self._kept)
            aside._globals = set(self._globals)
            entries = aside.run({path: item})
            found.append(digest(b"".join(entries.values())))
        return sorted(found)

    def _add(self, path: str, item: Any, depth: int) -> None:
        try:
            written = to_bytes(self.value(item, path, depth))
        except Exception:  # whatever user's objects raise, nested too deep: not to be compared
            written = os.urandom(16)
        while path in self.entries:
            path += "'"
        self.entries[path] = digest(written)

    def _open(self, item: Any, path: str, depth: int) -> None:
        try:
            for part in self._parts(item, path):
                if part.key is not None:
                    if part.key in self._globals:
                        continue
                    self._globals.add(part.key)
                self._add(part.path, part.value, depth + 1)
        except Exception:  # a user's class may do anything when it is looked at
            self.entries[f"{path}.<unreadable>"] = os.urandom(16)

    def _parts(self, item: Any, path: str) -> Iterator[Part]:
        if isinstance(item, types.FunctionType):
            return function_parts(item, path)
        if isinstance(item, types.ModuleType):
            return module_parts(item)
        if isinstance(item, type):
            return class_parts(item)
        if isinstance(item, Artist):
            return self._artist_parts(item, path)
        return _instance_parts(item, path)

    def _artist_parts(self, item: Artist, path: str) -> Iterator[Part]:
        kind = type(item)
        scope = Scope.LAYOUT if self._has_layout(item) else Scope.STATE
        for name, value in attributes(item, self._roles.get(id(item)), scope):
            if isinstance(value, Artist):
                self._roles.setdefault(id(value), role_of(kind, name))
            yield Part(path=f"{path}.{_PUBLIC_NAMES.get(name, name)}", value=value)
        if isinstance(item, Axis):
            yield Part(path=f"{path}.ticks", value=_ticks_in_use(item))
        if scope is Scope.LAYOUT and _is_laid_out(item):
            for name, value in _layout_of(item):
                yield Part(path=f"{path}.{name}", value=value)

    def _has_layout(self, item: Any) -> bool:
        figure = getattr(item, "figure", None)
        known = self._layouts.get(id(figure))
        if known is None:
            known = figure is not None and figure.get_layout_engine() is not None
            self._layouts[id(figure)] = known
            self._kept.append(figure)
            if known:
                for owner in figure.findobj(_is_laid_out):
                    for box in _boxes_of(owner):
                        self.number(box)  # before any transform leads there
        return known


def _instance_parts(item: Any, path: str) -> Iterator[Part]:
    for name, value in attributes(item):
        yield Part(path=f"{path}.{name}", value=value)
    contents = _own_contents(item)
    if contents is not None:
        yield Part(path=f"{path}.<items>", value=contents)


def _is_laid_out(item: Artist) -> bool:
    return isinstance(item, (_AxesBase, FigureBase, OffsetBox))


def _boxes_of(owner: Any) -> list[Any]:
    """Return what a layout engine moves, or what draws set from it."""
    names = "_originalPosition _position bbox_relative subplotpars offset_transform _baseline_transform"
    found = [vars(owner).get(name) for name in names.split()]
    return [box for box in found if box is not None]


def _layout_of(item: Any) -> Iterator[tuple[str, Any]]:
    """Name the positions that a layout engine gave *item*, without the noise of its solver."""
    for name in ("_originalPosition", "_position", "bbox_relative"):
        box = vars(item).get(name)
        if box is not None:
            yield f"<{name}>", np.round(box.get_points(), _LAYOUT_DIGITS)


def attributes(
    item: Any, role: str | None = None, scope: Scope = Scope.STATE
) -> list[tuple[str, Any]]:
    """Return the attributes of *item* that count, by name: from its dictionary and its slots."""
    kind = type(item)
    skip = left_out(kind, role, scope)
    found = [pair for pair in getattr(item, "__dict__", {}).items() if pair[0] not in skip]
    for name in _slot_names(kind):
        with contextlib.suppress(AttributeError):
            found.append((name, getattr(item, name)))
    found.sort(key=_by_name)
    return found


def _by_name(pair: tuple[str, Any]) -> str:
    return _PUBLIC_NAMES.get(pair[0], pair[0]).lstrip("_")


def _own_contents(item: Any) -> Any:
    for kind, plain in _PLAIN_CONTAINERS:
        if isinstance(item, kind):
            return plain(item)
    return None


_PLAIN_CONTAINERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (dict, dict),
    (list, list),
    (tuple, tuple),
    ((set, frozenset), frozenset),
    (deque, lambda item: deque(item, item.maxlen)),
)


def _ticks_in_use(axis: Any) -> list[Any]:
    """Return the looks of the ticks that the last draw used; the pool they are from may hold more."""
    found = []
    for ticker, ticks, locations in (
        (axis.major, axis.majorTicks, axis.get_majorticklocs),
        (axis.minor, axis.minorTicks, axis.get_minorticklocs),
    ):
        if not is_matplotlib(type(ticker.locator)):
            continue  # asking a user's locator might change it; its state is part of the digest
        for tick in ticks[: len(locations())]:
            labels = [
                (text.get_text(), text.get_visible(), text.get_color(), text.get_rotation(),
                 text.get_fontsize(), text.get_alpha())
                for text in (tick.label1, tick.label2)
            ]
            lines = [
                (line.get_visible(), line.get_color(), line.get_linewidth(), line.get_linestyle(),
                 line.get_markersize(), line.get_markeredgewidth(), line.get_alpha())
                for line in (tick.tick1line, tick.tick2line, tick.gridline)
            ]
            found.append((tick.get_loc(), tick.get_visible(), labels, lines))
    return found


def _read_sequence(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    if ATOMS.issuperset(map(type, item)):
        return list(item)
    depth = _inside(item, depth)
    return [
        one if type(one) in ATOMS else walk.value(one, f"{path}[{i}]", depth)
        for i, one in enumerate(item)
    ]


def _read_tuple(walk: Walk, item: Any, path: str, depth: int) -> Any:
    if ATOMS.issuperset(map(type, item)):
        return tuple(item)
    depth = _inside(item, depth)
    return [walk.value(one, f"{path}[{i}]", depth) for i, one in enumerate(item)]


def _read_mapping(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    depth = _inside(item, depth)
    return [
        (walk.value(key, path, depth), walk.value(one, f"{path}[{key!r:.40}]", depth))
        for key, one in item.items()
    ]


def _read_set(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    return ("seen", known) if known is not None else walk.unordered(list(item), path, depth)


def _read_weak_mapping(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    return ("seen", known) if known is not None else walk.unordered(list(item.items()), path, depth)


def _read_array(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    if item.dtype.hasobject:
        return item.shape, walk.value(item.ravel().tolist(), path, depth)
    if isinstance(item, np.ma.MaskedArray):
        return array_content(item._data), array_content(np.asarray(item._mask))
    return array_content(item)


def _read_text(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return text_of(item)


def _read_function(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return global_name(item) or walk.node(item, path, depth)


def _read_class(walk: Walk, item: Any, path: str, depth: int) -> Any:
    name = _class_name(item)
    return ("class", name) if name else walk.node(item, path, depth)


def _read_module(walk: Walk, item: Any, path: str, depth: int) -> Any:
    name = item.__name__
    return ("module", name, walk.node(item, path, depth) if is_users_module(name) else None)


def _read_method(walk: Walk, item: Any, path: str, depth: int) -> Any:
    function = walk.value(item.__func__, f"{path}.__func__", depth)
    return function, walk.value(item.__self__, f"{path}.__self__", depth)


def _read_builtin(walk: Walk, item: Any, path: str, depth: int) -> Any:
    owner = item.__self__
    if owner is None or isinstance(owner, types.ModuleType):
        return item.__module__, item.__qualname__
    return item.__qualname__, walk.value(owner, f"{path}.__self__", depth)


def _read_code(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return walk.value(code_content(item), path, depth)


def _read_cell(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return walk.value(item.cell_contents, path, depth)


def _read_wrapper(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return type(item).__name__, walk.value(item.__func__, path, depth)


def _read_property(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return [walk.value(part, path, depth) for part in (item.fget, item.fset, item.fdel)]


def _read_cached_function(walk: Walk, item: Any, path: str, depth: int) -> Any:
    # What it remembers is what the function would return again.
    return global_name(item) or walk.value(item.__wrapped__, path, depth)


def _read_generator(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    frame = item.gi_frame
    if frame is None:
        return "finished"
    # Locals, and what loops have on the stack: their iterators have no name.
    held = [one for one in gc.get_referents(item) if not isinstance(one, types.FrameType)]
    inside = [walk.value(one, f"{path}.<local {i}>", depth + 1) for i, one in enumerate(held)]
    return frame.f_lasti, inside


def _read_file(walk: Walk, item: Any, path: str, depth: int) -> Any:
    for name in ("stdin", "stdout", "stderr"):
        if item in (getattr(sys, name), getattr(sys, f"__{name}__")):
            return name
    if item.closed:
        return "closed", str(item.name)
    if item.writable():
        return os.urandom(16)
    return str(item.name), item.tell()


def _read_lock(walk: Walk, item: Any, path: str, depth: int) -> Any:
    # Nobody waits between frames, so a lock has no more to it than whether it is held.
    return repr(item).startswith("<locked")


def _read_reference(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return "reference", walk.value(item(), path, depth)


def _read_nothing(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return type(item).__name__


def _read_node(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return walk.node(item, path, depth)


def _read_instance(walk: Walk, item: Any, path: str, depth: int) -> Any:
    """Read an instance of the user's class, or of one of matplotlib's helpers, by its attributes."""
    if not is_matplotlib(type(item)) and (depth <= _NODE_DEPTH or depth % _BREATH < 4):
        return walk.node(item, path, depth)
    known = walk.number(item)
    if known is not None:
        return "seen", known
    inside = [
        (name, one if type(one) in ATOMS else walk.value(one, f"{path}.{name}", depth + 1))
        for name, one in attributes(item)
    ]
    contents = _own_contents(item)
    if contents is not None:
        inside.append(("<items>", walk.value(contents, path, depth + 1)))
    return walk.class_of(item, path, depth), inside


def _read_reduced(walk: Walk, item: Any, path: str, depth: int) -> Any:
    """Read an object of an installed package by what pickle would write."""
    known = walk.number(item)
    if known is not None:
        return "seen", known
    registered = copyreg.dispatch_table.get(type(item))
    reduced = registered(item) if registered is not None else item.__reduce_ex__(4)
    if isinstance(reduced, str):
        return reduced
    inside = [list(part) if isinstance(part, Iterator) else part for part in reduced]
    return [walk.value(part, path, depth + 1) for part in inside]


def _inside(items: Any, depth: int) -> int:
    # Things in long containers are not worth a name each.
    return depth + 1 if len(items) <= _FEW else max(depth, _NODE_DEPTH) + 1


_READERS: tuple[tuple[type | tuple[type, ...], _Reader], ...] = (
    (Artist, _read_node),
    (np.ndarray, _read_array),
    (type, _read_class),
    (types.FunctionType, _read_function),
    (types.MethodType, _read_method),
    ((types.BuiltinFunctionType, types.MethodWrapperType), _read_builtin),
    (types.ModuleType, _read_module),
    (types.CodeType, _read_code),
    (types.CellType, _read_cell),
    (types.GeneratorType, _read_generator),
    ((staticmethod, classmethod), _read_wrapper),
    (property, _read_property),
    (type(lru_cache(lambda: None)), _read_cached_function),
    ((io.TextIOWrapper, io.BufferedIOBase, io.RawIOBase), _read_file),
    ((type(threading.Lock()), type(threading.RLock())), _read_lock),
    (weakref.ref, _read_reference),
    ((weakref.WeakKeyDictionary, weakref.WeakValueDictionary), _read_weak_mapping),
    (weakref.WeakSet, _read_set),
    ((CallbackRegistry, Grouper), _read_nothing),
)
_EXACT: dict[type, _Reader] = {
    list: _read_sequence,
    tuple: _read_tuple,
    dict: _read_mapping,
    set: _read_set,
    frozenset: _read_set,
    io.BytesIO: _read_reduced,
}


@lru_cache(maxsize=4096)
def _reader(kind: type) -> _Reader:
    """Return what reads objects of type *kind*."""
    if kind in _EXACT:
        return _EXACT[kind]
    for types_, reader in _READERS:
        if issubclass(kind, types_):
            return reader
    if is_text(kind):
        return _read_text
    if is_matplotlib(kind) and not hasattr(kind, "__slots__"):
        return _read_instance
    if is_users_module(kind.__module__) and "__reduce__" not in vars(kind):
        return _read_instance
    return _read_reduced


@lru_cache(maxsize=4096)
def _class_name(kind: type) -> str | None:
    """Return the name of an installed class, None for the user's."""
    return global_name(kind)


@lru_cache(maxsize=4096)
def _slot_names(kind: type) -> tuple[str, ...]:
    """Return the names of the attributes that instances of *kind* keep in slots."""
    return tuple(
        name
        for base in kind.__mro__
        if "__slots__" in vars(base)
        for name, value in vars(base).items()
        if isinstance(value, types.MemberDescriptorType)
    )
