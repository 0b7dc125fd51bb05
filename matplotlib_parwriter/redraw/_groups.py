"""
The order in which the artists of a figure or of Axes are drawn, learnt from matplotlib.

matplotlib's own ``draw`` decides which of the children are drawn and in what order. It is run, with
the children's ``draw`` intercepted, whenever that may have changed; else the order it took last
time is followed without it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from operator import is_
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axes._secondary_axes import SecondaryAxis  # private: it has no public name
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure, SubFigure
from matplotlib.legend import Legend

from ._axis_item import AxisItem
from ._axis_key import is_keyed
from ._figures import root_figure
from ._image_item import ImageItem, ImageMemory, is_image
from ._items import Item
from ._legend_item import LegendItem
from ._points_item import PointsItem, is_points
from ._secondary_item import SecondaryItem

# Groups with one of these ``draw`` do nothing in it but what `_scene` does for them, and call
# ``draw`` of their children.
_KNOWN_DRAWS = (Axes.draw, Figure.draw, SubFigure.draw)
# These do more, but draw nothing except by way of their children either.
_PURE_DRAWS = ("matplotlib.projections.polar.PolarAxes", "mpl_toolkits.mplot3d.axes3d.Axes3D")


def _qualified(draw: Any) -> str:
    """Return the class that *draw* is a method of, without importing it."""
    return f"{draw.__module__}.{draw.__qualname__}".removesuffix(".draw")


class Group:
    """
    A figure, subfigure or Axes with the artists it draws.

    Parameters
    ----------
    parent : `~matplotlib.figure.FigureBase` or `~matplotlib.axes.Axes`
        The figure or Axes.
    images : ImageMemory
        What makes the pixels of images.

    Attributes
    ----------
    parent : `~matplotlib.figure.FigureBase` or `~matplotlib.axes.Axes`
        The figure or Axes.
    order : list of (Group or Item, str)
        What was drawn the last time, in order, and by which method.
    is_pure : bool
        Whether the parent drew nothing itself.
    is_known : bool
        Whether the parent's draw is one of those known to do nothing else.
    """

    __slots__ = (
        *("_children", "_images", "_members", "_state"),
        *("is_known", "is_pure", "order", "parent"),
    )

    def __init__(self, parent: Any, images: ImageMemory) -> None:
        self.parent = parent
        self._images = images
        self.order: list[tuple[Group | Item, str]] = []
        self.is_pure = False
        self.is_known = False
        self._children: list[Artist] = []
        self._state: Any = None
        self._members: dict[int, Group | Item] = {}

    def is_as_learnt(self) -> bool:
        """Return whether the same children would be drawn in the same order as last time."""
        return self.has_same_children() and self._state_of(self._children) == self._state

    def has_same_children(self) -> bool:
        """Return whether the children are those of last time."""
        children = self.parent.get_children()
        return len(children) == len(self._children) and all(map(is_, children, self._children))

    def learn(self, order: "list[tuple[Group | Item, str]]") -> None:
        """Remember the order in which matplotlib drew the children just now."""
        self._children = self.parent.get_children()
        self._state = self._state_of(self._children)
        present = {id(child) for child in self._children}
        for gone in self._members.keys() - present:
            self._members.pop(gone).close()
        self.order = order
        composite = root_figure(self.parent).suppressComposite
        draw = type(self.parent).draw
        self.is_pure = (
            (draw in _KNOWN_DRAWS or _qualified(draw) in _PURE_DRAWS)
            and (composite is None or bool(composite))
            and not any("draw" in vars(child) for child in self._children)
        )
        self.is_known = self.is_pure and draw in _KNOWN_DRAWS

    def member(self, child: Artist) -> "Group | Item":
        """Return what stands for *child*."""
        member = self._members.get(id(child))
        if member is None:
            if isinstance(child, (Axes, SubFigure)):
                member = Group(child, self._images)
            elif is_keyed(child):
                member = AxisItem(child)  # type: ignore[arg-type]
            elif isinstance(child, SecondaryAxis):
                member = SecondaryItem(child)
            elif isinstance(child, Legend):
                member = LegendItem(child)
            elif is_image(child):
                member = ImageItem(child, self._images)  # type: ignore[arg-type]
            elif is_points(child):
                member = PointsItem(child)  # type: ignore[arg-type]
            else:
                member = Item(child)
            self._members[id(child)] = member
        return member

    def members(self) -> "Iterator[Group | Item]":
        """Yield what stands for the children."""
        yield from self._members.values()

    def groups(self) -> "Iterator[Group]":
        """Yield the group and those within it."""
        yield self
        for member in self._members.values():
            if isinstance(member, Group):
                yield from member.groups()

    def drawn_groups(self) -> "Iterator[Group]":
        """Yield the group and those within it, as far as they were drawn the last time."""
        yield self
        for member, _ in self.order:
            if isinstance(member, Group):
                yield from member.drawn_groups()

    def entries(self) -> Iterator[tuple[Item, str]]:
        """Yield what was drawn the last time, in order, and by which method."""
        for member, method in self.order:
            if isinstance(member, Group):
                yield from member.entries()
            else:
                yield member, method

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
            # Private: what its draw decides by.
            own: tuple[Any, ...] = (
                parent._visible,
                parent.axison,
                parent._frameon,
                parent._rasterization_zorder,
                getattr(parent, "_axis3don", None),
            )
        else:
            own = (parent._visible, parent.suppressComposite)
        root = root_figure(parent)
        return (
            *own,
            type(parent).draw,
            root.suppressComposite,
            parent._agg_filter,
            [(child.zorder, child._animated, "draw" in vars(child)) for child in children],
        )


def methods_of(member: Group | Item) -> tuple[str, ...]:
    return ("draw",) if isinstance(member, Group) else member.methods


@contextmanager
def intercepted(
    group: Group, draw: Callable[[Group | Item, str, RendererAgg], None]
) -> Iterator[None]:
    """Let *draw* stand in for the methods by which the children of a group are drawn."""
    children = []
    for child in group.parent.get_children():
        member = group.member(child)
        methods = methods_of(member)
        # Those that somebody else has overridden are left to him.
        if not any(method in vars(child) for method in methods):
            for method in methods:
                vars(child)[method] = partial(draw, member, method)
                children.append((child, method))
    try:
        yield
    finally:
        for child, method in children:
            vars(child).pop(method, None)
