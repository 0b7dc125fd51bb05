"""How the state digest reads objects, by their type.

A reader gets the walk, the object, the path at which it was met, and how many steps that is below a
root. It returns the object's plain form, and never asks the object itself to do anything but be
pickled.
"""

from __future__ import annotations

import copyreg
import enum
import gc
import io
import itertools
import os
import sys
import threading
import types
import weakref
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.animation import Animation
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureManagerBase, TimerBase
from matplotlib.cbook import CallbackRegistry, Grouper
from matplotlib.figure import Figure

from . import _mapped
from ._arrays import is_writeable, memory_of
from ._digest_attributes import (
    attributes,
    chained,
    has_hidden_state,
    own_contents,
    slot_names,
    users_callbacks,
)
from ._digest_code import class_name, code_content, global_name, is_users, is_users_module
from ._digest_skips import is_matplotlib
from ._digest_values import PLAIN, array_content, is_text, referent, text_of

if TYPE_CHECKING:
    from ._digest_state import Walk

# Deeper than that below a root, user's instances are written into the entry that refers to them.
_NODE_DEPTH = 4
# Yet every so many steps the queue takes over from recursion.
_BREATH = 50
# Containers with more items do not have them named.
_FEW = 32
# Private: the order in which Axes were made the current one.
_AXES_STACK = type(Figure()._axstack)  # type: ignore[attr-defined]

# Types of which equal values have equal hashes in all processes, as texts have not.
_NUMBERS: frozenset[type] = frozenset({bool, int, float, complex})

_Reader = Callable[["Walk", Any, str, int], Any]


def _read_sequence(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    if PLAIN.issuperset(map(type, item)):
        return "list", list(item)
    depth = _inside(item, depth)
    return "list", [
        one if type(one) in PLAIN else walk.value(one, f"{path}[{i}]", depth)
        for i, one in enumerate(item)
    ]


def _read_tuple(walk: Walk, item: Any, path: str, depth: int) -> Any:
    if PLAIN.issuperset(map(type, item)):
        return "tuple", list(item)
    depth = _inside(item, depth)
    return "tuple", [walk.value(one, f"{path}[{i}]", depth) for i, one in enumerate(item)]


def _read_mapping(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    depth = _inside(item, depth)
    return "dict", [
        (walk.value(key, path, depth), walk.value(one, f"{path}[{_key_name(key)}]", depth))
        for key, one in item.items()
    ]


def _key_name(key: Any) -> str:
    # The repr of other objects may have an address in it.
    return f"{key!r:.40}" if type(key) in PLAIN else f"<{type(key).__qualname__}>"


def _read_set(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    if _NUMBERS.issuperset(map(type, item)):
        # Their order, which tells what was in the set before, is the same in every process.
        return type(item).__name__, list(item)
    return type(item).__name__, walk.unordered(list(item), path, depth)


def _read_weak_mapping(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    return ("seen", known) if known is not None else walk.unordered(list(item.items()), path, depth)


def _read_array(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    layout = _layout(walk, item)
    given: tuple[Any, ...] = ()
    if type(item) is not np.ndarray:
        given = walk.class_of(item, path, depth), _given(walk, item, path)
    if item.dtype.hasobject:
        return layout, item.shape, walk.value(item.ravel().tolist(), path, depth), given
    if isinstance(item, np.ma.MaskedArray):
        data, mask = np.ma.getdata(item), np.asarray(np.ma.getmask(item))
        return layout, _content(data), _content(mask), item.hardmask, _fill_value(item), given
    return layout, _content(np.asarray(item)), given


# Private: what numpy's own classes keep; of that, what says something is read by itself.
_OWN_ATTRIBUTES: dict[type, frozenset[str]] = {
    np.memmap: frozenset({"_mmap"}),  # the memory, which is the content of the array
    np.ma.MaskedArray: frozenset(
        {"_fill_value", "_hardmask", "_sharedmask", "_isfield", "_baseclass", "_optinfo"}
        | {"_basedict", "_mask"}
    ),
}


def _layout(walk: Walk, item: np.ndarray) -> Any:
    """Return how an array lies in which memory, which others may share, and may be written to."""
    if not item.size:
        return is_writeable(item)
    strides = None if item.flags.c_contiguous else item.strides
    owner, offset = memory_of(item)
    return walk.memory(owner), offset, strides, is_writeable(item)


def _fill_value(item: Any) -> Any:
    """Return the fill value of a masked array if it has one of its own."""
    # Private: to ask for it in public sets it.
    value = vars(item).get("_fill_value")
    if value is None:
        return None
    default = np.asarray(np.ma.default_fill_value(item.dtype), item.dtype).tobytes()
    return None if value.tobytes() == default else value.tobytes()


def _given(walk: Walk, item: Any, path: str) -> Any:
    """Return the attributes that somebody gave to an instance of a subclass of a plain type."""
    given = dict(getattr(item, "__dict__", ()))
    kind: Any = type(item)
    given.update((name, getattr(item, name)) for name in slot_names(kind) if hasattr(item, name))
    for cls, own in _OWN_ATTRIBUTES.items():
        if isinstance(item, cls):
            given = {name: value for name, value in given.items() if name not in own}
    return walk.value(given, path, _NODE_DEPTH + 1)


def _content(item: np.ndarray) -> Any:
    # What was mapped and not written to since need not be read: it may be gigabytes.
    return _mapped.content(item) or array_content(item)


def _read_text(walk: Walk, item: Any, path: str, depth: int) -> Any:
    kind: Any = type(item)
    if isinstance(item, enum.Enum) and class_name(kind) is None:
        return _member(walk, item, path, depth)
    has_more = getattr(item, "__dict__", None) or slot_names(kind)
    if isinstance(item, enum.Enum) or not has_more:
        return walk.class_of(item, path, depth), text_of(item)
    known = walk.number(item)
    return ("seen", known) if known is not None else (text_of(item), _given(walk, item, path))


def _member(walk: Walk, item: enum.Enum, path: str, depth: int) -> Any:
    """Read a member of a user's Enum, whose value may be a list, and which may have attributes."""
    known = walk.number(item)
    if known is not None:
        return "seen", known
    given = {name: value for name, value in vars(item).items() if name != "__objclass__"}
    return text_of(item), walk.value(given, path, depth + 1)


def _read_function(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return global_name(item) or walk.node(item, path, depth)


def _read_class(walk: Walk, item: Any, path: str, depth: int) -> Any:
    name = class_name(item)
    return ("class", name) if name else walk.node(item, path, depth)


def _read_module(walk: Walk, item: Any, path: str, depth: int) -> Any:
    name = item.__name__
    return ("module", name, walk.node(item, path, depth) if is_users(item, name) else None)


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
    # What it remembers is what the function would return again; how often it was asked is a state.
    wrapped = walk.value(item.__wrapped__, path, depth)
    return global_name(item) or (wrapped, tuple(item.cache_info()))


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


def _read_weak_proxy(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return "proxy", walk.value(referent(item), path, depth)


def _read_timer(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return item.interval, item.single_shot


def _read_mapping_proxy(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return walk.value(dict(item), path, depth)


def _read_callbacks(walk: Walk, item: Any, path: str, depth: int) -> Any:
    known = walk.number(item)
    if known is not None:
        return "seen", known
    return [(s, walk.value(one, f"{path}.<{s}>", depth)) for s, one in users_callbacks(item)]


def _read_axes_stack(walk: Walk, item: Any, path: str, depth: int) -> Any:
    # How often an Axes was made the current one does not matter, but in which order they were.
    order = sorted(item._axes.values())
    return [(walk.value(ax, path, depth), order.index(n)) for ax, n in item._axes.items()]


def _read_nothing(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return type(item).__name__


def _read_node(walk: Walk, item: Any, path: str, depth: int) -> Any:
    return walk.node(item, path, depth)


def _read_instance(walk: Walk, item: Any, path: str, depth: int) -> Any:
    """Read an instance of a user's class, or of a helper of matplotlib's, by its attributes."""
    if not is_matplotlib(type(item)) and (depth <= _NODE_DEPTH or depth % _BREATH < 4):
        return walk.node(item, path, depth)
    known = walk.number(item)
    if known is not None:
        return "seen", known
    inside = [
        (name, one if type(one) in PLAIN else walk.value(one, f"{path}.{name}", depth + 1))
        for name, one in attributes(item)
    ]
    contents = own_contents(item)
    if contents is not None:
        inside.append(("<items>", walk.value(contents, path, depth + 1)))
    elif has_hidden_state(item.__class__):
        inside.append(("<hidden>", walk.value(item.__reduce_ex__(4)[1:3], path, depth + 1)))
    return walk.class_of(item, path, depth), inside


# Its state is one by itself (`_copy`); where it was seeded from is each process's own.
_GLOBAL_RANDOM: Any = np.random.rand.__self__  # type: ignore[attr-defined]


def _read_reduced(walk: Walk, item: Any, path: str, depth: int) -> Any:
    """Read an object of an installed package by what pickle would write."""
    if item is _GLOBAL_RANDOM:
        return "numpy.random"
    known = walk.number(item)
    if known is not None:
        return "seen", known
    registered = copyreg.dispatch_table.get(type(item))
    reduced = registered(item) if registered is not None else item.__reduce_ex__(4)
    if isinstance(reduced, str):
        return reduced
    # The fourth and fifth are iterators made for this, over a list's and a dictionary's items.
    inside = [part if part is None or i < 3 else list(part) for i, part in enumerate(reduced[:5])]
    if isinstance(item, BaseException):
        inside += chained(item)
    return [walk.value(part, path, depth + 1) for part in inside]


def _read_iterator(walk: Walk, item: Any, path: str, depth: int) -> Any:
    """Read an iterator that Python pickles up to 3.13 only, but that tells enough otherwise."""
    try:
        return _read_reduced(walk, item, path, depth)
    except TypeError:
        held = [walk.value(one, path, depth + 1) for one in gc.get_referents(item)]
        # How far a slice has come is how far that has come of which it is one.
        how_far = "" if isinstance(item, itertools.islice) else repr(item)
        return type(item).__name__, how_far, held


def _inside(items: Any, depth: int) -> int:
    # Things in long containers are not worth a name each.
    return depth + 1 if len(items) <= _FEW else max(depth, _NODE_DEPTH) + 1


_READERS: tuple[tuple[type | tuple[type, ...], _Reader], ...] = (
    ((Artist, Animation), _read_node),
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
    (weakref.ProxyTypes, _read_weak_proxy),
    (TimerBase, _read_timer),
    ((weakref.WeakKeyDictionary, weakref.WeakValueDictionary), _read_weak_mapping),
    (weakref.WeakSet, _read_set),
    (CallbackRegistry, _read_callbacks),
    (_AXES_STACK, _read_axes_stack),
    ((Grouper, FigureManagerBase), _read_nothing),
    (types.MappingProxyType, _read_mapping_proxy),
    ((itertools.islice, itertools.count), _read_iterator),
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
def reader_of(kind: type) -> _Reader:
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
    if is_users_module(kind.__module__):
        return _read_instance
    return _read_reduced
