"""
Draw a figure from display lists where they still hold, and from its artists where they do not.

Where every group of artists (`_groups`) is as it was, what matplotlib's own draws do before they
come to the children is done here: pending autoscaling, aspects, titles. Then the order is followed.
Else matplotlib draws, and is watched.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axes._secondary_axes import SecondaryAxis  # private: it has no public name
from matplotlib.axis import Axis
from matplotlib.backend_bases import DrawEvent
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.cbook import _setattr_cm
from matplotlib.figure import Figure, FigureBase
from matplotlib.layout_engine import PlaceHolderLayoutEngine

from ._aspects import apply_aspect, apply_aspects
from ._axis_item import AxisItem
from ._groups import Group, intercepted, methods_of
from ._image_item import ImageMemory
from ._items import Item, Rest
from ._layers import Entry, Layers
from ._laying_out import LayingOut
from ._ops import replay, target_of
from ._rules import why_foreign
from ._secondary_item import SecondaryItem
from ._titles import Measured, place_titles
from ._watcher import Watcher

# How many calls must be replayed in a frame for it to be worth looking for them, and after how many
# frames with fewer that is given up for some time.
_WORTHWHILE = 20
_USELESS = 5
# As many when it was given up before: one to record, one to replay.
_STILL_USELESS = 2
# Cells of artists that are gone are dropped when there are so many times as many as there were.
_GROWTH = 2


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
    laying_out : LayingOut
        Runs the layout engine.
    replayed : set of Item
        What was replayed in the latest frame.
    """

    def __init__(self, figure: Figure, *, thorough: bool) -> None:
        self._figure = figure
        self._root = Group(figure, ImageMemory())
        self._watcher = Watcher(thorough=thorough)
        self._layers = Layers()
        self._shown: tuple[Any, ...] | None = None  # what the renderer shows, if all was replayed
        self.laying_out = LayingOut(figure, self._root, self._watcher)
        self._within: Item | None = None  # the artist being drawn
        self._rest = Rest()
        self._rests = False
        self._useless = 0  # frames, one after the other, in which next to nothing was replayed
        self._cells = 1000
        self._groups: dict[int, Group] = {}
        self.replayed: set[Item] = set()

    def rests(self) -> bool:
        """Return whether the next frame is to be drawn plainly, as little else paid lately."""
        self._rests = not self._rest.is_over()
        if self._rests:
            self._shown = None
        return self._rests

    @property
    def is_resting(self) -> bool:
        """Whether the latest frame was drawn plainly because of that."""
        return self._rests

    def draw(self, renderer: RendererAgg) -> None:
        """Draw the figure as ``figure.draw(renderer)`` does."""
        target = target_of(renderer)
        self._watcher.round += 1
        self.replayed = set()
        if not self._figure.get_visible():
            target.clear()
            self._shown = None
        elif self._rests:
            target.clear()
            Figure.draw(self._figure, renderer)
        else:
            if self._is_as_learnt():
                self._redraw(renderer, target)
            else:
                self._draw_all(renderer, target)
            self._rest_if_useless()
        self.laying_out.end_frame()
        self._forget()

    def _rest_if_useless(self) -> None:
        """Draw some frames plainly where next to nothing is replayed, frame after frame."""
        calls = sum(len(ops) for item in self.replayed for ops in item.ops.values())
        drawn = (item for item in self.items() if item not in self.replayed)
        if calls >= _WORTHWHILE or any(item.is_eased for item in drawn):
            self._rest.succeed()
            self._useless = 0
            return
        self._useless += 1
        if self._useless >= (_STILL_USELESS if self._rest.failed else _USELESS):
            self._rest.fail()
            self._useless = 0

    def items(self) -> Iterator[Item]:
        """Yield all artists that were seen."""
        return self._root.items()

    def update_ticks(self) -> None:
        """Bring ticks to where a plain draw leaves them, but for those of the user's making."""
        for item in self.items():
            if isinstance(item, AxisItem) and not item.foreign and item.artist.get_visible():
                item.artist._update_ticks()

    def has_foreign_artists(self) -> bool:
        """Return whether any artist, or what it is drawn by, is not matplotlib's own."""
        groups = self._root.groups()
        return any(item.foreign for item in self.items()) or any(
            self._is_foreign(group.parent) for group in groups
        )

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

    # All as it was learnt.

    def _is_as_learnt(self) -> bool:
        engine = self._figure.get_layout_engine()
        if engine is not None and not isinstance(engine, PlaceHolderLayoutEngine):
            return False
        return all(
            group.is_as_learnt() and not _autoscales(group.parent) for group in self._root.groups()
        )

    def _prepare(self, renderer: RendererAgg) -> None:
        """Do what draws do before they come to the artists."""
        for group in self._root.drawn_groups():
            if isinstance(group.parent, FigureBase):
                apply_aspects(group.parent, renderer)
        for group in self._root.drawn_groups():
            if isinstance(group.parent, Axes) and group.is_known:
                self._prepare_axes(group.parent, renderer)

    def _prepare_axes(self, axes: Axes, renderer: RendererAgg) -> None:
        # As in Axes.draw.
        axes._stale = True
        before = _moved_by_draw(axes)
        axes._unstale_viewLim()
        apply_aspect(axes, renderer)
        if _moved_by_draw(axes) != before:
            # Others may have looked at it already.
            self._watcher.round += 1
        self._place_titles(axes, renderer)

    def _redraw(self, renderer: RendererAgg, target: Any) -> None:
        figure = self._figure
        groups = list(self._root.drawn_groups())
        is_known = all(group.is_known for group in groups)
        if not is_known and self._shown is None:
            self._draw_all(renderer, target)
            return
        self._prepare(renderer)
        entries = list(self._root.entries())
        serials = self._serials(entries)
        if all(serials) and (renderer, entries, serials) == self._shown:
            pass
        elif is_known and not self.has_foreign_artists():
            # As in Figure.draw.
            with figure._render_lock:
                self._layers.paint(
                    renderer,
                    entries,
                    serials,
                    lambda item, name: self._draw(item, name, renderer),
                )
        else:
            self._draw_all(renderer, target)
            return
        self._shown = (renderer, entries, serials) if all(serials) else None
        for group in groups:
            group.parent._stale = False
        DrawEvent("draw_event", figure.canvas, renderer)._process()

    def _draw_all(self, renderer: RendererAgg, target: Any) -> None:
        """Let matplotlib draw the figure, and replay what it draws of what has not changed."""
        self._watcher.round += 1
        self.replayed = set()
        target.clear()
        self._group(self._root, renderer)
        groups, entries = list(self._root.drawn_groups()), list(self._root.entries())
        is_still = all(group.is_pure for group in groups) and not self.has_foreign_artists()
        if is_still and len(self.replayed) == len({id(item) for item, _ in entries}):
            self._shown = renderer, entries, [item.serial for item, _ in entries]
        else:
            self._shown = None

    def _serials(self, entries: list[Entry]) -> list[int]:
        """Return for each entry which recording holds, 0 if none does."""
        serials = []
        for item, _ in entries:
            if item in self.replayed or item.is_clean(self._watcher):
                self.replayed.add(item)
                serials.append(item.serial)
            else:
                serials.append(0)
        return serials

    # Not all as it was learnt.

    def _group(self, group: Group, renderer: RendererAgg) -> None:
        parent = group.parent
        if self._is_foreign(parent):
            # Not its class's draw, but for the figure, for the same reason.
            draw = partial(Figure.draw, parent) if parent is self._figure else parent.draw
            draw(renderer)
            self._watcher.round += 1
            return
        if not isinstance(parent, Axes) or not group.is_known or not group.is_as_learnt():
            self._learn(group, renderer)
        elif parent._visible:
            self._prepare_axes(parent, renderer)
            for member, method in group.order:
                self._member(member, method, renderer)
            parent._stale = False

    def _place_titles(self, axes: Axes, renderer: RendererAgg) -> None:
        place_titles(axes, renderer, item_of=self._measured, watcher=self._watcher)

    def _measured(self, axis: Axis) -> Measured | None:
        """Return what is kept of *axis*, None if it is not drawn."""
        axes = axis.axes
        # Private: where a secondary axis belongs to.
        parent = axes._parent if isinstance(axes, SecondaryAxis) else axes
        group = self._groups.get(id(parent))
        member = None if group is None else group.member(axis if parent is axes else axes)
        return member if isinstance(member, (AxisItem, SecondaryItem)) else None

    def _is_foreign(self, parent: Any) -> bool:
        if parent is self._figure:
            # Its draw is overridden, for the time being, by the one that got here.
            return parent.get_agg_filter() is not None
        return bool(why_foreign(parent))

    def _member(self, member: Group | Item, method: str, renderer: RendererAgg) -> None:
        if isinstance(member, Group):
            self._group(member, renderer)
            return
        if method == member.methods[0] and member.is_clean(self._watcher):
            self.replayed.add(member)
        if member in self.replayed:
            replay(member.ops[method], target_of(renderer))
        else:
            self._draw(member, method, renderer)

    def _draw(self, item: Item, method: str, renderer: RendererAgg) -> None:
        self._within = item
        try:
            item.draw(method, renderer, self._watcher)
        finally:
            self._within = None

    def _learn(self, group: Group, renderer: RendererAgg) -> None:
        """Let matplotlib draw the parent, and see what it draws of the children."""
        order: list[tuple[Group | Item, str]] = []

        def draw_child(member: Group | Item, method: str, renderer: RendererAgg) -> None:
            artist = member.parent if isinstance(member, Group) else member.artist
            if self._within is not None:
                # It is drawn by another artist, as part of that one.
                getattr(type(artist), method)(artist, renderer)
                return
            if not order and not group.is_known:
                # What the parent does beforehand may have changed anything.
                self._watcher.round += 1
            order.append((member, method))
            # Its own methods again, for whoever calls them, or looks at its attributes, from here
            # on.
            intercepting = {name: vars(artist).pop(name) for name in methods_of(member)}
            try:
                self._member(member, method, renderer)
            finally:
                vars(artist).update(intercepting)

        parent = group.parent
        self._groups[id(parent)] = group
        own: dict[str, Any] = {}
        if isinstance(parent, Axes) and "_update_title_position" not in vars(parent):
            own["_update_title_position"] = partial(self._place_titles, parent)
        with (
            intercepted(group, draw_child),
            _setattr_cm(parent, **own),
        ):
            type(parent).draw(parent, renderer)
        group.learn(order)
        if not isinstance(parent, Axes):
            self._groups = {id(g.parent): g for g in self._root.groups()}

    def _forget(self) -> None:
        """Drop cells of artists that are gone."""
        if len(self._watcher) > self._cells:
            self._watcher.keep_only(cell for item in self.items() for cell in item.cells())
            self._cells = max(1000, _GROWTH * len(self._watcher))


def _autoscales(parent: Any) -> bool:
    """Return whether *parent* is going to change its limits when it comes to be drawn."""
    # Private: its artists, and others that know its limits, are drawn with the old ones until then.
    return isinstance(parent, Axes) and any(parent._stale_viewlims.values())


def _moved_by_draw(axes: Axes) -> tuple[bytes, bytes]:
    return axes._position._points.tobytes(), axes._viewLim._points.tobytes()
