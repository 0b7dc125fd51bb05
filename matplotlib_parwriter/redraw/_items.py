"""An artist and what is kept of its latest draw."""

from collections.abc import Callable

from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import BboxBase

from ._cells import Cell, FlagsCell
from ._ops import Op, recording
from ._rules import UnwatchableError, Watcher

# An artist that changes with every frame is not recorded again for a number of frames that doubles
# each time, up to this many.
_LONGEST_REST = 32


class Item:
    """
    An artist that is drawn as a whole, with what is kept of its latest draw.

    Parameters
    ----------
    artist : `~matplotlib.artist.Artist`
        The artist.

    Attributes
    ----------
    artist : `~matplotlib.artist.Artist`
        As given.
    methods : tuple of str
        What is called to draw it, in this order.
    ops : dict of str to list of Op
        What each of these drew, if that is kept.
    serial : int
        Goes up by one with each recording.
    foreign : str
        Why it is drawn the plain way every time, else empty.
    """

    __slots__ = (
        "_cells",
        "_misses",
        "_records",
        "_rest",
        "_tightbboxes",
        "artist",
        "foreign",
        "methods",
        "ops",
        "serial",
    )

    def __init__(self, artist: Artist) -> None:
        self.artist = artist
        # Those of a 3-D axis are called between those of the others.
        names = ("draw_pane", "draw_grid", "draw") if isinstance(artist, Axis) else ("draw",)
        self.methods = tuple(name for name in names if hasattr(artist, name))
        self.ops: dict[str, list[Op]] = {}
        self.serial = 0
        self.foreign = ""
        self._cells: list[tuple[Cell, int]] = []
        self._tightbboxes: dict[bool, BboxBase | None] = {}
        # An artist that is there for one frame only is not worth recording.
        self._rest = 1
        self._misses = 0
        self._records = False

    def is_clean(self, round_: int) -> bool:
        """Return whether drawing the artist now would make the calls that are kept."""
        if not self._cells:
            return False
        for cell, version in self._cells:
            if cell.look(round_) != version:
                return False
        return True

    def draw(self, method: str, renderer: RendererAgg, watcher: Watcher) -> None:
        """
        Draw the artist, which has changed or was not recorded, and record it if that may pay.

        Parameters
        ----------
        method : str
            Which of its methods to draw by.
        renderer : `~matplotlib.backends.backend_agg.RendererAgg`
            Where to draw.
        watcher : Watcher
            Finds what to watch.
        """
        if method == self.methods[0]:
            self._begin()
        if self._records:
            with recording(renderer) as recorder:
                getattr(self.artist, method)(renderer)
            self.ops[method] = recorder.ops
            if recorder.incomplete:
                self.foreign = "it reads what was drawn before it"
            if method == self.methods[-1]:
                self._watch(watcher)
        else:
            getattr(self.artist, method)(renderer)
        if self.foreign:
            # It may have changed anything.
            watcher.round += 1

    def tightbbox(
        self, measure: Callable[..., BboxBase | None], renderer: RendererAgg, layout: bool
    ) -> BboxBase | None:
        """Return what *measure* says of an unchanged axis, which is asked only once."""
        if layout not in self._tightbboxes:
            self._tightbboxes[layout] = measure(renderer, for_layout_only=layout)
            # Measuring an axis updates its ticks, to what they were.
            self.settle()
        box = self._tightbboxes[layout]
        return None if box is None else box.frozen()

    def cells(self) -> list[Cell]:
        """Return what watches the artist."""
        return [cell for cell, _ in self._cells]

    def settle(self) -> None:
        """Take flags that a draw of ours has cleared for those of an unchanged artist."""
        for cell, _ in self._cells:
            if isinstance(cell, FlagsCell):
                cell.clean()

    def close(self) -> None:
        """Remove what was left on artists."""
        self._drop()

    def _begin(self) -> None:
        """Decide whether to record, as the first of the methods is called."""
        if self._cells:
            self._drop()
            self._misses += 1
            self._rest = min(2**self._misses, _LONGEST_REST) - 1
        self._records = self._rest <= 0 and not self.foreign
        self._rest -= 1

    def _watch(self, watcher: Watcher) -> None:
        if not self.foreign:
            try:
                self._cells = watcher.cells(self.artist)
            except UnwatchableError as error:
                self.foreign = str(error)
        if self.foreign or set(self.ops) != set(self.methods):
            self._drop()
        else:
            self.serial += 1

    def _drop(self) -> None:
        for cell, _ in self._cells:
            if isinstance(cell, FlagsCell):
                cell.close()
        self.ops = {}
        self._cells = []
        self._tightbboxes = {}
