"""
How objects travel that pickle leaves behind, or part of them, although a movie needs them.

Each function returns what `pickle.Pickler.reducer_override` is to return.
"""

import copyreg
import enum
import functools
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
    return (copyreg.__newobj__, (type(registry),), state)  # type: ignore[attr-defined]


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
