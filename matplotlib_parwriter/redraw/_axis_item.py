"""An axis of 2-D Axes, which is known again by what it would draw, too."""

from collections.abc import Callable
from typing import Any

from matplotlib.axis import Axis, Tick
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.cbook import _setattr_cm
from matplotlib.transforms import BboxBase

from ._axis_key import axis_key
from ._items import Item, Rest
from ._ops import replay, target_of
from ._rules import UnwatchableError, Watcher


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

    __slots__ = (
        "_asked",
        "_is_known",
        "_key",
        "_now",
        "_offset",
        "_resting",
        "_tightbboxes",
        "_watch_rest",
    )

    artist: Axis

    def __init__(self, artist: Axis) -> None:
        super().__init__(artist)
        self._rest = Rest()
        self._watch_rest = Rest()
        self._resting = False
        self._key: Any = None  # of what is kept
        self._asked = -1  # the round in which it was asked for its ticks
        self._now: tuple[list[Tick], Any] | None = None  # these, and its key
        self._tightbboxes: dict[bool, BboxBase | None] = {}
        self._offset: tuple[str, Any] = ("", (0, 0))

    def is_clean(self, watcher: Watcher) -> bool:
        """Return whether drawing the axis now would make the calls that are kept."""
        if super().is_clean(watcher):
            return True
        # Asking it for its ticks calls functions of the user's, so that is left for its draw.
        if self.foreign or not self.ops or self._resting or not self._is_known_again(watcher):
            return False
        if self._cells:
            self._unwatch()
            self._watch_rest.fail()
        if self._watch_rest.is_over():
            self._watch(watcher)
        return True

    def draw(self, method: str, renderer: RendererAgg, watcher: Watcher) -> None:
        """Draw the axis, which has changed or was not recorded; see `Item.draw`."""
        self._unwatch()
        self._resting = not self._rest.is_over()
        if self._resting:
            self.artist.draw(renderer)
        elif self._is_known_again(watcher):
            replay(self.ops[method], target_of(renderer))
        else:
            self._draw_and_keep(method, renderer, watcher)
        if self.foreign:
            # Its functions may have changed anything.
            watcher.round += 1

    def tightbbox(
        self, measure: Callable[..., BboxBase | None], renderer: RendererAgg, layout: bool
    ) -> BboxBase | None:
        """Return what *measure* says of an unchanged axis, which is asked only once."""
        text = self.artist.offsetText
        if layout not in self._tightbboxes:
            self._tightbboxes[layout] = measure(renderer, for_layout_only=layout)
            self._offset = text.get_text(), text.get_position()
            # Measuring an axis updates its ticks, to what they were.
            self.settle()
        elif (text.get_text(), text.get_position()) != self._offset:
            # Measuring updates this one as well, and it is read afterwards.
            text.set_text(self._offset[0])
            text.set_position(self._offset[1])
        box = self._tightbboxes[layout]
        return None if box is None else box.frozen()

    def _is_known_again(self, watcher: Watcher) -> bool:
        """Return whether the axis has the key of what is kept."""
        if self._asked != watcher.round:
            self._asked = watcher.round
            ticks = self.artist._update_ticks()
            try:
                self._now = ticks, axis_key(self.artist, ticks)
            except UnwatchableError:
                self._now = ticks, None
        key = self._now[1] if self._now is not None else None
        is_known = bool(self.ops) and key is not None and bool(key == self._key)
        if is_known:
            self._rest.succeed()
        return is_known

    def _draw_and_keep(self, method: str, renderer: RendererAgg, watcher: Watcher) -> None:
        if self.ops:
            self._rest.fail()
        ticks, key = self._now or (self.artist._update_ticks(), None)
        # Its draw would ask for the ticks again, and so call functions of the user's twice.
        with _setattr_cm(self.artist, _update_ticks=lambda: ticks):
            self._record(method, renderer)
        self._key, self._asked, self._now = key, -1, None
        self._tightbboxes = {}
        self._watch(watcher)
        if key is None and not self._cells:
            self._drop()
