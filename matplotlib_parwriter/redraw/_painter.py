"""
The pixels of a frame: what is put on the renderer, and what can stay there.

Artists that are replayed before the first one that changed make the same pixels as in the frame
before. A copy of these, the *base*, is put back instead of drawing them again. Where nothing changed
at all the whole image stays as it is.
"""

from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

from ._items import Item
from ._ops import replay, target_of

_Prefix = list[tuple[Item, str, int]]


class Painter:
    """Put the artists of one frame after the other on a renderer."""

    def __init__(self) -> None:
        self._renderer: RendererAgg | None = None
        self._target: Any = None
        # What is to be replayed before anything is drawn in this frame; None once that is done.
        self._waiting: _Prefix | None = None
        self._shown: _Prefix | None = None  # all that the image shows, where all was replayed
        self._last_prefix: _Prefix = []
        self._base: tuple[_Prefix, np.ndarray] | None = None

    def begin(self, renderer: RendererAgg) -> None:
        """Begin a frame on *renderer*, whose image is still that of the frame before if it is the
        same."""
        if renderer is not self._renderer:
            self._renderer, self._target, self._shown = renderer, target_of(renderer), None
        self._waiting = []

    def replay(self, item: Item, method: str) -> None:
        """Put on what is kept of a method of an artist."""
        if self._waiting is not None:
            self._waiting.append((item, method, item.serial))
        else:
            replay(item.ops[method], self._target)

    def catch_up(self) -> None:
        """Put on everything that was left for later, because something is about to be drawn."""
        if self._waiting is None:
            return
        prefix, self._waiting, self._shown = self._waiting, None, None
        done = 0
        if self._base is not None and prefix[: len(self._base[0])] == self._base[0]:
            done = len(self._base[0])
            np.copyto(self._pixels(), self._base[1])
        else:
            self._target.clear()
        for item, method, _ in prefix[done:]:
            replay(item.ops[method], self._target)
        if prefix and done != len(prefix) and prefix == self._last_prefix:
            self._base = prefix, self._pixels().copy()
        self._last_prefix = prefix

    def end(self) -> bool:
        """End the frame; return whether the image may differ from that of the frame before."""
        waiting = self._waiting
        if waiting is None:
            return True
        if self._shown is not None and waiting == self._shown:
            return False
        self.catch_up()
        self._shown = waiting
        return True

    def _pixels(self) -> np.ndarray:
        return np.asarray(self._target)
