"""
The order in which a figure's artists are drawn, learnt from matplotlib and gone through again.

matplotlib's own ``draw`` of a figure or of Axes decides which of the children are drawn and in what
order. It is run, with the children's ``draw`` intercepted, whenever that may have changed; else the
order it took last time is followed without it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from operator import is_
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import DrawEvent
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.cbook import _setattr_cm
from matplotlib.figure import Figure, FigureBase, SubFigure
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.legend import Legend

from ._axis_item import AxisItem
from ._axis_key import is_keyed
from ._items import Item
from ._layout import Layout, is_known, matters
from ._legend_item import LegendItem, looks_for_place
from ._ops import direct, recording, target_of
from ._painter import Painter
from ._rules import UnwatchableError, Watcher, check_artist
from ._titles import place_titles, quickly_measured

# Groups with one of these ``draw`` do nothing in it but what `_enter_axes` and `_enter_figure` do,
# and call ``draw`` of their children.
_KNOWN_DRAWS = (Axes.draw, Figure.draw, SubFigure.draw)
# Cells of artists that are gone are dropped when there are so many times as many as there were.
_GROWTH = 2


class Group:
    """
    A figure, subfigure or Axes with the artists it draws.

    Attributes
    ----------
    parent : `~matplotlib.figure.FigureBase` or `~matplotlib.axes.Axes`
        The figure or Axes.
    order : list of (Group or Item, str), or None
        What is drawn, in order, and by which method; None if that must be found out each time.
    """

    __slots__ = ("_children", "_members", "_state", "known", "order", "parent")

    def __init__(self, parent: Any) -> None:
        self.parent = parent
        self.order: list[tuple[Group | Item, str]] | None = None
        self.known = type(parent).draw in _KNOWN_DRAWS
        self._children: list[Artist] = []
        self._state: tuple[Any, ...] = ()
        self._members: dict[int, Group | Item] = {}

    def is_as_learnt(self) -> bool:
        """Return whether the same children are drawn in the same order as last time."""
        if self.order is None:
            return False
        children = self.parent.get_children()
        return (
            len(children) == len(self._children)
            and all(map(is_, children, self._children))
            and self._state_of(children) == self._state
        )

    def has_same_children(self) -> bool:
        """Return whether the children are those of last time."""
        children = self.parent.get_children()
        return len(children) == len(self._children) and all(map(is_, children, self._children))

    def learn(self, order: "list[tuple[Group | Item, str]]", *, pure: bool) -> None:
        """
        Remember the order in which matplotlib drew the children just now.

        Parameters
        ----------
        order : list of (Group or Item, str)
            What it drew, and by which method.
        pure : bool
            Whether the parent itself drew nothing besides.
        """
        self._children = self.parent.get_children()
        self._state = self._state_of(self._children)
        present = {id(child) for child in self._children}
        for gone in self._members.keys() - present:
            self._members.pop(gone).close()
        overridden = any("draw" in vars(child) for child in self._children)
        self.order = order if pure and self.known and not overridden else None

    def member(self, child: Artist) -> "Group | Item":
        """Return what stands for *child*."""
        member = self._members.get(id(child))
        if member is None:
            if isinstance(child, (Axes, SubFigure)):
                member = Group(child)
            elif is_keyed(child):
                member = AxisItem(child)
            elif looks_for_place(child):
                member = LegendItem(child)
            else:
                member = Item(child)
            self._members[id(child)] = member
        return member

    def members(self) -> "Iterator[Group | Item]":
        """Yield what stands for the children."""
        yield from self._members.values()

    def items(self) -> Iterator[Item]:
        """Yield all artists that are not groups, those of groups within this one included."""
        for member in self._members.values():
            if isinstance(member, Group):
                yield from member.items()
            else:
                yield member

    def close(self) -> None:
        """Remove what was left on artists."""
        for item in self.items():
            item.close()

    def _state_of(self, children: list[Artist]) -> tuple[Any, ...]:
        parent = self.parent
        if isinstance(parent, Axes):
            # Private: what Axes.draw decides by.
            own = (parent._visible, parent.axison, parent._frameon, parent._rasterization_zorder)
        else:
            own = (parent._visible, parent.suppressComposite)
        root = parent.get_figure(root=True)
        return (
            *own,
            root.suppressComposite,
            [(child.zorder, child._animated, "draw" in vars(child)) for child in children],
        )


class Scene:
    """
    Draw a figure, replaying what has not changed.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure.
    thorough : bool
        Whether to watch the attributes of ticks, too.

    Attributes
    ----------
    checks_layout : bool
        Whether the layout engine is run even where what it will do is remembered.
    was_laid_out_wrongly : bool
        Whether that turned out to be something else.
    """

    def __init__(self, figure: Figure, *, thorough: bool) -> None:
        self.checks_layout = False
        self._figure = figure
        self._root = Group(figure)
        self._watcher = Watcher(thorough=thorough)
        self._painter = Painter()
        self._layout = Layout(figure)
        self._changes: dict[int, Artist] = {}  # what layout engines see changed in this frame
        self._laid_out: list[Item] = []
        self._within: Item | None = None  # the artist being drawn
        self._cells = 1000
        self._groups: dict[int, Group] = {}
        self.replayed: set[Item] = set()

    def draw(self, renderer: RendererAgg) -> bool:
        """
        Draw the figure as ``figure.draw(renderer)`` does.

        Returns
        -------
        bool
            Whether the image may differ from that of the frame before.
        """
        if not self._figure.get_visible():
            target_of(renderer).clear()
            self._painter = Painter()
            return True
        self._watcher.round += 1
        self.replayed = set()
        self._painter.begin(renderer)
        self._group(self._root, renderer)
        changed = self._painter.end()
        self._changes = {}
        self._forget()
        return changed

    @property
    def was_laid_out_wrongly(self) -> bool:
        return self._layout.was_wrong

    def see_changes(self) -> bool:
        """
        Take note of what layout engines may see changed since the latest frame.

        Returns
        -------
        bool
            False if the figure is not known well enough.
        """
        if not is_known(self._figure) or any(item.foreign for item in self.items()):
            return False
        self._watcher.round += 1
        changes = self._find_changes()
        if changes is None:
            return False
        self._changes.update({id(artist): artist for artist in changes})
        return True

    def lay_out(self, renderer: RendererAgg) -> None:
        """Do what a draw on *renderer* would do that shows nothing but runs the layout engine."""
        _apply_aspects(self._figure, renderer)
        unchanged = [item for item in self.items() if item.is_as_seen(self._watcher)]
        self._watcher.round += 1

        def measuring() -> AbstractContextManager[None]:
            axes = [item for item in self.items() if isinstance(item, AxisItem)]
            return quickly_measured(axes, self._watcher)

        self._layout.run(
            renderer, list(self._changes.values()), measuring, checks=self.checks_layout
        )
        self._watcher.round += 1
        self._laid_out = unchanged

    def see_layout(self) -> None:
        """Take what the layout engine has moved, and nothing else, for unchanged."""
        self._watcher.round += 1
        for item in self._laid_out:
            item.see(self._watcher)
        self._laid_out = []

    def _find_changes(self) -> list[Artist] | None:
        """Return the Axes, and the figure's titles, that layout engines may see changed."""
        changes: list[Artist] = []
        if not self._root.has_same_children():
            return None
        for group in self._groups_within(self._root):
            parent = group.parent
            same = group.has_same_children()
            if isinstance(parent, Axes):
                parent._unstale_viewLim()
                if not same or self._has_changed(group):
                    changes.append(parent)
                continue
            titles = (parent._suptitle, parent._supxlabel, parent._supylabel)
            for member in group.members():
                if isinstance(member, Item) and not member.is_as_seen(self._watcher):
                    if isinstance(member.artist, Legend) or not same:
                        return None
                    if any(member.artist is title for title in titles):
                        changes.append(member.artist)
        return changes

    def _groups_within(self, group: Group) -> Iterator[Group]:
        yield group
        for member in group.members():
            if isinstance(member, Group):
                yield from self._groups_within(member)

    def _has_changed(self, group: Group) -> bool:
        for member in group.members():
            if isinstance(member, Group):
                if not member.has_same_children() or self._has_changed(member):
                    return True
            elif not member.is_as_seen(self._watcher) and matters(member.artist):
                return True
        return False

    def items(self) -> Iterator[Item]:
        """Yield all artists that were seen."""
        return self._root.items()

    @contextmanager
    def drawn_plainly(self) -> Iterator[None]:
        """Keep in mind what is unchanged over a plain draw within the context."""
        self._watcher.round += 1
        clean = [item for item in self.items() if item.is_clean(self._watcher)]
        yield
        for item in clean:
            item.settle()

    def close(self) -> None:
        """Remove what was left on artists."""
        self._root.close()

    def _group(self, group: Group, renderer: RendererAgg) -> None:
        parent = group.parent
        if isinstance(parent, Axes):
            self._axes(group, renderer)
        elif isinstance(parent, SubFigure):
            self._subfigure(group, renderer)
        else:
            self._whole(group, renderer)

    def _whole(self, group: Group, renderer: RendererAgg) -> None:
        figure = self._figure
        engine = figure.get_layout_engine()
        lays_out = engine is not None and not isinstance(engine, PlaceHolderLayoutEngine)
        if lays_out or not group.is_as_learnt():
            self._learn(group, renderer)
            return
        # As in Figure.draw.
        with figure._render_lock:
            _apply_aspects(figure, renderer)
            self._members(group, renderer)
            figure._stale = False
            DrawEvent("draw_event", figure.canvas, renderer)._process()

    def _subfigure(self, group: Group, renderer: RendererAgg) -> None:
        if not group.is_as_learnt():
            self._learn(group, renderer)
            return
        # As in SubFigure.draw.
        if not group.parent.get_visible():
            return
        _apply_aspects(group.parent, renderer)
        self._members(group, renderer)
        group.parent._stale = False

    def _axes(self, group: Group, renderer: RendererAgg) -> None:
        axes = group.parent
        try:
            check_artist(axes)
        except UnwatchableError:
            self._painter.catch_up()
            with direct(renderer):
                axes.draw(renderer)
            self._watcher.round += 1
            return
        if not group.known or not group.is_as_learnt():
            self._learn(group, renderer)
            return
        # As in Axes.draw.
        if not axes._visible:
            return
        axes._stale = True
        before = _moved_by_draw(axes)
        axes._unstale_viewLim()
        _apply_aspect(axes, renderer)
        if _moved_by_draw(axes) != before:
            # Others may have looked at it already.
            self._watcher.round += 1
        self._place_titles(axes, renderer)
        self._members(group, renderer)
        axes._stale = False

    def _place_titles(self, axes: Axes, renderer: RendererAgg) -> None:
        place_titles(axes, renderer, item_of=self._axis_item, watcher=self._watcher)

    def _axis_item(self, axis: Axis) -> AxisItem | None:
        group = self._groups.get(id(axis.axes))
        member = None if group is None else group.member(axis)
        return member if isinstance(member, AxisItem) else None

    def _members(self, group: Group, renderer: RendererAgg) -> None:
        for member, method in group.order or ():
            self._member(member, method, renderer)

    def _member(self, member: Group | Item, method: str, renderer: RendererAgg) -> None:
        if isinstance(member, Group):
            self._group(member, renderer)
            return
        if method == member.methods[0] and member.is_clean(self._watcher):
            self.replayed.add(member)
        if member in self.replayed:
            self._painter.replay(member, method)
        else:
            self._painter.catch_up()
            self._within = member
            try:
                with direct(renderer):
                    member.draw(method, renderer, self._watcher)
            finally:
                self._within = None

    def _learn(self, group: Group, renderer: RendererAgg) -> None:
        """Let matplotlib draw the parent, and see what it draws of the children."""
        self._painter.catch_up()
        order: list[tuple[Group | Item, str]] = []

        def draw_child(member: Group | Item, method: str, renderer: RendererAgg) -> None:
            artist = member.parent if isinstance(member, Group) else member.artist
            if self._within is not None:
                # It is drawn by another artist, as part of that one.
                getattr(type(artist), method)(artist, renderer)
                return
            order.append((member, method))
            # Its own methods again, for whoever calls them, or looks at its attributes, from here on.
            intercepting = {name: vars(artist).pop(name) for name in _methods(member)}
            try:
                self._member(member, method, renderer)
            finally:
                vars(artist).update(intercepting)

        parent = group.parent
        self._groups[id(parent)] = group
        own: dict[str, Any] = {}
        if isinstance(parent, Axes) and "_update_title_position" not in vars(parent):
            own["_update_title_position"] = partial(self._place_titles, parent)
        with _intercepted(group, draw_child), _setattr_cm(parent, **own):
            with recording(renderer) as recorder:
                type(parent).draw(parent, renderer)
        group.learn(order, pure=not recorder.ops and not recorder.incomplete)
        if not isinstance(parent, Axes):
            self._groups = {id(g.parent): g for g in self._groups_within(self._root)}

    def _forget(self) -> None:
        """Drop cells of artists that are gone."""
        if len(self._watcher) > self._cells:
            self._watcher.keep_only(cell for item in self.items() for cell in item.cells())
            self._cells = max(1000, _GROWTH * len(self._watcher))


def _methods(member: Group | Item) -> tuple[str, ...]:
    return ("draw",) if isinstance(member, Group) else member.methods


@contextmanager
def _intercepted(
    group: Group, draw: Callable[[Group | Item, str, RendererAgg], None]
) -> Iterator[None]:
    """Let *draw* stand in for the methods by which the children of a group are drawn."""
    intercepted = []
    for child in group.parent.get_children():
        member = group.member(child)
        methods = _methods(member)
        # Those that somebody else has overridden are left to him.
        if not any(method in vars(child) for method in methods):
            for method in methods:
                vars(child)[method] = partial(draw, member, method)
                intercepted.append((child, method))
    try:
        yield
    finally:
        for child, method in intercepted:
            vars(child).pop(method, None)


def _apply_aspects(figure: FigureBase, renderer: RendererAgg) -> None:
    # As in FigureBase._get_draw_artists.
    for axes in figure._localaxes:
        _apply_aspect(axes, renderer)
        for child in axes.child_axes:
            _apply_aspect(child, renderer)


def _moved_by_draw(axes: Axes) -> tuple[bytes, bytes]:
    return axes._position._points.tobytes(), axes._viewLim._points.tobytes()


def _apply_aspect(axes: Axes, renderer: RendererAgg) -> None:
    locator = axes.get_axes_locator()
    if (
        locator is None
        and axes.get_aspect() == "auto"
        and type(axes).apply_aspect is Axes.apply_aspect
    ):
        # Private: nothing but this assignment is left of Axes.apply_aspect.
        if not np.array_equal(axes._position._points, axes._originalPosition._points):
            axes._set_position(axes._originalPosition, which="active")
        return
    axes.apply_aspect(locator(axes, renderer) if locator else None)  # type: ignore[arg-type]
