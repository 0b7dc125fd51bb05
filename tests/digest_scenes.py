"""Kinds of figures that tests of digests go through, each with what changes it."""

from __future__ import annotations

import datetime

import matplotlib as mpl
import matplotlib.patheffects
import numpy as np
from digest_tools import Pair, Scene, one_axes, rolling, wave
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredText, AnnotationBbox, OffsetImage
from matplotlib.patches import Circle, ConnectionPatch, Ellipse, FancyArrowPatch, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D

SCENES: dict[str, Scene] = {}


def scene(build: Scene) -> Scene:
    """Add *build* to the kinds of figures that tests go through."""
    SCENES[build.__name__] = build
    return build


@scene
def line_and_title() -> Pair:
    fig, ax = one_axes(xlabel="x", ylabel="y")
    (line,) = ax.plot(wave(0), "o-", markevery=5)
    title = ax.set_title("frame")

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        line.set_color((i / 20, 0.2, 0.3))
        title.set_text(f"frame {i}")

    return fig, update


@scene
def relim_and_autoscale() -> Pair:
    fig, ax = one_axes()
    (line,) = ax.plot([], [])
    ax.grid()

    def update(i: int) -> None:
        line.set_data(np.arange(50) * (i + 1), wave(i) * 1000 * (i + 1))
        ax.relim()
        ax.autoscale_view()

    return fig, update


@scene
def scatter_with_colors() -> Pair:
    fig, ax = one_axes()
    dots = ax.scatter(wave(0), wave(3), c=wave(1), s=20)
    fig.colorbar(dots)

    def update(i: int) -> None:
        dots.set_offsets(np.c_[wave(i), wave(2 * i)])
        dots.set_array(wave(i + 1))
        dots.set_sizes(10 + 5 * wave(i) ** 2)

    return fig, update


@scene
def images() -> Pair:
    fig = Figure(figsize=(4, 3))
    ax, bx = fig.subplots(1, 2)
    image = ax.imshow(np.outer(wave(0), wave(1)), cmap="magma", vmin=-1, vmax=1)
    mesh = bx.pcolormesh(np.outer(wave(0), wave(1)))

    def update(i: int) -> None:
        image.set_data(np.outer(wave(i), wave(1)))
        mesh.set_array(np.outer(wave(i), wave(2)))
        mesh.set_clim(-1 - i, 1)

    return fig, update


@scene
def contours_with_clear() -> Pair:
    fig = Figure(figsize=(4, 3))
    ax, bx = fig.subplots(1, 2)

    def update(i: int) -> None:
        ax.clear()
        bx.clear()
        z = np.outer(wave(i, 20), wave(1, 20))
        lines = ax.contour(z)
        ax.clabel(lines)
        bx.contourf(z, levels=5)
        ax.set_title(f"{i}")

    return fig, update


@scene
def vector_fields() -> Pair:
    fig = Figure(figsize=(4, 3))
    ax, bx, cx = fig.subplots(1, 3)
    x, y = np.meshgrid(np.arange(8.0), np.arange(8.0))
    arrows = ax.quiver(x, y, np.cos(x), np.sin(y), scale=20)
    ax.quiverkey(arrows, 0.5, 1.05, 1, "key")
    barbs = cx.barbs(x, y, 10 * np.cos(x), 10 * np.sin(y))

    def update(i: int) -> None:
        arrows.set_UVC(np.cos(x + i), np.sin(y))
        barbs.set_UVC(10 * np.cos(x + i), 10 * np.sin(y))
        bx.clear()
        bx.streamplot(x, y, np.cos(y + i) + 2, np.sin(x), density=0.3)

    return fig, update


@scene
def bars_and_boxes() -> Pair:
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

    def update(i: int) -> None:
        for bar in bars:
            bar.set_height(bar.get_height() + i)
        axs[0, 0].set_ylim(0, 10 + i)
        fill.set_verts([np.c_[np.arange(50), wave(i)]])
        span.set_alpha(0.3 + i / 50)

    return fig, update


@scene
def texts_and_annotations() -> Pair:
    fig, ax = one_axes()
    text = ax.text(0.2, 0.2, "t", bbox={"boxstyle": "round"})
    note = ax.annotate("n", (0.5, 0.5), (0.7, 0.8), arrowprops={"arrowstyle": "->"})
    box = ax.annotate("b", (0.1, 0.5), (0.2, 0.8), bbox={"fc": "y"}, arrowprops={"width": 2})
    ax.add_artist(AnchoredText("anchored", loc="lower right"))
    picture = OffsetImage(np.full((9, 9, 3), 0.5), zoom=3)
    ax.add_artist(AnnotationBbox(picture, (0.4, 0.3), arrowprops={"arrowstyle": "->"}))
    ax.text(0.5, 0.1, "$\\alpha$", path_effects=[mpl.patheffects.withStroke(linewidth=3)])
    figure_text = fig.text(0.1, 0.95, "")

    def update(i: int) -> None:
        text.set_text("t" * (i + 1))
        text.set_rotation(10 * i)
        note.xy = (0.5 + i / 50, 0.5)
        note.set_position((0.7, 0.8 - i / 50))
        box.set_text(f"box {i}")
        picture.set_data(np.full((9, 9, 3), i / 20))
        figure_text.set_text(f"{i}")

    return fig, update


@scene
def legend_at_best() -> Pair:
    fig = Figure(figsize=(4, 3))
    ax, bx = fig.subplots(1, 2)
    (line,) = ax.plot(wave(0), label="first")
    ax.scatter([1], [1], label="dots")
    ax.fill_between(np.arange(5), np.ones(5), label="fill")
    legend = ax.legend(title="legend", shadow=True)
    fig.legend(loc="upper left")

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        legend.get_texts()[0].set_text(f"first {i}")
        bx.clear()
        bx.plot(wave(i), label=f"{i}")
        bx.legend()

    return fig, update


@scene
def a_table() -> Pair:
    fig, ax = one_axes()
    table = ax.table([["1", "2"], ["3", "4"]], rowLabels=["r", "s"], loc="center")

    def update(i: int) -> None:
        table[0, 0].get_text().set_text(f"{i}")
        table[1, 1].set_facecolor((i / 20, 0, 0))

    return fig, update


@scene
def twins_and_insets() -> Pair:
    fig, ax = one_axes()
    twin = ax.twinx()
    (line,) = ax.plot(wave(0))
    (other,) = twin.plot(10 * wave(1), "r")
    inset = ax.inset_axes([0.6, 0.6, 0.3, 0.3])
    (third,) = inset.plot(wave(2))
    ax.indicate_inset_zoom(inset)
    second = ax.secondary_xaxis("top")
    second.set_xlabel("second")

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        other.set_ydata(wave(i) * 10)
        third.set_ydata(wave(i + 1))
        inset.set_xlim(0, 40 + i)

    return fig, update


@scene
def shared_axes() -> Pair:
    fig = Figure(figsize=(4, 3))
    axs = fig.subplots(2, 2, sharex=True, sharey="row")
    lines = [ax.plot(wave(i))[0] for i, ax in enumerate(axs.flat)]
    fig.suptitle("shared")
    fig.supxlabel("x")

    def update(i: int) -> None:
        for k, line in enumerate(lines):
            line.set_data(np.arange(50) + i, wave(i + k) * (i + 1))
        axs[0, 0].set_xlim(i, 50 + i)
        axs[1, 0].set_ylim(-i - 1, i + 1)

    return fig, update


@scene
def subfigures() -> Pair:
    fig = Figure(figsize=(6, 3))
    left, right = fig.subfigures(1, 2)
    (line,) = left.subplots().plot(wave(0))
    image = right.subplots().imshow(np.outer(wave(0), wave(0)))
    right.suptitle("right")

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        image.set_data(np.outer(wave(i), wave(0)))
        left.set_facecolor((1, 1, 1 - i / 20))

    return fig, update


@scene
def logarithmic() -> Pair:
    fig = Figure(figsize=(4, 3))
    ax, bx = fig.subplots(1, 2)
    (line,) = ax.loglog(np.arange(1, 51), np.arange(1, 51))
    bx.set_yscale("symlog")
    bx.set_xscale("log")
    bx.plot([1, 10], [-100, 100])

    def update(i: int) -> None:
        line.set_ydata(np.arange(1, 51) ** (i + 1.0))
        ax.relim()
        ax.autoscale()

    return fig, update


@scene
def dates() -> Pair:
    fig, ax = one_axes()
    start = datetime.datetime(2024, 1, 1)
    days = [start + datetime.timedelta(days=d) for d in range(50)]
    (line,) = ax.plot(days, wave(0))
    fig.autofmt_xdate()

    def update(i: int) -> None:
        line.set_data(days[: 10 + i], wave(i)[: 10 + i])
        ax.set_xlim(days[0], days[10 + i])

    return fig, update


@scene
def polar() -> Pair:
    fig, ax = one_axes(projection="polar")
    bx = fig.add_axes([0, 0, 0.3, 0.3], projection="mollweide")
    (line,) = ax.plot(np.linspace(0, 6, 50), wave(0) + 2)
    (other,) = bx.plot(wave(0), wave(1))

    def update(i: int) -> None:
        line.set_ydata(wave(i) + 2)
        ax.set_rmax(3 + i)
        other.set_ydata(wave(i))

    return fig, update


@scene
def three_dimensions() -> Pair:
    fig, ax = one_axes(projection="3d")
    x, y = np.meshgrid(np.linspace(0, 1, 8), np.linspace(0, 1, 8))
    (line,) = ax.plot(wave(0), wave(1), wave(2))
    dots = ax.scatter(wave(0), wave(1), wave(2), c=wave(1))
    ax.plot_surface(x, y, x * y, cmap="viridis")
    wires = ax.plot_wireframe(x, y, x + y)
    ax.bar3d([0, 0.5], [0, 0.5], [0, 0], 0.1, 0.1, 0.5)
    label = ax.text(0, 0, 0, "origin")
    ax.quiver(0, 0, 0, 1, 1, 1)
    ax.set_zlabel("z")

    def update(i: int) -> None:
        ax.view_init(elev=20 + i, azim=30 + 5 * i)
        line.set_data_3d(wave(i), wave(1), wave(2))
        dots._offsets3d = (wave(i), wave(1), wave(2))
        label.set_text(f"origin {i}")
        wires.set_color((i / 20, 0, 0))

    return fig, update


@scene
def surface_with_clear() -> Pair:
    fig, ax = one_axes(projection="3d")
    x, y = np.meshgrid(np.linspace(0, 1, 8), np.linspace(0, 1, 8))

    def update(i: int) -> None:
        ax.clear()
        ax.plot_surface(x, y, np.sin(x + i) * y, cmap="viridis")
        ax.set_title(f"{i}")

    return fig, update


@scene
def constrained_layout() -> Pair:
    fig = Figure(figsize=(4, 3), layout="constrained")
    axs = fig.subplots(2, 2)
    lines = [ax.plot(wave(0))[0] for ax in axs.flat]
    axs[0, 0].set_ylabel("label")
    fig.suptitle("title")
    fig.colorbar(axs[1, 1].scatter([1, 2], [1, 2], c=[1, 2]), ax=axs[1, 1])
    return fig, rolling(lines)


@scene
def tight_layout() -> Pair:
    fig = Figure(figsize=(4, 3), layout="tight")
    axs = fig.subplots(2, 2)
    lines = [ax.plot(wave(0))[0] for ax in axs.flat]
    axs[0, 0].set_ylabel("label")
    fig.suptitle("title")
    return fig, rolling(lines)


@scene
def patches() -> Pair:
    fig, ax = one_axes(aspect="equal", xlim=(0, 3), ylim=(0, 2))
    circle = ax.add_patch(Circle((1, 1), 0.2))
    ellipse = ax.add_patch(Ellipse((2, 1), 0.2, 0.5))
    arrow = ax.add_patch(FancyArrowPatch((0, 0), (1, 1), mutation_scale=10))
    link = ax.add_patch(ConnectionPatch((1, 1), (2, 1), "data"))
    shape = ax.add_patch(PathPatch(Outline([(0, 0), (1, 0), (1, 1)])))
    ax.hexbin(wave(0), wave(1), gridsize=5)
    clip = Circle((1, 1), 0.5, transform=ax.transData)
    ax.imshow(np.outer(wave(0), wave(1)), extent=(0, 2, 0, 2)).set_clip_path(clip)

    def update(i: int) -> None:
        circle.center = (1 + i / 20, 1)
        ellipse.angle = 10 * i
        arrow.set_positions((0, 0), (1 + i / 10, 1))
        link.xy1 = (1 + i / 20, 1)
        shape.get_path().vertices[1] = (1, i / 20)
        shape.set_transform(Affine2D().rotate_deg(i) + ax.transData)
        clip.set_radius(0.5 + i / 20)

    return fig, update
