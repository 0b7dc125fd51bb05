"""Points drawn chunk by chunk are the pixels of `scatter`, whatever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backend_bases import MouseEvent
from matplotlib.colors import CenteredNorm, FuncNorm, LogNorm, TwoSlopeNorm
from matplotlib.markers import MarkerStyle
from matplotlib.patheffects import withStroke
from points_tools import SIZE, Case, assert_same, draw, limits, pixels, scatter

from matplotlib_parwriter import StreamedScatter

N = 101
RNG = np.random.default_rng(0)
XYZ = RNG.normal(size=(N, 3))
XY = XYZ[:, :2]
POSITIVE = np.abs(XYZ) + 0.01
SIZES = RNG.uniform(1, 200, N)
RGBA = RNG.uniform(size=(N, 4))
ALPHA = RNG.uniform(size=N)
HOLES = XYZ.copy()
HOLES[[0, 5], 0] = np.nan
HOLES[[7, 9], 2] = np.nan, np.inf
DAYS = np.datetime64("2020-01-01") + np.arange(N)
EXTREMES = mpl.colormaps["viridis"].with_extremes(under="r", over="k", bad="m")

# Of numbers that are greater than a half.
ROOT = (lambda x: np.sqrt(np.where(x < 0.5, np.nan, x) - 0.5), lambda y: y**2 + 0.5)


def _of(points: Any = XYZ, **keywords: Any) -> Case:
    return Case(points=points, keywords=keywords)


CASES = {
    "values": _of(),
    "next color": _of(XY),
    "one color": _of(XY, c="red"),
    "color instead of values": _of(color="r"),
    "rgb of a single row": _of(XY, c=[[0.1, 0.5, 0.9]]),
    "rgb without a row": _of(XY, c=(1, 0, 0, 1)),
    "values as c": _of(XY, c=XYZ[:, 2]),
    "colors as rows": _of(XY, c=RGBA),
    "colors as names": _of(XY, c=list("rgbk" * N)[:N]),
    "face colors": _of(XY, facecolors=list("rgbk" * N)[:N], linestyles=["-", "--"]),
    "alpha": _of(alpha=0.3),
    "alpha and colors": _of(XY, c=RGBA[:, :3], alpha=0.3),
    "alpha of each": _of(alpha=ALPHA),
    "alpha of each, colors": _of(XY, c=RGBA, alpha=ALPHA),
    "alpha of each, one color": _of(XY, c="g", alpha=ALPHA),
    "one size": _of(s=4),
    "sizes": _of(s=SIZES),
    "sizes that are missing": _of(s=np.where(SIZES > 150, np.nan, SIZES)),
    "cycles": _of(edgecolors=["r", "g", "b", "k", "y"], linewidths=[1, 2, 3]),
    "point": _of(marker="."),
    "pixel": _of(XY, marker=","),
    "triangle": _of(marker="^"),
    "cross": _of(XY, marker="x"),
    "cross of colors": _of(XY, marker="x", c=RGBA),
    "plus of values": _of(marker="+", linewidths=2),
    "empty circles": _of(XY, marker=MarkerStyle("o", fillstyle="none"), c=RGBA),
    "empty circles of values": _of(XY, marker=MarkerStyle("o", fillstyle="none"), c=XYZ[:, 2]),
    "no faces": _of(XY, facecolors="none", edgecolors="k"),
    "logarithm": _of(POSITIVE, norm="log"),
    "logarithm of some": _of(norm="log"),
    "logarithm from a limit on": _of(POSITIVE, norm=LogNorm(vmin=0.1)),
    "two slopes": _of(norm=TwoSlopeNorm(0.3)),
    "centred": _of(norm=CenteredNorm(0.3)),
    "limits": _of(vmin=-0.5, vmax=0.5, cmap=EXTREMES),
    "holes": _of(HOLES),
    "holes, one color": _of(HOLES[:, :2]),
    "holes shown": _of(HOLES, plotnonfinite=True, cmap=EXTREMES),
    "masked": _of(np.ma.masked_greater(XYZ, 1.5)),
    "all masked": _of(np.full((30, 2), np.nan)),
    "none": _of(XYZ[:0]),
    "one": _of(XYZ[:1]),
    "one of one color": _of(XY[:1]),
    "three": _of(XYZ[:3]),
    "hatched": _of(XY, marker="^", hatch="//", s=400),
    "snapped": _of(snap=True),
    "not smooth": _of(antialiased=False),
    "path effects": _of(
        s=90, path_effects=[withStroke(linewidth=5), withStroke(linewidth=2, foreground="r")]
    ),
    "filtered": _of(agg_filter=lambda image, dpi: (image * 0.9, 0, 0)),
    "in axes coordinates": _of(transform="axes"),
    "not clipped, labelled": _of(clip_on=False, zorder=5, label="points"),
    "labelled": _of(XY, label="points", s=SIZES),
    "columns": _of((XYZ[:, 0], XYZ[:, 1], XYZ[:, 2])),
    "dates": _of((DAYS, XYZ[:, 1])),
    "categories": _of((np.array(list("dbca" * N)[:N]), XYZ[:, 1])),
    "single precision": _of(XYZ.astype(np.float32)),
    "integers": _of((XYZ * 100).astype(int)),
    "polar": Case(points=POSITIVE, axes={"projection": "polar"}),
    "log axes": Case(points=POSITIVE, axes={"xscale": "log", "yscale": "log"}),
    "log axes of some": Case(points=XYZ, axes={"xscale": "log", "yscale": "symlog"}),
    "a part": Case(points=XYZ, axes={"xlim": (-0.5, 0.1), "ylim": (0.2, 0.4)}),
    "a part of one color": Case(points=XY, axes={"xlim": (0.1, -0.5), "ylim": (0.2, 0.4)}),
    "a part, sizes": Case(
        points=XYZ,
        keywords={"s": SIZES, "linewidths": 4, "edgecolors": "k", "marker": "*", "alpha": 0.4},
        axes={"xlim": (0, 0.5), "ylim": (0.2, 0.4)},
    ),
    "a part, cycles": Case(
        points=XYZ,
        keywords={"edgecolors": ["r", "g", "b"]},
        axes={"xlim": (0, 0.5), "ylim": (0.2, 0.4)},
    ),
    "a part, logarithmic": Case(
        points=XYZ,
        keywords={"c": RGBA, "clip_on": False},
        axes={"xlim": (0.1, 0.5), "ylim": (0.2, 0.4), "xscale": "log"},
    ),
    "nothing in view": Case(points=XYZ, axes={"xlim": (10, 11)}),
    "one in view": Case(
        points=XYZ[np.argsort(XYZ[:, 0])],
        keywords={"s": 1},
        axes={"xlim": (np.sort(XYZ[:, 0])[-1] - 1e-6, 9)},
    ),
    "set afterwards": Case(
        points=XYZ,
        after=lambda artist: artist.set(
            cmap="magma", clim=(-1, 1), sizes=[3, 30], edgecolor="k", linewidth=2, alpha=0.5
        ),
    ),
    "scaled afterwards": Case(
        points=XYZ, after=lambda artist: artist.set_norm(mpl.colors.Normalize())
    ),
    "another norm": Case(points=XYZ, after=lambda artist: artist.set_norm("log")),
    "another norm, scaled": Case(
        points=XYZ, after=lambda artist: (artist.set_norm(FuncNorm(ROOT)), artist.autoscale())
    ),
    "colored afterwards": Case(
        points=XY, keywords={"c": RGBA}, after=lambda artist: artist.set_color("tab:red")
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_pixels_and_limits_are_those_of_scatter(name: str) -> None:
    assert_same(CASES[name], 7)


@pytest.mark.parametrize("chunk_points", [1, 50, 100, 1000])
@pytest.mark.parametrize("name", ["values", "next color", "cycles", "alpha of each"])
def test_pixels_do_not_depend_on_the_size_of_chunks(name: str, chunk_points: int) -> None:
    assert_same(CASES[name], chunk_points)


def test_classic_style() -> None:
    plt.style.use("classic")
    assert_same(CASES["next color"], 7)
    assert_same(CASES["values"], 7)


def test_a_function_makes_the_points() -> None:
    def make() -> Any:
        yield XYZ[:40]
        yield XYZ[40:41]
        yield XYZ[41:].tolist()

    _, stock = draw(_of(s=SIZES), None)
    for chunk_points in (9, 1000):
        _, ours = draw(_of(make, s=SIZES), chunk_points)
        assert (stock == ours).all()


def test_points_follow_setters() -> None:
    stock_figure, (left, right) = plt.subplots(1, 2, **SIZE)
    stock = scatter(left, XYZ, s=SIZES), scatter(right, XY, c=RGBA)
    figure, (left, right) = plt.subplots(1, 2, **SIZE)
    ours = (
        StreamedScatter(left, XYZ, s=SIZES, chunk_points=7),
        StreamedScatter(right, XY, c=RGBA, chunk_points=7),
    )
    assert (pixels(stock_figure) == pixels(figure)).all()
    changes: tuple[Callable[[Any, Any], object], ...] = (
        lambda a, b: a.set_offsets(-XY),
        lambda a, b: a.set_array(XYZ[::-1, 2]),
        lambda a, b: a.set_sizes(SIZES[::-1]),
        lambda a, b: a.set_sizes([3, 40]),
        lambda a, b: a.set_array(XYZ[:, 1] * 3),
        lambda a, b: a.autoscale(),
        lambda a, b: a.set_alpha(0.5),
        lambda a, b: a.set_linestyle("--"),
        lambda a, b: a.set_edgecolor("k"),
        lambda a, b: b.set_facecolor(RGBA[::-1]),
        lambda a, b: b.set_array(XYZ[:, 2]),
        lambda a, b: b.set_visible(False),
        lambda a, b: a.axes.set_xlim(-1, 0.5),
        lambda a, b: a.remove(),
    )
    for change in changes:
        change(*stock)
        change(*ours)
        assert (pixels(stock_figure) == pixels(figure)).all()


def test_points_come_with_sizes_and_opacities() -> None:
    stock_figure, ax = plt.subplots(**SIZE)
    stock = scatter(ax, XYZ)
    figure, ax = plt.subplots(**SIZE)
    ours = StreamedScatter(ax, XYZ, s=SIZES, chunk_points=7)
    stock.set_offsets(XY[:50])
    for s, alpha in ((30, 0.5), (SIZES[50:100], 0.2), (SIZES[:50], ALPHA[:50])):
        stock.set_array(XYZ[:50, 0])
        stock.set_sizes(np.ravel(s))
        stock.set_alpha(alpha)
        ours.set_source(XY[:50], c=XYZ[:50, 0], s=s, alpha=alpha)
        assert (pixels(stock_figure) == pixels(figure)).all()


def test_other_points_fit_the_limits_when_asked() -> None:
    stock_figure, ax = plt.subplots(**SIZE)
    stock = scatter(ax, 5 * POSITIVE[::2])
    stock_figure.canvas.draw()
    figure, ax = plt.subplots(**SIZE)
    ours = StreamedScatter(ax, XYZ, chunk_points=7)
    figure.canvas.draw()
    ours.set_source(5 * POSITIVE[::2])
    ours.autoscale()
    if mpl.__version_info__ >= (3, 11):
        ax.relim()
    else:
        ax.dataLim.set_points(ours.get_datalim(ax.transData).get_points())
    ax.autoscale_view()
    assert ours.get_clim() == stock.get_clim()
    assert (pixels(stock_figure) == pixels(figure)).all()


@pytest.mark.parametrize("prop", ["colors", "sizes"])
@pytest.mark.parametrize("num", ["auto", None, 4])
@pytest.mark.parametrize("digits", [0, 2])
def test_elements_of_a_legend(prop: str, num: Any, digits: int) -> None:
    points = XYZ.round(digits)
    sizes = (SIZES / 20).round(digits) + 1
    images = []
    for chunk_points in (None, 7):
        fig, ax = plt.subplots(**SIZE)
        if chunk_points is None:
            artist = scatter(ax, points, s=sizes)
        else:
            artist = StreamedScatter(ax, points, s=sizes, chunk_points=chunk_points)
        ax.legend(*artist.legend_elements(prop, num), loc="right", fontsize=4)
        images.append(pixels(fig))
    assert (images[0] == images[1]).all()


def test_the_best_place_of_a_legend() -> None:
    fig, ax = plt.subplots(**SIZE)
    scatter(ax, XY, label="points")
    ax.legend(loc="best")
    ours, ax = plt.subplots(**SIZE)
    StreamedScatter(ax, XY, label="points", chunk_points=7)
    ax.legend(loc="best")
    assert (pixels(fig) == pixels(ours)).all()


def test_layout_and_tight_boxes() -> None:
    boxes = []
    for chunk_points in (None, 7):
        fig, _ = draw(Case(points=XYZ, keywords={"clip_on": False}), chunk_points)
        fig.axes[0].set_xlim(-1, 1)
        artist = fig.axes[0].collections[0]
        boxes.append(artist.get_tightbbox(fig.canvas.get_renderer()).extents.tolist())
    assert boxes[0] == boxes[1]


def test_picking() -> None:
    hits = []
    for chunk_points in (None, 7):
        fig, _ = draw(_of(s=SIZES), chunk_points)
        artist = fig.axes[0].collections[0]
        x, y = fig.axes[0].transData.transform((0, 0))
        event = MouseEvent("button_press_event", fig.canvas, x, y)
        inside, found = artist.contains(event)
        hits.append((inside, found["ind"].tolist()))
    assert hits[0] == hits[1]
    assert hits[0][0]


def test_another_resolution() -> None:
    images = []
    for chunk_points in (None, 7):
        fig, _ = draw(_of(s=SIZES), chunk_points)
        fig.set_dpi(133)
        images.append(pixels(fig))
    assert (images[0] == images[1]).all()


def test_nothing_is_left_of_the_model() -> None:
    fig, ax = plt.subplots()
    artist = StreamedScatter(ax, XYZ)
    assert ax.get_children().count(artist) == 1
    assert list(ax.collections) == [artist]
    assert artist.get_label() == "_child0"
    assert StreamedScatter(ax, XY).get_facecolor().tolist() == [
        list(mpl.colors.to_rgba(mpl.rcParams["axes.prop_cycle"].by_key()["color"][0]))
    ]
    assert limits(fig)
