"""
The pixels of a frame: which of them can stay from frame to frame.

Artists are painted one over the other, so what follows one that changed must be painted again, but
only where it lies over it. The calls that were recorded are parted in two: the *lower* ones, which
touch no pixel that an artist that changes, or another call that has to wait, touches before them,
and the *upper* ones. The lower ones are painted first, whatever their order, and a copy of that
image is kept. A frame is then this copy, and over it, in their order, the artists that changed and
the upper calls. In a figure with many panels and labels the upper ones are few: spines and tick
marks.

Where a call paints is told from its arguments (`_reach`), generously. Where it would have to wait
because of that, it is looked at which pixels it touches. And where a text changes, such as the time
above a panel, others would have to wait unless it is known where it will be painted; so it is drawn
ahead, to that end, if there are many.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text

from ._items import Item
from ._ops import Op, recording, replay, target_of
from ._reach import Area, area_of, has_clip_path, overlaps, reach, touched, united

Entry = tuple[Item, str]
# Items by their numbers, for they hold on to artists that may be gone by now.
_Key = tuple[tuple[int, str, "int | Area"], ...]

# How many keys and plans are kept: layout engines go round among places that differ by rounding
# errors, and what was recorded at each is another recording.
_REMEMBERED = 8
# A text that changes is drawn ahead if so many calls would have to wait for it.
_MANY_CALLS = 16
# Where it is painted is rounded to so many pixels, for it should stay the same in other frames.
_GRID = 16


@dataclass(frozen=True)
class _Plan:
    """What is painted when, as long as the same artists change."""

    image: np.ndarray
    upper: list[list[Op]]


class Layers:
    """Paint frames."""

    def __init__(self) -> None:
        # By what is replayed and what changes; the latest ones last.
        self._plans: dict[_Key, _Plan] = {}
        self._seen: dict[_Key, None] = {}

    def paint(
        self,
        renderer: RendererAgg,
        entries: list[Entry],
        serials: list[int],
        draw: Callable[[Item, str], None],
    ) -> None:
        """
        Paint a frame.

        Parameters
        ----------
        renderer : `~matplotlib.backends.backend_agg.RendererAgg`
            Where to paint.
        entries : list of (Item, str)
            What to paint, and by which method, in order.
        serials : list of int
            For each, which recording to replay; 0 where it has changed.
        draw : callable
            Draws an artist that has changed.
        """
        target = target_of(renderer)
        ahead: dict[int, list[Op]] = {}
        plan = None
        if 2 * serials.count(0) <= len(serials):  # else what could stay is not worth finding out
            ahead = _texts_ahead(renderer, entries, serials, draw)
            plan = self._plan_for(renderer, entries, serials, ahead)
        if plan is None:
            target.clear()
        else:
            np.copyto(np.asarray(target), plan.image)
        for i, ((item, method), serial) in enumerate(zip(entries, serials, strict=True)):
            if i in ahead:
                replay(ahead[i], target)
            elif not serial:
                draw(item, method)
            elif plan is None:
                replay(item.ops[method], target)
            else:
                replay(plan.upper[i], target)

    def _plan_for(
        self,
        renderer: RendererAgg,
        entries: list[Entry],
        serials: list[int],
        ahead: dict[int, list[Op]],
    ) -> _Plan | None:
        parts: list[int | Area] = [
            serial or reach(item.artist) for (item, _), serial in zip(entries, serials, strict=True)
        ]
        plan = None
        if ahead:
            height = np.asarray(target_of(renderer)).shape[0]
            known = parts.copy()
            for i, ops in ahead.items():
                areas = [area_of(op, height, renderer.dpi) for op in ops]
                known[i] = united(areas, grid=_GRID)
            plan = self._plan_of(entries, known, renderer)
        # A text that is elsewhere in each frame has a plan only if it may be anywhere.
        return plan or self._plan_of(entries, parts, renderer)

    def _plan_of(
        self, entries: list[Entry], parts: "list[int | Area]", renderer: RendererAgg
    ) -> _Plan | None:
        pairs = zip(entries, parts, strict=True)
        key = tuple([(item.number, method, part) for (item, method), part in pairs])
        plan = self._plans.get(key)
        if plan is None and key in self._seen:
            # Making a plan takes about as long as painting: not for what does not come again.
            plan = self._make_plan(entries, parts, renderer)
            _remember(self._plans, key, plan)
        _remember(self._seen, key, None)
        return plan

    def _make_plan(
        self, entries: list[Entry], parts: "list[int | Area]", renderer: RendererAgg
    ) -> _Plan:
        target, dpi = target_of(renderer), renderer.dpi
        height = np.asarray(target).shape[0]
        taken: list[Area] = []
        upper: list[list[Op]] = []
        target.clear()
        for (item, method), part in zip(entries, parts, strict=True):
            upper.append([])
            if isinstance(part, tuple):
                taken.append(part)
                continue
            for op in item.ops[method]:
                area = area_of(op, height, dpi)
                waits = has_clip_path(op)
                if not waits and overlaps(area, taken):
                    area = touched(op, target, area)
                    waits = overlaps(area, taken)
                if waits:
                    upper[-1].append(op)
                    taken.append(area)
                else:
                    replay([op], target)
        return _Plan(image=np.array(target), upper=upper)


def _texts_ahead(
    renderer: RendererAgg,
    entries: list[Entry],
    serials: list[int],
    draw: Callable[[Item, str], None],
) -> dict[int, list[Op]]:
    """Return the calls of texts that have changed and lie below many others, by their number."""
    ahead: dict[int, list[Op]] = {}
    above = 0
    for i in reversed(range(len(entries))):
        item, method = entries[i]
        if serials[i]:
            above += len(item.ops[method])
        elif type(item.artist) is Text and above >= _MANY_CALLS:
            with recording(renderer, paints=False) as recorder:
                draw(item, method)
            if not recorder.incomplete:
                ahead[i] = recorder.ops
    return ahead


def _remember(memory: dict[_Key, Any], key: _Key, value: Any) -> None:
    """Put *value* last, and drop the first of too many."""
    memory.pop(key, None)
    memory[key] = value
    if len(memory) > _REMEMBERED:
        del memory[next(iter(memory))]
