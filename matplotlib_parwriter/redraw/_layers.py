"""
The pixels of a frame: which of them can stay from frame to frame.

Artists are painted one over the other, so what follows one that changed must be painted again, but
only where it lies over it. The calls that were recorded are parted in two: the *lower* ones, which
touch no pixel that an artist that changes, or another call that has to wait, touches before them,
and the *upper* ones. The lower ones are painted first, whatever their order, and a copy of that
image is kept. A frame is then this copy, and over it, in their order, the artists that changed and
the upper calls. In a figure with many panels and labels the upper ones are few: spines and tick
marks.

Where a call paints is told from its arguments, generously; where that is not certain, it is taken
to paint everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ._figures import root_figure
from ._items import Item
from ._ops import Op, replay

# Left, top, right and bottom, in pixels from the top left.
Area = tuple[float, float, float, float]
Entry = tuple[Item, str]
_Key = tuple[tuple[Item, str, "int | Area"], ...]

# How many keys and plans are kept: layout engines go round among places that differ by rounding
# errors, and what was recorded at each is another recording.
_REMEMBERED = 8

_EVERYWHERE: Area = (-np.inf, -np.inf, np.inf, np.inf)
# Pixels that anti-aliasing, snapping and rounding may add on each side.
_MARGIN = 3.0
# By how many line widths a mitred corner may stick out (Agg's limit, halved, and some more).
_MITRE = 6.0


@dataclass(frozen=True)
class _Plan:
    """What is painted when, as long as the same artists change."""

    image: np.ndarray
    upper: list[list[Op]]


class Layers:
    """Paint frames."""

    def __init__(self) -> None:
        # By what is replayed and what changes; the latest ones last.
        self._plans: dict[_Key, _Plan] = {}
        self._seen: dict[_Key, None] = {}

    def paint(
        self,
        target: Any,
        dpi: float,
        entries: list[Entry],
        serials: list[int],
        draw: Callable[[Item, str], None],
    ) -> None:
        """
        Paint a frame.

        Parameters
        ----------
        target : CRenderer
            The C++ renderer.
        dpi : float
            Its resolution in dots per inch.
        entries : list of (Item, str)
            What to paint, and by which method, in order.
        serials : list of int
            For each, which recording to replay; 0 where it has changed.
        draw : callable
            Draws an artist that has changed.
        """
        plan = self._plan_for(target, dpi, entries, serials)
        if plan is None:
            target.clear()
        else:
            np.copyto(np.asarray(target), plan.image)
        for i, ((item, method), serial) in enumerate(zip(entries, serials, strict=True)):
            if not serial:
                draw(item, method)
            elif plan is None:
                replay(item.ops[method], target)
            else:
                replay(plan.upper[i], target)

    def _plan_for(
        self, target: Any, dpi: float, entries: list[Entry], serials: list[int]
    ) -> _Plan | None:
        if 2 * serials.count(0) > len(serials):
            return None  # what little could stay is not worth finding out about
        key = tuple(
            [
                (item, method, serial or reach(item.artist))
                for (item, method), serial in zip(entries, serials, strict=True)
            ]
        )
        plan = self._plans.get(key)
        if plan is None and key in self._seen:
            # Making a plan takes about as long as painting: not for what does not come again.
            plan = self._make_plan(key, target, dpi)
            _remember(self._plans, key, plan)
        _remember(self._seen, key, None)
        return plan

    def _make_plan(self, key: _Key, target: Any, dpi: float) -> _Plan:
        height = np.asarray(target).shape[0]
        taken: list[Area] = []
        upper: list[list[Op]] = []
        target.clear()
        for item, method, serial in key:
            upper.append([])
            if isinstance(serial, tuple):
                taken.append(serial)
                continue
            for op in item.ops[method]:
                area = area_of(op, height, dpi)
                if area is not None and not any(_overlap(area, other) for other in taken):
                    replay([op], target)
                else:
                    upper[-1].append(op)
                    taken.append(area or _EVERYWHERE)
        return _Plan(image=np.array(target), upper=upper)


def _remember(memory: dict[_Key, Any], key: _Key, value: Any) -> None:
    """Put *value* last, and drop the first of too many."""
    memory.pop(key, None)
    memory[key] = value
    if len(memory) > _REMEMBERED:
        del memory[next(iter(memory))]


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
            x0, y0, x1, y1 = artist.clipbox.extents
            height = figure.bbox.height
            return _grown((x0, height - y1, x1, height - y0), _MARGIN)
    return _EVERYWHERE


def area_of(op: Op, height: int, dpi: float) -> Area | None:
    """
    Return the pixels that a call paints on.

    Parameters
    ----------
    op : Op
        The call.
    height : int
        Of the image, in pixels.
    dpi : float
        Its resolution in dots per inch.

    Returns
    -------
    (float, float, float, float) or None
        None if the call also depends on what was painted before it.
    """
    gc = next(arg for arg in op.args if hasattr(arg, "get_snap"))
    if gc._clippath is not None:
        # The C++ renderer keeps the mask that it made for the first of the artists that have it.
        return None
    area_of_kind = _AREAS.get(op.method.__name__)
    # Lines are as wide as the gc says in points, not pixels.
    stroke = _MITRE * gc._linewidth * dpi / 72
    area = None if area_of_kind is None else area_of_kind(height, stroke, *op.args)
    area = area or _EVERYWHERE
    if gc.get_sketch_params() is not None:
        area = _EVERYWHERE
    if gc._cliprect is not None:
        (x0, y0), (x1, y1) = gc._cliprect
        clip = _grown(
            (min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1)), _MARGIN
        )
        area = _common(area, clip)
    return area


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


def _overlap(a: Area, b: Area) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
