"""An artist and what is kept of its latest draw."""

import itertools
from collections.abc import Callable
from operator import is_
from typing import TypeVar

from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import BboxBase

from ._cells import ArrayCell, Cell, FlagsCell, PathsCell
from ._ops import Op, recording
from ._rules import UnwatchableError, why_foreign
from ._watcher import Watcher

_Key = TypeVar("_Key")

# Frames after which a recording is tried again at the latest.
_LONGEST_REST = 64
# Of how many things that changed an artist it is found out whether they go on doing so.
_SUSPECTS = 3
# How many recordings of an artist are kept at most.
VARIANTS = 8

next_serial = itertools.count(1).__next__
next_number = itertools.count(1).__next__


class Rest:
    """
    Tell when to try again what failed: after four times as many frames each time, 64 at most.

    Parameters
    ----------
    frames : int
        How many frames to wait for the first try.
    """

    __slots__ = ("_failures", "_frames")

    def __init__(self, frames: int = 0) -> None:
        self._frames = frames
        self._failures = 0

    @property
    def failed(self) -> bool:
        """Whether the latest try failed."""
        return self._failures > 0

    def is_over(self, *, hopeless: bool = False) -> bool:
        """
        Return whether to try in this frame; to be asked once in each.

        Parameters
        ----------
        hopeless : bool, default: False
            Whether there is a sign that trying would fail again; then it is put off, but not for
            ever.
        """
        self._frames -= 1
        return self._frames < (-_LONGEST_REST if hopeless and self._failures else 0)

    def fail(self) -> None:
        """Take note that the try failed."""
        self._failures += 1
        self._frames = min(4**self._failures, _LONGEST_REST) - 1

    def succeed(self) -> None:
        """Take note that it did not."""
        self._failures = 0


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
    number : int
        Of this item, and no other.
    methods : tuple of str
        What is called to draw it, in this order.
    ops : dict of str to list of Op
        What each of these drew, if that is kept.
    serial : int
        Which recording that is.
    foreign : str
        Why it cannot be watched, else empty.
    """

    __slots__ = (
        "_cells",
        "_class",
        "_records",
        "_rest",
        "_seen",
        "_suspects",
        "_unused",
        "_variants",
        "artist",
        "foreign",
        "methods",
        "number",
        "ops",
        "serial",
    )

    def __init__(self, artist: Artist) -> None:
        self.artist = artist
        self.number = next_number()
        self._class = type(artist)
        # Those of a 3-D axis are called between those of the others.
        names = ("draw_pane", "draw_grid", "draw") if isinstance(artist, Axis) else ("draw",)
        self.methods = tuple(name for name in names if hasattr(artist, name))
        self.ops: dict[str, list[Op]] = {}
        self.serial = 0
        self.foreign = why_foreign(artist)
        self._cells: list[Cell] = []
        # Recordings by the versions of the cells, for what comes back: layout engines go back and
        # forth by rounding errors.
        self._variants: dict[tuple[int, ...], tuple[dict[str, list[Op]], int]] = {}
        self._seen: tuple[int, ...] = ()
        # What had changed when recordings turned out to be of no use, with its versions.
        self._suspects: list[tuple[Cell, int]] = []
        self._unused = 0  # recordings since one was replayed
        # An artist that is there for one frame only is not worth recording.
        self._rest = Rest(1)
        self._records = False

    def is_clean(self, watcher: Watcher) -> bool:
        """Return whether drawing the artist now would make the calls that are kept."""
        if not self._cells or type(self.artist) is not self._class:
            return False
        round_ = watcher.round
        variant = self._variants.get(tuple([cell.look(round_) for cell in self._cells]))
        if variant is None:
            return False
        self.ops, self.serial = variant
        self._unused = 0
        return True

    def see(self, watcher: Watcher) -> None:
        """Take the artist as it is now for unchanged where only its place has changed."""
        self._seen = tuple([cell.look(watcher.round) for cell in self._cells])

    def is_as_seen(self, watcher: Watcher) -> bool:
        """Return whether the artist is as it was when it was last drawn or seen."""
        round_ = watcher.round
        if self._cells and self._seen == tuple([cell.look(round_) for cell in self._cells]):
            return True
        return self.is_clean(watcher)

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
            if type(self.artist) is not self._class:
                self._class, self.foreign = type(self.artist), why_foreign(self.artist)
            if self._cells and not (watcher.places_recur and self._may_come_back()):
                self._suspects = self._find_suspects()
                self._drop()
                self._rest.fail()
            is_over = self._rest.is_over(hopeless=self._still_changes(watcher))
            self._records = is_over and not self.foreign
            self.ops = {}
        if self._records:
            self._record(method, renderer)
            if method == self.methods[-1] and set(self.ops) == set(self.methods):
                self._unused += 1
                self.serial = next_serial()
                self._watch(watcher)
        else:
            self._call(method, renderer)
        if self.foreign:
            # It may have changed anything.
            watcher.round += 1

    def cells(self) -> list[Cell]:
        """Return what watches the artist."""
        return self._cells

    @property
    def is_eased(self) -> bool:
        """Whether the latest draw took less than matplotlib's, though the artist had changed."""
        return False

    def settle(self) -> None:
        """Take flags that a draw of ours has cleared for those of an unchanged artist."""
        for cell in self._cells:
            if isinstance(cell, FlagsCell):
                cell.clean()

    def close(self) -> None:
        """Forget everything, and remove what was left on artists."""
        self._drop()

    def _box(
        self, key: _Key, kept: dict[_Key, BboxBase | None], measure: Callable[[], BboxBase | None]
    ) -> BboxBase | None:
        """Return the size that is kept under *key*, measured the first time, of what is clean."""
        if key not in kept:
            kept[key] = measure()
            # Measuring an axis updates its ticks, to what they were.
            self.settle()
        box = kept[key]
        return None if box is None else box.frozen()

    def _call(self, method: str, renderer: RendererAgg) -> None:
        getattr(self.artist, method)(renderer)

    def _more_cells(self) -> list[Cell]:
        """Return cells for what is particular about the artist."""
        return []

    def _find_suspects(self) -> list[tuple[Cell, int]]:
        """Return the cells that differ from the recordings, as far as looking at them is cheap."""
        return [
            (cell, cell.version)
            for cell, known in zip(self._cells, zip(*self._variants, strict=True), strict=True)
            if cell.version not in known and not isinstance(cell, (ArrayCell, PathsCell))
        ][:_SUSPECTS]

    def _still_changes(self, watcher: Watcher) -> bool:
        """Return whether what had changed then has changed again since the frame before."""
        if not self._suspects or self._cells:
            return False
        before = self._suspects
        self._suspects = [(cell, cell.look(watcher.round)) for cell, _ in before]
        return self._suspects != before

    def _may_come_back(self) -> bool:
        """Return whether what has changed is such that it may be again what it was."""
        if self._unused >= VARIANTS:
            return False
        known = zip(*self._variants, strict=True)
        return all(
            cell.recurs or cell.version in versions
            for cell, versions in zip(self._cells, known, strict=True)
        )

    def _record(self, method: str, renderer: RendererAgg) -> None:
        with recording(renderer) as recorder:
            self._call(method, renderer)
        self.ops[method] = recorder.ops
        if recorder.incomplete:
            self.foreign = "it reads what was drawn before it"

    def _watch(self, watcher: Watcher) -> None:
        """Keep what was recorded, and watch the artist from now on, if that is possible."""
        cells: list[Cell] = []
        if not self.foreign:
            try:
                cells = watcher.cells(self.artist, self._more_cells())
            except UnwatchableError as error:
                self.foreign = str(error)
        if not cells or not _are_same(cells, self._cells) or len(self._variants) >= VARIANTS:
            self._unwatch()
            for cell in cells:
                if isinstance(cell, FlagsCell):
                    cell.clean()
        self._cells = cells
        if cells:
            self._variants[tuple([cell.version for cell in cells])] = self.ops, self.serial

    def _unwatch(self) -> None:
        for cell in self._cells:
            if isinstance(cell, FlagsCell):
                cell.close()
        self._cells = []
        self._seen = ()
        self._variants = {}

    def _drop(self) -> None:
        self._unwatch()
        self.ops = {}


def _are_same(a: list[Cell], b: list[Cell]) -> bool:
    return len(a) == len(b) and all(map(is_, a, b))
