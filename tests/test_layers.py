"""What is painted again in a frame is little more than what changed."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from matplotlib_parwriter.redraw import Redrawer, _layers, _points_item

NEVER = float("inf")
X = np.linspace(0, 6, 40)


@pytest.fixture(autouse=True)
def _figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def replayed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the calls to the C++ renderer that are made again."""
    calls: list[str] = []
    original = _layers.replay

    def counting(ops: list[Any], target: Any) -> None:
        calls.extend(op.method.__name__ for op in ops)
        original(ops, target)

    monkeypatch.setattr(_layers, "replay", counting)
    return calls


def _redrawn(fig: Figure, update: Callable[[int], object], calls: list[str]) -> list[str]:
    """Return the calls that are made again in a frame, once it is known what changes."""
    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        for i in range(8):
            update(i)
            calls.clear()
            frame = bytes(redrawer.frame())
            again = calls.copy()
            assert frame == bytes(redrawer.plain()), i
    return again


def test_texts_beside_axes_stay(replayed: list[str]) -> None:
    """Only spines and tick marks lie over a line that moves; labels just stand near those."""
    fig, ax = plt.subplots()
    (line,) = ax.plot(X, np.sin(X))
    ax.set(title="title", xlabel="x", ylabel="y")
    again = _redrawn(fig, lambda i: line.set_ydata(np.sin(X + i)), replayed)
    assert 4 <= len(again) < 30
    assert "draw_text_image" not in again


def test_panels_above_a_changing_title_stay(replayed: list[str]) -> None:
    """A title changes, and may cover no panel but its own."""
    fig, panels = plt.subplots(3, 3)
    for ax in panels.flat:
        ax.plot(X, np.sin(X))
    title = panels[0, 0].set_title("")
    again = _redrawn(fig, lambda i: title.set_text(f"t = {i} s"), replayed)
    assert 1 <= len(again) < 40


def test_panels_below_a_moving_text_stay(replayed: list[str]) -> None:
    """A text that is elsewhere in each frame may be anywhere, but what is below it stays."""
    fig, panels = plt.subplots(3, 3)
    for ax in panels.flat:
        ax.plot(X, np.sin(X))
    text = panels[2, 1].text(0, 0, "moving")
    again = _redrawn(fig, lambda i: text.set_position((i, i / 10)), replayed)
    assert 16 <= len(again) < 60


def test_title_over_other_panels(replayed: list[str]) -> None:
    """A title is so wide that it lies under the texts of the panel beside it."""
    fig, panels = plt.subplots(1, 3)
    for ax in panels:
        ax.set_title("over", fontsize=20, alpha=0.5)
    again = _redrawn(fig, lambda i: panels[0].set_title(f"{i}" * 40, fontsize=20), replayed)
    assert len(again) > 40


def test_panels_beside_a_clip_path_stay(replayed: list[str]) -> None:
    """What is clipped to a circle keeps its turn, and what lies elsewhere does not wait for it."""
    fig, panels = plt.subplots(3, 3)
    (line,) = panels[0, 0].plot(X, np.sin(X))
    image = panels[0, 0].imshow(np.eye(4), extent=(0, 6, -1, 1), zorder=9)
    circle = plt.Circle((3, 0), 1, transform=panels[0, 0].transData)
    image.set_clip_path(circle)
    again = _redrawn(fig, lambda i: line.set_ydata(np.sin(X + i)), replayed)
    assert "draw_image" in again
    assert len(again) < 40


@pytest.mark.parametrize(("is_known", "times"), [(True, 1), (False, 8)])
def test_shape_of_points_is_measured_once(
    is_known: bool, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the user puts in the place of matplotlib's function is called as often as by stock."""
    measured: list[Path] = []
    original = Path.get_extents

    def counting(self: Path, *args: Any, **kwargs: Any) -> Any:
        measured.append(self)
        return original(self, *args, **kwargs)

    fig, ax = plt.subplots()
    points = ax.scatter(X, np.sin(X))
    (shape,) = points.get_paths()
    monkeypatch.setattr(Path, "get_extents", counting)
    if is_known:
        monkeypatch.setattr(_points_item, "_GET_EXTENTS", counting)
    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        for i in range(8):
            points.set_offsets(np.c_[X, np.sin(X + i)])
            redrawer.frame()
    assert sum(path is shape for path in measured) == times
    assert "get_extents" not in vars(shape)


@pytest.mark.parametrize("style", ["colours", "edges", "hatch", "widths", "sizes", "marker", "log"])
def test_shape_of_points_is_asked_for_once(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pixels are those of a plain draw, which asks for it at each point."""
    asked: list[Path] = []
    original = vars(Path)["vertices"]

    def counting(self: Path) -> Any:
        asked.append(self)
        return original.fget(self)

    monkeypatch.setattr(Path, "vertices", property(counting, original.fset))
    fig, ax = plt.subplots()
    points = ax.scatter(
        *(X + 1, np.sin(X) + 2),
        c=X,
        s=30 + 5 * X if style == "sizes" else None,
        marker="*" if style == "marker" else None,
        edgecolors=["red", "blue", "none"] if style == "edges" else None,
        linewidths=[0, 1, 3] if style == "widths" else None,
        hatch="//" if style == "hatch" else None,
    )
    if style == "log":
        ax.set(xscale="log", yscale="log")
    (shape,) = points.get_paths()
    redrawn = []
    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        for i in range(8):
            points.set_offsets(np.c_[X + 1, np.sin(X + i) + 2])
            points.set_array(X + i)
            asked.clear()
            image = bytes(redrawer.frame())
            redrawn.append(sum(path is shape for path in asked))
            assert image == bytes(redrawer.plain()), i
    assert 0 < min(redrawn) < 10  # it is recorded now and then, for which it is drawn as it is
    assert sum(path is shape for path in asked) > len(X)


@pytest.mark.parametrize(
    "box",
    [
        [[150, 150], [20, 20]],
        [[150, 20], [20, 150]],
        [[0, 0], [0, 0]],
        [[-90, 0], [-50, 180]],
        [[0, 300], [180, 400]],
        [[20, 0], [1e12, 180]],
        [[20, 0], [np.inf, 180]],
        [[0, np.nan], [90, 180]],
    ],
)
def test_what_lies_over_an_unusual_clip_box(box: Any, replayed: list[str]) -> None:
    """Corners in any order, all of them zero, beside the image, in no int: as Agg takes them."""
    fig = plt.figure(figsize=(3, 3), dpi=60)
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 180), ylim=(0, 180), xticks=[], yticks=[])
    (line,) = ax.plot([0, 0, 90, 90, 180], [10, 90, 90, 178, 20], "s-", ms=30, lw=9)
    line.set_clip_box(Bbox(box))
    for y in range(0, 180, 20):
        for x in (0, 60, 90, 120):
            ax.plot([x, x + 2], [y, y + 9], "k", lw=3, alpha=0.5, zorder=5)
    _redrawn(fig, lambda i: line.set_color(f"C{i}"), replayed)


def test_artists_that_are_gone_are_not_kept() -> None:
    """What was removed may hold a lot, and scripts may look whether it is still there."""
    fig, ax = plt.subplots(figsize=(2, 2))
    (line,) = ax.plot(X, X)
    references = []
    with Redrawer(fig, dpi=50, first_check=NEVER) as redrawer:
        for k in range(16):
            if k % 4 == 0:
                references.append(weakref.ref(ax.add_patch(plt.Circle((k, 0), 3))))
            line.set_ydata(X + k)
            redrawer.frame()
            if k % 4 == 2:
                ax.patches[0].remove()
        gc.collect()
        # The latest one is known until the children are learnt again.
        assert [reference() for reference in references[:-1]] == [None] * 3
