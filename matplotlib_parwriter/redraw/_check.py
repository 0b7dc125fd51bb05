"""Reference frames: the engine's images against plain ones, and whose fault a difference is."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

from ._items import Item
from ._ops import ClipKeeper, Op, recording
from ._scene import Scene

# How much further each reference frame is from the first frame than the one before; less where
# frames that turn out to be wrong cannot be made again.
_GROWTH, _THOROUGH_GROWTH = 4, 3


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """
    A frame that the engine drew wrongly.

    Attributes
    ----------
    frame : int
        Number of the frame, counted from 0.
    verified : int
        Number of the frames up to which all is known to be right.
    corrected : bool
        Whether the image that was returned for the frame is right nevertheless.
    artist : str
        The artist found guilty, described, or "" if none was found.
    """

    frame: int
    verified: int
    corrected: bool
    artist: str


class Schedule:
    """
    Tell which frames are to be checked: at first often, then ever more seldom.

    Parameters
    ----------
    first : float
        The first frame to be checked, counted from 0; infinity for none.
    thorough : bool
        Whether to check more of them.
    """

    def __init__(self, first: float, *, thorough: bool) -> None:
        self._next = first
        self._growth = _THOROUGH_GROWTH if thorough else _GROWTH

    def is_due(self, frame: int) -> bool:
        """Return whether *frame* is to be checked; asked once for each, in order."""
        if frame < self._next:
            return False
        self._next = self._growth * frame + 1
        return True


def find_guilty(scene: Scene, renderer: RendererAgg) -> str:
    """
    Find the first artist that would draw something else than was replayed for it.

    Parameters
    ----------
    scene : Scene
        What has drawn a wrong frame just now.
    renderer : `~matplotlib.backends.backend_agg.RendererAgg`
        What may be drawn on.

    Returns
    -------
    str
        A description of the artist, "" if there is none among those that are matplotlib's own.
    """
    for item in scene.replayed:
        if not item.foreign and not _is_same(item, renderer):
            artist = item.artist
            axes = f" in {artist.axes}" if artist.axes is not None else ""
            return f"{artist}{axes}"
    return ""


def _is_same(item: Item, renderer: RendererAgg) -> bool:
    for method in item.methods:
        with recording(renderer) as recorder:
            getattr(item.artist, method)(renderer)
        if not _equal(recorder.ops, item.ops[method]):
            return False
    return True


def _equal(a: Any, b: Any) -> bool:
    """Return whether two recordings, or parts of them, draw the same."""
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.array_equal(
            np.asarray(a), np.asarray(b), equal_nan=np.asarray(a).dtype.kind == "f"
        )
    if type(a) is not type(b):
        return False
    if isinstance(a, ClipKeeper):
        return True  # what was clipped to last is no part of what is drawn
    if isinstance(a, (tuple, list, Op)):
        return len(a) == len(b) and all(map(_equal, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_equal(a[k], b[k]) for k in a)
    if hasattr(a, "__slots__"):
        return all(_equal(_part(a, name), _part(b, name)) for name in type(a).__slots__)
    if hasattr(a, "vertices"):
        return _equal((a.vertices, a.codes), (b.vertices, b.codes))
    return bool(a == b)


def _part(gc: object, name: str) -> object:
    value = getattr(gc, name)
    return value() if callable(value) else value
