"""Movies of points drawn chunk by chunk have the frames that stock makes with `scatter`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.animation import FFMpegWriter, FuncAnimation
from movie_tools import frame_hashes
from points_tools import SIZE, scatter

from matplotlib_parwriter import ParallelFFMpegWriter, StreamedScatter, _snapshot
from matplotlib_parwriter._digest import frame_digest
from matplotlib_parwriter._ffmpeg import find_ffmpeg
from matplotlib_parwriter._idle_draw import why_it_matters

FRAMES = 36
N = 300


@pytest.fixture
def mapped(work: Path) -> np.ndarray:
    """Give points in a file, some for each frame."""
    np.save("points.npy", np.random.default_rng(0).normal(size=(12 * N, 3)))
    return np.load("points.npy", mmap_mode="r")


def _stock(points: np.ndarray) -> FuncAnimation:
    fig, ax = plt.subplots(**SIZE)
    artist = scatter(ax, np.array(points[:N]), s=5, alpha=0.5)

    def update(i: int) -> None:
        shown = np.array(points[_which(i)])
        artist.set_offsets(shown[:, :2])
        artist.set_array(shown[:, 2] * (1 + i % 2))
        artist.set_cmap("magma" if i > 20 else "viridis")
        ax.set_xlim(-3 - i // 3, 3)
        ax.set_title(f"frame {i}")

    return FuncAnimation(fig, update, frames=FRAMES)


def _ours(points: np.ndarray) -> FuncAnimation:
    fig, ax = plt.subplots(**SIZE)
    artist = StreamedScatter(ax, points[:N], s=5, alpha=0.5, chunk_points=99)

    def update(i: int) -> None:
        shown = points[_which(i)]
        artist.set_source(shown, c=shown[:, 2] * (1 + i % 2) if i % 2 else shown[:, 2])
        artist.set_cmap("magma" if i > 20 else "viridis")
        ax.set_xlim(-3 - i // 3, 3)
        ax.set_title(f"frame {i}")

    return FuncAnimation(fig, update, frames=FRAMES)


def _which(i: int) -> slice:
    return slice(i // 3 * N, i // 3 * N + N)


@pytest.mark.in_turn
@pytest.mark.parametrize(
    ("where", "routes"), [("file", ["scout", "jump"]), ("memory", ["in-process"])]
)
def test_every_route_makes_stocks_frames(
    where: str, routes: list[str], mapped: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(plt.rcParams, "animation.ffmpeg_path", find_ffmpeg())
    points = mapped if where == "file" else np.array(mapped)
    _stock(points).save("stock.mkv", writer=FFMpegWriter(codec="ffv1"))
    expected = frame_hashes("stock.mkv")
    assert len(set(expected)) > FRAMES // 2
    for route in routes:
        writer = ParallelFFMpegWriter(
            codec="ffv1", route=route, max_workers=2, block_frames=11, progress=False
        )
        _ours(points).save(f"{route}.mkv", writer=writer)
        plt.close("all")
        assert writer.report is not None
        assert (writer.report.route, writer.report.fallback_frame) == (route, None)
        assert frame_hashes(f"{route}.mkv") == expected


def test_a_file_travels_by_reference(work: Path) -> None:
    np.save("points.npy", np.zeros((1_000_000, 2)))
    points = np.load("points.npy", mmap_mode="r")
    fig, ax = plt.subplots(**SIZE)
    artist = StreamedScatter(ax, points[5:], c=points[5:, 0])
    animation = FuncAnimation(fig, lambda i: artist.set_source(points[i:-1]), frames=3)
    animation._draw_was_started = True  # else it warns that it was deleted without rendering
    assert _snapshot.take([animation], work / "snapshot") < 500_000


def _set_item(index: Any, value: float) -> Callable[[Any, np.ndarray], object]:
    return lambda artist, points: points.__setitem__(index, value)


@pytest.mark.parametrize(
    "change",
    [
        _set_item((57, 1), 0.5),
        _set_item((57, 2), 0.5),
        lambda artist, points: artist.set_source(points[1:]),
        lambda artist, points: artist.set_array(points[:, 1]),
        lambda artist, points: artist.set_sizes([3.0]),
        lambda artist, points: artist.set_alpha(np.linspace(0, 1, N)),
        lambda artist, points: artist.set_facecolor("r"),
    ],
)
@pytest.mark.parametrize("mode", ["r+", "c", None])
def test_frames_are_told_apart_by_any_change(
    change: Callable[[Any, np.ndarray], object], mode: Any, work: Path
) -> None:
    np.save("points.npy", np.random.default_rng(0).normal(size=(N, 3)))
    points = np.load("points.npy", mmap_mode=mode)
    fig, ax = plt.subplots(**SIZE)
    artist = StreamedScatter(ax, points)
    before = frame_digest(fig)
    fig.canvas.draw()
    assert frame_digest(fig) == before
    change(artist, points)
    assert frame_digest(fig) != before


def test_frames_of_a_file_are_told_apart_by_its_slices(mapped: np.ndarray) -> None:
    same = np.zeros((N, 3))
    np.save("same.npy", same)
    zeros = np.load("same.npy", mmap_mode="r")
    fig, ax = plt.subplots(**SIZE)
    artist = StreamedScatter(ax, zeros[:9])
    before = frame_digest(fig)
    artist.set_source(zeros[1:10])
    assert frame_digest(fig) != before
    artist.set_source(zeros[:9])
    assert frame_digest(fig) == before


def test_idle_draws_matter_only_where_a_function_is_called() -> None:
    points = np.zeros((N, 3))
    fig, ax = plt.subplots(**SIZE)
    StreamedScatter(ax, points)
    assert why_it_matters(fig) is None
    StreamedScatter(ax, lambda: [points])
    assert "function" in str(why_it_matters(fig))
