"""
What an axis would draw, as a value: equal keys, equal drawings.

After ``ax.clear()`` the ticks and texts of an axis are new objects, and asking an axis for its size
makes it set its ticks anew, to what they were. Watching objects is of no use then. So the axis is
asked where its ticks are and what they are called, as its draw begins by doing, and this is
compared with what was drawn before, along with what its ticks and labels are like: their
attributes, and where their anchors lie on the canvas. Ticks that do not exist yet need not be made
for that: matplotlib makes them like the first one. It is a tenth of the work of a draw, most of
which is laying out and drawing texts.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick, XAxis, XTick, YAxis
from matplotlib.cbook import _setattr_cm
from matplotlib.colors import Colormap, Normalize
from matplotlib.font_manager import FontProperties
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.ticker import NullLocator
from matplotlib.transforms import BboxBase, Transform

from ._cells import PLAIN
from ._figures import parent_figure, root_figure
from ._rules import IRRELEVANT, UnwatchableError, caches_of, check_artist

# Attributes of lines and texts that say where they are: their anchors are compared instead.
_PLACES = frozenset(
    {
        "_invalidx",
        "_invalidy",
        "_path",
        "_subslice",
        "_transform",
        "_transformed_path",
        "_x",
        "_x_filled",
        "_xorig",
        "_xy",
        "_y",
        "_yorig",
        "ind_offset",
    }
)
_TICK_LINES = ("gridline", "tick1line", "tick2line")
_TICK_LABELS = ("label1", "label2")
_KNOWN_LABELS = (XAxis._update_label_position, YAxis._update_label_position)


def is_keyed(axis: Artist) -> bool:
    """Return whether `axis_key` works for *axis*, as it does for all of matplotlib's 2-D Axes."""
    return (
        isinstance(axis, Axis)
        and type(axis).draw is Axis.draw
        and type(axis)._update_label_position in _KNOWN_LABELS
        and type(axis.axes).draw is Axes.draw
        and not {"_update_ticks", "draw", "get_tightbbox"} & vars(axis).keys()
        and type(axis)._update_ticks is Axis._update_ticks
    )


@dataclass(frozen=True, kw_only=True)
class Placed:
    """
    Where the ticks of an axis are, and what they are called.

    Attributes
    ----------
    locs : pair of array or None
        Of major and of minor ticks, in data units; None where matplotlib does not ask for them.
    labels : pair of list of str
        Likewise.
    """

    locs: tuple[Any, Any]
    labels: tuple[list[str], list[str]]


def place_ticks(axis: Axis) -> Placed:
    """Ask locators and formatters of *axis* as ``axis._update_ticks()`` does, and as often."""
    locs: list[Any] = []
    labels: list[list[str]] = []
    for ticker, ask, kw in (
        (axis.major, axis.get_majorticklocs, axis._major_tick_kw),
        (axis.minor, axis.get_minorticklocs, axis._minor_tick_kw),
    ):
        # Private: since matplotlib 3.11 ticks that would not show are not asked for.
        if hasattr(axis, "_tick_group_visible") and (
            not axis._tick_group_visible(kw) or isinstance(ticker.locator, NullLocator)
        ):
            locs.append(None)
            labels.append([])
        else:
            locs.append(ask())
            labels.append(ticker.formatter.format_ticks(locs[-1]))
    return Placed(locs=(locs[0], locs[1]), labels=(labels[0], labels[1]))


@contextmanager
def placed_ticks(axis: Axis, placed: Placed) -> Iterator[None]:
    """Let *axis* be drawn within the context without asking again; it asks once in a draw."""
    labels = {id(locs): labels for locs, labels in zip(placed.locs, placed.labels, strict=True)}
    with ExitStack() as stack:
        stack.enter_context(
            _setattr_cm(
                axis,
                get_majorticklocs=lambda: placed.locs[0],
                get_minorticklocs=lambda: placed.locs[1],
            )
        )
        for formatter in {axis.major.formatter, axis.minor.formatter}:
            stack.enter_context(_setattr_cm(formatter, format_ticks=lambda locs: labels[id(locs)]))
        yield


def axis_key(axis: Axis, placed: Placed) -> tuple[Any, ...]:
    """
    Return what *axis* would draw.

    Parameters
    ----------
    axis : `~matplotlib.axis.Axis`
        The axis, see `is_keyed`.
    placed : Placed
        Where its ticks are.

    Returns
    -------
    tuple
        To be compared with others.

    Raises
    ------
    UnwatchableError
        If that depends on more than can be compared.
    """
    axes = axis.axes
    figure = root_figure(axes)
    for groups in parent_figure(axes)._align_label_groups.values():
        if len(groups.get_siblings(axes)) > 1:
            raise UnwatchableError("its label is aligned with others")
    # Corners of the view: where these lie on the canvas, all other points do, too.
    low, high = axis.get_view_interval()
    corners = np.array([(low, 0.0), (high, 1.0)])
    if isinstance(axis, YAxis):
        corners = corners[:, ::-1]
    parts = vars(axis)
    return (
        axis.get_visible(),
        axis.labelpad,
        axis.label_position,
        getattr(axis, "offset_text_position", None),
        axis.OFFSETTEXTPAD,
        getattr(axis, "_tick_position", None),
        axis._autolabelpos,
        axis.major.formatter.get_offset(),
        figure.dpi,
        figure.bbox.get_points().tobytes(),
        axes.bbox.get_points().tobytes(),
        corners.tobytes(),
        type(axis._scale),
        _attributes(axis._scale.get_transform()),
        _label(axis.label, moves=axis._autolabelpos, axis=axis),
        _label(axis.offsetText, moves=True, axis=axis),
        *(_spine(spine) for spine in axes.spines.values()),
        *_ticks(parts.get("majorTicks", []), placed.locs[0], placed.labels[0], corners),
        value_of(axis._major_tick_kw),
        *_ticks(parts.get("minorTicks", []), placed.locs[1], placed.labels[1], corners),
        value_of(axis._minor_tick_kw),
    )


def _ticks(ticks: list[Tick], locs: Any, labels: list[str], corners: np.ndarray) -> list[Any]:
    if locs is None:
        return []
    placed: dict[int, bytes] = {}
    styles = [_tick(tick, corners, placed) for tick in ticks[: max(len(locs), 1)]]
    # Ticks that are missing are made like the first one.
    different = () if all(style == styles[0] for style in styles) else tuple(styles)
    # But not in everything: matplotlib copies neither rotation modes nor whether a tick shows.
    made = len(ticks) if 0 < len(ticks) < len(locs) else None
    places = np.asarray(locs, dtype=float).tobytes()
    return [places, tuple(labels), tuple(styles[:1]), different, made]


def _tick(tick: Tick, corners: np.ndarray, placed: dict[int, bytes]) -> tuple[Any, ...]:
    """Return what *tick* is like, wherever it is along the axis."""
    # Also of what does not show: what is overridden may make it show.
    check_artist(tick)
    found: list[Any] = [type(tick), tick._visible]
    along_x = isinstance(tick, XTick)
    for name in _TICK_LINES:
        line = getattr(tick, name)
        check_artist(line)
        if line._visible:
            transform = line.get_transform()
            if id(transform) not in placed:
                placed[id(transform)] = transform.transform(corners).tobytes()
            across = line._yorig if along_x else line._xorig
            found.append((name, value_of(across), placed[id(transform)]))
            found.append(_attributes(line, _PLACES))
    for name in _TICK_LABELS:
        label = getattr(tick, name)
        check_artist(label)
        if label._visible:
            across = label._y if along_x else label._x
            found.append((name, across, label.get_transform().transform(corners).tobytes()))
            found.append(_attributes(label, _PLACES | {"_text"}))
    return tuple(found)


def _label(label: Text, *, moves: bool, axis: Axis) -> Any:
    """Return what *label* is like; if the axis *moves* it, but for the way that it does."""
    check_artist(label)
    if not label._visible:
        return None
    ignored = _PLACES
    if label is axis.offsetText:
        ignored = ignored | {"_text"}
    place: tuple[Any, ...]
    if not moves:
        place = label.get_position()
    elif label is axis.offsetText or isinstance(axis, XAxis):
        place = label.get_position()[:1]
    else:
        place = label.get_position()[1:]
    return (place, value_of(label.get_transform()), _attributes(label, ignored))


def _spine(spine: Artist) -> Any:
    check_artist(spine)
    path = spine.get_path()
    outline = path.vertices.tobytes() if spine.spine_type in ("colorbar", "circle", "arc") else None
    # Private: not set before it is needed, see Spine._ensure_position_is_set.
    position = spine._position or ("outward", 0.0)
    # Labels keep clear of it wherever the limits of the other axis put it.
    place = None if position[0] == "outward" else spine.get_window_extent().get_points().tobytes()
    return (spine._visible, position, place, spine._bounds, spine._linewidth, outline)


def _attributes(item: Any, ignored: frozenset[str] = frozenset()) -> Any:
    """Return the attributes of *item* by which it is drawn, as values."""
    attributes = vars(item)
    names = _names(type(item), tuple(attributes), ignored)  # type: ignore[arg-type]
    return tuple([v if isinstance(v, PLAIN) else value_of(v) for v in names(attributes)])


@lru_cache(maxsize=512)
def _names(
    cls: type, present: tuple[str, ...], ignored: frozenset[str]
) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    known = ignored | caches_of(cls)
    if issubclass(cls, Artist):
        known |= IRRELEVANT
    names = [name for name in present if name not in known]
    if not names:
        return lambda d: ()
    # With one name, itemgetter would not return a tuple.
    return itemgetter(*names) if len(names) > 1 else lambda d: tuple([d[name] for name in names])


def value_of(item: Any) -> Any:
    """
    Return *item* as a value.

    Raises
    ------
    UnwatchableError
        If what it is like cannot be told.
    """
    if isinstance(item, PLAIN):
        return item
    if isinstance(item, (tuple, list)):
        return (type(item), *(value_of(element) for element in item))
    if isinstance(item, dict):
        return tuple((key, value_of(value)) for key, value in item.items())
    if isinstance(item, np.ndarray):
        if item.dtype.hasobject:
            return tuple(value_of(element) for element in item.ravel().tolist())
        return (item.shape, item.dtype.str, item.tobytes())
    if isinstance(item, Transform):
        if not item.is_affine:
            raise UnwatchableError("it has a transform of its own that is not affine")
        return item.get_matrix().tobytes()
    if isinstance(item, BboxBase):
        return item.get_points().tobytes()
    if isinstance(item, (FontProperties, Path)):
        return tuple([value_of(value) for value in vars(item).values()])
    if isinstance(item, MarkerStyle):
        # Private: what it is drawn by; the rest is where that comes from.
        return (
            value_of(item._marker),
            item._path.vertices.tobytes() if item._path is not None else None,
            item._transform.get_matrix().tobytes(),
            item._alt_path.vertices.tobytes() if item._alt_path is not None else None,
            item._snap_threshold,
            item._filled,
            item.get_joinstyle(),
            item.get_capstyle(),
        )
    if isinstance(item, Artist):
        check_artist(item)
        return (type(item), _attributes(item))
    if isinstance(item, (Normalize, Colormap)) or callable(item):
        raise UnwatchableError(f"it has a {type(item).__name__}")
    if type(item).__module__.startswith("matplotlib"):
        return (type(item), _attributes(item))
    if type(item).__module__ == "enum" or hasattr(type(item), "__members__"):
        return item
    raise UnwatchableError(f"it has a {type(item).__name__}")
