"""What is watched to tell whether an artist would look as it did when it was drawn."""

from collections.abc import Iterable, Iterator

from matplotlib.artist import Artist
from matplotlib.axis import Axis

from ._cell_store import CellStore
from ._cells import Cell, ValueCell
from ._rules import UnwatchableError, is_self_contained
from ._value_cells import shared_cells
from ._walk import Walk


class Watcher(CellStore):
    """
    Find what to watch for artists, sharing cells among them.

    Parameters
    ----------
    thorough : bool
        Whether to watch the attributes of ticks, too.

    Attributes
    ----------
    places_recur : bool
        Whether a layout engine may move things to and fro.
    """

    def __init__(self, *, thorough: bool) -> None:
        super().__init__()
        self.places_recur = False
        self.thorough = thorough
        self._shared = shared_cells()
        classes = [Artist, *_subclasses(Artist)]
        self._draws = ValueCell(lambda: tuple([cls.draw for cls in classes]))

    def cells(self, artist: Artist, more: Iterable[Cell] = ()) -> list[Cell]:
        """
        Return the cells that watch *artist*, which have looked at it now.

        Parameters
        ----------
        artist : `~matplotlib.artist.Artist`
            An artist that was drawn just now.
        more : iterable of Cell, optional
            What is to watch it besides.

        Raises
        ------
        UnwatchableError
            If it cannot be told whether *artist* changes.
        """
        walk = Walk(self, thorough=self.thorough)
        if isinstance(artist, Axis):
            walk.axis(artist)
        else:
            walk.artist(artist)
            if artist.axes is not None:
                walk.axes(artist.axes, view=not is_self_contained(artist))  # type: ignore[arg-type]
            walk.figure(artist)
        found = [*self._shared, self._draws, *walk.found, *more]
        for cell in found:
            cell.look_again(self.round)
        return found

    def shared_version(self) -> tuple[int, ...]:
        """Return what differs where rcParams, names of colours or fonts do."""
        return tuple([cell.look(self.round) for cell in self._shared])

    def why_ticks_are_foreign(self, axis: Axis) -> str:
        """Return why asking *axis* for its ticks runs code of the user's, "" if it does not."""
        walk = Walk(self, thorough=self.thorough)
        try:
            for part in (axis.major, axis.minor):
                walk.object(part)
        except UnwatchableError as error:
            return str(error)
        return ""


def _subclasses(cls: type[Artist]) -> Iterator[type[Artist]]:
    for subclass in cls.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)
