"""
Why the idle draw may not be left out, with which stock draws each frame once more for nothing.

It may be where a second draw repeats the first. It may not where code of the user's runs in a draw,
which may count how often that happens, or where something of matplotlib's keeps what it found in
its first draw. So all that takes part in a draw is looked at, wherever it hangs.
"""

import functools
import types
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib import colors, dates, quiver, scale, ticker
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure, FigureBase, SubFigure
from matplotlib.image import BboxImage
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnnotationBbox, OffsetBox
from matplotlib.patches import ConnectionPatch, FancyArrowPatch, FancyBboxPatch, RegularPolygon
from matplotlib.text import Annotation, Text

from .points import StreamedScatter
from .redraw import has_draw_listeners, is_matplotlibs, is_pure, why_foreign

LAYOUT = "a layout engine moves the Axes at every draw"
_LISTENS = "a function of the user's listens to draw_event"

# These call functions of the user's while they are drawn, which may count how often that happens.
_CALLING_BACK = (ticker.FuncFormatter, colors.FuncNorm, scale.FuncScale, scale.FuncScaleLog)

# Attributes that hold what takes part in drawing, and may be of a class, or a function, of the
# user's. Most have no public name.
_HELPERS: dict[type, tuple[str, ...]] = {
    Text: ("_bbox_patch",),
    Annotation: ("arrow_patch", "xycoords", "_textcoords"),
    AnnotationBbox: ("arrow_patch", "xycoords", "boxcoords"),
    ConnectionPatch: ("coords1", "coords2"),
    FancyBboxPatch: ("_bbox_transmuter",),
    FancyArrowPatch: ("_arrow_transmuter", "_connector"),
    OffsetBox: ("_offset",),
    BboxImage: ("bbox",),
    Line2D: ("_marker",),
    ScalarMappable: ("norm", "cmap"),
    Axes: ("_axes_locator",),
}
# Of an axis without the ticks, which are many, and with what it finds and names their places by.
_OF_AXIS = ("label", "offsetText", "_scale")
_OF_TICKS = ("locator", "formatter")
_OF_ARTIST = ("draw", "_agg_filter", "_path_effects", "_clippath")
_FUNCTIONS = (types.FunctionType, types.MethodType)
_PLAIN = (str, bool, int, float, np.generic, np.ndarray, np.ufunc, type(None))


class IdleDraws:
    """
    Tell, frame by frame, whether the idle draw of a figure matters.

    To look at everything takes its time, so it is done again only where the artists, or what they
    are drawn by, are others. What is put deep into a legend, a box or a tick later is not noticed.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure.
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._outline: list[Any] = []
        self._why: str | None = None

    def why_they_matter(self) -> str | None:
        """Return what `why_it_matters` says now."""
        if has_draw_listeners(self._figure):
            return _LISTENS
        outline = _outline(self._figure)
        if outline != self._outline:
            self._outline, self._why = outline, why_it_matters(self._figure)
        return self._why

    def may_matter(self) -> bool:
        """Return whether an artist, or what it is drawn by, may keep something of being drawn."""
        return self.why_they_matter() not in (None, LAYOUT)


def why_it_matters(figure: Figure) -> str | None:
    """
    Tell what in *figure* may notice whether it is drawn once or twice.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure about to be drawn.

    Returns
    -------
    str or None
        The reason, or None where a second draw repeats the first: every artist, locator,
        formatter, scale, norm and so on is matplotlib's own, none of them keeps anything from its
        first draw, nobody listens to draws, and no layout engine moves anything.
    """
    if has_draw_listeners(figure):
        return _LISTENS
    # Artists' classes wrap what is given as their draw, so that it seems to be matplotlib's.
    if "draw" in vars(figure) or type(figure).draw is not Figure.draw:
        return "the figure has a draw of its own"
    if "draw" in vars(figure.canvas) or not is_matplotlibs(type(figure.canvas).draw):
        return "the canvas has a draw of its own"
    for artist in _artists(figure):
        reason = _why_artist_matters(artist)
        if reason:
            return reason
    return None if figure.get_layout_engine() is None else LAYOUT


def _outline(figure: Figure) -> list[Any]:
    """Return which artists there are, and what they are drawn by, as far as it takes no time."""
    canvas = figure.canvas
    found: list[Any] = [figure.get_layout_engine() is None, *_identity(canvas)]
    found += (id(vars(item).get("draw")) for item in (figure, canvas))
    pending: list[Any] = figure.get_children()
    while pending:
        artist = pending.pop()
        attributes = vars(artist)
        # Not the objects themselves: nobody but the user may say how long they live.
        found += _identity(artist)
        found += [id(attributes.get(name)) for name in _OF_ARTIST]
        if isinstance(artist, Axis):
            parts: tuple[Any, ...] = (artist.major, artist.minor)
            parts = (artist._scale, *[getattr(p, name) for p in parts for name in _OF_TICKS])  # type: ignore[attr-defined]
        elif isinstance(artist, (Axes, FigureBase)):
            pending += artist.get_children()
            parts = (attributes.get("_axes_locator"),)
        elif isinstance(artist, ScalarMappable):
            parts = artist.norm, artist.cmap
            if isinstance(artist, quiver.Quiver):
                found += (artist.scale is None, artist.width is None, artist.get_zorder())
        elif isinstance(artist, quiver.QuiverKey):
            parts = (artist.Q,)
            found.append(artist.get_zorder())
        else:
            continue
        for part in parts:
            found += _identity(part)
    return found


def _identity(item: object) -> tuple[int, type]:
    return id(item), type(item)


def _artists(figure: FigureBase) -> Iterator[Artist]:
    """Yield all artists of *figure*, but for the ticks and what they are made of."""
    pending: list[Any] = figure.get_children()
    while pending:
        artist = pending.pop()
        yield artist
        if not isinstance(artist, Axis):  # which would ask for its ticks
            pending += artist.get_children()


def _why_artist_matters(artist: Artist) -> str:
    if isinstance(artist, SubFigure):
        own = "draw" in vars(artist) or type(artist).draw is not SubFigure.draw
        return "a subfigure has a draw of its own" if own else ""
    reason = "" if isinstance(artist, StreamedScatter) else why_foreign(artist)
    reason = reason or _why_class_matters(type(artist))  # type: ignore[arg-type]
    # Private: of a `TransformedPatchPath`. The transform of such a patch is set when it is drawn.
    if isinstance(getattr(artist.get_clip_path(), "_patch", None), RegularPolygon):
        return "a RegularPolygon clips an artist, and may be drawn after that"
    if isinstance(artist, Axis):
        return reason or _why_axis_matters(artist)
    if isinstance(artist, (quiver.Quiver, quiver.QuiverKey)):
        reason = reason or _why_arrows_matter(artist)
    for name in _helpers_of(type(artist)):  # type: ignore[arg-type]
        reason = reason or _why_helper_matters(getattr(artist, name, None))
    if isinstance(artist, StreamedScatter) and not reason:
        reason = next(map(_why_helper_matters, artist.source_functions()), "")
    return reason


def _why_arrows_matter(artist: quiver.Quiver | quiver.QuiverKey) -> str:
    if isinstance(artist, quiver.Quiver):
        # Their first draw sets these for good, and they depend on the dpi of that draw.
        is_set = artist.scale is not None and artist.width is not None
        return "" if is_set else "a Quiver keeps its scale from its first draw"
    # A key is as large as its arrows were when they were drawn last.
    is_after = artist.Q.axes is artist.axes and artist.Q.get_zorder() < artist.get_zorder()
    return "" if is_after else "a QuiverKey is drawn before its arrows"


@functools.lru_cache(maxsize=512)
def _helpers_of(cls: type) -> tuple[str, ...]:
    return tuple([n for base, names in _HELPERS.items() if issubclass(cls, base) for n in names])


def _why_axis_matters(axis: Axis) -> str:
    reason = ""
    for name in _OF_AXIS:
        reason = reason or _why_helper_matters(getattr(axis, name))
    for ticks in (axis.major, axis.minor):
        for name in _OF_TICKS:
            reason = reason or _why_helper_matters(getattr(ticks, name))
    # Private: matplotlib makes ticks when they are asked for by these names, which is no need here.
    attributes = vars(axis)
    for ticks in (attributes.get("majorTicks", ()), attributes.get("minorTicks", ())):
        for tick in ticks:
            reason = reason or _why_tick_matters(tick)
    return reason


def _why_tick_matters(tick: Tick) -> str:
    parts = (tick, tick.tick1line, tick.tick2line, tick.gridline, tick.label1, tick.label2)
    return next(filter(None, map(why_foreign, parts)), "")


def _why_helper_matters(value: Any) -> str:
    """Return why what takes part in drawing an artist matters, "" if it does not."""
    if isinstance(value, _PLAIN):
        return ""
    if isinstance(value, tuple):
        return next(filter(None, map(_why_helper_matters, value)), "")
    if isinstance(value, functools.partial):
        called = (value.func, *filter(callable, (*value.args, *value.keywords.values())))
        return next(filter(None, map(_why_helper_matters, called)), "")
    if type(value) is ticker.FuncFormatter:
        pure = is_pure(value.func, of_arrays=False)
        return "" if pure else _why_helper_matters(value.func)
    if type(value) is scale.FuncScale:  # such as that of a colorbar of contours
        transform: Any = value.get_transform()
        # Private: the two functions that it was given.
        functions = transform._forward, transform._inverse
        others = [function for function in functions if not is_pure(function, of_arrays=True)]
        return next(filter(None, map(_why_helper_matters, others)), "")
    if isinstance(value, Artist):
        return _why_artist_matters(value)
    if isinstance(value, _FUNCTIONS):
        if not is_matplotlibs(value):
            return "a function of the user's is called while drawing"
        owner = getattr(value, "__self__", None)
        return "" if owner is None else _why_class_matters(type(owner))  # type: ignore[arg-type]
    # A function may be given for each range of dates.
    if isinstance(value, dates.AutoDateFormatter) and any(map(callable, value.scaled.values())):
        return "an AutoDateFormatter calls a function of the user's while drawing"
    return _why_class_matters(type(value))  # type: ignore[arg-type]


@functools.lru_cache(maxsize=512)
def _why_class_matters(cls: type) -> str:
    if not is_matplotlibs(cls) and cls is not StreamedScatter:
        return f"{cls.__module__}.{cls.__qualname__} is not matplotlib's own"
    if issubclass(cls, _CALLING_BACK):
        return f"{cls.__qualname__} calls a function of the user's while drawing"
    return ""
