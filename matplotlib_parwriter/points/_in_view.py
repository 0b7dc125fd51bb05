"""
Points that cannot be seen need not be drawn.

A movie that zooms into its data shows few of the points, and to tell which takes a hundredth of the
time of drawing them. Left out are those of which nothing reaches the clip rectangle: the renderer
would paint nothing for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PathCollection
from matplotlib.transforms import Bbox, IdentityTransform

from ..redraw._figures import root_figure
from ._points import Part, chosen
from ._source import Array

# How far a mitred corner of an edge may reach, in widths of the edge.
_MITRE = 6
# For smoothing, snapping and rounding, in pixels.
_MARGIN = 3


def visible_box(renderer: Any, artist: PathCollection) -> Bbox | None:
    """
    Return the rectangle in which anything of an artist can be seen, in pixels.

    Parameters
    ----------
    renderer : RendererBase
        Where it is drawn.
    artist : PathCollection
        What is drawn.

    Returns
    -------
    Bbox or None
        None if points outside may count: on paper, where effects move them, where a clip path is
        drawn with them.
    """
    # Private: in formats with vectors, what is rasterized goes to a renderer inside.
    inner = getattr(renderer, "_renderer", None)
    if not isinstance(renderer, RendererAgg) and not isinstance(inner, RendererAgg):
        return None
    if (
        artist.get_path_effects()
        or artist.get_sketch_params() is not None
        or artist.get_agg_filter() is not None
        or not isinstance(artist.get_transform(), IdentityTransform)
    ):
        return None
    if not artist.get_clip_on():
        width, height = renderer.get_canvas_width_height()
        return Bbox([[0, 0], [width, height]])
    box = artist.get_clip_box()
    if artist.get_clip_path() is not None or box is None:
        return None
    return Bbox(np.sort(box.get_points(), axis=0))


def in_view(parts: Iterable[Part], collection: PathCollection, box: Bbox) -> Iterator[Part]:
    """
    Yield those points of which something may be seen.

    Parameters
    ----------
    parts : iterable of Part
        The points.
    collection : PathCollection
        What draws them.
    box : Bbox
        Where they would be seen, in pixels.
    """
    place = collection.get_offset_transform()
    dpi = root_figure(collection).dpi
    for part in parts:
        places = np.ma.filled(place.transform(part.offsets), np.nan)
        reach = _reach(part, collection, dpi)
        low, high = box.get_points() + np.array([[-reach], [reach]])
        seen = ((places >= low) & (places <= high)).all(axis=1)
        count = int(np.count_nonzero(seen))
        if count == len(places):
            yield part
        elif count:
            yield chosen(part, seen)


def _reach(part: Part, collection: Any, dpi: float) -> float:
    """Return how many pixels from its place a marker may paint."""
    sizes: Array = np.asarray(collection.get_sizes() if part.sizes is None else part.sizes, float)
    finite = sizes[np.isfinite(sizes)]
    scale = np.sqrt(finite.max()) * dpi / 72 if len(finite) else 1.0
    vertices = np.concatenate([path.vertices for path in collection.get_paths()])
    edge = np.max(collection.get_linewidth(), initial=0) * dpi / 72
    return float(np.nanmax(np.abs(vertices)) * scale + _MITRE * edge + _MARGIN)
