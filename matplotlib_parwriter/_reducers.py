"""
How objects travel that pickle leaves behind, or part of them, although a movie needs them.

Each function returns what `pickle.Pickler.reducer_override` is to return.
"""

import copyreg
import enum
import functools
import sys
import types
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.animation import Animation
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.cbook import CallbackRegistry
from matplotlib.figure import Figure
from tqdm.std import tqdm

from ._digest_edited import given_to_canvas
from ._digest_values import referent
from ._origin import is_matplotlibs
from ._side_effects import refuse

# What an Animation holds for showing itself, which a copy that is only being saved never uses:
# a live iterator, regions of a screen, movies made earlier, and the methods shadowed by a save.
NOT_CARRIED = (
    "frame_seq",
    "_blit_cache",
    "_base64_video",
    "_video_size",
    "_html_representation",
    "new_saved_frame_seq",
    "_draw_next_frame",
)


def reduce_figure(figure: Figure) -> tuple[Any, ...]:
    """Let a figure keep its canvas, which its own pickling drops."""
    state = figure.__getstate__()
    # Private: asks to be shown by pyplot in a new window; `_snapshot.restore` sees to pyplot.
    state.pop("_restore_to_pylab", None)
    return (
        copyreg.__newobj__,  # type: ignore[attr-defined]
        (type(figure),),
        (state, figure.canvas, given_to_canvas(figure.canvas)),
        None,
        None,
        _set_figure_state,
    )


def _set_figure_state(
    figure: Figure, state: tuple[dict[str, Any], FigureCanvasBase, dict[str, Any]]
) -> None:
    attributes, canvas, given = state
    figure.__setstate__(attributes)
    figure.canvas = canvas
    canvas.figure = figure
    vars(canvas).update(given)


def reduce_animation(animation: Animation) -> tuple[Any, ...]:
    state = {k: v for k, v in vars(animation).items() if k not in NOT_CARRIED}
    state["_blit_cache"] = {}
    return (copyreg.__newobj__, (type(animation),), state)  # type: ignore[attr-defined]


def reduce_callbacks(registry: CallbackRegistry) -> tuple[Any, ...]:
    """
    Let a registry keep its callbacks, which its own pickling drops.

    A colorbar follows its image, and an image its norm, by callbacks; so do the user's functions
    that follow view limits. Those of a canvas are about windows, and stay behind as with pickle.
    """
    # Private, all of it: what CallbackRegistry.__getstate__ and __setstate__ exchange.
    of_canvas = registry._signals is not None and "draw_event" in registry._signals
    behind = {
        signal
        for signal, proxies in registry.callbacks.items()
        for cid, proxy in proxies.items()
        if of_canvas and cid not in registry._pickled_cids and _is_heard(proxy())
    }
    callbacks = {
        signal: {
            cid: function
            for cid, proxy in proxies.items()
            if (function := proxy()) is not None
            and (cid in registry._pickled_cids or not of_canvas)
        }
        for signal, proxies in registry.callbacks.items()
    }
    used = [cid for functions in registry.callbacks.values() for cid in functions]
    state = {
        **vars(registry),
        "callbacks": callbacks,
        "_func_cid_map": None,
        "_cid_gen": max(used, default=-1) + 1,
    }
    if behind:
        return _part_of_a_registry, (), {**state, "left_behind": behind}
    return (copyreg.__newobj__, (type(registry),), state)  # type: ignore[attr-defined]


def _part_of_a_registry() -> CallbackRegistry:
    return object.__new__(_PartOfARegistry)


def _is_heard(function: Any) -> bool:
    """Return whether an event that an update makes would reach something of the user's."""
    name = getattr(function, "__module__", None) or ""
    return function is not None and (
        not is_matplotlibs(name) or name.startswith("matplotlib.widgets")
    )


class _PartOfARegistry(CallbackRegistry):
    """The registry of a canvas in a worker, where functions of the user's are missing."""

    left_behind: frozenset[str]

    def process(self, s: str, *args: Any, **kwargs: Any) -> None:
        if s in self.left_behind:
            refuse(f"it makes a {s}, for which the script has a function")
        super().process(s, *args, **kwargs)


def reduce_cell(cell: types.CellType) -> tuple[Any, ...]:
    try:
        contents = cell.cell_contents
    except ValueError:  # a variable that is not assigned yet
        return types.CellType, ()
    # In a tuple, since pickle takes a state of None for no state.
    return types.CellType, (), (contents,), None, None, _fill_cell


def _fill_cell(cell: types.CellType, state: tuple[Any]) -> None:
    (cell.cell_contents,) = state


def reduce_cached_function(function: Any) -> tuple[Any, ...]:
    """Let a function with `functools.lru_cache` travel like any other; it begins with no cache."""
    return _cached_function, (function.__wrapped__, function.cache_parameters())


def _cached_function(function: Callable[..., Any], parameters: dict[str, Any]) -> Any:
    return functools.lru_cache(**parameters)(function)


def reduce_enum(cls: enum.EnumMeta, reduced: Any) -> Any:
    """Let the members of a class keep their attributes, which cloudpickle drops (in *reduced*)."""
    if not isinstance(reduced, tuple):
        return reduced
    make, arguments, state, *_, set_state = reduced
    members: Mapping[str, Any] = cls.__members__
    attributes = {name: vars(member) for name, member in members.items()}
    return make, arguments, (set_state, state, attributes), None, None, _set_enum_state


def _set_enum_state(cls: enum.EnumMeta, state: tuple[Any, Any, dict[str, Any]]) -> None:
    set_state, of_class, attributes = state
    set_state(cls, of_class)
    for name, values in attributes.items():
        vars(cls[name]).update(values)


class _SilentBar(tqdm):  # type: ignore[type-arg]
    """Stands for a progress bar of the user's, which moves in his process only; but it counts."""

    def update(self, n: float | None = 1) -> bool | None:
        self.n += n
        return None


def reduce_bar(bar: Any) -> tuple[Any, ...]:
    """Let a progress bar travel as one that shows nothing."""
    told = {name: vars(bar)[name] for name in _TOLD_OF_BARS if name in vars(bar)}
    return _silent_bar, (bar.iterable,), told


# What scripts ask a bar for, or set.
_TOLD_OF_BARS = ("n", "total", "initial", "desc", "postfix", "unit", "leave")


def _silent_bar(iterable: Any) -> tqdm:  # type: ignore[type-arg]
    return _SilentBar(iterable, disable=True)


def reduce_weak(reference: Any) -> tuple[Any, ...]:
    """Let a weak reference, or a proxy, refer to the copy of what it refers to."""
    if type(reference) is weakref.ref:
        return _weak_reference, (weakref.ref, reference())
    return _weak_reference, (weakref.proxy, referent(reference))


def _weak_reference(kind: Callable[[Any], Any], target: Any) -> Any:
    return kind(types.SimpleNamespace() if target is None else target)


def reduce_shared_attributes(item: Any) -> tuple[Any, ...] | None:
    """
    Let a dictionary stay an object's attributes that something else refers to as well.

    That may be the object itself (``self.__dict__ = self``), others of its class, or a variable
    (``vars(arguments)``). None where nothing else does, or the object pickles in its own way.
    """
    if not hasattr(item, "__dict__") or (_holders(item) <= _ONE_HOLDER and vars(item) is not item):
        return None
    reduced = item.__reduce_ex__(4)
    if not isinstance(reduced, tuple) or len(reduced) < 3 or reduced[2] is not vars(item):
        return None
    make, arguments, attributes, *items = reduced
    items += [None] * (2 - len(items))
    return make, arguments, (attributes,), *items[:2], _set_attributes


def _set_attributes(item: Any, state: tuple[dict[str, Any]]) -> None:
    object.__setattr__(item, "__dict__", state[0])


def _holders(item: Any) -> int:
    """Return a number that tells how many refer to the attributes of *item*."""
    return sys.getrefcount(item.__dict__)


class _Alone:
    """Something that nobody knows the attributes of."""


_ONE_HOLDER = _holders(_Alone())
