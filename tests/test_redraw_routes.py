"""What becomes of a movie in which frames turn out to have been redrawn wrongly, on every route."""

import logging
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import _api
from matplotlib.animation import FFMpegWriter, FuncAnimation
from matplotlib.artist import Artist
from movie_tools import frame_hashes

from matplotlib_parwriter import ParallelFFMpegWriter
from matplotlib_parwriter._ffmpeg import find_ffmpeg
from matplotlib_parwriter.redraw._rules import UnwatchableError, check_overrides

FRAMES = 40


@pytest.fixture(autouse=True)
def _stock_finds_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plt.rcParams, "animation.ffmpeg_path", find_ffmpeg())


def _overrides_a_draw(changed_at: int) -> FuncAnimation:
    """Return an animation that overrides the draw of a part of a legend, which goes unnoticed."""
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    x = np.linspace(0, 6, 50)
    (line,) = ax.plot(x, np.sin(x), label="sine")
    legend = ax.legend(loc="upper right")

    def update(i: int) -> None:
        line.set_ydata(np.sin(x + 0.1 * i))
        if i == changed_at:
            legend.get_texts()[0].draw = lambda renderer: None

    return FuncAnimation(fig, update, frames=FRAMES)


def _writes_to_a_tick(changed_at: int) -> FuncAnimation:
    """Return an animation that writes to a private attribute of ticks."""
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    (line,) = ax.plot([0, 1], [0, 1])

    def update(i: int) -> None:
        line.set_ydata([0, i])
        if i == changed_at:
            for tick in ax.xaxis.majorTicks:
                tick.label1._color = "red"

    return FuncAnimation(fig, update, frames=FRAMES)


def _save(path: Path, writer: Any, animation: FuncAnimation) -> list[str]:
    animation.save(path, writer=writer)
    plt.close("all")
    return frame_hashes(path)


@pytest.mark.parametrize("changed_at", [5, 14, 30])
@pytest.mark.parametrize("route", ["scout", None])
def test_wrong_frames_are_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, route: str | None, changed_at: int
) -> None:
    expected = _save(
        tmp_path / "stock.mkv", FFMpegWriter(codec="ffv1"), _overrides_a_draw(changed_at)
    )
    settings: dict[str, Any] = {} if route is None else {"route": route, "block_frames": 19}
    writer = ParallelFFMpegWriter(codec="ffv1", max_workers=2, **settings)
    with caplog.at_level(logging.WARNING, "matplotlib_parwriter"):
        frames = _save(tmp_path / "ours.mkv", writer, _overrides_a_draw(changed_at))
    assert frames == expected
    assert writer.report is not None
    assert writer.report.redraw_mismatches >= 1
    assert writer.report.fallback_frame is None
    assert "Legend" in caplog.text


def test_thorough_where_frames_cannot_be_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = _save(tmp_path / "stock.mkv", FFMpegWriter(codec="ffv1"), _writes_to_a_tick(14))
    writer = ParallelFFMpegWriter(codec="ffv1", route="in-process")
    with caplog.at_level(logging.WARNING, "matplotlib_parwriter"):
        frames = _save(tmp_path / "ours.mkv", writer, _writes_to_a_tick(14))
    assert frames == expected
    assert writer.report is not None
    assert writer.report.redraw_mismatches == 0
    assert not caplog.text


def test_says_which_frames_may_be_wrong(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    expected = _save(tmp_path / "stock.mkv", FFMpegWriter(codec="ffv1"), _overrides_a_draw(7))
    writer = ParallelFFMpegWriter(codec="ffv1", route="in-process")
    with caplog.at_level(logging.WARNING, "matplotlib_parwriter"):
        frames = _save(tmp_path / "ours.mkv", writer, _overrides_a_draw(7))
    assert [i for i in range(FRAMES) if frames[i] != expected[i]] == list(range(7, 13))
    assert writer.report is not None
    assert writer.report.redraw_mismatches == 1
    assert "Legend" in caplog.text
    assert "Frames 5 to 12 of" in caplog.text


def test_what_matplotlib_has_deprecated_is_not_asked_for() -> None:
    """Or users would be warned of it, as of attributes of transforms in matplotlib 3.9."""

    class Old(Artist):
        """Have a deprecated attribute of the class."""

        @_api.deprecated("3.9")
        @_api.classproperty
        def old(cls) -> int:  # noqa: N805
            return 1

        @staticmethod
        def static() -> None:
            """Do nothing."""

    with pytest.warns(mpl.MatplotlibDeprecationWarning):
        assert Old.old == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_overrides(Old())
    artist = Old()
    vars(artist)["static"] = print
    with pytest.raises(UnwatchableError, match="static"):
        check_overrides(artist)
