"""
What layout engines may see changed, and when they run.

Where a figure has a layout engine, `Figure.savefig` draws it twice: first without showing anything,
so that the engine places the Axes, then with the engine switched off. Here, the first draw is
nothing but that engine (`_layout`); and so is a draw at the figure's own resolution, which stock
makes beside each frame.
"""

from contextlib import AbstractContextManager

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from ._aspects import apply_aspects
from ._axis_item import AxisItem
from ._groups import Group
from ._items import Item
from ._layout import SIZED_BY_DRAWING, Layout, is_known, matters
from ._titles import quickly_measured
from ._watcher import Watcher


class LayingOut:
    """
    Run the layout engine of a figure, where it may see something changed.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure.
    root : Group
        Its artists.
    watcher : Watcher
        Tells what has changed.

    Attributes
    ----------
    checks : bool
        Whether to run the engine even where what it will do is remembered.
    """

    def __init__(self, figure: Figure, root: Group, watcher: Watcher) -> None:
        self.checks = False
        self._figure = figure
        self._root = root
        self._watcher = watcher
        self._layout = Layout(figure)
        self._changes: dict[int, Artist] = {}  # what engines see changed in this frame
        self._changes_before: dict[int, Artist] = {}  # and in the one before it
        self._unchanged: list[Item] = []  # what was unchanged before the latest run

    @property
    def was_wrong(self) -> bool:
        """Whether the engine, when it was checked, did something else than was remembered."""
        return self._layout.was_wrong

    def see_changes(self) -> bool:
        """
        Take note of what engines may see changed since the latest frame.

        Returns
        -------
        bool
            False if the figure is not known well enough. There must be no foreign artists in it.
        """
        if not is_known(self._figure) or any(
            isinstance(item.artist, SIZED_BY_DRAWING) for item in self._root.items()
        ):
            return False
        self._watcher.round += 1
        changes = self._find_changes()
        if changes is None:
            return False
        self._changes.update({id(artist): artist for artist in changes})
        return True

    def run(self, renderer: RendererAgg) -> None:
        """Do what a draw on *renderer* would do that shows nothing but runs the engine."""
        apply_aspects(self._figure, renderer)
        self._unchanged = [i for i in self._root.items() if i.is_as_seen(self._watcher)]
        self._watcher.round += 1

        def measuring() -> AbstractContextManager[None]:
            self._watcher.round += 1  # everything may lie elsewhere by now
            items = {i.artist: i for i in self._root.items() if isinstance(i, AxisItem)}
            return quickly_measured(items, self._watcher)

        # The size of some artists, such as 3-D ones, is known only after they were drawn.
        changes = {**self._changes_before, **self._changes}
        self._watcher.places_recur = True
        self._layout.run(renderer, list(changes.values()), measuring, checks=self.checks)
        self._watcher.round += 1

    def see_places(self) -> None:
        """Take what the engine has moved, and nothing else, for unchanged."""
        self._watcher.round += 1
        for item in self._unchanged:
            # Measuring has updated ticks, to what they were; a dirty flag would count as a change
            # in the next frame, everything be measured again for it, and so on for ever.
            item.settle()
            item.see(self._watcher)
        self._unchanged = []

    def end_frame(self) -> None:
        """Take note that what was seen changed has been drawn."""
        self._changes_before, self._changes = self._changes, {}

    def _find_changes(self) -> list[Artist] | None:
        """Return the Axes, and the figure's titles, that engines may see changed."""
        changes: list[Artist] = []
        if not self._root.has_same_children():
            return None
        for group in self._root.groups():
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

    def _has_changed(self, group: Group) -> bool:
        for member in group.members():
            if isinstance(member, Group):
                if not member.has_same_children() or self._has_changed(member):
                    return True
            elif not member.is_as_seen(self._watcher) and matters(member.artist):
                return True
        return False
