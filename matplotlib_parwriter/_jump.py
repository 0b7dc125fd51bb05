"""
Frames that are passed over: their updates are not run, as if these did not depend on one another.

Whether that is so is found out by comparing states; see `_rehearsal` and `_following`.
"""

import contextlib
import functools
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from matplotlib.animation import Animation, FuncAnimation

from ._digest_code import class_name, function_parts, global_name

# Private: what makes up matplotlib's own way from a frame's data to its update.
_STEPS = ("_draw_next_frame", "_pre_draw", "_draw_frame", "_post_draw")
# Whose instances updates change, containers included.
_CHANGED_BY_UPDATES = frozenset({"matplotlib", "mpl_toolkits", "numpy", "builtins", "collections"})


def why_not(animations: Sequence[Animation]) -> str:
    """Return why frames of *animations* cannot be passed over, as a phrase; "" if they can."""
    for animation in animations:
        cls = type(animation)
        if not isinstance(animation, FuncAnimation):
            return f"a {cls.__qualname__} has no update to leave out"
        for name in _STEPS:
            if getattr(cls, name) is not getattr(FuncAnimation, name):
                return f"{cls.__qualname__} overrides {name}"
    return ""


def may_read_figure(callback: Callable[..., Any] | None) -> bool:
    """
    Return whether a ``progress_callback`` may look at what updates change.

    It is called for every frame, and expects the figure to be at that frame.
    """
    return callback is not None and not _is_unconcerned(callback, set())


def _is_unconcerned(item: object, seen: set[int]) -> bool:
    """Return whether *item* leads to nothing but values, modules, and what packages have made."""
    if item is None or isinstance(item, (str, bytes, int, float, type, types.ModuleType)):
        return True
    if id(item) in seen:
        return True
    seen.add(id(item))
    if isinstance(item, types.MethodType):
        return _is_unconcerned(item.__self__, seen)
    if isinstance(item, functools.partial):
        parts = (item.func, *item.args, *item.keywords.values())
        return all(_is_unconcerned(part, seen) for part in parts)
    if isinstance(item, types.FunctionType) and global_name(item) is None:
        values = (p.value for p in function_parts(item, "") if not isinstance(p.value, tuple))
        return all(_is_unconcerned(value, seen) for value in values)
    if isinstance(item, (types.FunctionType, types.BuiltinFunctionType)):
        return True
    # An instance, say of tqdm's bars; but matplotlib's and numpy's are what updates change.
    module = type(item).__module__.partition(".")[0]
    cls: Any = type(item)
    return class_name(cls) is not None and module not in _CHANGED_BY_UPDATES


@contextlib.contextmanager
def without_updates(animations: Sequence[Any]) -> Iterator[None]:
    """Let frames of *animations* be gone through inside of the context, but for their updates."""
    # Private: the user's function. All that stock does around it, with the frame's data, is done.
    functions = [animation._func for animation in animations]
    for animation in animations:
        animation._func = _Standstill(animation)
    try:
        yield
    finally:
        for animation, function in zip(animations, functions, strict=True):
            animation._func = function


class _Standstill:
    """An update that changes nothing."""

    def __init__(self, animation: Any) -> None:
        self._animation = animation

    def __call__(self, *_: object) -> Any:
        return self._animation._drawn_artists


@contextlib.contextmanager
def without_data_kept(animations: Sequence[Any]) -> Iterator[None]:
    """Let frames that were passed over be run after all, without their data being kept twice."""
    # Private: whether `FuncAnimation` keeps the data of its frames.
    kept = [animation._cache_frame_data for animation in animations]
    for animation in animations:
        animation._cache_frame_data = False
    try:
        yield
    finally:
        for animation, value in zip(animations, kept, strict=True):
            animation._cache_frame_data = value
