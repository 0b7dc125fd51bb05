"""
The rules by which an artist is known to be unchanged: this module is the one place for them.

**The rule.** What an artist draws is unchanged when nothing that can be reached from it has changed
since it was recorded, nor anything of its Axes that it may ask for. Reachable objects are watched
by *cells* (`_cells`), each for what can change in an object of its kind:

attributes of an artist, and of its helpers (markers, fonts, norms, path effects)
    Every one, by identity, then by value if it is immutable, but for those in `IRRELEVANT`, which
    no draw reads, and those of `caches_of`, which are computed from others. For setters, and for
    people who write ``scatter._offsets3d = ...``.
lists, dicts, sets
    Their elements, likewise. For paths of collections, dashes, the fonts in the rcParams.
arrays
    Their content. For ``path.vertices[:, 1] = ...`` and ``image.get_array()[:] = ...``. Not
    the data of images, lines and meshes that are hidden: showing those changes an attribute.
transforms
    The matrices and corners at the leaves. What is computed from them is not looked at, so that
    saving at another dpi than the figure's own changes nothing. For limits, positions, and
    ``transform.clear().rotate(...)``.
ticks
    The stale flag of each part, set to a value that only we use, and its font: they are many, and
    are changed through setters. In the thorough mode, all attributes of those that show.
    What else may change about the label of a tick is its box, its path effects, and where the user
    has shifted it to.
Axes
    Limits, position, scales and projection, and size and resolution of the figure. For artists that
    use them without holding on to them, such as annotations and axes.
classes
    Their ``draw``. For those who replace it.
rcParams
    Every value. For hinting, chunk sizes, locales.
names of colours, fonts
    What the names stand for, and how many fonts there are.

**What cannot be watched** is drawn the plain way every time (`UnwatchableError`): artists, norms,
formatters, transforms and so on whose class or whose functions are not matplotlib's own, as they
may depend on anything; artists with an agg filter; annotations that hang on another artist; methods
that are overridden on the instance.

**What is asked each time**: a legend that looks for the best place, where that is (`_legend_item`);
an axis where watching did not help, where its ticks are and what they are called (`_axis_key`).

What reaches a draw past all of this, the reference frames of `_check` find.
"""

import datetime
import enum
import inspect
import re
import types
import weakref
from functools import lru_cache, partial
from typing import Any

import numpy as np
from matplotlib import (
    cbook,
    collections,
    colors,
    image,
    markers,
    offsetbox,
    patches,
    patheffects,
    scale,
    spines,
    table,
    text,
    ticker,
    transforms,
    units,
)
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import FigureCanvasBase, FigureManagerBase, RendererBase
from matplotlib.figure import FigureBase
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import TransformNode

from .. import _origin

# Attributes of artists that no draw reads, or that only say where an artist belongs. That it
# belongs to another parent shows in the parents; that its draw is overridden, in `_groups`.
IRRELEVANT = frozenset(
    {
        "_axes",
        "_callbacks",
        "_gid",
        "_label",
        "_mouseover",
        "_parent_figure",
        "_picker",
        "_remove_method",
        "_renderer",
        "_stale",
        "_sticky_edges",
        "_url",
        "axes",
        "callbacks",
        "clickable",
        "colorbar",
        "draw",
        "draw_grid",
        "draw_pane",
        "figure",
        "format_cursor_data",
        "get_tightbbox",
        "pickradius",
        "stale_callback",
    }
)

# Attributes that are computed from others, or set anew by each use from what is watched anyway.
_CACHES: dict[type, frozenset[str]] = {
    Line2D: frozenset({"_transformed_path", "_subslice", "_x_filled", "_xorig", "_yorig"}),
    patches.Wedge: frozenset({"_path", "center"}),  # see _watcher
    # Made anew from limits and bounds whenever a spine is drawn or measured.
    spines.Spine: frozenset({"_path", "_patch_transform"}),
    ticker.ScalarFormatter: frozenset({"orderOfMagnitude", "format"}),
    ticker.Formatter: frozenset({"axis", "locs", "_locs"}),
    ticker.Locator: frozenset({"axis"}),
    TransformNode: frozenset(
        {
            "_affine",
            "_ignore",
            "_inverted",
            "_invalid",
            "_minpos",
            "_parents",
            "_r",
            "_shorthand_name",
            "_transformed_path",
            "_transformed_points",
        }
    ),
}

# Attributes that matter, but not what is in them, which is computed.
UNWALKED = frozenset({"_imcache", "_rgbacache"})

# What a 3-D axis gives its parts whenever it is drawn, made of what is watched anyway.
_PLACE = ("_invalidx", "_invalidy", "_path", "_x", "_xy", "_y")
TICK_OUTCOME_3D = ("_marker", *_PLACE)
OUTCOME_3D: dict[str, tuple[str, ...]] = {
    "line": _PLACE,
    "pane": ("_path",),
    "gridlines": (
        *("_edgecolors", "_linestyles", "_linewidths", "_original_edgecolor", "_paths"),
        *("_segments3d", "_us_linestyles", "_us_lw"),
    ),
}

# Attributes that say what an artist hangs on: data, a figure, or another artist.
COORDS = ("_xycoords", "_textcoords", "xycoords", "boxcoords", "coords1", "coords2")

# Attributes that may hold a function: what a box, an arrow or its line looks like, where a box is.
STYLES = ("_arrow_transmuter", "_bbox_transmuter", "_connector", "_offset")

# What shows only where the background of its Axes is.
CLIPPED_BY_PATCH = (text.Annotation, offsetbox.AnnotationBbox, patches.ConnectionPatch)

# Transforms that are made of others once and for all; all they keep besides is computed.
COMPOSED = (
    transforms.AffineDeltaTransform,
    transforms.BboxTransform,
    transforms.BboxTransformFrom,
    transforms.BboxTransformTo,
    transforms.BlendedAffine2D,
    transforms.BlendedGenericTransform,
    transforms.CompositeAffine2D,
    transforms.CompositeGenericTransform,
    transforms.IdentityTransform,
    transforms.ScaledTranslation,
    transforms.TransformedBbox,
)

# Where a walk ends: what these are like is for other cells, or for nobody, to tell.
BOUNDARIES = (
    Axes,
    Axis,
    FigureBase,
    FigureCanvasBase,
    FigureManagerBase,
    RendererBase,
    cbook.CallbackRegistry,
    cbook.Grouper,
    types.ModuleType,
    type,
    weakref.ref,
)

# What takes part in drawing; a class of somebody else's in such a role may do anything.
ROLES = (
    Artist,
    TransformNode,
    colors.Normalize,
    colors.Colormap,
    ticker.Locator,
    ticker.Formatter,
    scale.ScaleBase,
    patheffects.AbstractPathEffect,
    markers.MarkerStyle,
    FontProperties,
    Path,
    patches.BoxStyle,
    patches.ArrowStyle,
    patches.ConnectionStyle,
)

# These read nothing of their Axes but through their transforms, and its box to be clipped to.
_SELF_CONTAINED = (
    text.Text,
    Line2D,
    patches.Rectangle,
    patches.Circle,
    patches.Ellipse,
    patches.Polygon,
    patches.PathPatch,
    patches.Wedge,
    patches.Arc,
    patches.FancyBboxPatch,
    collections.LineCollection,
    collections.PathCollection,
    collections.PolyCollection,
    collections.QuadMesh,
    image.AxesImage,
)

# Methods that people override on instances without any effect on what is drawn.
_HARMLESS_OVERRIDES = frozenset(
    {"contains", "format_coord", "format_cursor_data", "format_xdata", "format_ydata"}
    | {"format_zdata", "get_cursor_data", "pick", "set"}
)


# Data of artists whose ``draw`` does nothing, not even get ready, while they are hidden. Movies of
# an `ArtistAnimation` have one or several such artists for every frame.
_DATA: dict[type, frozenset[str]] = {
    Line2D: frozenset({"_xorig", "_yorig", "_x", "_y", "_xy", "_path"}),
    collections.QuadMesh: frozenset({"_A", "_coordinates", "_facecolors", "_mapped_colors"}),
    image.AxesImage: frozenset({"_A"}),
    image.BboxImage: frozenset({"_A"}),
    image.FigureImage: frozenset({"_A"}),
    image.NonUniformImage: frozenset({"_A", "_Ax", "_Ay"}),
    image.PcolorImage: frozenset({"_A", "_Ax", "_Ay"}),
}


# What may be met in something that takes part in drawing besides matplotlib's own and containers.
_IMMUTABLE = (datetime.date, datetime.timedelta, datetime.tzinfo, enum.Enum, re.Pattern, range)
# The same of subclasses made in these packages; of those of the user's nobody knows.
_WELL_KNOWN = frozenset(
    {"builtins", "collections", "datetime", "zoneinfo", "dateutil", "pytz", "pandas", "numpy", "re"}
)


class UnwatchableError(Exception):
    """Whether an artist is unchanged cannot be told; the text says why."""


# What is matplotlib's own.


def check_artist(artist: Artist) -> None:
    """
    Make sure that matplotlib draws *artist*, and it alone.

    Raises
    ------
    UnwatchableError
        If its class is somebody else's, or methods of it are overridden, or an agg filter is set.
    """
    cls = type(artist)
    if not _is_drawn_by_matplotlib(cls, cls.draw):  # type: ignore[arg-type]
        raise UnwatchableError(f"{name_of(cls)} is not matplotlib's own")
    if artist.get_agg_filter() is not None:
        raise UnwatchableError("it has an agg filter")
    # Private: letters are fitted to columns, and columns to letters, from where they were left.
    if isinstance(artist, table.Table) and (
        artist._autoFontsize or artist._autoColumns or artist._bbox
    ):
        raise UnwatchableError("a table fits itself anew in every draw")
    for effect in artist.get_path_effects() or ():
        if not is_matplotlibs(type(effect)):
            raise UnwatchableError(
                f"its path effect {name_of(type(effect))} is not matplotlib's own"
            )
    check_overrides(artist)


def why_foreign(artist: Artist) -> str:
    """Return why *artist* is not drawn by matplotlib alone, "" if it is."""
    try:
        check_artist(artist)
    except UnwatchableError as error:
        return str(error)
    return ""


def check_overrides(item: object) -> None:
    cls = type(item)
    methods = _methods_of(cls)  # type: ignore[arg-type]
    attributes = vars(item)
    # As nearly always; in one pass in C, for it is asked of all ticks in each frame.
    if methods.isdisjoint(attributes):
        return
    for key, value in attributes.items():
        if key in methods and callable(value) and not _is_known(value):
            raise UnwatchableError(f"its method {key!r} is overridden")


@lru_cache(maxsize=512)
def _methods_of(cls: type) -> frozenset[str]:
    """Return the names that may not stand for something of the user's in a *cls*."""
    # Not special ones, which no instance overrides; to ask a class for its annotations makes them.
    names = (name for name in dir(cls) if not name.startswith("__"))
    # Statically: to ask for attributes that matplotlib has deprecated is to be warned of them.
    found = ((name, inspect.getattr_static(cls, name, None)) for name in names)
    methods = frozenset(name for name, it in found if callable(getattr(it, "__func__", it)))
    return methods - _HARMLESS_OVERRIDES


def _is_known(function: Any) -> bool:
    """Return whether a method of an instance is matplotlib's, or stands in for it in a frame."""
    while isinstance(function, partial):
        function = function.func
    module = getattr(function, "__globals__", {}).get("__name__") or ""
    return is_matplotlibs(function) or module.startswith(f"{__package__}.")


@lru_cache(maxsize=512)
def _is_drawn_by_matplotlib(cls: type, draw: Any) -> bool:
    return is_matplotlibs(cls) and is_matplotlibs(draw)


def is_inert(item: object) -> bool:
    """Return whether *item*, of no class of matplotlib's, is but a value to those who use it."""
    if _origin_of(type(item)) == "dateutil":
        return True
    return isinstance(item, enum.Enum) or (isinstance(item, _IMMUTABLE) and is_well_known(item))


def is_well_known(item: object) -> bool:
    """Return whether the class of *item* is no subclass of the user's."""
    cls = type(item)
    return _origin_of(cls) in _WELL_KNOWN or is_matplotlibs(cls)


def has_unit(item: object) -> bool:
    """Return whether *item* is converted by a class that is not matplotlib's, in each use of it."""
    converters = [units.registry.get(cls) for cls in type(item).__mro__]
    return any(c is not None and not is_matplotlibs(type(c)) for c in converters)


def _origin_of(cls: type) -> str:
    return cls.__module__.partition(".")[0]


def check_function(role: str, function: Any) -> None:
    if not is_matplotlibs(function) and not isinstance(function, np.ufunc):
        raise UnwatchableError(f"its {role} calls a function of the user's")


def check_coords(coords: object) -> None:
    for coord in coords if isinstance(coords, tuple) else (coords,):
        if isinstance(coord, Artist) or (callable(coord) and not isinstance(coord, TransformNode)):
            raise UnwatchableError("it hangs on another artist")


def check_style(style: Any) -> None:
    if callable(style) and not is_matplotlibs(style):
        raise UnwatchableError("its style is not matplotlib's own")


def is_self_contained(artist: Artist) -> bool:
    return type(artist) in _SELF_CONTAINED


def unread_of(artist: Artist) -> frozenset[str]:
    """Return the attributes of *artist* of which nothing is read as long as it is hidden."""
    if artist.get_visible():
        return frozenset()
    return next((names for cls, names in _DATA.items() if type(artist) is cls), frozenset())


def caches_of(cls: type) -> frozenset[str]:
    """Return the attributes of *cls* that are computed from others."""
    return _caches_of(cls)  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def _caches_of(cls: type) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for base, names in _CACHES.items():
        if issubclass(cls, base):
            found |= names
    return found


def is_matplotlibs(item: Any) -> bool:
    """Return whether *item*, a class, a function or a method, is matplotlib's own."""
    if isinstance(item, types.MethodType):
        item = item.__func__
    if isinstance(item, types.FunctionType):
        # Not its __module__, which functools.wraps copies from what it wraps.
        module = item.__globals__.get("__name__") or ""
    else:
        module = getattr(item, "__module__", None) or ""
    return _origin.is_matplotlibs(module)


def name_of(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
