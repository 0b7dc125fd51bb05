"""What updates do besides changing the figure happens as often as with stock, and in order."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from jump_outside_scenes import OUTSIDE
from jump_tools import Comparison, Scene, scene, small

MAY_JUMP = {
    "time_that_is_shown",
    "error_of_a_progress_callback",
    "current_figure_that_changes",
    "worker_that_dies",  # the blocks before are there by then
}


@pytest.fixture(autouse=True)
def _loggers_as_they_were() -> Iterator[None]:
    yield
    for name in ("jump.info", "matplotlib.category"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_happens_outside_happens_as_with_stock(
    name: str, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = Comparison(OUTSIDE[name], work, capfd)
    assert found.differences == []
    assert found.route != "jump" or name in MAY_JUMP, found.reason


def test_ctrl_c_leaves_the_frames_before(work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The figure may be behind, for that is not worth waiting."""

    def callback(i: int, n: int | None) -> None:
        if i == 26:
            raise KeyboardInterrupt

    def make() -> Scene:
        fig, ax = small()
        text = ax.text(0.3, 0.5, "")
        return scene(fig, lambda i: text.set_text(f"{i}"), save={"progress_callback": callback})

    found = Comparison(make, work, capfd)
    assert [line for line in found.differences if not line.startswith("/artists")] == []
