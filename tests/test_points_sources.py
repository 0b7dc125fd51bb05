"""Where points may come from, what is refused, and what they cost."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import proportional
import pytest
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from points_tools import SIZE, pixels, scatter

from matplotlib_parwriter import StreamedScatter, _mapped
from matplotlib_parwriter.points import _kept

N = 101
XYZ = np.random.default_rng(0).normal(size=(N, 3))
XY = XYZ[:, :2]


class OwnNorm(Normalize):
    """A norm that looks at all values at once."""


@pytest.mark.parametrize(
    ("source", "keywords", "error", "message"),
    [
        (XYZ[:, 0], {}, ValueError, r"shape \(N, 2\) or \(N, 3\), not \(101,\)"),
        (np.zeros((5, 4)), {}, ValueError, r"not \(5, 4\); give columns"),
        ((XYZ[:, 0],), {}, ValueError, r"a tuple of columns is \(x, y\) or .*, not 1 arrays"),
        (
            (XYZ[:, 0], XYZ[1:, 1]),
            {},
            ValueError,
            r"equal lengths, not shapes \[\(101,\), \(100,\)",
        ),
        (XY + 1j, {}, TypeError, "real numbers or dates, not complex128"),
        (XYZ, {"chunk_points": 0}, ValueError, "chunk_points is at least 1, not 0"),
        (XYZ, {"chunk_points": 1.5}, TypeError, "float"),
        (XY, {"c": XYZ[:50, 2]}, ValueError, r"c has the shape \(50,\) for 101 points"),
        (XY, {"s": XYZ[:50, 2]}, ValueError, "s has 50 items for 101 points"),
        (XYZ, {"alpha": [0.5, 0.6]}, ValueError, "alpha has 2 items for 101 points"),
        (XYZ, {"norm": OwnNorm()}, ValueError, "OwnNorm may look at all .* give it vmin and vmax"),
        (XY, {"c": "r", "color": "g"}, ValueError, "not both"),
        (XY, {"c": "no color"}, ValueError, "no color"),
        (lambda: XY, {}, TypeError, "returns an iterable of arrays, .*, not ndarray"),
        (lambda: 3, {}, TypeError, "returns an iterable of arrays, .*, not int"),
        (lambda: [XY[:, 0]], {}, ValueError, r"chunk 0 .* has the shape \(101,\)"),
        (lambda: [XY, XYZ], {}, ValueError, "chunk 1 .* has 3 columns, those before it have 2"),
    ],
)
def test_what_does_not_fit_is_refused(
    source: Any, keywords: dict[str, Any], error: type[Exception], message: str
) -> None:
    _, ax = plt.subplots()
    with pytest.raises(error, match=message):
        StreamedScatter(ax, source, **keywords)
    assert len(ax.collections) == 0


def test_axes_that_cannot_have_points_are_refused() -> None:
    ax = plt.figure().add_subplot(projection="3d")
    with pytest.raises(TypeError, match="2-D Axes, not on Axes3D"):
        StreamedScatter(ax, XYZ)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="2-D Axes, not on Figure"):
        StreamedScatter(plt.figure(), XYZ)


def test_changes_that_do_not_fit_are_refused_and_change_nothing() -> None:
    fig, ax = plt.subplots(**SIZE)
    artist = StreamedScatter(ax, XYZ, chunk_points=7)
    before = pixels(fig)
    changes: tuple[tuple[Callable[[], None], str], ...] = (
        (lambda: artist.set_array(XYZ[:50, 2]), "c has 50 items for 101 points"),
        (lambda: artist.set_source(XYZ[:50], s=XYZ[:, 2]), "s has 101 items for 50 points"),
        (lambda: artist.set_source(XYZ[:50, :2]), "c has 101 items for 50 points"),
        (lambda: artist.set_source(XYZ, c="r"), "set_facecolor"),
        (lambda: artist.set_array(None), "set_facecolor"),
        (lambda: artist.set_alpha([0.1, 0.2]), "alpha has 2 items for 101 points"),
        (lambda: artist.set_sizes(np.ones(102)), "102 sizes are more than the 101 points"),
    )
    for change, message in changes:
        with pytest.raises(ValueError, match=message):
            change()
    assert (pixels(fig) == before).all()


def test_offsets_are_the_source() -> None:
    _, ax = plt.subplots()
    assert StreamedScatter(ax, XYZ).get_offsets().base is XYZ
    assert (StreamedScatter(ax, (XYZ[:, 0], XYZ[:, 1])).get_offsets() == XY).all()
    with pytest.raises(TypeError, match="made by a function"):
        StreamedScatter(ax, lambda: [XYZ]).get_offsets()


@pytest.mark.parametrize("suffix", ["svg", "pdf"])
def test_vector_formats_have_one_image(suffix: str, tmp_path: Path) -> None:
    fig, ax = plt.subplots(**SIZE)
    StreamedScatter(ax, XYZ, chunk_points=7)
    fig.savefig(tmp_path / f"rasterized.{suffix}")
    content = (tmp_path / f"rasterized.{suffix}").read_bytes()
    assert len(re.findall(rb"<image|/Subtype /Image", content)) == (1 if suffix == "svg" else 2)
    plt.close(fig)
    fig, ax = plt.subplots(**SIZE)
    StreamedScatter(ax, XYZ, chunk_points=7, rasterized=False)
    fig.savefig(tmp_path / f"vectors.{suffix}")
    content = (tmp_path / f"vectors.{suffix}").read_bytes()
    assert not re.findall(rb"<image|/Subtype /Image", content)


# What is put back.


class Draws:
    """Draw figures, and tell whether points were drawn for it or put back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        draw = StreamedScatter._draw_parts

        def counted(artist: StreamedScatter, renderer: Any) -> None:
            self.count += 1
            draw(artist, renderer)

        monkeypatch.setattr(_kept, "_WORTH_IT", 100)
        monkeypatch.setattr(StreamedScatter, "_draw_parts", counted)

    def __call__(self, fig: Figure) -> tuple[np.ndarray, bool]:
        before = self.count
        return pixels(fig), self.count > before


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> Draws:
    """Give what draws and counts, where all points are enough to be put back."""
    return Draws(monkeypatch)


def test_points_are_drawn_only_when_something_changed(draws: Draws) -> None:
    many = XYZ.copy()
    fig, ax = plt.subplots(**SIZE)
    (below,) = ax.plot([0, 1], [0, 1])
    artist = StreamedScatter(ax, many, alpha=0.5, s=50, zorder=2.5)
    (above,) = ax.plot([0, 1], [1, 0], zorder=3)
    changes: tuple[tuple[Callable[[], object], bool], ...] = (
        (lambda: None, True),
        (lambda: None, False),
        (lambda: above.set_ydata([0, 0]), False),
        (lambda: below.set_ydata([0.5, 0]), True),
        (lambda: many.__setitem__((5, 0), 0.5), True),
        (lambda: artist.norm.autoscale([0, 3]), True),
        (lambda: artist.set_cmap("magma"), True),
        (lambda: artist.cmap._lut.__setitem__(slice(None), 0.5), True),
        (lambda: artist.set_linewidth(3), True),
        (lambda: artist.set_linestyle("--"), True),
        (lambda: ax.set_xlim(-1, 1), True),
        (lambda: ax.set_xscale("symlog"), True),
        (lambda: ax.set_position([0.2, 0.2, 0.7, 0.7]), True),
        (lambda: fig.set_dpi(90), True),
        (lambda: artist.set_source(many[::-1]), True),
        (lambda: artist.set_source(many[::-1].copy()), False),
        (lambda: artist.set_sizes([20.0]), True),
        (lambda: artist.get_sizes().__setitem__(0, 90.0), True),
    )
    for number, (change, is_drawn) in enumerate(changes):
        change()
        image, was_drawn = draws(fig)
        assert (number, was_drawn) == (number, is_drawn)
        artist._kept = _kept.Kept()
        plain, was_drawn = draws(fig)
        assert was_drawn
        assert (image == plain).all()


def test_what_is_kept_is_not_pickled(draws: Draws) -> None:
    fig, ax = plt.subplots(**SIZE)
    StreamedScatter(ax, XYZ)
    before = len(pickle.dumps(fig))
    image = pixels(fig)
    assert len(pickle.dumps(fig)) < before + image.nbytes
    again, was_drawn = draws(pickle.loads(pickle.dumps(fig)))
    assert was_drawn
    assert (again == image).all()
    assert not draws(fig)[1]


def test_a_draw_for_the_layout_only_keeps_nothing(draws: Draws) -> None:
    fig, ax = plt.subplots(layout="constrained", **SIZE)
    StreamedScatter(ax, XYZ)
    with fig.canvas.get_renderer()._draw_disabled():
        fig.draw(fig.canvas.get_renderer())
    image, was_drawn = draws(fig)
    assert was_drawn
    stock, ax = plt.subplots(layout="constrained", **SIZE)
    scatter(ax, XYZ)
    pixels(stock)
    assert (image == pixels(stock)).all()


# Memory.


@pytest.mark.parametrize("mode", ["r", "r+", "c"])
def test_memmaps_are_the_same_points(mode: Any, tmp_path: Path) -> None:
    np.save(tmp_path / "points.npy", XYZ)
    mapped = np.load(tmp_path / "points.npy", mmap_mode=mode)
    if mode == "c":
        mapped[3] = XYZ[3] + 1  # in no file
    fig, ax = plt.subplots(**SIZE)
    stock = scatter(ax, np.array(mapped))
    ours_figure, ax = plt.subplots(**SIZE)
    artist = StreamedScatter(ax, mapped, chunk_points=7)
    assert (pixels(fig) == pixels(ours_figure)).all()
    stock.set_offsets(np.array(mapped[1::2, :2]))
    stock.set_array(np.array(mapped[1::2, 2]))
    artist.set_source(mapped[1::2])
    assert (pixels(fig) == pixels(ours_figure)).all()
    assert (mapped[3] == XYZ[3] + (mode == "c")).all()


def test_references_tell_slices_apart(tmp_path: Path) -> None:
    np.save(tmp_path / "points.npy", XYZ)
    mapped = np.load(tmp_path / "points.npy", mmap_mode="r")
    again = np.load(tmp_path / "points.npy", mmap_mode="r")
    assert _mapped.reference(mapped[3:20]) == _mapped.reference(again[3:][:17])
    assert _mapped.reference(mapped[3:20]) != _mapped.reference(mapped[4:21])
    assert _mapped.reference(mapped[3:20]) != _mapped.reference(mapped[3:20:2])
    assert _mapped.reference(XYZ) is None
    assert _mapped.reference(np.load(tmp_path / "points.npy", mmap_mode="c")) is None


@pytest.mark.skipif(
    not proportional.is_available(), reason="this system does not tell proportional set sizes"
)
def test_memory_depends_on_the_chunk_only(tmp_path: Path) -> None:
    code = """
import sys
import matplotlib.pyplot as plt
import numpy as np
from matplotlib_parwriter import StreamedScatter

count = int(sys.argv[1])
points = np.memmap("points", dtype=float, mode="r", shape=(4_000_000, 2))[:count]
fig, ax = plt.subplots()
ax.set(xlim=(-3, -1), ylim=(-1, 1))
StreamedScatter(ax, points, c=points[:, 0], s=1)
fig.canvas.draw()
fig.canvas.draw()
"""
    with (tmp_path / "points").open("wb") as file:
        file.truncate(64_000_000)  # zeros, out of view
    peaks = []
    for count in (100_000, 4_000_000):
        command = [sys.executable, "-c", code, str(count)]
        done = subprocess.run(
            [sys.executable, "-c", _WATCH, *command],
            env=os.environ | {"MPLBACKEND": "agg", "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        peaks.append(float(done.stdout))
    # The points alone are 62 MB more, and `scatter` takes several times that.
    assert peaks[1] < peaks[0] + 15


_WATCH = """
import os, sys
import proportional
print(proportional.watch(sys.argv[1:], os.environ).peak)
"""


def test_rc_params_are_those_of_the_draw() -> None:
    with mpl.rc_context({"lines.markersize": 2, "scatter.marker": "s"}):
        fig, ax = plt.subplots(**SIZE)
        scatter(ax, XYZ)
        ours, ax = plt.subplots(**SIZE)
        StreamedScatter(ax, XYZ, chunk_points=7)
        assert (pixels(fig) == pixels(ours)).all()
