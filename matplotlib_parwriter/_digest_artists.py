"""One pass over a figure for the frame digest: all artists' attributes as one list of plain values.

This runs for every frame. What to read of a class is decided once and kept; values of plain types
are taken as they are, and only what is left is looked at one by one.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes._base import _AxesBase  # private: all kinds of axes, secondary ones too
from matplotlib.axis import Ticker
from matplotlib.colors import Colormap, Normalize
from matplotlib.figure import Figure, FigureBase
from matplotlib.font_manager import FontProperties
from matplotlib.image import _ImageBase  # private: all kinds of images
from matplotlib.markers import MarkerStyle
from matplotlib.offsetbox import OffsetBox
from matplotlib.path import Path
from matplotlib.patheffects import AbstractPathEffect
from matplotlib.scale import ScaleBase
from matplotlib.spines import Spine
from matplotlib.text import Text
from matplotlib.ticker import Formatter, Locator
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform, TransformNode
from matplotlib.tri import Triangulation

from ._digest_skips import DEFAULT_SPINE, Scope, is_matplotlib, left_out, role_of
from ._digest_values import (
    ATOMS,
    Getter,
    array_content,
    digest,
    getter_of,
    is_text,
    text_of,
    to_bytes,
)
from .points import Points

# What stands for a value that cannot be read: user's objects, functions, callbacks.
_UNREAD = "?"
# What stands for a text of no letters; the rest of it matters in the frame in which it gets some.
_EMPTY = b""
_TEXT_FROM_DRAW = frozenset({"Axis.offsetText", "Axis3D.offsetText Axis.offsetText"})
# Helpers of artists whose attributes are content like the artists' own.
_HELPERS: tuple[type, ...] = (
    *(MarkerStyle, Normalize, AbstractPathEffect),
    *(Ticker, Locator, Formatter, ScaleBase, Triangulation),
)
_HELPER_NAMES = frozenset(
    {"Colorizer", "SubplotParams", "BoxStyle", "ArrowStyle", "ConnectionStyle", "Spines"}
)
# Owners whose transforms follow from what is read of them (positions, limits, dpi), and from draws.
_TRANSFORM_OWNERS = (FigureBase, _AxesBase, OffsetBox)

_Handler = Callable[["_Pass", Any], Any]


def frame_content(figure: Figure) -> list[Any]:
    """Return the content of *figure* as nested lists that `to_bytes` writes."""
    return _Pass(figure).run()


class _Pass:
    """One pass; nothing in it outlives the call, so that identities may serve as keys."""

    def __init__(self, figure: Figure) -> None:
        self.has_layout = figure.get_layout_engine() is not None
        self.index: dict[int, int] = {}
        self.queue: list[tuple[Any, str | None]] = []
        self.transforms: dict[int, tuple[int, int | str]] = {}
        self.walked = 0
        self.reference(figure)

    def run(self) -> list[Any]:
        """Go through the artists in the order in which they are met."""
        content = []
        for item, role in self.queue:  # grows meanwhile
            content.append(self.attributes(item, role))
        return content

    def attributes(self, item: Any, role: str | None) -> list[Any]:
        """Return the plain values of the attributes of *item*, after a digest of their names."""
        values = vars(item)
        kind: Any = type(item)
        if kind is Text and not values["_text"] and role not in _TEXT_FROM_DRAW:
            return [_EMPTY]
        special = _special_case(kind, values)
        mark, roles, getter = _plan(kind, tuple(values), role, self.has_layout, special)
        got = list(getter(values))
        for position, handler in _slots(tuple(map(type, got))):
            try:
                if handler is _read_artist:
                    got[position] = self.reference(got[position], roles[position])
                else:
                    got[position] = handler(self, got[position])
            except Exception:  # a user's object may do anything when it is looked at
                got[position] = _UNREAD
        got.append(mark)
        return got

    def reference(self, item: Any, role: str | None = None) -> int:
        """Return the number of *item*, which is gone through later if it was not met before."""
        known = self.index.get(id(item))
        if known is None:
            known = self.index[id(item)] = len(self.queue)
            self.queue.append((item, role))
            if isinstance(item, _TRANSFORM_OWNERS):
                self._know_transforms(item)
        return known

    def transform(self, node: Any) -> Any:
        """Return what the user may have set in the tree below *node*, down to nodes with owners."""
        known = self.transforms.get(id(node))
        if known is not None:
            return known
        kind: Any = type(node)
        if kind is IdentityTransform:
            return None  # artists without a transform get it when they are drawn
        if kind is Affine2D:
            return node._mtx.tobytes()
        if kind is Bbox:
            return node._points.tobytes()
        self.walked += 1
        self.transforms[id(node)] = -1, self.walked
        parts: list[Any] = [kind.__name__]
        skip = left_out(kind, None, Scope.FRAME)
        for name, value in vars(node).items():
            if name in skip:
                continue
            if isinstance(value, TransformNode):
                parts += name, self.transform(value)
            elif type(value) in _TRANSFORM_VALUES or isinstance(value, Artist):
                parts += name, self.value(value)
        return parts

    def value(self, value: Any) -> Any:
        """Return the plain form of any *value*."""
        kind: Any = type(value)
        if kind in ATOMS:
            return value
        return _handler(kind)(self, value)

    def _know_transforms(self, owner: Any) -> None:
        number = self.index[id(owner)]
        known = self.transforms
        for name, value in vars(owner).items():
            if isinstance(value, TransformNode):
                known.setdefault(id(value), (number, name))


def _read_nothing(run: _Pass, value: Any) -> Any:
    return _UNREAD


def _read_sequence(run: _Pass, value: Any) -> Any:
    if ATOMS.issuperset(map(type, value)):
        return value
    read = run.value
    return [read(item) for item in value]


def _read_subclass(run: _Pass, value: Any) -> Any:
    return _read_sequence(run, tuple(value))


def _read_mapping(run: _Pass, value: Any) -> Any:
    read = run.value
    return [(read(key), read(item)) for key, item in value.items()]


def _read_set(run: _Pass, value: Any) -> Any:
    return sorted(digest(to_bytes(run.value(item))) for item in value)


def _read_array(run: _Pass, value: Any) -> Any:
    if value.dtype.hasobject:
        return value.shape, _read_sequence(run, value.ravel().tolist())
    return array_content(value)


def _read_masked(run: _Pass, value: Any) -> Any:
    mask = value._mask
    if mask is np.ma.nomask or not mask.any():
        return _read_array(run, value._data)
    return _read_array(run, value._data), array_content(mask)


def _read_path(run: _Pass, value: Any) -> Any:
    codes = value._codes
    vertices = run.value(value._vertices)
    return vertices, None if codes is None else codes.tobytes()


def _read_font(run: _Pass, value: Any) -> Any:
    return [run.value(item) for item in vars(value).values()]


def _read_bbox(run: _Pass, value: Any) -> Any:
    return value._points.tobytes()


def _read_artist(run: _Pass, value: Any) -> Any:
    return run.reference(value)


def _read_transform(run: _Pass, value: Any) -> Any:
    return run.transform(value)


def _read_colormap(run: _Pass, value: Any) -> Any:
    if value.name not in _BUILT_IN_COLORMAPS:
        return run.reference(value)
    values = vars(value)
    extremes = [run.value(values.get(f"_rgba_{name}")) for name in ("bad", "under", "over")]
    return value.name, value.N, extremes


def _read_enum(run: _Pass, value: Any) -> Any:
    return value._name_


def _read_text(run: _Pass, value: Any) -> Any:
    return text_of(value)


def _read_arraylike(run: _Pass, value: Any) -> Any:
    return _read_array(run, np.asarray(value))


def _read_points(run: _Pass, value: Any) -> Any:
    return run.value(value.content())


def _read_slice(run: _Pass, value: Any) -> Any:
    return run.value([value.start, value.stop, value.step])


# Private, but public ways would list the colormaps that somebody registered in this process, too.
_BUILT_IN_COLORMAPS = frozenset(getattr(mpl.colormaps, "_builtin_cmaps", ()))
_TRANSFORM_VALUES = ATOMS | {tuple, np.ndarray, Path}
_HANDLERS: tuple[tuple[type | tuple[type, ...], _Handler], ...] = (
    (Artist, _read_artist),
    (np.ma.MaskedArray, _read_masked),
    (np.ndarray, _read_array),
    (Path, _read_path),
    (Bbox, _read_bbox),
    (TransformNode, _read_transform),
    (Colormap, _read_colormap),
    (_HELPERS, _read_artist),
    (FontProperties, _read_font),
    (enum.Enum, _read_enum),
    (slice, _read_slice),
    (Points, _read_points),
    (dict, _read_mapping),
    ((set, frozenset), _read_set),
)


@lru_cache(maxsize=1024)
def _handler(kind: type) -> _Handler:
    """Return what reads values of type *kind*."""
    if kind in (list, tuple):
        return _read_sequence
    for types, handler in _HANDLERS:
        if issubclass(kind, types):
            return handler
    if kind.__qualname__.partition(".")[0] in _HELPER_NAMES and is_matplotlib(kind):
        return _read_artist
    if issubclass(kind, (list, tuple)):
        return _read_subclass
    if is_text(kind):
        return _read_text
    if hasattr(kind, "__array__"):
        return _read_arraylike
    return _read_nothing


@lru_cache(maxsize=4096)
def _slots(kinds: tuple[type, ...]) -> tuple[tuple[int, _Handler], ...]:
    """Return which of values of these types have to be read, and how."""
    return tuple((i, _handler(kind)) for i, kind in enumerate(kinds) if kind not in ATOMS)


@lru_cache(maxsize=4096)
def _plan(
    kind: type, names: tuple[str, ...], role: str | None, has_layout: bool, special: int
) -> tuple[bytes, tuple[str | None, ...], Getter]:
    """Return how to read instances of *kind* that have these attributes.

    Returns
    -------
    mark : bytes
        A digest of the class and of the names that count.
    roles : tuple of str or None
        What an artist held under each of them is to its owner.
    getter : callable
        What takes their values.
    """
    skip = left_out(kind, role, Scope.FRAME)
    if has_layout:
        skip |= _SETTLED_BY_LAYOUT
        if role is not None and role.startswith("FigureBase._sup"):
            skip |= {"_x", "_y"}
    if special:
        skip |= (_SETTLED_FOR_SPINES if kind is Spine else _NOT_SHOWN)[special]
    if "_colorbar" in names:
        skip |= {"_box_aspect"}  # the colorbar's locator sets it, by its extensions
    kept = tuple(sorted(name for name in names if name not in skip))
    mark = digest("\n".join((kind.__qualname__, *kept)).encode())
    roles = tuple(role_of(kind, name) for name in kept)
    return mark, roles, getter_of(kept)


def _special_case(kind: type, values: dict[str, Any]) -> int:
    """Return which attributes do not count because of what others are: an index for `_plan`."""
    if kind is Spine:
        return _spine_case(values)
    if values.get("_A") is None:
        return 0
    if not values.get("_visible", True) and issubclass(kind, _ImageBase) and is_matplotlib(kind):
        return 2
    return 1


def _spine_case(values: dict[str, Any]) -> int:
    is_polar = bool(values["_axes"].name == "polar")
    return (values["_position"] in DEFAULT_SPINE) + 2 * is_polar


# By the case: drawing sets the default position, and hides spines of polar sectors.
_SETTLED_FOR_SPINES = tuple(
    frozenset(names) for names in ((), ("_position",), ("_visible",), ("_position", "_visible"))
)
# A layout engine moves them in each draw.
_SETTLED_BY_LAYOUT = frozenset({"_originalPosition", "subplotpars"})
# By the case: drawing takes colours from the mapped array; and nothing, not even a legend that
# looks for a place, looks at the array of an image that is hidden, of which an `ArtistAnimation`
# has one for every frame.
_NOT_SHOWN = (
    frozenset[str](),
    frozenset({"_facecolors", "_edgecolors", "_facecolor3d", "_edgecolor3d"}),
    frozenset({"_A"}),
)
