"""
Frames that are passed over: their updates are not run, as if these did not depend on one another.

Whether that is so is found out by comparing states; see `_rehearsal` and `_following`.
"""

import contextlib
import dis
import functools
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from matplotlib.animation import Animation, FuncAnimation

from ._digest_code import class_name, function_parts, global_name, is_users_module

# Private: what makes up matplotlib's own way from a frame's data to its update.
_STEPS = ("_draw_next_frame", "_pre_draw", "_draw_frame", "_post_draw")
# Where the figure can be got from, without anyone having handed it over.
_FIGURES = frozenset({"matplotlib", "mpl_toolkits", "pylab", "gc", "inspect"})
# Whose instances have nothing to do with figures, whatever they refer to.
_PROGRESS_BARS = frozenset(
    {"tqdm", "rich", "alive_progress", "progressbar", "ipywidgets", "_io", "logging", "datetime"}
)


def why_not(animations: Sequence[Animation]) -> str:
    """Return why frames of *animations* cannot be passed over, as a phrase; "" if they can."""
    for animation in animations:
        cls = type(animation)
        if not isinstance(animation, FuncAnimation):
            return f"a {cls.__qualname__} has no update to leave out"
        for name in _STEPS:
            own = name in vars(animation)
            if own or getattr(cls, name) is not getattr(FuncAnimation, name):
                return f"{cls.__qualname__} overrides {name}"
    return ""


def may_read_figure(callback: Callable[..., Any] | None) -> bool:
    """
    Return whether a ``progress_callback`` may have to do with what updates change.

    It is called for every frame, and expects the figure to be at that frame. What it writes to,
    updates may read.
    """
    return callback is not None and not _is_unconcerned(callback, set())


def _is_unconcerned(item: object, seen: set[int]) -> bool:
    """Return whether *item* leads to nothing but values, and to what packages have made."""
    if item is None or isinstance(item, (str, bytes, int, float)) or id(item) in seen:
        return True
    seen.add(id(item))
    if isinstance(item, types.ModuleType):
        return not is_users_module(item.__name__) and _package(item.__name__) not in _FIGURES
    if isinstance(item, type):
        return class_name(item) is not None and _package(item.__module__) not in _FIGURES
    if isinstance(item, tuple):
        return all(_is_unconcerned(part, seen) for part in item)
    if isinstance(item, types.MethodType):
        return _is_unconcerned(item.__func__, seen) and _is_unconcerned(item.__self__, seen)
    if isinstance(item, functools.partial):
        parts = (item.func, *item.args, *item.keywords.values())
        return all(_is_unconcerned(part, seen) for part in parts)
    if isinstance(item, types.FunctionType):
        if global_name(item) is not None:
            return _package(item.__module__) not in _FIGURES
        return not _writes_variables(item.__code__) and all(
            _is_unconcerned(part.value, seen) for part in function_parts(item, "", code=False)
        )
    if isinstance(item, types.BuiltinFunctionType):
        return _is_unconcerned(item.__self__, seen)
    cls: Any = type(item)
    return class_name(cls) is not None and _package(cls.__module__) in _PROGRESS_BARS


def _package(module: str) -> str:
    return module.partition(".")[0]


def _writes_variables(code: types.CodeType) -> bool:
    """Return whether *code*, or code inside it, writes to variables that are not its own."""
    inner = (item for item in code.co_consts if isinstance(item, types.CodeType))
    return any(
        step.opname in ("STORE_GLOBAL", "DELETE_GLOBAL")
        or (step.opname in ("STORE_DEREF", "DELETE_DEREF") and step.argval in code.co_freevars)
        for step in dis.get_instructions(code)
    ) or any(map(_writes_variables, inner))


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
