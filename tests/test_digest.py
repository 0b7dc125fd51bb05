"""Tests of the digests: equal where drawing leaves nothing behind, else different."""

import datetime
import functools
import gc
import io
import itertools
import os
import pathlib
import random
import socket
import subprocess
import sys
import threading
import weakref
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import cloudpickle
import matplotlib as mpl
import matplotlib.patheffects
import numpy as np
import pytest
from matplotlib.animation import FuncAnimation
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnchoredText, AnnotationBbox, OffsetImage
from matplotlib.patches import Circle, ConnectionPatch, Ellipse, FancyArrowPatch, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import Affine2D

from matplotlib_parwriter._digest import first_difference, frame_digest, state_digest
from matplotlib_parwriter._digest_skips import Scope

Update = Callable[[int], None]
Scene = Callable[[], tuple[Figure, Update]]
SCENES: dict[str, Scene] = {}


def scene(build: Scene) -> Scene:
    """Add *build* to the kinds of figures that tests go through."""
    SCENES[build.__name__] = build
    return build


def wave(i: int, n: int = 50) -> np.ndarray:
    return np.sin(np.linspace(0, 6, n) + 0.3 * i)


@scene
def line_and_title():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot(xlabel="x", ylabel="y")
    (line,) = ax.plot(wave(0), "o-", markevery=5)
    title = ax.set_title("frame")

    def update(i):
        line.set_ydata(wave(i))
        line.set_color((i / 20, 0.2, 0.3))
        title.set_text(f"frame {i}")

    return fig, update


@scene
def relim_and_autoscale():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot()
    (line,) = ax.plot([], [])
    ax.grid()

    def update(i):
        line.set_data(np.arange(50) * (i + 1), wave(i) * 1000 * (i + 1))
        ax.relim()
        ax.autoscale_view()

    return fig, update


@scene
def scatter_with_colors():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot()
    dots = ax.scatter(wave(0), wave(3), c=wave(1), s=20)
    fig.colorbar(dots)

    def update(i):
        dots.set_offsets(np.c_[wave(i), wave(2 * i)])
        dots.set_array(wave(i + 1))
        dots.set_sizes(10 + 5 * wave(i) ** 2)

    return fig, update


@scene
def images():
    fig = Figure(figsize=(4, 3))
    ax, bx = fig.subplots(1, 2)
    image = ax.imshow(np.outer(wave(0), wave(1)), cmap="magma", vmin=-1, vmax=1)
    mesh = bx.pcolormesh(np.outer(wave(0), wave(1)))

    def update(i):
        image.set_data(np.outer(wave(i), wave(1)))
        mesh.set_array(np.outer(wave(i), wave(2)))
        mesh.set_clim(-1 - i, 1)

    return fig, update


@scene
def contours_with_clear():
    fig = Figure(figsize=(4, 3))
    ax, bx = fig.subplots(1, 2)

    def update(i):
        ax.clear()
        bx.clear()
        z = np.outer(wave(i, 20), wave(1, 20))
        lines = ax.contour(z)
        ax.clabel(lines)
        bx.contourf(z, levels=5)
        ax.set_title(f"{i}")

    return fig, update


@scene
def vector_fields():
    fig = Figure(figsize=(4, 3))
    ax, bx, cx = fig.subplots(1, 3)
    x, y = np.meshgrid(np.arange(8.0), np.arange(8.0))
    arrows = ax.quiver(x, y, np.cos(x), np.sin(y), scale=20)
    ax.quiverkey(arrows, 0.5, 1.05, 1, "key")
    barbs = cx.barbs(x, y, 10 * np.cos(x), 10 * np.sin(y))

    def update(i):
        arrows.set_UVC(np.cos(x + i), np.sin(y))
        barbs.set_UVC(10 * np.cos(x + i), 10 * np.sin(y))
        bx.clear()
        bx.streamplot(x, y, np.cos(y + i) + 2, np.sin(x), density=0.3)

    return fig, update


@scene
def bars_and_boxes():
    fig = Figure(figsize=(6, 4))
    axs = fig.subplots(2, 3)
    bars = axs[0, 0].bar(["a", "b", "c"], [1, 2, 3])
    fill = axs[0, 1].fill_between(np.arange(50), wave(0))
    axs[0, 2].errorbar([1, 2, 3], [1, 2, 3], yerr=0.3, capsize=3)
    axs[1, 0].boxplot([wave(0), wave(1)])
    axs[1, 1].pie([1, 2, 3], labels=["p", "q", "r"])
    axs[1, 2].stem([1, 2, 3])
    span = axs[1, 2].axvspan(1, 2, alpha=0.3)
    axs[1, 2].axhline(1)

    def update(i):
        for bar in bars:
            bar.set_height(bar.get_height() + i)
        axs[0, 0].set_ylim(0, 10 + i)
        fill.set_verts([np.c_[np.arange(50), wave(i)]])
        span.set_alpha(0.3 + i / 50)

    return fig, update


@scene
def texts_and_annotations():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot()
    text = ax.text(0.2, 0.2, "t", bbox={"boxstyle": "round"})
    note = ax.annotate("n", (0.5, 0.5), (0.7, 0.8), arrowprops={"arrowstyle": "->"})
    box = ax.annotate("b", (0.1, 0.5), (0.2, 0.8), bbox={"fc": "y"}, arrowprops={"width": 2})
    ax.add_artist(AnchoredText("anchored", loc="lower right"))
    picture = OffsetImage(np.full((9, 9, 3), 0.5), zoom=3)
    ax.add_artist(AnnotationBbox(picture, (0.4, 0.3), arrowprops={"arrowstyle": "->"}))
    ax.text(0.5, 0.1, "$\\alpha$", path_effects=[mpl.patheffects.withStroke(linewidth=3)])
    figure_text = fig.text(0.1, 0.95, "")

    def update(i):
        text.set_text("t" * (i + 1))
        text.set_rotation(10 * i)
        note.xy = (0.5 + i / 50, 0.5)
        note.set_position((0.7, 0.8 - i / 50))
        box.set_text(f"box {i}")
        picture.set_data(np.full((9, 9, 3), i / 20))
        figure_text.set_text(f"{i}")

    return fig, update


@scene
def legend_at_best():
    fig = Figure(figsize=(4, 3))
    ax, bx = fig.subplots(1, 2)
    (line,) = ax.plot(wave(0), label="first")
    ax.scatter([1], [1], label="dots")
    ax.fill_between(np.arange(5), np.ones(5), label="fill")
    legend = ax.legend(title="legend", shadow=True)
    fig.legend(loc="upper left")

    def update(i):
        line.set_ydata(wave(i))
        legend.get_texts()[0].set_text(f"first {i}")
        bx.clear()
        bx.plot(wave(i), label=f"{i}")
        bx.legend()

    return fig, update


@scene
def a_table():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot()
    table = ax.table([["1", "2"], ["3", "4"]], rowLabels=["r", "s"], loc="center")

    def update(i):
        table[0, 0].get_text().set_text(f"{i}")
        table[1, 1].set_facecolor((i / 20, 0, 0))

    return fig, update


@scene
def twins_and_insets():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot()
    twin = ax.twinx()
    (line,) = ax.plot(wave(0))
    (other,) = twin.plot(10 * wave(1), "r")
    inset = ax.inset_axes([0.6, 0.6, 0.3, 0.3])
    (third,) = inset.plot(wave(2))
    ax.indicate_inset_zoom(inset)
    second = ax.secondary_xaxis("top")
    second.set_xlabel("second")

    def update(i):
        line.set_ydata(wave(i))
        other.set_ydata(wave(i) * 10)
        third.set_ydata(wave(i + 1))
        inset.set_xlim(0, 40 + i)

    return fig, update


@scene
def shared_axes():
    fig = Figure(figsize=(4, 3))
    axs = fig.subplots(2, 2, sharex=True, sharey="row")
    lines = [ax.plot(wave(i))[0] for i, ax in enumerate(axs.flat)]
    fig.suptitle("shared")
    fig.supxlabel("x")

    def update(i):
        for k, line in enumerate(lines):
            line.set_data(np.arange(50) + i, wave(i + k) * (i + 1))
        axs[0, 0].set_xlim(i, 50 + i)
        axs[1, 0].set_ylim(-i - 1, i + 1)

    return fig, update


@scene
def subfigures():
    fig = Figure(figsize=(6, 3))
    left, right = fig.subfigures(1, 2)
    (line,) = left.subplots().plot(wave(0))
    image = right.subplots().imshow(np.outer(wave(0), wave(0)))
    right.suptitle("right")

    def update(i):
        line.set_ydata(wave(i))
        image.set_data(np.outer(wave(i), wave(0)))
        left.set_facecolor((1, 1, 1 - i / 20))

    return fig, update


@scene
def logarithmic():
    fig = Figure(figsize=(4, 3))
    ax, bx = fig.subplots(1, 2)
    (line,) = ax.loglog(np.arange(1, 51), np.arange(1, 51))
    bx.set_yscale("symlog")
    bx.set_xscale("log")
    bx.plot([1, 10], [-100, 100])

    def update(i):
        line.set_ydata(np.arange(1, 51) ** (i + 1.0))
        ax.relim()
        ax.autoscale()

    return fig, update


@scene
def dates():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot()
    start = datetime.datetime(2024, 1, 1)
    days = [start + datetime.timedelta(days=d) for d in range(50)]
    (line,) = ax.plot(days, wave(0))
    fig.autofmt_xdate()

    def update(i):
        line.set_data(days[: 10 + i], wave(i)[: 10 + i])
        ax.set_xlim(days[0], days[10 + i])

    return fig, update


@scene
def polar():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot(projection="polar")
    bx = fig.add_axes([0, 0, 0.3, 0.3], projection="mollweide")
    (line,) = ax.plot(np.linspace(0, 6, 50), wave(0) + 2)
    (other,) = bx.plot(wave(0), wave(1))

    def update(i):
        line.set_ydata(wave(i) + 2)
        ax.set_rmax(3 + i)
        other.set_ydata(wave(i))

    return fig, update


@scene
def three_dimensions():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot(projection="3d")
    x, y = np.meshgrid(np.linspace(0, 1, 8), np.linspace(0, 1, 8))
    (line,) = ax.plot(wave(0), wave(1), wave(2))
    dots = ax.scatter(wave(0), wave(1), wave(2), c=wave(1))
    ax.plot_surface(x, y, x * y, cmap="viridis")
    wires = ax.plot_wireframe(x, y, x + y)
    ax.bar3d([0, 0.5], [0, 0.5], [0, 0], 0.1, 0.1, 0.5)
    label = ax.text(0, 0, 0, "origin")
    ax.quiver(0, 0, 0, 1, 1, 1)
    ax.set_zlabel("z")

    def update(i):
        ax.view_init(elev=20 + i, azim=30 + 5 * i)
        line.set_data_3d(wave(i), wave(1), wave(2))
        dots._offsets3d = (wave(i), wave(1), wave(2))
        label.set_text(f"origin {i}")
        wires.set_color((i / 20, 0, 0))

    return fig, update


@scene
def surface_with_clear():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot(projection="3d")
    x, y = np.meshgrid(np.linspace(0, 1, 8), np.linspace(0, 1, 8))

    def update(i):
        ax.clear()
        ax.plot_surface(x, y, np.sin(x + i) * y, cmap="viridis")
        ax.set_title(f"{i}")

    return fig, update


@scene
def constrained_layout():
    fig = Figure(figsize=(4, 3), layout="constrained")
    axs = fig.subplots(2, 2)
    lines = [ax.plot(wave(0))[0] for ax in axs.flat]
    axs[0, 0].set_ylabel("label")
    fig.suptitle("title")
    fig.colorbar(axs[1, 1].scatter([1, 2], [1, 2], c=[1, 2]), ax=axs[1, 1])

    def update(i):
        for k, line in enumerate(lines):
            line.set_ydata(np.roll(wave(0), i + k))

    return fig, update


@scene
def tight_layout():
    fig = Figure(figsize=(4, 3), layout="tight")
    axs = fig.subplots(2, 2)
    lines = [ax.plot(wave(0))[0] for ax in axs.flat]
    axs[0, 0].set_ylabel("label")
    fig.suptitle("title")

    def update(i):
        for k, line in enumerate(lines):
            line.set_ydata(np.roll(wave(0), i + k))

    return fig, update


@scene
def patches():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot(aspect="equal", xlim=(0, 3), ylim=(0, 2))
    circle = ax.add_patch(Circle((1, 1), 0.2))
    ellipse = ax.add_patch(Ellipse((2, 1), 0.2, 0.5))
    arrow = ax.add_patch(FancyArrowPatch((0, 0), (1, 1), mutation_scale=10))
    link = ax.add_patch(ConnectionPatch((1, 1), (2, 1), "data"))
    shape = ax.add_patch(PathPatch(Outline([(0, 0), (1, 0), (1, 1)])))
    ax.hexbin(wave(0), wave(1), gridsize=5)
    clip = Circle((1, 1), 0.5, transform=ax.transData)
    ax.imshow(np.outer(wave(0), wave(1)), extent=(0, 2, 0, 2)).set_clip_path(clip)

    def update(i):
        circle.center = (1 + i / 20, 1)
        ellipse.angle = 10 * i
        arrow.set_positions((0, 0), (1 + i / 10, 1))
        link.xy1 = (1 + i / 20, 1)
        shape.get_path().vertices[1] = (1, i / 20)
        shape.set_transform(Affine2D().rotate_deg(i) + ax.transData)
        clip.set_radius(0.5 + i / 20)

    return fig, update


def copied(pair):
    """Return a copy of a figure and what is with it, as a worker process gets it."""
    return cloudpickle.loads(cloudpickle.dumps(pair))


def draw(fig: Figure, dpi: float = 40) -> bytes:
    """Draw as stock does for a frame: the canvas, then `savefig`."""
    fig.canvas.draw()
    buffer = io.BytesIO()
    fig.savefig(buffer, format="rgba", dpi=dpi)
    return buffer.getvalue()


def all_axes(fig: Figure) -> list:
    found = list(fig.axes)
    for ax in found:  # grows meanwhile
        found.extend(ax.child_axes)
    return found


def autoscale_if_put_off(fig: Figure) -> None:
    for ax in all_axes(fig):
        ax.viewLim  # noqa: B018  # reading it autoscales


def settle(fig: Figure) -> None:
    """Do what a figure gets instead of a draw that is left out."""
    autoscale_if_put_off(fig)
    for ax in all_axes(fig):
        if ax.get_axes_locator() is None:
            ax.apply_aspect()


def drawn_and_skipped(pair, drawn=(0, 1), frames=6):
    """Return two copies after the same updates: drawn always, drawn in *drawn* and the last."""
    (fig, update), (other, other_update) = copied(pair), copied(pair)
    for i in range(frames):
        update(i)
        draw(fig)
        other_update(i)
        if i in drawn or i == frames - 1:
            draw(other)
        else:
            settle(other)
    return {"figure": fig, "update": update}, {"figure": other, "update": other_update}


@pytest.fixture(params=sorted(SCENES))
def pair(request):
    return SCENES[request.param]()


# The frame digest


def test_frame_digest_ignores_draws(pair):
    fig, update = pair
    other, other_update = copied(pair)
    seen = set()
    for i in range(4):
        update(i)
        other_update(i)
        autoscale_if_put_off(fig)
        autoscale_if_put_off(other)
        assert frame_digest(fig) == frame_digest(other), i
        seen.add(frame_digest(fig))
        draw(other)
    assert len(seen) == 4


def attributes_of(fig: Figure) -> list:
    """Return which objects the attributes of the main artists are."""
    found = [fig]
    for ax in fig.axes:
        found += [ax, *ax._children, ax.patch, *(ax._axis_map.values())]
    return [{name: id(value) for name, value in vars(artist).items()} for artist in found]


def test_frame_digest_changes_nothing(pair):
    fig, update = pair
    update(0)
    before = attributes_of(fig)
    limits = [(ax._stale_viewlims.copy(), ax._viewLim.get_points().copy()) for ax in fig.axes]
    first = frame_digest(fig)
    assert attributes_of(fig) == before
    for ax, (stale, points) in zip(fig.axes, limits, strict=True):
        assert ax._stale_viewlims == stale
        assert np.array_equal(ax._viewLim.get_points(), points)
    assert frame_digest(fig) == first
    assert len(first) == 16


def gallery() -> Figure:
    """Return a figure with one of each thing that `CHANGES` change."""
    fig = Figure(figsize=(6, 4))
    ax, bx = fig.subplots(1, 2)
    ax.plot(wave(0), label="line")
    ax.scatter(wave(0), wave(1), c=wave(2))
    ax.imshow(np.outer(wave(0), wave(1)))
    bx.pcolormesh(np.outer(wave(0), wave(1)))
    ax.add_patch(Circle((0, 0), 1))
    ax.text(0, 0, "text", bbox={"fc": "w"})
    ax.annotate("note", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"})
    ax.legend()
    bx.fill_between([0, 1, 2], [1, 2, 3])
    cx = fig.add_axes([0, 0, 0.2, 0.2], projection="3d")
    cx.plot([0, 1], [0, 1], [0, 1])
    cx.plot_surface(*np.mgrid[:3, :3], np.ones((3, 3)))
    fig.suptitle("title")
    fig.text(0, 0, "t")
    return fig


def flip_mask(f):
    f.axes[1].collections[0].get_array()[0, 0] = np.ma.masked


CHANGES = {
    "line data": lambda f: f.axes[0].lines[0].set_ydata(wave(1)),
    "line data in place": lambda f: f.axes[0].lines[0]._yorig.__setitem__(3, 9.0),
    "line colour": lambda f: f.axes[0].lines[0].set_color("k"),
    "line width": lambda f: f.axes[0].lines[0].set_linewidth(3),
    "line style": lambda f: f.axes[0].lines[0].set_linestyle("--"),
    "marker": lambda f: f.axes[0].lines[0].set_marker("s"),
    "marker size": lambda f: f.axes[0].lines[0].set_markersize(9),
    "alpha": lambda f: f.axes[0].lines[0].set_alpha(0.5),
    "z-order": lambda f: f.axes[0].lines[0].set_zorder(9),
    "hidden": lambda f: f.axes[0].lines[0].set_visible(False),
    "removed": lambda f: f.axes[0].lines[0].remove(),
    "transform": lambda f: (
        f.axes[0].lines[0].set_transform(Affine2D().rotate(1) + f.axes[0].transData)
    ),
    "clip path": lambda f: f.axes[0].lines[0].set_clip_path(Circle((0, 0), 3)),
    "path effects": lambda f: (
        f.axes[0].lines[0].set_path_effects([mpl.patheffects.withStroke(linewidth=2)])
    ),
    "offsets in place": lambda f: f.axes[0].collections[0].get_offsets().__setitem__((0, 0), 7),
    "sizes": lambda f: f.axes[0].collections[0].set_sizes([9]),
    "mapped array": lambda f: f.axes[0].collections[0].set_array(wave(5)),
    "colormap": lambda f: f.axes[0].collections[0].set_cmap("gray"),
    "colormap of mine": lambda f: f.axes[0].images[0].set_cmap(ListedColormap(["r", "g"])),
    "colormap's bad colour": lambda f: (
        f.axes[0].images[0].set_cmap(mpl.colormaps["viridis"].with_extremes(bad="r"))
    ),
    "colour limits": lambda f: f.axes[0].images[0].set_clim(0, 0.5),
    "image": lambda f: f.axes[0].images[0].set_data(np.outer(wave(1), wave(1))),
    "image extent": lambda f: f.axes[0].images[0].set_extent((0, 1, 0, 1)),
    "mesh": lambda f: f.axes[1].collections[0].set_array(np.outer(wave(2), wave(1))),
    "mask": flip_mask,
    "vertices in place": lambda f: (
        f.axes[1].collections[1].get_paths()[0].vertices.__setitem__((1, 1), 5)
    ),
    "face colour": lambda f: f.axes[1].collections[1].set_facecolor("r"),
    "patch": lambda f: f.axes[0].patches[0].set_radius(2),
    "patch colour": lambda f: f.axes[0].patches[0].set_facecolor("r"),
    "text": lambda f: f.axes[0].texts[0].set_text("other"),
    "text position": lambda f: f.axes[0].texts[0].set_position((1, 1)),
    "text size": lambda f: f.axes[0].texts[0].set_fontsize(20),
    "text box": lambda f: f.axes[0].texts[0].get_bbox_patch().set_facecolor("r"),
    "annotated point": lambda f: setattr(f.axes[0].texts[1], "xy", (2, 2)),
    "arrow": lambda f: f.axes[0].texts[1].arrow_patch.set_color("r"),
    "legend text": lambda f: f.axes[0].get_legend().get_texts()[0].set_text("other"),
    "legend handle": lambda f: f.axes[0].get_legend().legend_handles[0].set_color("r"),
    "legend place": lambda f: f.axes[0].get_legend().set_loc("lower left"),
    "axes title": lambda f: f.axes[0].set_title("other"),
    "left title": lambda f: f.axes[0].set_title("other", loc="left"),
    "axis label": lambda f: f.axes[0].set_xlabel("other"),
    "label's colour": lambda f: f.axes[0].set_xlabel("", color="r") and f.axes[0].set_xlabel("b"),
    "view limits": lambda f: f.axes[0].set_xlim(0, 9),
    "scale": lambda f: f.axes[1].set_xscale("log"),
    "aspect": lambda f: f.axes[1].set_aspect(2),
    "axes position": lambda f: f.axes[1].set_position([0.1, 0.1, 0.2, 0.2]),
    "tick places": lambda f: f.axes[1].set_xticks([0, 1]),
    "tick labels": lambda f: f.axes[1].set_xticks([0, 1], ["a", "b"]),
    "tick parameters": lambda f: f.axes[1].tick_params(labelcolor="r"),
    "grid": lambda f: f.axes[1].grid(),
    "axes face": lambda f: f.axes[1].set_facecolor("y"),
    "axis off": lambda f: f.axes[1].set_axis_off(),
    "spine": lambda f: f.axes[1].spines["top"].set_visible(False),
    "spine position": lambda f: f.axes[1].spines["left"].set_position(("data", 1)),
    "camera": lambda f: f.axes[2].view_init(10, 20),
    "roll": lambda f: f.axes[2].view_init(roll=20),
    "3-D line": lambda f: f.axes[2].lines[0].set_data_3d([0, 1], [0, 1], [0, 2]),
    "3-D limits": lambda f: f.axes[2].set_zlim(0, 7),
    "3-D face": lambda f: f.axes[2].collections[0].set_facecolor("r"),
    "suptitle": lambda f: f.suptitle("other"),
    "figure text": lambda f: f.texts[1].set_text("other"),
    "figure face": lambda f: f.set_facecolor("r"),
    "figure size": lambda f: f.set_size_inches(5, 5),
    "dpi": lambda f: f.set_dpi(33),
    "new axes": lambda f: f.add_axes([0.5, 0.5, 0.1, 0.1]),
    "inset": lambda f: f.axes[1].inset_axes([0.5, 0.5, 0.1, 0.1]),
    "order": lambda f: f.axes[0]._children.reverse(),
}


@pytest.fixture(scope="module")
def drawn_gallery() -> bytes:
    fig = gallery()
    draw(fig)
    return cloudpickle.dumps(fig)


@pytest.mark.parametrize("change", CHANGES)
def test_digests_see(change, drawn_gallery):
    fig = cloudpickle.loads(drawn_gallery)
    before, state = frame_digest(fig), state_digest({"figure": fig})
    CHANGES[change](fig)
    assert frame_digest(fig) != before
    assert first_difference(state, state_digest({"figure": fig})) is not None


class OddArtist(Line2D):
    """A user's artist that holds all sorts of things."""

    def __init__(self):
        super().__init__([0, 1], [0, 1])
        self.lock = threading.Lock()
        self.itself = [self]
        self.itself.append(self.itself)
        self.nothing = object()
        self.callback = lambda: 3
        self.numbers = np.array([1, "a", None], dtype=object)
        self.words = np.array(["a", "bc"])
        self.days = np.array(["2024-01-01"], dtype="M8[D]")
        self.records = np.zeros(2, dtype=[("a", int), ("b", "U3")])
        self.precise = np.ones(3, dtype=np.longdouble)
        self.backwards = np.arange(6.0).reshape(2, 3).T[::-1]
        self.trap = Trap()
        self.label_of = {(1, 2): {3, 1}, "x": frozenset("abc")}
        self.kind = Scope.FRAME


class Trap:
    """An object that must not be looked at."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __array__(self):
        raise RuntimeError("array")


def test_frame_digest_of_odd_artists():
    def build():
        fig = Figure()
        odd = fig.add_subplot().add_line(OddArtist())
        return fig, odd

    (fig, odd), (other, _) = build(), build()
    assert frame_digest(fig) == frame_digest(other)
    for change in (
        lambda: odd.numbers.__setitem__(2, 4),
        lambda: odd.words.__setitem__(0, "z"),
        lambda: odd.days.__setitem__(0, "2024-01-02"),
        lambda: odd.records["b"].__setitem__(0, "x"),
        lambda: odd.precise.__setitem__(0, 1 + np.finfo(np.longdouble).eps),
        lambda: odd.backwards.__setitem__((0, 0), 7),
        lambda: odd.label_of[1, 2].add(9),
    ):
        before = frame_digest(fig)
        change()
        assert frame_digest(fig) != before


def test_large_arrays_are_seen_everywhere():
    fig = Figure()
    picture = np.zeros((400, 1001, 3), dtype=np.float32)[:, 1:]
    picture[5, 6, 0], picture[5, 7, 0] = 0.25, 0.5
    image = fig.add_subplot().imshow(picture)
    image._A = picture  # as large, not contiguous, and without a mask
    seen = {frame_digest(fig)}
    picture[5, 6, 0], picture[5, 7, 0] = 0.5, 0.25  # in the same page
    seen.add(frame_digest(fig))
    picture[-1, -1, -1] = 1e-3  # after the last whole page
    seen.add(frame_digest(fig))
    picture[:] = np.roll(picture, 4096, axis=0)  # other pages
    seen.add(frame_digest(fig))
    assert len(seen) == 4


def test_nan_equals_itself():
    def build():
        fig = Figure()
        fig.add_subplot().plot([1, np.nan, 3], label=float("nan"))
        return fig

    a, b = build(), build()
    assert frame_digest(a) == frame_digest(b)
    assert first_difference(state_digest({"f": a}), state_digest({"f": b})) is None


IN_A_FRESH_PROCESS = """
import numpy as np
from matplotlib.figure import Figure
from matplotlib_parwriter._digest import frame_digest, state_digest

fig = Figure()
ax = fig.add_subplot()
(line,) = ax.plot(np.arange(5), label="label")
line.words = {"some", "words", "in", "a", "set"}
ax.legend()
fig.savefig("/dev/null", format="rgba")

def update(i, found={"more", "words"}, where={("a", 1), ("b", 2), line}):
    line.set_ydata(found)

print(frame_digest(fig).hex())
for path, value in state_digest({"figure": fig, "update": update}).items():
    print(path, value.hex())
"""


def test_digests_are_the_same_in_other_processes():
    printed = [
        subprocess.run(
            [sys.executable, "-c", IN_A_FRESH_PROCESS.replace("/dev/null", os.devnull)],
            env={**os.environ, "PYTHONHASHSEED": seed, "MPLBACKEND": "agg"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert len(printed[0]) > 200


# The state digest


def test_draws_without_effect_leave_the_state_equal(pair):
    if pair[0].get_layout_engine() is None:
        ran = drawn_and_skipped(pair)
    else:  # which comes to rest after some draws, whatever was before
        ran = drawn_and_skipped(pair, range(2, 10), frames=10)
    a, b = map(state_digest, ran)
    assert first_difference(a, b) is None


def test_constrained_layout_settles():
    a, b = map(state_digest, drawn_and_skipped(constrained_layout(), frames=10))
    assert first_difference(a, b) is None


def norm_scaled_by_the_first_draw():
    fig = Figure(figsize=(4, 3))
    image = fig.add_subplot().imshow(np.outer(wave(0), wave(0)))
    image.set_norm(Normalize())

    def update(i):
        image.set_data(np.outer(wave(i), wave(i)) * (i + 1))
        if i == 1:
            image.set_norm(Normalize())

    return fig, update


def formatter_that_counts():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot()
    calls = 0

    def label(value, position):
        nonlocal calls
        calls += 1
        return f"{calls}"

    ax.xaxis.set_major_formatter(FuncFormatter(label))
    return fig, lambda i: ax.set_title(f"{i}")


class CountingLine(Line2D):
    """An artist that counts its draws."""

    draws = 0

    def draw(self, renderer):
        """Count, then draw."""
        self.draws += 1
        super().draw(renderer)


def artist_that_counts():
    fig = Figure(figsize=(4, 3))
    fig.add_subplot().add_line(CountingLine([0, 1], [0, 1]))
    return fig, lambda i: None


def update_that_reads_the_draw():
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot()
    (line,) = ax.plot([0, 1])
    found = []

    def update(i):
        found.append(ax.title.get_position()[1])
        line.set_ydata([0, 10**i])
        ax.xaxis.tick_top()
        ax.set_title("up" if i % 2 else "")
        ax.xaxis.set_tick_params(pad=3 * i)

    return fig, update


def quiver_scaled_by_the_first_draw():
    fig = Figure(figsize=(4, 3))
    arrows = fig.add_subplot().quiver([0, 1], [0, 1], [1, 1], [1, 1])

    def update(i):
        arrows.set_UVC([1 + i, 1], [1, 1 + i])

    return fig, update


@pytest.mark.parametrize(
    ("build", "drawn", "guilty"),
    [
        (norm_scaled_by_the_first_draw, (0,), ("_norm", "_colorizer")),
        (formatter_that_counts, (0, 1), "<closure calls>"),
        (artist_that_counts, (0, 1), ".draws"),
        (update_that_reads_the_draw, (0, 1), "<closure found>"),
        (quiver_scaled_by_the_first_draw, (), ".scale"),
    ],
)
def test_draws_with_effect_make_the_state_differ(build, drawn, guilty):
    a, b = map(state_digest, drawn_and_skipped(build(), drawn))
    different = [path for path in a if a[path] != b.get(path)]
    assert any(path.endswith(guilty) for path in different)
    assert first_difference(a, b) in different


class Simulation:
    """A user's object with state in all usual places."""

    shared: ClassVar[list] = []

    def __init__(self, state):
        self.state = state

    def step(self, i):
        """Be an update."""


class Slotted:
    """A user's object without a dictionary."""

    __slots__ = ("state", "unset")

    def __init__(self, state):
        self.state = state


class MyList(list):
    """A list with an attribute."""


def my_list(state):
    made = MyList([1, state])
    made.name = "x"
    return made


def closure(state):
    def update(i):
        return state

    return update


def default(state):
    def update(i, held=(state,)):
        return held

    return update


def keyword_default(state):
    def update(i, *, held=state):
        return held

    return update


def function_attribute(state):
    def update(i):
        pass

    update.count = state
    return update


def code(state):
    return (lambda i: i + 1) if state else (lambda i: i + 2)


def function_with_globals(state):
    space = {"CONFIG": {"speed": state}, "__name__": "__main__"}
    exec("def update(i):\n    return [CONFIG['speed'] for _ in range(i)]", space)
    return space["update"]


def class_attribute(state):
    class Local:
        pass

    Local.count = [state]
    return Local()


def generator(state):
    def count():
        for i in [7, 7, 7, 7]:  # its place in the list is in no variable
            yield i + 1

    made = count()
    for _ in range(state + 1):
        next(made)
    return made


def iterator(make):
    def build(state):
        made = make()
        for _ in range(state + 1):
            next(made)
        return made

    return build


def random_generator(state):
    made = np.random.default_rng(1)
    made.random(state + 1)
    return made


def python_random(state):
    made = random.Random(1)
    made.seed(state)
    return made


def legacy_random(state):
    return np.random.RandomState(state)


def object_array(state):
    return np.array([None, {"x": state}], dtype=object)


def cycle(state):
    a, b = {"name": state}, []
    a["b"], b[:] = b, [a]
    return Simulation(a)


def linked(state):
    made = None
    for i in range(400):
        made = Simulation([made, state if i == 0 else 0])
    return made


def sets(state):
    return {("a", 1), "b", state}, frozenset({"x", "y"}), {Scope.STATE}


def weak(state):
    target = Simulation(state)
    return [target, weakref.ref(target), weakref.WeakSet([target])]


def series(state):
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame({"a": [1, 2], "b": ["x", f"{state}"]})


def opened_file(state):
    made = Path(__file__).open()  # noqa: SIM115
    made.read(10 * state)
    return made


def lock(state):
    made = threading.Lock()
    if state:
        made.acquire()
    return made


REACHED = {
    "atom": lambda s: s,
    "nan": lambda s: (float("nan"), s),
    "list": lambda s: [1, [2, [3, {"x": (s,)}]]],
    "dict order": lambda s: {"a": 1, "b": 2} if s else {"b": 2, "a": 1},
    "sets": sets,
    "deque": lambda s: deque([1, s], maxlen=5),
    "deque's length": lambda s: deque([1], maxlen=5 + s),
    "defaultdict": lambda s: defaultdict(list, x=[s]),
    "ordered": lambda s: OrderedDict(x=s),
    "counter": lambda s: Counter({"x": s}),
    "array": lambda s: np.array([1.0, s]),
    "array type": lambda s: np.zeros(2, dtype="i8" if s else "f8"),
    "array shape": lambda s: np.zeros((2, 3) if s else (3, 2)),
    "object array": object_array,
    "masked": lambda s: np.ma.array([1, 2], mask=[False, s]),
    "date": lambda s: datetime.datetime(2024, 1, 1 + s),
    "path": lambda s: pathlib.Path(f"{s}"),
    "instance": Simulation,
    "slots": Slotted,
    "subclass of list": my_list,
    "bound method": lambda s: Simulation(s).step,
    "method of a built-in": lambda s: [s].append,
    "partial": lambda s: functools.partial(closure(0), s),
    "closure": closure,
    "default": default,
    "keyword default": keyword_default,
    "function attribute": function_attribute,
    "code": code,
    "globals": function_with_globals,
    "class attribute": class_attribute,
    "static": lambda s: staticmethod(closure(s)),
    "property": lambda s: property(closure(s)),
    "cached function": lambda s: functools.lru_cache(closure(s)),
    "generator": generator,
    "list iterator": iterator(lambda: iter([1, 1, 1])),
    "range iterator": iterator(lambda: iter(range(5))),
    "itertools.count": iterator(lambda: itertools.count(3)),
    "zip": iterator(lambda: zip([1, 1, 1], itertools.repeat(2))),
    "random generator": random_generator,
    "random.Random": python_random,
    "RandomState": legacy_random,
    "cycle": cycle,
    "linked list": linked,
    "weak references": weak,
    "pandas": series,
    "file": opened_file,
    "lock": lock,
    "bytes in memory": lambda s: io.BytesIO(bytes([s])),
    "transform": lambda s: Affine2D().translate(s, 0),
    "norm": lambda s: Normalize(s, 3),
}


@pytest.mark.parametrize("kind", REACHED)
def test_state_reaches(kind):
    make = REACHED[kind]
    for wrap in (lambda x: x, lambda x: [x, {"x": x}], Simulation, closure):
        a, b, c = (digest_once({"root": wrap(make(state))}, make) for state in (0, 0, 1))
        assert first_difference(a, b) is None
        assert first_difference(a, c) is not None


def digest_once(roots, make):
    # One after the other: a digest must not depend on what else is alive.
    found = state_digest(roots)
    if make is opened_file:
        for item in gc.get_objects():
            if isinstance(item, io.TextIOWrapper) and item.name == __file__:
                item.close()
    return found


def test_state_reaches_modules_of_the_user(tmp_path, monkeypatch):
    (tmp_path / "digest_helpers.py").write_text(
        "CONFIG = {'x': 1}\nseen = 0\n"
        "def count():\n    global seen\n    seen += 1\n"
        "class Box:\n    made = 0\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import digest_helpers
    from digest_helpers import Box, count

    roots = {
        "module": lambda i: digest_helpers,
        "function": lambda i: count(),
        "class": lambda i: Box,
    }

    def uses_module(i):
        return digest_helpers.CONFIG

    def uses_function(i):
        count()

    def imports(i):
        import digest_helpers

        return digest_helpers

    before = {
        f: state_digest({"update": f})
        for f in (uses_module, uses_function, imports, *roots.values())
    }
    digest_helpers.CONFIG["x"] = 2
    count()
    Box.made += 1
    for function, state in before.items():
        after = state_digest({"update": function})
        guilty = [path for path in state if state[path] != after[path]]
        assert guilty, function
        assert all("seen" in p or "CONFIG" in p or "Box" in p for p in guilty)
    monkeypatch.delitem(sys.modules, "digest_helpers")


def test_animations_and_settings_are_walked():
    fig, update = line_and_title()
    draw(fig)
    anim = FuncAnimation(fig, update, frames=3, repeat=False)
    before = state_digest({"animation": anim, "settings": mpl.rcParams})
    assert before == state_digest({"animation": anim, "settings": mpl.rcParams})
    anim.pace = 3
    with mpl.rc_context({"lines.linewidth": 5}):
        after = state_digest({"animation": anim, "settings": mpl.rcParams})
    assert {p for p in after if before.get(p) != after[p]} == {"animation.pace", "settings"}
    anim._draw_was_started = True  # else it warns that it was never shown


def test_what_cannot_be_compared_differs():
    with socket.socket() as open_socket:
        a, b = (state_digest({"figure": [open_socket], "other": 1}) for _ in range(2))
    assert first_difference(a, b) == "figure"


def test_installed_modules_are_not_walked():
    def update(i):
        return np.linspace(0, 1), mpl.rcParams, datetime.datetime, cloudpickle.dumps

    found = state_digest({"update": update})
    assert not [path for path in found if path.startswith("module ")]
    assert len(found) < 20


def test_entries_of_long_lists_are_aggregated():
    root = {"particles": [Simulation([i, i]) for i in range(1000)]}
    assert len(state_digest(root)) < 100


def test_first_difference_names_the_path():
    assert first_difference({"a": b"1", "b": b"2"}, {"a": b"1", "b": b"3"}) == "b"
    assert first_difference({"a": b"1"}, {"a": b"1", "c": b"3"}) == "c"
    assert first_difference({"a": b"1", "c": b""}, {"a": b"1"}) == "c"
    assert first_difference({"a": b"1"}, {"a": b"1"}) is None
    fig, update = line_and_title()
    roots = {"figure": fig, "update": update}
    update(0)
    draw(fig)
    before = state_digest(roots)
    fig.axes[0].lines[0].set_linewidth(7)
    assert first_difference(before, state_digest(roots)).endswith("._linewidth")
