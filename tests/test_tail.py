"""Movies that are made from both ends are stock's, wherever the ends meet."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jump_scenes import PURE
from jump_stateful_scenes import STATEFUL
from jump_tools import Comparison, Maker, Scene, scene, small
from late_artists import Blot, blot_added_at

from matplotlib_parwriter import _blocks, _palette, _plan

SCENES = {
    **{
        name: PURE[name]
        for name in (
            "scatter_bars_and_texts",
            "contours_on_cleared_axes",
            "image_with_colorbar",
            "three_dimensions",
            "generator_of_frames_with_arguments",
            "two_animations",
        )
    },
    **{
        name: STATEFUL[name]
        for name in (
            "hidden_artist_that_appears_late",
            "random_numbers_that_are_not_shown",
            "lines_that_pile_up",
        )
    },
}


@pytest.fixture(autouse=True)
def _from_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers begin at the end of movies for which they would not pay."""

    def best_route(*_: Any, may_share: bool, **__: Any) -> str:
        return "share" if may_share else "in-process"

    monkeypatch.setattr(_plan, "best_route", best_route)
    monkeypatch.setattr(_blocks, "tail_block", lambda gap, *_, **__: gap // 4)


def compare(
    maker: Maker, folder: Path, capture: pytest.CaptureFixture[str], suffix: str = ".mkv"
) -> Comparison:
    return Comparison(maker, folder, capture, route="auto", suffix=suffix)


@pytest.mark.parametrize("name", SCENES)
def test_no_one_can_tell(name: str, work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = compare(SCENES[name], work, capfd)
    assert found.differences == []
    assert found.route == "scout", found.reason
    assert found.report is not None
    assert found.report.blocks
    assert found.report.fallback_frame is None, found.reason


def test_a_movie_may_end_before_the_tail(work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = compare(PURE["generator_that_ends_early"], work, capfd)
    assert found.differences == []


def test_no_block_may_be_worth_it(
    work: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_blocks, "tail_block", lambda *_, **__: 0)
    found = compare(PURE["scatter_bars_and_texts"], work, capfd)
    assert found.differences == []
    assert found.route == "in-process"


def test_not_where_one_encoder_would_wait_for_the_end(
    work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = compare(PURE["scatter_bars_and_texts"], work, capfd, ".avi")
    assert found.differences == []
    assert found.route == "in-process"


@pytest.mark.parametrize("alike", [True, False])
def test_colours_of_a_gif_are_counted_as_they_come(
    alike: bool, work: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless their order matters to this ffmpeg."""
    monkeypatch.setattr(_palette, "counts_alike", lambda _: alike)
    found = compare(PURE["scatter_bars_and_texts"], work, capfd, ".gif")
    assert found.differences == []
    assert found.route == ("scout" if alike else "in-process")


def own_artist() -> Scene:
    fig, ax = small()
    ax.add_artist(Blot())
    text = ax.text(0.3, 0.5, "")
    return scene(fig, lambda i: text.set_text(f"{i}"))


@pytest.mark.parametrize("maker", [own_artist, PURE["tight_layout"]])
def test_not_where_draws_may_matter(
    maker: Maker, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = compare(maker, work, capfd)
    assert found.differences == []
    assert found.route == "in-process"


@pytest.mark.parametrize("frame", [5, 14, 20, 27, 33, 38])
@pytest.mark.parametrize("stays", [True, False])
def test_draws_may_begin_to_matter(
    frame: int, stays: bool, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    maker = blot_added_at(frame) if stays else blot_added_at(frame, gone_at=frame + 1)
    found = compare(maker, work, capfd)
    assert found.differences == []


def acting_at(frame: int, act: Callable[[], object]) -> Maker:
    """Return what makes a scene in whose update something happens at a frame."""

    def make() -> Scene:
        fig, ax = small()
        text = ax.text(0.3, 0.5, "")
        shown: list[int] = []

        def update(i: int) -> None:
            shown.append(i)
            text.set_text(f"{i} {np.sum(shown)}")
            if i == frame:
                act()

        return scene(fig, update, lambda: shown)

    return make


def fail() -> None:
    raise ValueError("no more")


def interrupt() -> None:
    raise KeyboardInterrupt


def die() -> None:
    if multiprocessing.current_process().name != "MainProcess":
        os._exit(3)


@pytest.mark.parametrize("suffix", [".mkv", ".gif"])
@pytest.mark.parametrize("frame", [5, 14, 27, 39])
@pytest.mark.parametrize("act", [fail, interrupt, die])
def test_what_goes_wrong_ends_as_with_stock(
    act: Callable[[], object],
    frame: int,
    suffix: str,
    work: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    found = compare(acting_at(frame, act), work, capfd, suffix)
    assert found.differences == []


@pytest.mark.parametrize("suffix", [".mkv", ".gif"])
def test_a_worker_that_sees_something_else(
    suffix: str, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home = os.getpid()

    def make() -> Scene:
        fig, ax = small()
        text = ax.text(0.3, 0.5, "")
        return scene(fig, lambda i: text.set_text(f"{i} {os.getpid() == home and i > 33}"))

    found = compare(make, work, capfd, suffix)
    assert found.differences == []
    assert found.report is not None
    assert found.report.fallback_frame == 34
