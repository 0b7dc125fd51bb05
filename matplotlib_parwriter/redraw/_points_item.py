"""Points, such as ``scatter`` makes, whose shape is not measured or read again and again."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.cbook import _setattr_cm
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform

from ._items import Item
from ._ops import CRenderer, target_of

# Before points of one shape are drawn, matplotlib computes how large that is, from the curves it
# consists of: for 5000 small circles that is a fifth of the draw.
_GET_EXTENTS = Path.get_extents
# A shape of more vertices takes long to be known again.
_MOST_VERTICES = 1000


class PointsItem(Item):
    """
    Points that may be of one shape.

    Parameters
    ----------
    artist : `~matplotlib.collections.PathCollection`
        The points; see `is_points`.
    """

    __slots__ = ("_extents", "_measured")

    artist: PathCollection

    def __init__(self, artist: PathCollection) -> None:
        super().__init__(artist)
        # What was measured last: all that the extents depend on, and the extents.
        self._measured: tuple[Any, ...] = ()
        self._extents = Bbox.null()

    def _call(self, method: str, renderer: RendererAgg) -> None:
        paths = [] if self.foreign else self.artist.get_paths()
        if len(paths) != 1 or not _is_plain(paths[0]):
            super()._call(method, renderer)
            return
        (shape,) = paths

        def get_extents(transform: Transform | None = None, **kwargs: Any) -> Bbox:
            if kwargs or transform is None or not transform.is_affine:
                return _GET_EXTENTS(shape, transform, **kwargs)
            codes = None if shape.codes is None else shape.codes.tobytes()
            measured = (
                *(type(transform), transform.get_matrix().tobytes()),
                *(shape.vertices.tobytes(), shape.vertices.dtype, codes),
                *(shape.should_simplify, shape.simplify_threshold),
            )
            if measured != self._measured:
                self._extents = _GET_EXTENTS(shape, transform)
                self._measured = measured
            return Bbox(self._extents.get_points().copy())

        with _setattr_cm(shape, get_extents=get_extents), _asked_once(renderer):
            super()._call(method, renderer)


class _Shape:
    """A path as the C++ renderer reads it, which asks for it anew for each point."""

    __slots__ = ("codes", "should_simplify", "simplify_threshold", "vertices")

    def __init__(self, path: Path) -> None:
        # Private: these are the names by which the C++ code asks (py_converters.h). Of a `Path`
        # they are properties, calls of Python functions each time.
        self.vertices = path.vertices
        self.codes = path.codes
        self.should_simplify = path.should_simplify
        self.simplify_threshold = path.simplify_threshold


def _asked_once(renderer: RendererAgg) -> AbstractContextManager[None]:
    """Let the C++ renderer get the one shape of many points as attributes, not as properties."""
    if type(target_of(renderer)) is not CRenderer:
        return nullcontext()  # what is recorded is drawn again, and compared
    draw = renderer.draw_path_collection

    def draw_path_collection(gc: Any, transform: Any, paths: Any, *args: Any, **kw: Any) -> None:
        if len(paths) == 1 and type(paths[0]) is Path:
            paths = [_Shape(paths[0])]
        draw(gc, transform, paths, *args, **kw)

    return _setattr_cm(renderer, draw_path_collection=draw_path_collection)


def is_points(artist: Any) -> bool:
    """Return whether *artist* is drawn as points of matplotlib's are."""
    return isinstance(artist, PathCollection)


def _is_plain(shape: Any) -> bool:
    """Return whether it is known what the extents of *shape* depend on."""
    return (
        type(shape) is Path
        and Path.get_extents is _GET_EXTENTS
        and "get_extents" not in vars(shape)
        and np.shape(shape.vertices)[0] <= _MOST_VERTICES
    )
