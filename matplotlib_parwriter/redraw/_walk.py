"""
Find the objects that an artist's drawing depends on.

Which objects these are, and what of them matters, is said in `_rules`.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from matplotlib import text
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axes._base import _AxesBase  # private: all kinds of axes, secondary ones too
from matplotlib.axis import Axis, XAxis, YAxis
from matplotlib.image import BboxImage
from matplotlib.patches import Wedge
from matplotlib.path import Path
from matplotlib.scale import FuncTransform
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import (
    Affine2D,
    Bbox,
    ScaledTranslation,
    TransformNode,
)

from ._cell_store import CellStore
from ._cells import (
    ArrayCell,
    Cell,
    DictCell,
    PathsCell,
    ValueCell,
)
from ._figures import parent_figure, root_figure
from ._pure_functions import uses_of
from ._rules import (
    BOUNDARIES,
    CLIPPED_BY_PATCH,
    COMPOSED,
    COORDS,
    IRRELEVANT,
    OUTCOME_3D,
    ROLES,
    STYLES,
    TICK_OUTCOME_3D,
    UNWALKED,
    UnwatchableError,
    caches_of,
    check_artist,
    check_coords,
    check_function,
    check_overrides,
    check_style,
    has_unit,
    is_inert,
    is_matplotlibs,
    is_well_known,
    name_of,
    unread_of,
)
from ._value_cells import (
    container_cell,
    matrix_cell,
    points_cell,
    projection_cell,
    translation_cell,
    uses_cell,
    wedge_cell,
)

_CONTAINERS = (tuple, list, dict, set)
# What calls functions of the user's with nothing but numbers, or arrays of them.
_GIVES_NUMBERS, _GIVES_ARRAYS = name_of(FuncFormatter), name_of(FuncTransform)


class Walk:
    """
    One walk from an artist over all that is reached from it.

    Parameters
    ----------
    store : CellStore
        Where cells are shared.
    thorough : bool
        Whether to watch the attributes of ticks, too.

    Attributes
    ----------
    found : list of Cell
        What watches all that was reached.
    """

    def __init__(self, store: CellStore, *, thorough: bool) -> None:
        self.found: list[Cell] = []
        self._store = store
        self._thorough = thorough
        self._seen: set[int] = set()
        self._role = ""  # what is walked through that takes part in drawing, if anything

    # Artists.

    def artist(self, artist: Artist, *outcome: str) -> None:
        """Watch *artist*, but for attributes that are the *outcome* of drawing its parent."""
        if not self._is_new(artist):
            return
        check_artist(artist)
        for name in COORDS:
            check_coords(vars(artist).get(name))
        for name in STYLES:
            check_style(vars(artist).get(name))
        attributes = vars(artist)
        self._relatives(artist)
        if isinstance(artist, Wedge):
            self._add(artist, wedge_cell)
        if isinstance(artist, _AxesBase):  # a secondary axis
            for axis in artist._axis_map.values():  # type: ignore[attr-defined]
                self.axis(axis)
        ignored = IRRELEVANT | caches_of(type(artist)) | set(outcome)
        self._add(attributes, lambda d: DictCell(d, ignored), ",".join(outcome))
        unwalked = UNWALKED | unread_of(artist)
        for key, value in attributes.items():
            if key in ignored or key in unwalked:
                continue
            if isinstance(value, Axes):
                # Something that points from one to the other.
                self.axes(value, view=True)
            self._walk(value)

    def _relatives(self, artist: Artist) -> None:
        """Watch what *artist* asks without holding on to it as others do."""
        if isinstance(artist, CLIPPED_BY_PATCH):
            # Private: the Axes of a `ConnectionPatch` are None for those that it belongs to.
            for name in ("axes", "axesA", "axesB"):
                axes = getattr(artist, name, None)
                if isinstance(axes, Axes):
                    self.artist(axes.patch)
        if isinstance(artist, BboxImage) and callable(artist.bbox):
            owner = getattr(artist.bbox, "__self__", None)
            check_style(artist.bbox)
            if not isinstance(owner, Artist) or isinstance(owner, BOUNDARIES):
                raise UnwatchableError("its box is a function")
            self.artist(owner)
            self.figure(owner)
        # That of mpl_toolkits.axisartist, which draws the ticks of an axis.
        axis = getattr(vars(artist).get("_axis_artist_helper"), "axis", None)
        if isinstance(axis, Axis):
            for part in (axis.major, axis.minor):
                self.object(part)

    def axis(self, axis: Axis) -> None:
        """Watch what `Axis.draw` reads."""
        if not self._is_new(axis):
            return
        check_artist(axis)
        for part in (axis.major, axis.minor):
            self.object(part)
        for ticker in (axis.major, axis.minor):
            # Those of polar Axes have others within.
            for helper in (ticker.locator, getattr(ticker.locator, "base", None), ticker.formatter):
                self._axis_asked_by(helper, axis)
        self._add(vars(axis), lambda d: DictCell(d, IRRELEVANT))
        for key, value in vars(axis).items():
            if key not in IRRELEVANT and isinstance(value, (dict, list)):
                self._add(value, container_cell)
        # Where these are is up to the axis, and changes by rounding errors with a layout.
        across = "_x" if isinstance(axis, YAxis) else "_y"
        is_3d = hasattr(axis, "draw_pane")
        is_2d = isinstance(axis, (XAxis, YAxis)) and not is_3d
        self.artist(axis.label, *([across] if is_2d and axis._autolabelpos else []))
        self.artist(axis.offsetText, *(["_text", "_y"] if is_2d else []))
        if is_3d:
            # These are styled by users, there are no other ways to.
            self._walk(axis._axinfo)
            for name, outcome in OUTCOME_3D.items():
                self.artist(getattr(axis, name), *outcome)
        ticks = [*vars(axis).get("majorTicks", ()), *vars(axis).get("minorTicks", ())]
        parts: list[Artist] = []
        for tick in ticks:
            check_artist(tick)
            for part in tick.get_children():
                check_artist(part)
                parts.append(part)
                if part.get_visible():
                    if self._thorough:
                        self.artist(part, *(TICK_OUTCOME_3D if is_3d else ()))
                    elif isinstance(part, text.Text):
                        self._tick_label(part)
        self.found.append(self._store.flags(axis, [*ticks, *parts]))
        self.axes(axis.axes, view=True)
        self.figure(axis)
        # The label keeps clear of the spines, and of the ticks of the Axes it is aligned with.
        for spine in axis.axes.spines.values():
            ignored = IRRELEVANT | caches_of(type(spine))
            self._add(vars(spine), partial(DictCell, ignored=ignored))
        for groups in parent_figure(axis.axes)._align_label_groups.values():
            for sibling in groups.get_siblings(axis.axes):
                if sibling is not axis.axes:
                    for other in sibling._axis_map.values():
                        self.axis(other)

    def _axis_asked_by(self, helper: Any, axis: Axis) -> None:
        """Watch what a locator or formatter of *axis* asks another one that it is shared with."""
        # Private: polar Axes wrap the axis.
        other = getattr(helper, "axis", None)
        other = getattr(other, "_axis", other)
        if not isinstance(other, Axis) or other is axis:
            return
        check_artist(other)
        self.axes(other.axes, view=True)
        # Private: how many ticks there is room for depends on the size of the labels.
        self._add(vars(other), lambda d: DictCell(d, IRRELEVANT))
        self._add(other._major_tick_kw, container_cell)

    def _tick_label(self, label: text.Text) -> None:
        """Watch what may change about the label of a tick without its flag being set."""
        self.object(label.get_fontproperties())
        self._walk(label.get_bbox_patch())
        self._walk(label.get_path_effects())
        # Its own transform puts it beside the tick, by such a distance; the user may go on from it.
        if not isinstance(getattr(label.get_transform(), "_b", None), ScaledTranslation):
            self._transform(label.get_transform())

    def axes(self, axes: Axes, *, view: bool) -> None:
        """Watch the place of *axes* and, if *view*, its limits, scales and projection."""
        self._transform(axes.bbox)
        if view and self._is_new(axes):
            self._add_union(axes, "view", lambda walk: walk._view(axes))

    def figure(self, artist: Artist) -> None:
        """Watch the size and the resolution of the figure, and the place of the subfigure."""
        figure = root_figure(artist)
        if figure is not None:
            self._transform(figure.bbox)
            self._transform(figure.dpi_scale_trans)
            # Legends, annotations and wrapped texts ask for it.
            self._transform(parent_figure(artist).bbox)

    def _view(self, axes: Axes) -> None:
        for value in list(vars(axes).values()):
            if isinstance(value, TransformNode):
                self._nodes(value)
        # Private: the accessors of the axes differ between 2-D, polar and 3-D.
        for axis in axes._axis_map.values():
            self.object(axis._scale)
        if hasattr(axes, "get_proj"):
            # 3-D: artists project themselves with the matrix of the latest draw.
            self._add(axes, projection_cell)

    # Other objects.

    def _is_new(self, item: object) -> bool:
        if id(item) in self._seen:
            return False
        self._seen.add(id(item))
        return True

    def _add(self, watched: Any, make: Callable[[Any], Cell], kind: str = "") -> None:
        self.found.append(self._store.cell(watched, make, kind))

    def _add_union(self, watched: object, kind: str, walk: "Callable[[Walk], None]") -> None:
        """Add one cell for all that a walk of its own finds, which others share."""

        def found() -> list[Cell]:
            inner = Walk(self._store, thorough=self._thorough)
            walk(inner)
            return inner.found

        self.found.append(self._store.union(watched, kind, found))

    def _walk(self, item: Any) -> None:
        is_value = isinstance(item, (str, bytes, int, float, complex, np.generic))
        if self._role and (is_value or isinstance(item, _CONTAINERS)) and not is_well_known(item):
            raise UnwatchableError(f"{name_of(type(item))} is not matplotlib's own")
        if item is None or is_value:
            return
        if isinstance(item, BOUNDARIES):
            return
        if isinstance(item, tuple):
            for element in item:
                self._walk(element)
        elif isinstance(item, Artist):
            self.artist(item)
        elif isinstance(item, TransformNode):
            self._transform(item)
        elif isinstance(item, np.ndarray):
            self._array(item)
        elif isinstance(item, (list, dict, set)):
            self._container(item)
        elif has_unit(item):
            raise UnwatchableError(f"{name_of(type(item))} is converted by a class of the user's")
        elif type(item) is partial and is_matplotlibs(item.func):
            # Such as labels that `Axis.set_ticklabels` was given, by place.
            for part in (getattr(item.func, "__self__", None), item.args, item.keywords):
                self._walk(part)
        elif callable(item) and not isinstance(item, ROLES) and not is_matplotlibs(type(item)):
            if self._role and not self._computes(item):
                check_function(self._role, item)
        else:
            self.object(item)

    def _computes(self, function: Any) -> bool:
        """Watch what a function of the user's uses, if it does nothing but compute here."""
        if self._role not in (_GIVES_NUMBERS, _GIVES_ARRAYS):
            return False
        uses = uses_of(function, of_arrays=self._role == _GIVES_ARRAYS)
        if uses is None:
            return False
        self._add(function, uses_cell, "uses")
        for container in uses.containers:
            self._walk(container)
        return True

    def _array(self, array: np.ndarray) -> None:
        if not self._is_new(array):
            return
        if isinstance(array, np.ma.MaskedArray):
            # Its data are a view, which keeps its shape when that of the array is assigned.
            self._add(array, lambda a: ValueCell(lambda: (id(a._mask), a.shape)))
            self._array(array.data)
            if array._mask is not np.ma.nomask:
                self._array(array._mask)
        else:
            self._add(array, ArrayCell)

    def _container(self, container: Any) -> None:
        if not self._is_new(container):
            return
        self._add(container, container_cell)
        elements = list(container.values() if isinstance(container, dict) else container)
        if elements and all(isinstance(element, Path) for element in elements):
            # A cell for each would cost more than their content.
            self.found.append(PathsCell(elements))
            return
        for element in elements:
            self._walk(element)

    def object(self, item: Any) -> None:
        """Walk on through an object that is no artist, if it is matplotlib's."""
        if not self._is_new(item):
            return
        cls = type(item)
        if not is_matplotlibs(cls):
            # Whatever else hangs on an artist is of no use to matplotlib.
            if isinstance(item, ROLES) or (self._role and not is_inert(item)):
                raise UnwatchableError(f"{name_of(cls)} is not matplotlib's own")
            return
        attributes = getattr(item, "__dict__", None)
        if attributes is None:
            return
        check_overrides(item)
        ignored = caches_of(cls)
        self._add(attributes, lambda d: DictCell(d, ignored))
        role = self._role
        if not role and isinstance(item, ROLES):
            self._role = name_of(cls)
        for key, value in attributes.items():
            if key not in ignored:
                self._walk(value)
        self._role = role

    def _transform(self, node: TransformNode) -> None:
        """Watch a transform, whose cells many artists share."""
        if self._is_new(node):
            self._add_union(node, "transform", lambda walk: walk._nodes(node))

    def _nodes(self, node: TransformNode) -> None:
        """Watch the leaves of a transform."""
        if not self._is_new(node):
            return
        cls = type(node)
        if not is_matplotlibs(cls):
            raise UnwatchableError(f"{name_of(cls)} is not matplotlib's own")
        check_overrides(node)
        if isinstance(node, Bbox):
            self._add(node, points_cell)
            return
        if isinstance(node, Affine2D):
            self._add(node, matrix_cell)
            return
        attributes = vars(node)
        if isinstance(node, ScaledTranslation):
            self._add(node, translation_cell)
        if cls not in COMPOSED:
            ignored = caches_of(cls) | {"_mtx", "_points"}
            self._add(attributes, lambda d: DictCell(d, ignored))
        for key, value in attributes.items():
            if key in caches_of(cls):
                continue
            if isinstance(value, TransformNode):
                self._nodes(value)
            elif cls not in COMPOSED:
                role, self._role = self._role, name_of(cls)
                self._walk(value)
                self._role = role
