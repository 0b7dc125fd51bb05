"""What becomes of a movie in which frames turn out to have been redrawn wrongly, on every route."""

import logging
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.animation import FFMpegWriter, FuncAnimation
from matplotlib.spines import Spine
from movie_tools import frame_hashes

from matplotlib_parwriter import ParallelFFMpegWriter
from matplotlib_parwriter._ffmpeg import find_ffmpeg

FRAMES = 40


@pytest.fixture(autouse=True)
def _stock_finds_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plt.rcParams, "animation.ffmpeg_path", find_ffmpeg())


def _animation(changed_at: int) -> FuncAnimation:
    """Return an animation that writes to a private attribute of a tick, which nothing tells of."""
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    x = np.linspace(0, 6, 50)
    (line,) = ax.plot(x, np.sin(x))

    def update(i: int) -> None:
        line.set_ydata(np.sin(x + 0.1 * i))
        if i == changed_at:
            for tick in ax.xaxis.majorTicks:
                tick.label1._color = "red"

    return FuncAnimation(fig, update, frames=FRAMES)


def _save(path: Path, writer: Any, changed_at: int) -> list[str]:
    _animation(changed_at).save(path, writer=writer)
    plt.close("all")
    return frame_hashes(path)


@pytest.mark.parametrize("changed_at", [5, 14, 30])
@pytest.mark.parametrize("route", ["scout", None])
def test_wrong_frames_are_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, route: str | None, changed_at: int
) -> None:
    expected = _save(tmp_path / "stock.mkv", FFMpegWriter(codec="ffv1"), changed_at)
    settings: dict[str, Any] = {} if route is None else {"route": route, "block_frames": 19}
    writer = ParallelFFMpegWriter(codec="ffv1", max_workers=2, **settings)
    with caplog.at_level(logging.WARNING, "matplotlib_parwriter"):
        frames = _save(tmp_path / "ours.mkv", writer, changed_at)
    assert frames == expected
    assert writer.report is not None
    assert writer.report.redraw_mismatches >= 1
    assert writer.report.fallback_frame is None
    assert "XAxis" in caplog.text


def test_thorough_where_frames_cannot_be_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = _save(tmp_path / "stock.mkv", FFMpegWriter(codec="ffv1"), 14)
    writer = ParallelFFMpegWriter(codec="ffv1", route="in-process")
    with caplog.at_level(logging.WARNING, "matplotlib_parwriter"):
        assert _save(tmp_path / "ours.mkv", writer, 14) == expected
    assert writer.report is not None
    assert writer.report.redraw_mismatches == 0
    assert not caplog.text


def test_says_which_frames_may_be_wrong(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    (line,) = ax.plot([0, 1], [0, 1])

    def update(i: int) -> None:
        line.set_ydata([0, i])
        if i == 7:
            monkeypatch.setattr(Spine, "draw", lambda self, renderer: None)

    anim = FuncAnimation(fig, update, frames=20)
    writer = ParallelFFMpegWriter(codec="ffv1", route="in-process")
    with caplog.at_level(logging.WARNING, "matplotlib_parwriter"):
        anim.save(tmp_path / "ours.mkv", writer=writer)
    assert writer.report is not None
    assert writer.report.redraw_mismatches == 1
    assert "Spine" in caplog.text
    assert "Frames 5 to 12 of" in caplog.text
