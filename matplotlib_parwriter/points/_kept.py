"""
What many points looked like when they were drawn last, to be put back instead of drawing them.

Drawing millions of points takes seconds, so the pixels before and after it are kept. If neither the
artist nor anything it is drawn by has changed, and the pixels before are the same, those after are
the same, too: what the renderer paints depends on nothing else. That includes transparency. What
tells that nothing has changed is what tells it of matplotlib's own artists (`redraw`), and sums of
all data, which take a hundredth of the time of drawing, or less.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PathCollection

from .._digest_values import array_content, to_bytes
from ..redraw._cells import Cell
from ..redraw._rules import UnwatchableError
from ..redraw._watcher import Watcher
from ._points import Points
from ._source import Array, read

# Fewer points are drawn about as soon as their pixels are compared.
_WORTH_IT = 20_000
# Computed from what is watched whenever something is drawn, or from the data, which is summed.
_COMPUTED = frozenset(
    {
        *("_facecolors", "_edgecolors", "_hatchcolors", "_mapped_colors"),
        *("_face_is_mapped", "_edge_is_mapped", "_offsets", "_A"),
    }
)


class Kept:
    """Keep the pixels of one artist. Nothing of it travels to another process."""

    def __init__(self) -> None:
        self._watcher = Watcher(thorough=False)
        self._watched = PathCollection.__new__(PathCollection)
        self._cells: list[Cell] = []
        self._key: Any = None
        self._before: Array | None = None
        self._after: Array | None = None
        self._sums = b""

    def __reduce__(self) -> tuple[Any, ...]:
        return Kept, ()

    def paint(
        self,
        renderer: Any,
        artist: PathCollection,
        points: Points,
        chunk: int,
        draw: Callable[[], None],
    ) -> None:
        """
        Put back what was painted last if drawing would paint the same, else draw.

        Parameters
        ----------
        renderer : RendererBase
            Where to paint.
        artist : PathCollection
            One that has all attributes of the artist by which it is drawn.
        points : Points
            The points.
        chunk : int
            How many points to look at in one go.
        draw : callable
            Draws them.
        """
        image = _pixels_of(renderer, artist) if _are_worth_it(points) else None
        if image is None:
            draw()
            return
        if self._before is not None and np.array_equal(self._before, image):
            self._see(artist)
            if self._key == self._versions() and self._sums == _sums_of(points, chunk):
                image[...] = self._after
                return
        before = image.copy()
        draw()
        self._see(artist)
        try:
            self._cells = self._watcher.cells(self._watched)
        except UnwatchableError:  # a transform or a norm of the user's may do anything
            self._before = self._after = None
            return
        self._watcher.keep_only(self._cells)
        self._key, self._sums = self._versions(), _sums_of(points, chunk)
        self._before, self._after = before, image.copy()

    def _see(self, artist: PathCollection) -> None:
        """Let the one that is watched be what the artist is now."""
        attributes = vars(self._watched)
        attributes.clear()
        attributes.update({k: v for k, v in vars(artist).items() if k not in _COMPUTED})
        attributes["_A"] = artist.get_array() is not None
        self._watcher.round += 1

    def _versions(self) -> tuple[int, ...]:
        return tuple([cell.look(self._watcher.round) for cell in self._cells])


def _are_worth_it(points: Points) -> bool:
    arrays = points.source.arrays()
    if arrays is None or any(array.dtype.hasobject for array in arrays):
        return False
    return len(points.source) >= _WORTH_IT


def _pixels_of(renderer: Any, artist: PathCollection) -> Array | None:
    """Return the pixels of a renderer, to be written to; None if they are not all that counts."""
    if type(renderer) is not RendererAgg or artist.get_agg_filter() is not None:
        return None
    # Drawing with a clip path also leaves a mask to those drawn after it.
    if artist.get_clip_path() is not None:
        return None
    image = np.asarray(renderer.buffer_rgba())
    return image if image.flags.writeable else None


def _sums_of(points: Points, chunk: int) -> bytes:
    """Return a digest of all data."""
    sums = hashlib.blake2b(repr((points.uses_values, points.plotnonfinite)).encode())
    own = (points.sizes, points.values, points.colors, points.alpha)
    for array in (*(points.source.arrays() or ()), *own):
        if array is not None:
            for start in range(0, len(array), chunk):
                part = read(array, start, start + chunk)
                sums.update(to_bytes(array_content(np.ma.getdata(part))))
                if isinstance(part, np.ma.MaskedArray):
                    sums.update(to_bytes(array_content(np.ma.getmaskarray(part))))
        sums.update(b";")
    return sums.digest()
