"""The state digest: equal where draws that were left out had no effect, else different."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from digest_scenes import SCENES, constrained_layout
from digest_tools import Pair, Scene, drawn_and_skipped, one_axes, wave
from matplotlib.colors import Normalize
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from matplotlib_parwriter._digest import first_difference, state_digest


@pytest.mark.parametrize("name", sorted(SCENES))
def test_draws_without_effect_leave_the_state_equal(name: str) -> None:
    pair = SCENES[name]()
    if pair[0].get_layout_engine() is None:
        ran = drawn_and_skipped(pair)
    else:  # which comes to rest after some draws, whatever was before
        ran = drawn_and_skipped(pair, range(2, 10), frames=10)
    a, b = map(state_digest, ran)
    assert first_difference(a, b) is None


def test_constrained_layout_settles() -> None:
    a, b = map(state_digest, drawn_and_skipped(constrained_layout(), frames=10))
    assert first_difference(a, b) is None


def norm_scaled_by_the_first_draw() -> Pair:
    fig, ax = one_axes()
    image = ax.imshow(np.outer(wave(0), wave(0)))
    image.set_norm(Normalize())

    def update(i: int) -> None:
        image.set_data(np.outer(wave(i), wave(i)) * (i + 1))
        if i == 1:
            image.set_norm(Normalize())

    return fig, update


def formatter_that_counts() -> Pair:
    fig, ax = one_axes()
    calls = 0

    def label(value: float, position: int) -> str:
        nonlocal calls
        calls += 1
        return f"{calls}"

    ax.xaxis.set_major_formatter(FuncFormatter(label))
    return fig, lambda i: ax.set_title(f"{i}")


class CountingLine(Line2D):
    """An artist that counts its draws."""

    draws = 0

    def draw(self, renderer: Any) -> None:
        """Count, then draw."""
        self.draws += 1
        super().draw(renderer)


def artist_that_counts() -> Pair:
    fig, ax = one_axes()
    ax.add_line(CountingLine([0, 1], [0, 1]))
    return fig, lambda i: None


def update_that_reads_the_draw() -> Pair:
    fig, ax = one_axes()
    (line,) = ax.plot([0, 1])
    found: list[float] = []

    def update(i: int) -> None:
        found.append(ax.title.get_position()[1])
        line.set_ydata([0, 10**i])
        ax.xaxis.tick_top()
        ax.set_title("up" if i % 2 else "")
        ax.xaxis.set_tick_params(pad=3 * i)

    return fig, update


def quiver_scaled_by_the_first_draw() -> Pair:
    fig, ax = one_axes()
    arrows = ax.quiver([0, 1], [0, 1], [1, 1], [1, 1])

    def update(i: int) -> None:
        arrows.set_UVC([1 + i, 1], [1, 1 + i])

    return fig, update


@pytest.mark.parametrize(
    ("build", "drawn", "guilty"),
    [
        (norm_scaled_by_the_first_draw, (0,), ("_norm", "_colorizer")),
        (formatter_that_counts, (0, 1), "<closure calls>"),
        (artist_that_counts, (0, 1), ".draws"),
        (update_that_reads_the_draw, (0, 1), "<closure found>"),
        (quiver_scaled_by_the_first_draw, (), ".scale"),
    ],
)
def test_draws_with_effect_make_the_state_differ(
    build: Scene, drawn: tuple[int, ...], guilty: str | tuple[str, ...]
) -> None:
    a, b = map(state_digest, drawn_and_skipped(build(), drawn))
    different = [path for path in a if a[path] != b.get(path)]
    assert any(path.endswith(guilty) for path in different)
    assert first_difference(a, b) in different
