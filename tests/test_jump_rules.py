"""When frames are not even tried to be passed over, which depends on no process."""

from __future__ import annotations

import functools
import itertools
import sys
import types
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pytest
import tqdm
from matplotlib.animation import ArtistAnimation, FuncAnimation
from matplotlib.lines import Line2D

from matplotlib_parwriter._jump import may_read_figure, why_not

LINE = Line2D([], [])
LIMIT = 3
COUNT = 0
MODULE = types.ModuleType("users_module")
sys.modules["users_module"] = MODULE


class Holder:
    line = LINE

    def show(self, i: int, n: int) -> None:
        pass


def nested(i: int, n: int) -> None:
    print_progress(i, n)


def print_progress(i: int, n: int) -> None:
    if i < LIMIT:
        print(i, n, file=sys.stderr)


def reads_a_global(i: int, n: int) -> None:
    LINE.get_ydata()


def reads_through_another(i: int, n: int) -> None:
    reads_a_global(i, n)


def reads_a_default(i: int, n: int, line: Line2D = LINE) -> None:
    line.get_ydata()


def reads_a_keyword(i: int, n: int, *, line: Line2D = LINE) -> None:
    line.get_ydata()


def reads_a_class(i: int, n: int) -> None:
    Holder.line.get_ydata()


def reads_a_module(i: int, n: int) -> None:
    MODULE.line.get_ydata()  # type: ignore[attr-defined]


def asks_pyplot(i: int, n: int) -> None:
    plt.gca()


def counts(i: int, n: int) -> None:
    global COUNT
    COUNT += 1


def closing_over(value: Any) -> Callable[[int, int], None]:
    def callback(i: int, n: int) -> None:
        repr(value)

    return callback


def counting() -> Callable[[int, int], None]:
    count = 0

    def callback(i: int, n: int) -> None:
        nonlocal count
        count += 1

    return callback


@pytest.mark.parametrize(
    "callback",
    [
        None,
        print,
        print_progress,
        nested,
        lambda i, n: print(f"{i}/{n}", end="\r"),
        lambda i, n: sys.stdout.write(f"{i}"),
        functools.partial(print, "frame", end="\r"),
        closing_over(("frame", 3)),
    ],
)
def test_callbacks_that_cannot_notice(callback: Any) -> None:
    assert not may_read_figure(callback)


def test_progress_bars_cannot_notice() -> None:
    with tqdm.tqdm(disable=True) as bar:
        assert not may_read_figure(lambda i, n: bar.update())
        assert not may_read_figure(bar.update)


@pytest.mark.parametrize(
    "callback",
    [
        reads_a_global,
        reads_through_another,
        reads_a_default,
        reads_a_keyword,
        reads_a_class,
        reads_a_module,
        asks_pyplot,
        counts,
        counting(),
        closing_over(LINE),
        closing_over((LINE,)),
        closing_over([LINE]),
        closing_over(types.SimpleNamespace(line=LINE)),
        closing_over(itertools.repeat(LINE)),
        closing_over(Holder),
        functools.partial(print, LINE),
        Holder().show,
        [].insert,
    ],
)
def test_callbacks_that_may_notice(callback: Any) -> None:
    assert may_read_figure(callback)


class Own(FuncAnimation):
    def _post_draw(self, framedata: Any, blit: bool) -> None:
        super()._post_draw(framedata, blit)


def test_animations_of_matplotlibs_only() -> None:
    fig, ax = plt.subplots()
    plain = FuncAnimation(fig, print, frames=3)
    own = Own(fig, print, frames=3)
    of_artists = ArtistAnimation(fig, [[ax.text(0, 0, "a")]])
    changed = FuncAnimation(fig, print, frames=3)
    changed._draw_frame = print
    for animation in (plain, own, of_artists, changed):
        animation._draw_was_started = True
    assert why_not([plain, plain]) == ""
    assert "_post_draw" in why_not([plain, own])
    assert "_draw_frame" in why_not([changed])
    assert "no update" in why_not([of_artists])
