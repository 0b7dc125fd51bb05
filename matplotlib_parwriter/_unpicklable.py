"""Find which object it is that cannot be pickled, and where it hangs."""

import functools
import time
import types
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from matplotlib.animation import Animation

from ._reducers import NOT_CARRIED

_PATIENCE = 3.0  # seconds; the answer is for a log line, and big figures have many parts
_DEPTH = 30  # how far below a root to look

# Private: where FuncAnimation keeps an iterator that it was given as frames, which is what to say.
_ITERATOR = "_tee_from"
_FRAMES = ".<frames>"
_ADVICE = "; a function that makes the generator may be given instead"


def find(roots: Mapping[str, object], pickle: Callable[[object], None]) -> str | None:
    """
    Name the object below *roots* that *pickle* refuses.

    Parameters
    ----------
    roots : mapping of str to object
        Where to look, by name.
    pickle : callable
        Raises for an object that cannot be pickled.

    Returns
    -------
    str or None
        Where the object hangs, what it is, and what pickling it said; None if all can be pickled.
    """
    deadline = time.monotonic() + _PATIENCE
    for name, root in roots.items():
        found = _descend(name, root, pickle, set(), deadline, _DEPTH)
        if found is not None:
            path, thing, error = found
            kind = f"{type(thing).__module__}.{type(thing).__qualname__}"
            advice = _ADVICE if path.endswith(_FRAMES) else ""
            return f"{path}, of type {kind}, cannot be pickled: {error}{advice}"
    return None


def _descend(
    path: str,
    thing: object,
    pickle: Callable[[object], None],
    seen: set[int],
    deadline: float,
    depth: int,
) -> tuple[str, object, Exception] | None:
    """Return the deepest object that cannot be pickled although its parts can."""
    try:
        pickle(thing)
    except Exception as error:
        own_error = error
    else:
        return None
    if isinstance(own_error, RecursionError):
        # Its parts can be pickled each for itself, or nobody knows; it is too deep as a whole.
        return path, thing, RecursionError("it is nested too deep")
    if isinstance(thing, np.ndarray) and not thing.dtype.hasobject:
        return path, thing, own_error  # what hangs on it would travel another way
    seen.add(id(thing))
    for suffix, part in _parts(thing):
        if time.monotonic() > deadline or depth == 0:
            break
        if id(part) in seen or isinstance(part, (str, bytes, int, float, type(None))):
            continue
        found = _descend(path + suffix, part, pickle, seen, deadline, depth - 1)
        if found is not None:
            return found
    return path, thing, own_error


def _parts(thing: object) -> Iterator[tuple[str, object]]:
    """Yield what hangs on *thing*: what the user wrote first, then attributes and items."""
    if isinstance(thing, types.FunctionType):
        for name, cell in zip(thing.__code__.co_freevars, thing.__closure__ or (), strict=True):
            try:
                yield f".<variable {name}>", cell.cell_contents
            except ValueError:  # not assigned yet
                continue
        for name in _names(thing.__code__):
            if name in thing.__globals__:
                yield f".<global {name}>", thing.__globals__[name]
        for i, value in enumerate(thing.__defaults__ or ()):
            yield f".<default {i}>", value
        for name, value in (thing.__kwdefaults__ or {}).items():
            yield f".<default {name}>", value
    elif isinstance(thing, types.MethodType):
        yield ".__self__", thing.__self__
        yield ".__func__", thing.__func__
    elif isinstance(thing, functools.partial):
        yield ".func", thing.func
        yield ".args", thing.args
        yield ".keywords", thing.keywords
    elif isinstance(thing, dict):
        for key, value in list(thing.items()):
            yield f"[{key!r}]", value
            yield f".<key {key!r}>", key
    elif isinstance(thing, (list, tuple, set, frozenset)):
        for i, value in enumerate(thing):
            yield f"[{i}]", value
    # An animation's update is where a user's objects are most likely to hang.
    attributes = dict(getattr(thing, "__dict__", {}))
    if isinstance(thing, Animation):
        attributes = {k: v for k, v in attributes.items() if k not in NOT_CARRIED}
    for name in sorted(attributes, key=lambda name: (name != "_func", name.startswith("_"))):
        yield _FRAMES if name == _ITERATOR else f".{name}", attributes[name]
    for cls in type(thing).__mro__:
        for name in _slots(cls):
            if hasattr(thing, name):
                yield f".{name}", getattr(thing, name)


def _slots(cls: type) -> tuple[str, ...]:
    slots = vars(cls).get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _names(code: types.CodeType) -> list[str]:
    names = list(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names.extend(_names(constant))
    return names
