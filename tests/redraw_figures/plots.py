"""Kinds of plots."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

from typing import Any

import numpy as np
from matplotlib import patches
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from ._catalogue import GRID_X, GRID_Y, Made, X, hill, many_axes, one_axes, scenario, settle, wave


@scenario()
def contours_replaced() -> Made:
    """Filled contours, lines and their labels are removed and made again."""
    fig, ax = one_axes()
    made: list[Any] = []

    def update(i: int) -> None:
        while made:
            made.pop().remove()
        made.append(ax.contourf(GRID_X, GRID_Y, hill(i), hatches=["/", None, "x"]))
        lines = ax.contour(GRID_X, GRID_Y, hill(i), colors="k", levels=3)
        lines.clabel(fontsize=6)
        made.append(lines)

    return fig, update


@scenario()
def contours_changed() -> Made:
    """A contour set is given other colours, and its paths are written to."""
    fig, ax = one_axes()
    filled = ax.contourf(GRID_X, GRID_Y, hill(0))
    lines = ax.contour(GRID_X, GRID_Y, hill(0), colors="k")

    def update(i: int) -> None:
        filled.set_cmap(("viridis", "plasma")[i % 2])
        filled.set_clim(0, 1 + i)
        lines.set_linewidth(1 + i)
        for path in lines.get_paths():
            path.vertices[:, 0] += 0.05

    return fig, update


@scenario()
def quiver_and_key() -> Made:
    """Arrows change, and the key is drawn in their scale."""
    fig, ax = one_axes()
    quiver = ax.quiver(GRID_X, GRID_Y, -GRID_Y, GRID_X)
    ax.quiverkey(quiver, 0.8, 1.05, 2, r"$2\,\mathrm{m/s}$", labelpos="E")
    fixed = ax.quiver([0], [0], [1], [1], angles="xy", scale_units="xy", scale=1, color="r")
    settle(fig)

    def update(i: int) -> None:
        quiver.set_UVC(-GRID_Y * (1 + i), GRID_X)
        quiver.scale = None if i % 2 else 30 + 10 * i
        fixed.set_offsets([[0.2 * i, 0]])
        if i % 3 == 2:
            ax.set_xlim(-3 - 0.1 * i, 3)
        settle(fig)

    return fig, update


@scenario()
def quiver_angles_in_data() -> Made:
    """Arrows that point along data turn when the limits change."""
    fig, ax = one_axes()
    ax.quiver(GRID_X, GRID_Y, 1 + GRID_X, GRID_Y, angles="xy", scale=40)
    some = (slice(None, None, 3), slice(None, None, 3))
    ax.barbs(GRID_X[some], GRID_Y[some], 30 * GRID_X[some], 20 * GRID_Y[some], length=4)
    settle(fig)
    return fig, lambda i: ax.set_ylim(-3 - i, 3)


@scenario()
def streamlines() -> Made:
    """Streamlines are made of lines and arrow heads, all of which are replaced."""
    fig, ax = one_axes()

    def update(i: int) -> None:
        for artist in (*ax.collections, *ax.patches):
            artist.remove()
        ax.streamplot(GRID_X, GRID_Y, 1 + 0.1 * i + GRID_Y, GRID_X, density=0.4)

    return fig, update


@scenario()
def fill_between() -> Made:
    """The area under a curve, replaced, and changed by a setter or by its vertices."""
    fig, ax = one_axes()
    areas = [ax.fill_between(X, wave(0), alpha=0.4)]
    kept = ax.fill_between(X, 2, 2.5, where=X > 1)

    def update(i: int) -> None:
        areas.pop().remove()
        areas.append(ax.fill_between(X, wave(i), -1, alpha=0.4, hatch="//"))
        kept.set_verts([np.c_[X, 2 + 0.1 * i * X]])

    return fig, update


@scenario()
def bars_stems_and_error_bars() -> Made:
    """The parts of containers are changed one by one."""
    fig, ax = one_axes()
    bars = ax.bar([0, 1, 2], [1, 2, 3], hatch="x", edgecolor="k")
    stems = ax.stem([3, 4], [1, 2])
    errors = ax.errorbar([5, 6], [1, 2], yerr=0.5, capsize=3)
    ax.set_ylim(0, 6)
    labels = ax.bar_label(bars)

    def update(i: int) -> None:
        for k, bar in enumerate(bars):
            bar.set_height((k + i) % 5)
            labels[k].set_text(f"{(k + i) % 5}")
        stems.markerline.set_ydata([i % 4, 1])
        stems.stemlines.set_segments([[(3, 0), (3, i % 4)]])
        errors.lines[0].set_ydata([1 + 0.2 * i, 2])
        errors.lines[2][0].set_segments([[(5, 1), (5, 2 + 0.2 * i)]])

    return fig, update


@scenario()
def histograms_and_statistics() -> Made:
    """Plots of statistics, made anew in some of the Axes."""
    fig, axs = many_axes(2, 2)
    numbers = np.random.default_rng(1)
    axs[0, 0].hexbin(numbers.normal(size=200), numbers.normal(size=200), gridsize=8)
    axs[0, 1].pie([1, 2, 3], autopct="%d", labels=["a", "b", "c"])

    def update(i: int) -> None:
        axs[1, 0].cla()
        axs[1, 0].boxplot(numbers.normal(size=(20, 3)))
        axs[1, 1].hist(numbers.normal(size=50), histtype="step")
        axs[0, 1].patches[0].set_theta1(10 * i)

    return fig, update


@scenario()
def meshes_and_triangles() -> Made:
    """Gouraud shading, flat shading, triangles."""
    fig, axs = many_axes(2, 2)
    smooth = axs[0, 0].pcolormesh(GRID_X, GRID_Y, hill(0), shading="gouraud")
    flat = axs[0, 1].pcolormesh(GRID_X, GRID_Y, hill(0), edgecolors="w", linewidth=0.2)
    triangles = axs[1, 0].tripcolor(
        GRID_X.flatten(), GRID_Y.flatten(), hill(0).ravel(), shading="gouraud"
    )
    boxes = axs[1, 1].pcolor(GRID_X, GRID_Y, hill(0), snap=True)

    def update(i: int) -> None:
        smooth.set_array(hill(i))
        flat.set_alpha(0.2 * (i % 5))
        triangles.set_array(hill(i).ravel())
        triangles._triangulation.x[3] += 0.1
        boxes.set_array(hill(i))

    return fig, update


@scenario()
def collections_of_all_kinds() -> Made:
    """Collections and what their setters change."""
    fig, ax = one_axes()
    lines = ax.add_collection(LineCollection([np.c_[X, wave(k)] for k in range(3)]))
    patch = ax.add_collection(PatchCollection([patches.Circle((1, 0), 0.5)], match_original=True))
    events = ax.eventplot([[1, 2, 3]], lineoffsets=2)
    points = ax.scatter(X, 0 * X, marker="^")
    ax.set(xlim=(0, 6), ylim=(-3, 3))
    shift = Affine2D()
    points.set_offset_transform(shift + ax.transData)

    def update(i: int) -> None:
        lines.set_segments([np.c_[X, wave(k + i)] for k in range(3)])
        lines.set_linestyles([("dashed", "solid", (0, (1, 1 + i)))[i % 3]])
        lines.set_array(np.arange(3) + i)
        patch.set_paths([patches.Circle((1 + 0.3 * i, 0), 0.5)])
        events[0].set_positions([1, 2 + 0.2 * i])
        points.set_paths([Path.unit_circle()] if i % 2 else [Path.unit_rectangle()])
        points.set_urls(["u"])
        shift.translate(0, 0.1)

    return fig, update


@scenario()
def points_of_one_shape_that_changes() -> Made:
    """Points of one colour move, and get other sizes, shapes, and places for them."""
    fig, ax = one_axes()
    points = ax.scatter(X, wave(0), color="C0", alpha=0.5)
    own = Path([[-0.5, 0], [0.5, 0], [0, 1]])
    ax.set(xlim=(0, 6), ylim=(-2, 2))

    def update(i: int) -> None:
        points.set_offsets(np.c_[X, wave(i)])
        if i == 1:
            points.set_sizes([400.0])
        if i == 2:
            points.set_paths([MarkerStyle("*").get_path()])
        if i == 3:
            points.set_paths([own])
        if i == 4:
            # Larger than the figure: such a shape is drawn in another way.
            own.vertices[:] *= 80

    return fig, update
