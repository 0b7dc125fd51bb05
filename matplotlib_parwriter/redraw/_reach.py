"""Which pixels an artist, or a call to the C++ renderer, paints on."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ._figures import root_figure
from ._ops import Op, replay

# Left, top, right and bottom, in pixels from the top left.
Area = tuple[float, float, float, float]

EVERYWHERE: Area = (-np.inf, -np.inf, np.inf, np.inf)
NOWHERE: Area = (np.inf, np.inf, -np.inf, -np.inf)
# Pixels that anti-aliasing, snapping and rounding may add on each side.
_MARGIN = 3.0
# By how many line widths a mitred corner may stick out (Agg's limit, halved, and some more).
_MITRE = 6.0
# Beyond this, converting a coordinate to an int of C++ is undefined; with room for the height.
_INT_MAX = 2.0**30


def reach(artist: Artist) -> Area:
    """Return the pixels that *artist* may paint on, whatever it is like."""
    if (
        isinstance(artist, (Line2D, Collection, Patch, AxesImage))
        and artist.get_clip_on()
        and artist.clipbox is not None
        and not artist.get_path_effects()
        and artist.get_agg_filter() is None
    ):
        figure = root_figure(artist)
        if figure is not None:
            return _clip_area(artist.clipbox.get_points(), figure.bbox.height)
    return EVERYWHERE


def area_of(op: Op, height: int, dpi: float) -> Area:
    """
    Return the pixels that a call may paint on.

    Parameters
    ----------
    op : Op
        The call.
    height : int
        Of the image, in pixels.
    dpi : float
        Its resolution in dots per inch.
    """
    gc = _gc_of(op)
    area_of_kind = _AREAS.get(op.method.__name__)
    # Lines are as wide as the gc says in points, not pixels.
    stroke = _MITRE * gc._linewidth * dpi / 72
    area = None if area_of_kind is None else area_of_kind(height, stroke, *op.args)
    area = area or EVERYWHERE
    if gc.get_sketch_params() is not None:
        area = EVERYWHERE
    if gc._cliprect is not None:
        area = _common(area, _clip_area(gc._cliprect, height))
    return area


def has_clip_path(op: Op) -> bool:
    """
    Return whether a call is clipped by a path, and so has to keep its turn among all such calls.

    The C++ renderer keeps the mask that it made for the first of the artists that have the path.
    """
    return _gc_of(op)._clippath is not None


def _clip_area(corners: Any, height: float) -> Area:
    """Return the pixels of a clip box, as `set_clipbox` in ``_backend_agg.h`` takes it."""
    (x0, y0), (x1, y1) = np.asarray(corners, dtype=float).tolist()
    # All zero means no clip; what fits into no int (NaN, too) becomes any.
    if x0 == y0 == x1 == y1 == 0 or not all(abs(v) < _INT_MAX for v in (x0, y0, x1, y1)):
        return EVERYWHERE
    # The first corner is kept on the image, so a box beside that has its edge; Agg then sorts both.
    x0, y0, y1 = max(x0, 0.0), max(height - y0, 0.0), height - y1
    return _grown((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), _MARGIN)


def _gc_of(op: Op) -> Any:
    return next(arg for arg in op.args if hasattr(arg, "get_snap"))


def _path_area(
    height: int, stroke: float, gc: Any, path: Any, transform: np.ndarray, face: Any = None
) -> Area | None:
    return _points_area(height, path.vertices, transform, stroke)


def _markers_area(
    height: int,
    stroke: float,
    gc: Any,
    marker: Any,
    marker_transform: np.ndarray,
    path: Any,
    transform: np.ndarray,
    face: Any = None,
) -> Area | None:
    around = _moved(marker.vertices, marker_transform)
    if not around.size or not np.isfinite(around).all():
        return None
    size = float(abs(around).max()) + stroke
    return _points_area(height, path.vertices, transform, size)


def _text_area(
    height: int, stroke: float, image: np.ndarray, x: float, y: float, angle: float, gc: Any
) -> Area | None:
    rows, columns = np.asarray(image).shape[:2]
    if not rows or not columns:
        return NOWHERE  # a space, which may be said to lie anywhere
    size = float(np.hypot(rows, columns)) if angle else 0.0
    return _grown((x, y - rows, x + columns, y), _MARGIN + size)


def _image_area(
    height: int, stroke: float, gc: Any, x: float, y: float, image: np.ndarray
) -> Area | None:
    rows, columns = image.shape[:2]
    return _grown((x, height - y - rows, x + columns, height - y), _MARGIN)


_AREAS: dict[str, Callable[..., Area | None]] = {
    "draw_path": _path_area,
    "draw_markers": _markers_area,
    "draw_text_image": _text_area,
    "draw_image": _image_area,
}


def _moved(vertices: np.ndarray, transform: np.ndarray) -> np.ndarray:
    return np.asarray(vertices @ transform[:2, :2].T + transform[:2, 2])


def _points_area(
    height: int, vertices: np.ndarray, transform: np.ndarray, margin: float
) -> Area | None:
    points = _moved(vertices, transform)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return None
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    area = float(x0), height - float(y1), float(x1), height - float(y0)
    return _grown(area, margin + _MARGIN)


def _grown(area: Area, margin: float) -> Area:
    x0, y0, x1, y1 = area
    return x0 - margin, y0 - margin, x1 + margin, y1 + margin


def _common(a: Area, b: Area) -> Area:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def united(areas: list[Area], *, grid: int) -> Area:
    """Return an area that has all of *areas* in it, in multiples of *grid* pixels."""
    areas = [area for area in areas if area[0] < area[2] and area[1] < area[3]]
    if not areas:
        return NOWHERE
    x0, y0, x1, y1 = zip(*areas, strict=True)
    bounds = min(x0), min(y0), max(x1), max(y1)
    if not all(map(math.isfinite, bounds)):
        return EVERYWHERE
    left, top = (math.floor(bound / grid) * grid for bound in bounds[:2])
    right, bottom = (math.ceil(bound / grid) * grid for bound in bounds[2:])
    return left, top, right, bottom


def overlaps(area: Area, taken: list[Area]) -> bool:
    """Return whether *area* has pixels in common with any that is *taken*."""
    x0, y0, x1, y1 = area
    return any(
        x0 < other[2] and other[0] < x1 and y0 < other[3] and other[1] < y1 for other in taken
    )


def touched(op: Op, target: Any, area: Area) -> Area:
    """
    Return the pixels that a call paints on, found out by painting.

    Parameters
    ----------
    op : Op
        The call.
    target : CRenderer
        Where to try; its image is the same afterwards.
    area : (float, float, float, float)
        Where the call may paint.

    Returns
    -------
    (float, float, float, float)
        The pixels whose colour it has a part in: what blends anything into a transparent pixel
        makes that less transparent (``agg_workaround.h``).
    """
    image = np.asarray(target)
    height, width = image.shape[:2]
    x0, y0 = math.floor(max(area[0], 0)), math.floor(max(area[1], 0))
    x1, y1 = math.ceil(min(area[2], width)), math.ceil(min(area[3], height))
    window = image[y0 : max(y0, y1), x0 : max(x0, x1)]
    before = window.copy()
    window[:] = 0
    replay([op], target)
    is_touched = window[..., 3] != 0
    window[:] = before
    (rows,), (columns,) = is_touched.any(axis=1).nonzero(), is_touched.any(axis=0).nonzero()
    if not len(rows):
        return NOWHERE
    return x0 + columns[0], y0 + rows[0], x0 + columns[-1] + 1, y0 + rows[-1] + 1
