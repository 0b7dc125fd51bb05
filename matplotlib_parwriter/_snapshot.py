"""
The live animation as a file, and back in a worker.

A snapshot is one cloudpickle of the animations being saved, the figures pyplot manages, and the
user's modules: one, because what is pickled apart moves another copy of the artists, and the movie
stands still. Array data travels beside it (pickle protocol 5, out of band), so that every worker of
a machine maps the same pages, copy on write.

How single objects travel is said in `_pickling`.
"""

import io
import mmap
import pickle
import struct
import sys
import types
import uuid
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cloudpickle
from matplotlib import pyplot as plt
from matplotlib._pylab_helpers import Gcf  # private: pyplot's own list of figures and their order
from matplotlib.animation import Animation
from matplotlib.figure import Figure

from . import _environment, _unpicklable, _usermodules
from ._draw import draws_at_once
from ._pickling import Pickler, Unpickler

_MAGIC = b"parwriter snapshot 1\n"
_COUNT = struct.Struct("<Q")
_PLACE = struct.Struct("<QQ?")  # first byte, length in bytes, whether it may be written to
_ALIGNMENT = 64  # bytes; what numpy's fastest loops like


class SnapshotError(Exception):
    """What is being saved cannot travel to another process; the text says which object and why."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """
    The copy of an animation in a worker.

    Attributes
    ----------
    animations : tuple of `~matplotlib.animation.Animation`
        The animations being saved, in stock's order.
    figure : `~matplotlib.figure.Figure`
        The figure of the movie.
    idle_draws : bool
        Whether ``draw_idle`` of the user's canvas draws at once.
    """

    animations: tuple[Animation, ...]
    figure: Figure
    idle_draws: bool


@dataclass(frozen=True, kw_only=True)
class _Content:
    animations: tuple[Animation, ...]
    figure: Figure
    idle_draws: bool
    pyplot_figures: list[tuple[Any, Figure]]  # by number; the last one is pyplot's current figure
    modules: dict[str, dict[str, Any]]


def take(animations: Sequence[Animation], path: Path) -> int:
    """
    Write a snapshot of *animations* to *path*.

    Parameters
    ----------
    animations : sequence of `~matplotlib.animation.Animation`
        The animations being saved, all of one figure.
    path : Path
        The file to write.

    Returns
    -------
    int
        The size of the snapshot in bytes.

    Raises
    ------
    SnapshotError
        If something that the animations refer to cannot be pickled.
    """
    try:
        environment = _dumps(_environment.capture())
    except Exception as error:
        raise SnapshotError(f"the state of the process cannot be pickled: {error}") from error
    with warnings.catch_warnings():
        # Python 3.12 and 3.13 warn that 3.14 cannot pickle itertools any more.
        warnings.simplefilter("ignore", DeprecationWarning)
        stream, buffers = _pickle(animations)
    return _write(path, [environment, stream, *buffers])


def restore(path: Path) -> Restored:
    """
    Make this process, a worker, hold what a snapshot holds.

    Parameters
    ----------
    path : Path
        What `take` wrote.

    Returns
    -------
    Restored
        The copy of the animations, with pyplot as it was in the user's process.
    """
    environment_bytes, stream, *buffers = _read(path)
    identity = uuid.uuid4().hex
    plt.close("all")
    _usermodules.forget()
    with warnings.catch_warnings():
        # The user has had his warnings; here they would be errors if he wants them to be.
        warnings.simplefilter("ignore")
        environment = Unpickler(io.BytesIO(environment_bytes), identity=identity).load()
        _environment.restore(environment)
        unpickler = Unpickler(io.BytesIO(stream), identity=identity, buffers=buffers)
        content: _Content = unpickler.load()
    for name, values in content.modules.items():
        vars(unpickler.module(name)).update(values)
    for number, figure in content.pyplot_figures:
        manager = unpickler.manager(number)
        manager.__init__(figure.canvas, number)  # type: ignore[misc]
        # Private: makes the figure pyplot's current one, as pyplot itself does.
        Gcf._set_new_active_manager(manager)
    _environment.restore_last(environment)
    return Restored(
        animations=content.animations, figure=content.figure, idle_draws=content.idle_draws
    )


def _pickle(animations: Sequence[Animation]) -> tuple[bytes, list[pickle.PickleBuffer]]:
    """Pickle with everything that may matter; where that fails, with what does matter."""
    modules = _usermodules.user_modules()
    first_error: Exception | None = None
    for figures, state in ((True, "all"), (False, "picklable"), (False, "none")):
        content = _Content(
            animations=tuple(animations),
            figure=animations[0]._fig,
            idle_draws=draws_at_once(animations[0]._fig.canvas),
            pyplot_figures=_pyplot_figures(None if figures else animations[0]._fig),
            modules={},
        )
        try:
            return _pickle_with_modules(content, modules if state != "none" else [], state)
        except Exception as error:
            first_error = first_error or error
            last = content
    with _usermodules.pickled_by_value(modules):
        guilty = _unpicklable.find(
            {"animation": last.animations[0], "animations": last.animations},
            lambda thing: _dumps_with(thing, modules),
        )
    raise SnapshotError(guilty or f"{first_error}") from first_error


def _pickle_with_modules(
    content: _Content, modules: list[types.ModuleType], state: str
) -> tuple[bytes, list[pickle.PickleBuffer]]:
    """Pickle again as long as that meets modules of the user's whose state is not in yet."""
    spaces = [*modules, *_usermodules.main_module()]
    with _usermodules.pickled_by_value(modules):
        while True:
            buffers: list[pickle.PickleBuffer] = []
            stream = io.BytesIO()
            pickler = Pickler(stream, spaces, buffers.append)
            pickler.dump(content)
            missing = pickler.met - set(content.modules)
            if not missing:
                return stream.getvalue(), buffers
            for name in missing:
                content.modules[name] = _module_state(name, modules, everything=state == "all")


def _module_state(
    name: str, modules: list[types.ModuleType], *, everything: bool
) -> dict[str, Any]:
    values = {k: v for k, v in vars(sys.modules[name]).items() if k != "__builtins__"}
    for key in ("__spec__", "__loader__", "__cached__"):
        values.pop(key, None)
    if everything:
        return values
    return {k: v for k, v in values.items() if _is_picklable(v, modules)}


def _is_picklable(thing: object, modules: list[types.ModuleType]) -> bool:
    try:
        _dumps_with(thing, modules)
    except Exception:
        return False
    return True


def _dumps_with(thing: object, modules: list[types.ModuleType]) -> None:
    Pickler(io.BytesIO(), modules, lambda _: None).dump(thing)


def _dumps(thing: object) -> bytes:
    return cloudpickle.dumps(thing, protocol=5)


def _pyplot_figures(only: Figure | None) -> list[tuple[Any, Figure]]:
    return [
        (manager.num, manager.canvas.figure)
        for manager in Gcf.figs.values()
        if only is None or manager.canvas.figure is only
    ]


def _write(path: Path, parts: Sequence[Any]) -> int:
    """Write *parts* so that each can be mapped: a table of places and lengths, then the parts."""
    views = [pickle.PickleBuffer(part).raw() for part in parts]
    table_end = len(_MAGIC) + _COUNT.size + len(views) * _PLACE.size
    places = []
    end = table_end
    for view in views:
        start = -(-end // _ALIGNMENT) * _ALIGNMENT
        places.append((start, view.nbytes, view.readonly))
        end = start + view.nbytes
    with path.open("wb") as file:
        file.write(_MAGIC + _COUNT.pack(len(views)) + b"".join(_PLACE.pack(*p) for p in places))
        for view, (start, _, _) in zip(views, places, strict=True):
            file.seek(start)
            file.write(view)
        file.truncate(end)
    return end


def _read(path: Path) -> list[memoryview]:
    """Map what `_write` wrote; what a process writes into the parts stays its own."""
    with path.open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise SnapshotError(f"{path} is not a snapshot of this version of matplotlib_parwriter.")
    place = len(_MAGIC)
    (count,) = _COUNT.unpack_from(mapped, place)
    place += _COUNT.size
    parts = []
    for start, length, readonly in _PLACE.iter_unpack(mapped[place : place + count * _PLACE.size]):
        part = mapped[start : start + length]
        parts.append(part.toreadonly() if readonly else part)
    return parts
