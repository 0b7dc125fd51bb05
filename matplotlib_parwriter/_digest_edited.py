"""What users may have changed in what the state digest leaves out, because matplotlib makes it.

Such a thing counts only where it is not what matplotlib would make: a copy that has not made it yet
is no different from one that has.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axis import Axis, Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ._digest_skips import is_matplotlib

_Named = list[tuple[str, Any]]


def edited(item: Any) -> _Named:
    """Return what was changed in such attributes of *item*, by name; most often nothing."""
    found: _Named = []
    kind: Any = type(item)
    for look in _looks(kind):
        try:
            found += look(item)
        except Exception as error:  # a draw will raise it, too
            found.append((f"<{look.__name__}>", type(error).__name__))
    return found


@lru_cache(maxsize=4096)
def _looks(kind: type) -> tuple[Callable[[Any], _Named], ...]:
    if issubclass(kind, Line2D):
        return (_path,)
    if issubclass(kind, Colormap) and is_matplotlib(kind):
        return (_table,)
    if issubclass(kind, Figure):
        return (_canvas,)
    return ()


def _canvas(figure: Any) -> _Named:
    """Look at what a script keeps on the canvas, the state of keys and clicks most likely."""
    given = given_to_canvas(figure.canvas)
    return [("canvas", given)] if given else []


def given_to_canvas(canvas: Any) -> dict[str, Any]:
    """
    Return the attributes that a canvas has from somebody else than matplotlib.

    Parameters
    ----------
    canvas : `~matplotlib.backend_bases.FigureCanvasBase`
        Those of windows have others of their own; nothing is found on them.
    """
    if type(canvas) is not FigureCanvasAgg:
        return {}
    own = _attributes_of_canvases()
    return {name: value for name, value in vars(canvas).items() if name not in own}


@lru_cache(maxsize=1)
def _attributes_of_canvases() -> frozenset[str]:
    canvas = FigureCanvasAgg(Figure())
    canvas.get_renderer()
    return frozenset(vars(canvas))


def _table(colormap: Any) -> _Named:
    """Look at the colours of a colormap, such as those that a script rolls through an image."""
    # Private: there is no public way to write to them, so scripts do this.
    if not colormap._isinit or getattr(colormap, "_lut", None) is None:
        return []
    fresh = copy.copy(colormap)
    fresh._init()
    return [] if np.array_equal(fresh._lut, colormap._lut) else [("_lut", colormap._lut)]


def _path(line: Any) -> _Named:
    """Look at the path of a line, which `Line2D.get_path` gives away."""
    # Private: whether the path is to be made again, before anybody sees it.
    if line._invalidx or line._invalidy or line._path is None:
        return []
    vertices = line._path.vertices
    x = _floats(line._xorig, line.convert_xunits)
    y = _floats(line._yorig, line.convert_yunits)
    expected = np.column_stack(np.broadcast_arrays(x, y)).astype(float)
    if line._drawstyle != "default":
        expected = np.asarray(STEP_LOOKUP_MAP[line._drawstyle](*expected.T)).T
    if np.array_equal(expected, vertices, equal_nan=True):
        return []
    return [("_path", vertices)]


def _floats(given: Any, convert: Callable[[Any], Any]) -> Any:
    plain = type(given) is np.ndarray and given.dtype.kind in "biuf"
    values = given if plain else convert(given)
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(float), np.nan)
    return np.asarray(values, float).ravel()


def edited_ticks(axis: Axis, ticks: list[Any], used: int, *, major: bool) -> list[Any]:
    """
    Return the looks of those of *axis*' *ticks* that were changed, but for the first, *used* ones.

    They are out of use; they get a place and a text when they are used again, but keep their looks.
    How many there are follows from how often the axis was drawn, so those do not count that look
    as the next one that it makes, or as one in use: updates may set the looks of all of them.
    """
    used = max(used, 1)  # most have one minor tick from the beginning, which is never used
    if len(ticks) <= used or not is_matplotlib(type(axis)):
        return []
    # Private: what `Axis` itself calls.
    fresh = axis._get_tick(major=major)  # type: ignore[attr-defined]
    # As texts, for there may be arrays in them.
    plain = {repr(looks_of(tick)) for tick in (fresh, *ticks[:used])}
    others = [(i, repr(looks_of(ticks[i]))) for i in range(used, len(ticks))]
    return [(i, looks) for i, looks in others if looks not in plain]


def looks_of(tick: Tick) -> Any:
    """Return how a tick looks, whatever its place and its text."""
    labels = [
        (
            text.get_visible(),
            text.get_color(),
            text.get_rotation(),
            text.get_fontsize(),
            text.get_alpha(),
            text.get_fontweight(),
            text.get_fontstyle(),
            text.get_fontfamily(),
            text.get_url(),
            text.get_gid(),
        )
        for text in (tick.label1, tick.label2)
    ]
    lines = [
        (
            line.get_visible(),
            line.get_color(),
            line.get_linewidth(),
            line.get_linestyle(),
            line.get_markersize(),
            line.get_markeredgewidth(),
            line.get_markeredgecolor(),
            line.get_alpha(),
        )
        for line in (tick.tick1line, tick.tick2line, tick.gridline)
    ]
    return tick.get_visible(), labels, lines
