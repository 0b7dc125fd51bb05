"""The walk behind the state digest: all that can be reached from some objects, as named digests.

Objects with parts worth naming (artists, the user's functions, classes, modules and instances) are
*nodes*: each of their parts is an entry of its own. They wait in a queue, so that depth does not
become recursion, and what refers to them holds their number. All else is written into the entry in
which it was met first.
"""

from __future__ import annotations

import os
import types
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes._base import _AxesBase  # private: all kinds of axes, secondary ones too
from matplotlib.axis import Axis
from matplotlib.figure import FigureBase
from matplotlib.offsetbox import OffsetBox
from matplotlib.spines import Spine
from matplotlib.transforms import IdentityTransform

from ._digest_attributes import PUBLIC_NAMES, attributes, has_hidden_state, own_contents
from ._digest_code import Part, class_name, class_parts, function_parts, module_parts
from ._digest_edited import edited_ticks, looks_of
from ._digest_readers import reader_of
from ._digest_skips import DEFAULT_SPINE, Scope, is_matplotlib, role_of
from ._digest_values import PLAIN, digest, to_bytes
from ._warnings import unheard

# Layout engines come nearer to their solution with every draw, then jitter in the last bits, far
# below what moves a pixel.
_LAYOUT_DIGITS = 10
# What a layout engine moves, or draws set from that.
_MOVED = (
    *("_originalPosition", "_position", "bbox_relative", "subplotpars"),
    *("offset_transform", "_baseline_transform", "ref_offset_transform"),
)


# What draws set from the rest of a hidden artist before they show it, beside what they settle.
_MAPPED = frozenset({"_facecolors", "_edgecolors"})
_MADE_WHEN_ASKED = "_offset_transform"


class Walk:
    """
    One walk; it keeps what it has met, so that identities may serve as keys.

    Parameters
    ----------
    asks_hidden : bool
        Whether somebody may ask hidden artists for what only their draw sets.
    """

    def __init__(self, *, asks_hidden: bool) -> None:
        self.entries: dict[str, bytes] = {}
        self._asks_hidden = asks_hidden
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []
        self._memories: dict[int, int] = {}
        self._owners: list[Any] = []
        self._queue: deque[tuple[Any, str, int]] = deque()
        self._globals: set[tuple[int, str]] = set()
        self._roles: dict[int, str | None] = {}
        self._layouts: dict[int, bool] = {}

    def run(self, roots: Mapping[str, object]) -> dict[str, bytes]:
        """Digest all that can be reached from *roots*, and return it by path."""
        with unheard():  # pickling support of iterators is deprecated
            for name, root in roots.items():
                self._add(name, root, 0)
            while self._queue:
                self._open(*self._queue.popleft())
        return self.entries

    def number(self, item: Any) -> int | None:
        """Return the number *item* got when it was met before, else give it one and return None."""
        known = self._numbers.get(id(item))
        if known is None:
            self._numbers[id(item)] = len(self._kept)
            self._kept.append(item)
        return known

    def memory(self, owner: Any) -> int:
        """Return the number of what has memory that arrays lie in."""
        if id(owner) not in self._memories:
            self._memories[id(owner)] = len(self._memories)
            self._owners.append(owner)
        return self._memories[id(owner)]

    def value(self, item: Any, path: str, depth: int) -> Any:
        """Return the plain form of *item*, met at *path*, *depth* steps below a root."""
        kind: Any = type(item)
        if kind in PLAIN:
            return item
        return reader_of(kind)(self, item, path, depth)

    def node(self, item: Any, path: str, depth: int) -> Any:
        """Let *item* wait for its parts being named, and return its number and class."""
        known = self.number(item)
        if known is None:
            self._queue.append((item, path, depth))
            known = self._numbers[id(item)]
        return "node", known, self.class_of(item, path, depth)

    def class_of(self, item: Any, path: str, depth: int) -> Any:
        """Return what stands for the class of *item*."""
        kind: Any = type(item)
        return class_name(kind) or self.value(kind, path, depth)

    def unordered(self, items: list[Any], path: str, depth: int) -> list[bytes]:
        """Return digests of *items* in an order that does not depend on theirs."""
        if PLAIN.issuperset(map(type, items)):
            return sorted(map(to_bytes, items))
        found = []
        for item in items:
            aside = Walk(asks_hidden=self._asks_hidden)
            aside._numbers = dict(self._numbers)
            aside._kept = list(self._kept)
            aside._globals = set(self._globals)
            aside._memories, aside._owners = dict(self._memories), list(self._owners)
            entries = aside.run({path: item})
            found.append(digest(b"".join(entries.values())))
        return sorted(found)

    def _add(self, path: str, item: Any, depth: int) -> None:
        try:
            written = to_bytes(self.value(item, path, depth))
        except Exception:  # whatever user's objects raise, nested too deep: not to be compared
            written = os.urandom(16)
        while path in self.entries:
            path += "'"
        self.entries[path] = digest(written)

    def _open(self, item: Any, path: str, depth: int) -> None:
        try:
            for part in self._parts(item, path):
                if part.key is not None:
                    if part.key in self._globals:
                        continue
                    self._globals.add(part.key)
                self._add(part.path, part.value, depth + 1)
        except Exception:  # a user's class may do anything when it is looked at
            self.entries[f"{path}.<unreadable>"] = os.urandom(16)

    def _parts(self, item: Any, path: str) -> Iterator[Part]:
        if isinstance(item, types.FunctionType):
            return function_parts(item, path)
        if isinstance(item, types.ModuleType):
            return module_parts(item)
        if isinstance(item, type):
            return class_parts(item)
        if isinstance(item, Artist):
            return self._artist_parts(item, path)
        return _instance_parts(item, path)

    def _artist_parts(self, item: Artist, path: str) -> Iterator[Part]:
        kind: Any = type(item)
        scope = Scope.LAYOUT if self._has_layout(item) else Scope.STATE
        is_waiting = not self._asks_hidden and not item.get_visible() and is_matplotlib(kind)
        counting = Scope.LAYOUT if is_waiting else scope
        for name, value in attributes(item, self._roles.get(id(item)), counting):
            if is_waiting and _is_set_by_draw(item, name, value):
                continue
            if isinstance(value, Artist):
                self._roles.setdefault(id(value), role_of(kind, name))
            if name == "_position" and isinstance(item, Spine) and value in DEFAULT_SPINE:
                continue
            yield Part(path=f"{path}.{PUBLIC_NAMES.get(name, name)}", value=value)
        if isinstance(item, FigureBase):
            yield Part(path=f"{path}.<aligned labels>", value=_aligned_labels(item))
        if isinstance(item, Axis):
            yield Part(path=f"{path}.ticks", value=_ticks_in_use(item))
        if scope is Scope.LAYOUT and isinstance(item, OffsetBox):
            self._set_aside(item)
        if scope is Scope.LAYOUT and isinstance(item, (_AxesBase, FigureBase)):
            for name, value in _layout_of(item):
                yield Part(path=f"{path}.{name}", value=value)

    def _has_layout(self, item: Any) -> bool:
        figure = getattr(item, "figure", None)
        known = self._layouts.get(id(figure))
        if known is None:
            known = isinstance(figure, FigureBase) and figure.get_layout_engine() is not None
            self._layouts[id(figure)] = known
            self._kept.append(figure)
            if known:
                for owner in _laid_out(figure):
                    self._set_aside(owner)  # before any transform leads there
        return known

    def _set_aside(self, owner: Any) -> None:
        """Take what a layout engine moves, or what draws set from that, as met."""
        values = vars(owner)
        for name in _MOVED:
            if values.get(name) is not None:
                self.number(values[name])


def _is_set_by_draw(item: Any, name: str, value: Any) -> bool:
    """Return whether the next draw of *item* sets this attribute, to a value it does not read."""
    if name in _MAPPED:
        return vars(item).get("_A") is not None
    return name == _MADE_WHEN_ASKED and isinstance(value, (IdentityTransform, type(None)))


def _laid_out(figure: Any) -> list[Any]:
    """Return *figure* and the axes and subfigures in it."""
    found = [figure]
    for owner in found:  # grows meanwhile
        values = vars(owner)
        for name in ("_localaxes", "subfigs", "child_axes"):
            found.extend(values.get(name, ()))
    return found


def _aligned_labels(figure: Any) -> list[Any]:
    """Return which axes of *figure* have labels that are aligned with one another."""
    order = {id(owner): i for i, owner in enumerate(_laid_out(figure))}
    return [
        (name, sorted(sorted(order.get(id(axes), -1) for axes in group) for group in groups))
        for name, groups in sorted(vars(figure).get("_align_label_groups", {}).items())
    ]


def _instance_parts(item: Any, path: str) -> Iterator[Part]:
    for name, value in attributes(item):
        yield Part(path=f"{path}.{name}", value=value)
    contents = own_contents(item)
    if contents is not None:
        yield Part(path=f"{path}.<items>", value=contents)
    elif has_hidden_state(item.__class__):
        yield Part(path=f"{path}.<hidden>", value=item.__reduce_ex__(4)[1:3])


def _layout_of(item: Any) -> Iterator[tuple[str, Any]]:
    """Name the positions that a layout engine gave *item*, without the noise of its solver."""
    for name in ("_originalPosition", "_position", "bbox_relative"):
        box = vars(item).get(name)
        if box is not None:
            yield f"<{name}>", np.round(box.get_points(), _LAYOUT_DIGITS)


def _ticks_in_use(axis: Any) -> list[Any]:
    """Return the ticks that the last draw used, and those in their pool that were changed."""
    if any(axis.axes._stale_viewlims.values()):
        return []  # of a figure that is not being drawn: asking for its ticks would autoscale it
    found = []
    for ticker, ticks, locations in (
        (axis.major, axis.majorTicks, axis.get_majorticklocs),
        (axis.minor, axis.minorTicks, axis.get_minorticklocs),
    ):
        if not is_matplotlib(type(ticker.locator)):
            continue  # asking a user's locator might change it; its state is part of the digest
        used = len(locations())
        for tick in ticks[:used]:
            texts = [text.get_text() for text in (tick.label1, tick.label2)]
            found.append((tick.get_loc(), texts, looks_of(tick)))
        found += edited_ticks(axis, ticks, used, major=ticks is axis.majorTicks)
    return found
