"""An axis of 2-D Axes, which is known again by what it would draw, too."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import BboxBase

from ._axis_key import Placed, axis_key, place_ticks, placed_ticks
from ._items import VARIANTS, Item, Rest, next_serial
from ._ops import Op
from ._rules import UnwatchableError, why_foreign
from ._watcher import Watcher


class AxisItem(Item):
    """
    An axis, with what is kept of its latest draw, and how large it was then.

    Where watching its objects does not help, because they are new ones or because its locators and
    formatters are not matplotlib's own, it is known again by its key (`_axis_key`).

    Parameters
    ----------
    artist : `~matplotlib.axis.Axis`
        The axis; see `_axis_key.is_keyed`.
    """

    __slots__ = ("_asked", "_kept", "_known", "_now", "_resting", "_watch_rest")

    artist: Axis

    def __init__(self, artist: Axis) -> None:
        super().__init__(artist)
        self._rest = Rest()
        self._watch_rest = Rest()
        self._resting = False
        self._kept: dict[Any, _Kept] = {}  # by key
        self._known: _Kept | None = None  # what is replayed in this frame
        self._asked = -1  # the round in which it was asked for its ticks
        self._now: tuple[Placed, Any] | None = None  # these, and its key

    def is_clean(self, watcher: Watcher) -> bool:
        """Return whether drawing the axis now would make the calls that are kept."""
        if super().is_clean(watcher):
            self._known = next((k for k in self._kept.values() if k.serial == self.serial), None)
            self._watch_rest.succeed()
            return True
        if self._resting or not self._kept or not self._is_known_again(watcher):
            return False
        if watcher.places_recur and self._cells and self._may_come_back():
            self._watch(watcher)
        elif self._watch_rest.is_over():
            self._watch(watcher)
            self._watch_rest.fail()
        return True

    def draw(self, method: str, renderer: RendererAgg, watcher: Watcher) -> None:
        """Draw the axis, which has changed or was not recorded; see `Item.draw`."""
        self._resting = not self._rest.is_over()
        if self._resting or not self._may_be_asked(watcher):
            self._drop()
            self.artist.draw(renderer)
        else:
            # Not known again, or it would not have been drawn; but there may be no key yet.
            self._is_known_again(watcher)
            self._draw_and_keep(method, renderer, watcher)
        if self.foreign:
            # Its functions may have changed anything.
            watcher.round += 1

    def tightbbox(
        self,
        axis: Axis,
        measure: Callable[..., BboxBase | None],
        renderer: RendererAgg,
        layout: bool,
    ) -> BboxBase | None:
        """Return what *measure* says of an unchanged axis, which is asked only once."""
        kept = self._known
        if kept is None:  # it has no key
            box = measure(renderer, for_layout_only=layout)
            self.settle()
            return box
        return self._box(
            layout, kept.tightbboxes, lambda: measure(renderer, for_layout_only=layout)
        )

    def _may_be_asked(self, watcher: Watcher) -> bool:
        """Return whether the axis can be asked for its ticks without calling the user's code."""
        axis = self.artist
        self.foreign = why_foreign(axis) or watcher.why_ticks_are_foreign(axis)
        return not self.foreign

    def _is_known_again(self, watcher: Watcher) -> bool:
        """Return whether the axis has a key of what is kept."""
        if not self._may_be_asked(watcher):
            return False
        if self._asked != watcher.round:
            self._asked = watcher.round
            placed = place_ticks(self.artist)
            try:
                self._now = placed, (watcher.shared_version(), axis_key(self.artist, placed))
            except UnwatchableError:
                self._now = placed, None
        key = self._now[1] if self._now is not None else None
        self._known = None if key is None else self._kept.get(key)
        if self._known is None:
            return False
        self.ops, self.serial = self._known.ops, self._known.serial
        self._known.labels.restore(self.artist)
        self._unused = 0
        self._rest.succeed()
        return True

    def _draw_and_keep(self, method: str, renderer: RendererAgg, watcher: Watcher) -> None:
        if self._unused >= (VARIANTS if watcher.places_recur else 1):
            self._rest.fail()
        placed, key = self._now or (place_ticks(self.artist), None)
        self.ops = {}
        with placed_ticks(self.artist, placed):
            self._record(method, renderer)
        self._asked, self._now = -1, None
        self.serial = next_serial()
        self._unused += 1
        self._watch(watcher)
        if self.foreign or len(self._kept) >= VARIANTS:
            self._kept = {}
        # A key says nothing of what the user's code does, which the watcher has found.
        if key is not None and not self.foreign:
            labels = _Labels.of(self.artist)
            self._known = self._kept[key] = _Kept(ops=self.ops, serial=self.serial, labels=labels)

    def _drop(self) -> None:
        super()._drop()
        self._kept, self._known, self._now = {}, None, None


@dataclass(frozen=True)
class _Labels:
    """Where drawing an axis puts its labels, and what it writes into the one for the offset."""

    label: Any
    offset: Any
    text: str

    @classmethod
    def of(cls, axis: Axis) -> "_Labels":
        offset = axis.offsetText
        return cls(axis.label.get_position(), offset.get_position(), offset.get_text())

    def restore(self, axis: Axis) -> None:
        """Leave the labels as a draw would: others read them."""
        if _Labels.of(axis) != self:
            axis.label.set_position(self.label)
            axis.offsetText.set_position(self.offset)
            axis.offsetText.set_text(self.text)


@dataclass(kw_only=True)
class _Kept:
    """What is kept of one draw of an axis."""

    ops: dict[str, list[Op]]
    serial: int
    labels: _Labels
    tightbboxes: dict[bool, BboxBase | None] = field(default_factory=dict)
