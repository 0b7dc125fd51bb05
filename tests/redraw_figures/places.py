"""Spines, frames, backgrounds, and the places of Axes and figures."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import matplotlib as mpl
from matplotlib import patches
from matplotlib.text import Text

from ._catalogue import Made, X, many_axes, one_axes, scenario, wave


@scenario()
def spines_moved() -> Made:
    """Spines at zero, at data and at parts of the Axes, with bounds."""
    fig, ax = one_axes()
    ax.plot(X - 3, wave(0))

    def update(i: int) -> None:
        ax.spines.left.set_position("zero" if i % 2 else ("data", -1))
        ax.spines.bottom.set_position(("outward", 2 * i) if i % 3 else ("axes", 0.3))
        ax.spines.right.set_bounds(-1, 0.2 * i)
        ax.spines.top.set_visible(i % 2 == 0)
        ax.set_xlim(-3 - i, 3)

    return fig, update


@scenario()
def axes_switched_off_and_on() -> Made:
    """An Axes without axes, without a frame, without anything."""
    fig, (left, right) = many_axes(1, 2)
    left.plot(X, X)
    right.plot(X, -X)

    def update(i: int) -> None:
        (left.set_axis_off, left.set_axis_on)[i % 2]()
        right.set_frame_on(i % 3 != 1)
        right.xaxis.set_visible(i % 4 != 2)
        right.set_visible(i % 5 != 3)

    return fig, update


@scenario()
def figure_hidden_for_a_while() -> Made:
    """Nothing is drawn while the figure is invisible; what comes back is what was there."""
    fig, ax = one_axes()
    ax.plot(X, X)
    return fig, lambda i: fig.set_visible(i % 2 == 0)


@scenario()
def aspect_equal() -> Made:
    """The aspect changes the box of one Axes, and the limits of the other."""
    fig, (left, right) = many_axes(1, 2)
    left.set_aspect("equal")
    right.set_aspect("equal", adjustable="datalim")
    for ax in (left, right):
        ax.plot(X, wave(0))
        ax.add_patch(patches.Circle((2, 0), 1, fill=False))

    def update(i: int) -> None:
        left.set_ylim(-1 - i, 1 + i)
        right.set_xlim(0, 3 + i)
        if i == 3:
            left.set_box_aspect(1)

    return fig, update


@scenario()
def position_each_frame() -> Made:
    """The Axes itself moves."""
    fig, ax = one_axes()
    ax.plot(X, wave(0))
    ax.set_title("moves")
    ax.legend(["wave"], loc="upper right")
    return fig, lambda i: ax.set_position([0.1 + 0.03 * i, 0.2, 0.5, 0.5 + 0.02 * i])


@scenario()
def subplots_adjusted() -> Made:
    """The spaces between subplots change."""
    fig, axs = many_axes(2, 2)
    axs[0, 0].set_title("a")
    return fig, lambda i: fig.subplots_adjust(left=0.1 + 0.02 * i, wspace=0.2 + 0.1 * i)


@scenario()
def size_changes_and_back() -> Made:
    """The figure becomes larger, and small again."""
    fig, ax = one_axes()
    ax.plot(X, wave(0))
    return fig, lambda i: fig.set_size_inches(3 + 0.5 * (i % 2), 2)


@scenario()
def colours_of_the_background() -> Made:
    """Figure and Axes get other backgrounds."""
    fig, ax = one_axes()
    ax.plot(X, X)

    def update(i: int) -> None:
        fig.set_facecolor((0.9, 0.9, 0.1 * i))
        ax.set_facecolor((0.1 * i, 0.9, 0.9))
        fig.set(linewidth=i, edgecolor="r")

    return fig, update


@scenario()
def unusual_parts_replaced() -> Made:
    """Parts of Axes that are seldom replaced: the background, a spine, a title, the label."""
    fig, ax = one_axes()
    ax.plot(X, X)

    def update(i: int) -> None:
        ax.patch = patches.Rectangle((0, 0), 1, 1, transform=ax.transAxes, facecolor=f"C{i}")
        ax.patch.set_figure(fig)
        ax.patch.set_zorder(-1)
        ax.spines["extra"] = mpl.spines.Spine.linear_spine(ax, "right")
        ax.spines["extra"].set_position(("axes", 0.1 * i))
        ax.title = Text(0.5, 1, f"title {i}", transform=ax.transAxes, ha="center")
        ax.title.set_figure(fig)

    return fig, update
