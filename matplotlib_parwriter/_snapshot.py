"""
The live animation as a file, and back in a worker.

A snapshot is one cloudpickle of the animations being saved, the figures pyplot manages, and the
user's modules: one, because what is pickled apart moves another copy of the artists, and the movie
stands still. Array data travels beside it (pickle protocol 5, out of band), so that every worker of
a machine maps the same pages, copy on write.

How single objects travel is said in `_pickling`.
"""

import contextlib
import ctypes
import gc
import io
import mmap
import pickle
import shutil
import struct
import sys
import tempfile
import types
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

import cloudpickle
import numpy as np
from matplotlib import pyplot as plt
from matplotlib._pylab_helpers import Gcf  # private: pyplot's own list of figures and their order
from matplotlib.animation import Animation
from matplotlib.figure import Figure

from . import _environment, _mapped, _registries, _unpicklable, _usermodules
from ._arrays import Arrays
from ._draw import draws_at_once
from ._memmaps import File
from ._memories import Piece
from ._pickling import Pickler, Unpickler
from ._warnings import unheard

_MAGIC = b"parwriter snapshot 2\n"
_COUNTS = struct.Struct("<QQ")  # of all parts, and of those at the end that are runs of arrays
_PLACE = struct.Struct("<QQ?")  # first byte, length in bytes, whether it may be written to
_ALIGNMENT = 64  # bytes; what numpy's fastest loops like
_ITEM_ALIGNMENT = 16  # what no type of numpy's exceeds; arrays keep it if memory does
# Bytes from which on a part has pages of its own, which nobody writes to for another part's sake.
_PAGED = 64 * 1024
_LEAST_PAGES = 2  # those that `_mapped` tries out
_CHUNK = 2**20
# Bytes from which on a snapshot could fill a disk, and what must remain of that for segments.
_BIG = 16e6
_SPARE = 256e6


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
    # First, for it cannot be restored while what it is drawn by is only half there, such as the
    # transform of an artist outside of it.
    figure: Figure
    animations: tuple[Animation, ...]
    idle_draws: bool
    pyplot_figures: list[tuple[Any, Figure]]  # by number; the last one is pyplot's current figure
    modules: dict[str, dict[str, Any]]
    registries: _registries.Registries


class _Pickled(NamedTuple):
    environment: bytes
    stream: IO[bytes]
    buffers: list[pickle.PickleBuffer]
    arrays: Arrays


class _Part(NamedTuple):
    nbytes: int
    readonly: bool
    chunks: Callable[[], Iterator[Any]]
    address: int = 0


class _Parts(NamedTuple):
    environment: bytes
    files: list[File]
    stream: int  # where it begins
    buffers: list[memoryview]
    memories: list[Piece]


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
        If something that the animations refer to cannot be pickled, or is more than the disk can
        take. There is no file then.
    """
    try:
        environment = _dumps(_environment.capture())
    except Exception as error:
        raise SnapshotError(f"the state of the process cannot be pickled: {error}") from error
    # In a file, for what is no array, such as bytes, may be big as well.
    with tempfile.TemporaryFile(dir=path.parent) as stream:
        # Python 3.12 and 3.13 warn that 3.14 cannot pickle itertools any more.
        with unheard(DeprecationWarning):
            buffers, arrays = _pickle(animations, stream)
        with _removed_on_failure(path):
            return _write(path, _Pickled(environment, stream, buffers, arrays))


@contextlib.contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def forget() -> None:
    """Drop what this process, a worker, holds of a snapshot."""
    try:
        _leave()
    finally:
        gc.collect()
        _mapped.forget()


def _leave() -> None:
    try:
        plt.close("all")
    finally:
        _usermodules.forget()


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
    identity = uuid.uuid4().hex
    _leave()
    if _mapped.is_any():
        gc.collect()  # figures are full of cycles, and an earlier copy may have written gigabytes
    parts = _read(path)
    with warnings.catch_warnings(), path.open("rb") as file:
        # The user has had his warnings; here they would be errors if he wants them to be.
        warnings.simplefilter("ignore")
        environment = Unpickler(io.BytesIO(parts.environment), identity=identity).load()
        _environment.restore(environment)
        file.seek(parts.stream)
        unpickler = Unpickler(
            file,
            identity=identity,
            buffers=parts.buffers,
            memories=parts.memories,
            files=parts.files,
        )
        content: _Content = unpickler.load()
        _registries.restore(content.registries)
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


def _pickle(
    animations: Sequence[Animation], stream: IO[bytes]
) -> tuple[list[pickle.PickleBuffer], Arrays]:
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
            registries=_registries.capture(),
        )
        try:
            included = modules if state != "none" else []
            return _pickle_with_modules(content, stream, included, state)
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
    content: _Content, stream: IO[bytes], modules: list[types.ModuleType], state: str
) -> tuple[list[pickle.PickleBuffer], Arrays]:
    """Pickle again as long as that meets modules of the user's whose state is not in yet."""
    spaces = [*modules, *_usermodules.main_module()]
    with _usermodules.pickled_by_value(modules):
        while True:
            buffers: list[pickle.PickleBuffer] = []
            stream.seek(0)
            stream.truncate()
            pickler = Pickler(stream, spaces, buffers.append)
            pickler.dump(content)
            missing = pickler.met - set(content.modules)
            if not missing:
                return buffers, pickler.arrays
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


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield chunk


def _write(path: Path, pickled: _Pickled) -> int:
    """Write parts so that each can be mapped: a table of places and lengths, then the parts."""
    runs, where = pickled.arrays.memories.placed()
    lead = [_part(pickled.environment), _part(pickle.dumps((pickled.arrays.files.found, where)))]
    lead.append(_Part(pickled.stream.tell(), False, lambda: _chunks(pickled.stream)))
    buffers = [_part(buffer) for buffer in pickled.buffers]
    parts = [*lead, *buffers, *(_Part(run.nbytes, False, run.chunks, run.low) for run in runs)]
    places = []
    end = len(_MAGIC) + _COUNTS.size + len(parts) * _PLACE.size
    for part in parts:
        alignment = mmap.PAGESIZE if part.nbytes >= _PAGED else _ALIGNMENT
        start = -(-end // alignment) * alignment + part.address % _ITEM_ALIGNMENT
        places.append((start, part.nbytes, part.readonly))
        end = start + part.nbytes
    end = max(-(-end // mmap.PAGESIZE), _LEAST_PAGES) * mmap.PAGESIZE
    _make_sure_of_space(path, end)
    with path.open("wb") as file:
        file.write(_MAGIC + _COUNTS.pack(len(parts), len(runs)))
        file.write(b"".join(_PLACE.pack(*place) for place in places))
        for part, (start, _, _) in zip(parts, places, strict=True):
            file.seek(start)
            for chunk in part.chunks():
                file.write(chunk)
        file.truncate(end)
    return end


def _part(buffer: Any) -> _Part:
    view = pickle.PickleBuffer(buffer).raw()
    return _Part(view.nbytes, view.readonly, lambda: iter([view]))


def _make_sure_of_space(path: Path, size: int) -> None:
    if size < _BIG:
        return
    free = shutil.disk_usage(path.parent).free
    if free < size + _SPARE:
        raise SnapshotError(
            f"its data takes {size / 1e6:.0f} MB in {path.parent.parent}, where {free / 1e6:.0f} "
            "MB are free; see the setting temp_dir"
        )


def _separately(mapped: mmap.mmap, start: int, part: memoryview) -> memoryview:
    """Return *part* of a mapping as memory of its own, which others do not seem to share."""
    if not part.nbytes:
        return part
    memory: Any = (ctypes.c_uint8 * part.nbytes).from_buffer(mapped, start)
    data = np.frombuffer(memory, np.uint8).data
    return data.toreadonly() if part.readonly else data


def _read(path: Path) -> _Parts:
    """Map what `_write` wrote; what a process writes into the parts stays its own."""
    with path.open("rb") as file:
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        _mapped.register(whole, file.fileno(), "snapshot", fixed=True)
    mapped = memoryview(whole)
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise SnapshotError(f"{path} is not a snapshot of this version of matplotlib_parwriter.")
    place = len(_MAGIC)
    count, memories = _COUNTS.unpack_from(mapped, place)
    place += _COUNTS.size
    parts = []
    for start, length, readonly in _PLACE.iter_unpack(mapped[place : place + count * _PLACE.size]):
        part = mapped[start : start + length]
        parts.append((start, part.toreadonly() if readonly else part))
    (_, environment), (_, of_arrays), (stream, _), *others = parts
    buffers = [part for _, part in others[: len(others) - memories]]
    runs = [_separately(whole, *run) for run in others[len(others) - memories :]]
    files, where = pickle.loads(of_arrays)
    return _Parts(
        environment=bytes(environment),
        files=files,
        stream=stream,
        buffers=buffers,
        memories=[Piece(runs[place.run][place.offset :], place.packed) for place in where],
    )
