"""Axes of other kinds, and Axes that hang on others: twins, insets, projections, toolkits."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches, ticker
from matplotlib.text import Annotation

from ._catalogue import Made, X, hill, many_axes, one_axes, one_wave, scenario, wave


@scenario()
def twin_axes() -> Made:
    """Two scales in one place, and a third one with its spine moved out."""
    fig, ax = one_axes()
    fig.subplots_adjust(right=0.7)
    twin, third = ax.twinx(), ax.twinx()
    third.spines.right.set_position(("axes", 1.25))
    lines = [a.plot(X, wave(k), f"C{k}")[0] for k, a in enumerate((ax, twin, third))]

    def update(i: int) -> None:
        lines[i % 3].set_ydata(wave(i))
        third.set_ylim(-i - 1, i + 1)
        twin.tick_params(axis="y", colors=f"C{i % 4}")

    return fig, update


@scenario()
def twin_y_with_title() -> Made:
    """A title stays above the tick labels of a `twiny`, which become higher."""
    fig, ax = one_axes()
    fig.subplots_adjust(top=0.7)
    ax.set_title("above")
    twin = ax.twiny()
    return fig, lambda i: twin.tick_params(axis="x", labelsize=6 + 3 * (i % 4))


@scenario()
def inset_with_indicator() -> Made:
    """An inset shows a moving part of its parent, which a rectangle and two lines mark."""
    fig, ax = one_axes()
    ax.plot(X, wave(0))
    inset = ax.inset_axes([0.6, 0.6, 0.35, 0.35])
    inset.plot(X, wave(0))
    inset.set(xlim=(1, 2), ylim=(0, 1))
    ax.indicate_inset_zoom(inset)

    def update(i: int) -> None:
        inset.set_xlim(1 + 0.3 * i, 2 + 0.3 * i)
        if i % 3 == 2:
            inset.set_ylim(-0.5, 1)

    return fig, update


@scenario()
def connection_between_axes() -> Made:
    """A `ConnectionPatch` hangs on the data of two Axes, of which one moves."""
    fig, (left, right) = many_axes(1, 2)
    left.plot(X, X)
    right.plot(X, X)
    fig.add_artist(
        patches.ConnectionPatch((3, 3), (4, 4), "data", "data", axesA=left, axesB=right, color="r")
    )
    left.add_artist(
        patches.ConnectionPatch((1, 1), (2, 2), "data", "data", axesA=left, axesB=right)
    )
    return fig, lambda i: right.set_xlim(-i, 6)


@scenario()
def ticks_of_a_secondary_axis() -> Made:
    """The label and the ticks of secondary axes change: their looks, places and names."""
    fig, ax, line = one_wave()
    second, third = ax.secondary_xaxis("top"), ax.secondary_yaxis(1.1)
    changes = [
        lambda: second.tick_params(colors="r"),
        lambda: second.set_xlabel("label"),
        lambda: second.xaxis.set_major_locator(ticker.MultipleLocator(0.7)),
        lambda: second.xaxis.set_major_formatter("{x:.2f}"),
        second.minorticks_on,
        lambda: third.yaxis.set_visible(False),
        lambda: third.yaxis.set_visible(True),
    ]

    def update(i: int) -> None:
        line.set_ydata(wave(i % 2))
        if i % 3 == 2:
            changes[i // 3 % len(changes)]()

    return fig, update


@scenario()
def secondary_axes() -> Made:
    """Secondary axes take their limits from their parent while they are drawn."""
    fig, ax = one_axes()
    ax.plot(X, wave(0))
    second = ax.secondary_xaxis("top", functions=(np.deg2rad, np.rad2deg))
    second.set_xlabel("rad")
    ax.secondary_yaxis("right", functions=(lambda v: 2 * v + 1, lambda v: (v - 1) / 2))
    ax.set_title("two")

    def update(i: int) -> None:
        ax.set_xlim(0, 6 + 50 * i)
        if i % 2:
            ax.set_ylim(-1, 1 + i)

    return fig, update


@scenario()
def polar() -> Made:
    """Polar axes with everything that turns and shifts them."""
    fig, ax = one_axes(subplot_kw={"projection": "polar"})
    (line,) = ax.plot(X, X)
    ax.scatter(X, X / 2, s=4)

    def update(i: int) -> None:
        line.set_data(X[: 5 + 3 * i], X[: 5 + 3 * i])
        if i % 3 == 1:
            ax.set_theta_offset(0.2 * i)
        if i % 3 == 2:
            ax.set_rmax(6 + i)
            ax.set_rlabel_position(20 * i)
        ax.set_thetamax(360 - 20 * (i % 4))

    return fig, update


@scenario()
def geographic() -> Made:
    """A projection with its own axes, spines and grid."""
    fig, ax = one_axes(subplot_kw={"projection": "mollweide"})
    ax.grid(True)
    points = ax.scatter([0.1, 0.5], [0.2, -0.4])

    def update(i: int) -> None:
        points.set_offsets([[0.1 * i, 0.2], [0.5, -0.1 * i]])
        ax.set_longitude_grid(30 + 15 * (i % 3))

    return fig, update


@scenario()
def subfigures() -> Made:
    """Subfigures with their own titles and colours, one of them in another."""
    fig = plt.figure(figsize=(4, 2.4))
    left, right = fig.subfigures(1, 2)
    top, bottom = right.subfigures(2, 1)
    (line,) = left.subplots().plot(X, wave(0))
    ax = top.subplots()
    bottom.text(0.5, 0.5, "below")
    title = left.suptitle("left")

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        title.set_text(f"left {i}")
        bottom.set_facecolor((0.2 * (i % 5), 0.8, 0.7))
        ax.set_xlim(0, i + 1)
        top.set_visible(i % 3 != 2)

    return fig, update


@scenario()
def toolkit_dividers() -> Made:
    """Axes placed by locators of `axes_grid1` follow the image they belong to."""
    from mpl_toolkits.axes_grid1 import make_axes_locatable
    from mpl_toolkits.axes_grid1.inset_locator import inset_axes, mark_inset, zoomed_inset_axes

    fig, ax = one_axes()
    image = ax.imshow(hill(0))
    side = make_axes_locatable(ax).append_axes("right", size="10%", pad=0.1)
    fig.colorbar(image, cax=side)
    inset = zoomed_inset_axes(ax, 2, loc="upper right")
    inset.imshow(hill(0))
    inset.set(xlim=(2, 4), ylim=(2, 4))
    mark_inset(ax, inset, loc1=2, loc2=4, ec="r")
    inset_axes(ax, "20%", "20%", loc="lower left")

    def update(i: int) -> None:
        inset.set_xlim(2 + 0.5 * i, 4 + 0.5 * i)
        if i % 2:
            ax.set_ylim(10 - i, 0)

    return fig, update


@scenario()
def toolkit_axis_artists() -> Made:
    """`axisartist` draws ticks by other artists than axes."""
    from mpl_toolkits import axisartist

    fig = plt.figure(figsize=(3, 2))
    ax = fig.add_subplot(axes_class=axisartist.Axes)
    ax.plot(X, X)
    ax.axis["zero"] = ax.new_floating_axis(0, 3)

    def update(i: int) -> None:
        ax.set_xticks([0, 1 + i, 5])
        if i % 2:
            ax.axis["left"].label.set_text(f"y{i}")
            ax.yaxis.set_major_formatter(ticker.FormatStrFormatter(f"%.{i}f"))
        ax.axis["bottom"].major_ticklabels.set_rotation(10 * i)

    return fig, update


@scenario()
def subfigures_that_move() -> Made:
    """What hangs on a subfigure follows it, where nothing else about it changes."""
    fig = plt.figure(figsize=(4, 2.4))
    left, right = fig.subfigures(1, 2)
    ax = left.add_subplot()
    (line,) = ax.plot(X, wave(0))
    left.legend([line], ["of the subfigure"], loc="lower left")
    right.text(0.1, 0.9, "wrapped to the width of it", wrap=True)
    for xycoords in ("subfigure fraction", "subfigure pixels"):
        ax.annotate("note", (0.5, 0.5), xycoords=xycoords, annotation_clip=False)
        right.add_artist(Annotation("note", (0.3, 0.3), xycoords=xycoords, annotation_clip=False))

    def update(i: int) -> None:
        left.bbox_relative.x1 = 0.5 - 0.05 * i
        right.bbox_relative.x0 = 0.5 - 0.05 * i

    return fig, update
