"""Cells, by what they watch, so that artists share them."""

from collections.abc import Callable, Iterable
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axis import Axis

from ._cells import Cell, FlagsCell, UnionCell


class CellStore:
    """
    Keep one cell for each thing that is watched.

    Attributes
    ----------
    round : int
        Goes up by one when cells are to look again.
    """

    def __init__(self) -> None:
        self.round = 0
        self._cells: dict[tuple[int, str], tuple[object, Cell]] = {}
        self._walked: dict[tuple[int, str], int] = {}  # the round of the latest walk

    def keep_only(self, cells: Iterable[Cell]) -> None:
        """Forget all cells but *cells*, and with them the objects that they watch."""
        kept = set()
        for cell in cells:
            kept.add(id(cell))
            if isinstance(cell, UnionCell):
                kept.update(id(part) for part in cell.cells)
        self._cells = {k: pair for k, pair in self._cells.items() if id(pair[1]) in kept}
        self._walked = {}

    def __len__(self) -> int:
        return len(self._cells)

    def cell(self, watched: object, make: Callable[[Any], Cell], kind: str = "") -> Cell:
        """Return the cell of a *kind* that watches *watched*, made by *make* if there is none."""
        pair = self._cells.get((id(watched), kind))
        if pair is None:
            # The reference makes sure that the id is not given to another object.
            pair = self._cells[id(watched), kind] = watched, make(watched)
        return pair[1]

    def flags(self, axis: Axis, artists: list[Artist]) -> Cell:
        """Return a cell for the flags of *artists*, parts of *axis*, which it cleans."""
        pair = self._cells.get((id(axis), "flags"))
        cell = None if pair is None else pair[1]
        if not isinstance(cell, FlagsCell) or cell.artists != tuple(artists):
            cell = FlagsCell(artists)
            self._cells[id(axis), "flags"] = axis, cell
        cell.clean()
        return cell

    def union(self, watched: object, kind: str, walk: Callable[[], list[Cell]]) -> Cell:
        """Return a cell for all that *walk* finds; it walks anew when something has changed."""
        pair = self._cells.get((id(watched), kind))
        if pair is None or self.round != self._walked.get((id(watched), kind)):
            self._walked[id(watched), kind] = self.round
            found = walk()
            if pair is None or pair[1].cells != tuple(found):
                pair = self._cells[id(watched), kind] = watched, UnionCell(found)
        return pair[1]
