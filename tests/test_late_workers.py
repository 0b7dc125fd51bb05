"""Workers that begin late, as frames turn out to cost more than the first ones, change nothing."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from jump_scenes import PURE
from jump_stateful_scenes import STATEFUL
from jump_tools import FRAMES, Comparison

from matplotlib_parwriter import _blocks, _plan
from matplotlib_parwriter._probe import Probe

JUMPING = {name: PURE[name] for name in ("contours_on_cleared_axes", "image_with_colorbar")}
SCENES = JUMPING | {
    name: STATEFUL[name] for name in ("lines_that_pile_up", "hidden_artist_that_appears_late")
}


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let frames cost nothing, and return where costs are looked at."""
    monkeypatch.setattr(_plan, "opening_frames", lambda *_, **__: 2)
    monkeypatch.setattr(_blocks, "tail_block", lambda gap, *_, **__: gap // 4)
    monkeypatch.setattr(Probe, "is_done", lambda _: True)  # its answer is waited for
    return []


def choose(monkeypatch: pytest.MonkeyPatch, looks: list[int], late: str, at: int) -> None:
    """Let workers not pay before frame *at*, and then on the route *late*."""

    def best_route(remaining: int, *_: Any, may_jump: bool, **__: Any) -> str:
        looks.append(FRAMES - remaining)
        if looks[-1] < at:
            return "in-process"
        return late if may_jump or late != "jump" else "scout"

    monkeypatch.setattr(_plan, "best_route", best_route)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize(("late", "at"), [("share", 16), ("scout", 24), ("jump", 16)])
def test_no_one_can_tell(
    name: str,
    late: str,
    at: int,
    work: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    looks: list[int],
) -> None:
    choose(monkeypatch, looks, late, at)
    found = Comparison(SCENES[name], work, capfd, route="auto")
    assert found.differences == []
    assert looks[0] < at <= looks[-1]
    jumps = late == "jump" and name in JUMPING
    assert found.route == ("jump" if jumps else "scout"), found.reason
    assert found.report is not None
    assert found.report.blocks
    assert found.report.fallback_frame is None, found.reason


@pytest.mark.parametrize("suffix", [".gif", ".avi"])
def test_in_other_formats(
    suffix: str,
    work: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    looks: list[int],
) -> None:
    choose(monkeypatch, looks, "scout", 16)
    found = Comparison(PURE["scatter_bars_and_texts"], work, capfd, route="auto", suffix=suffix)
    assert found.differences == []
    assert found.route == "scout", found.reason


def test_costs_are_looked_at_ever_more_seldom(
    work: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    looks: list[int],
) -> None:
    choose(monkeypatch, looks, "scout", FRAMES)
    found = Comparison(PURE["scatter_bars_and_texts"], work, capfd, route="auto")
    assert found.differences == []
    assert 3 <= len(looks) <= 4
    assert all(later >= look + 8 for look, later in itertools.pairwise(looks))
    assert found.route == "in-process"
    assert "would not be faster" in found.reason
