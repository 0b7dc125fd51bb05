"""Artists that come late, when a route has been chosen that leaves out draws."""

from __future__ import annotations

from pathlib import Path

import pytest
from jump_tools import Comparison
from late_artists import arrow_added_at, blot_added_at


@pytest.mark.parametrize("route", ["in-process", "scout", "jump"])
# On their own, in the middle of a block, with a reference frame, and in the last block.
@pytest.mark.parametrize("frame", [5, 13, 21, 37, 38, 39])
def test_late(route: str, frame: int, work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = Comparison(blot_added_at(frame), work, capfd, route=route)
    assert found.differences == []


@pytest.mark.parametrize("route", ["in-process", "scout"])
@pytest.mark.parametrize("frame", [5, 13, 21, 37, 38])
def test_late_and_for_one_frame(
    route: str, frame: int, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = Comparison(blot_added_at(frame, gone_at=frame + 1), work, capfd, route=route)
    assert found.differences == []


@pytest.mark.in_turn
@pytest.mark.parametrize(("frame", "route"), [(0, "scout"), (23, "scout"), (23, "jump")])
def test_arrow_under_a_layout_engine(
    frame: int, route: str, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = Comparison(arrow_added_at(frame), work, capfd, route=route)
    assert found.differences == []
