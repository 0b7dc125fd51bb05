"""
Figures that change from frame to frame, each made for a trap that a redrawing engine may fall into.

Every scenario is a function that returns a figure and a function ``update``; ``update(i)`` changes
the figure to what it is at step *i* = 0, 1, 2, ... of a movie. `SCENARIOS` holds them by name. All
of them are the same when drawn twice by matplotlib itself, layouts and quivers included.
"""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import collections
import contextlib
import copy
import datetime
import functools
import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colors, patches, patheffects, ticker
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure
from matplotlib.image import AxesImage, BboxImage, NonUniformImage
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.offsetbox import (
    AnchoredText,
    AnnotationBbox,
    DrawingArea,
    HPacker,
    OffsetImage,
    TextArea,
)
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox, blended_transform_factory

Update = Callable[[int], object]
Made = tuple[Figure, Update]

X = np.linspace(0, 6, 40)
GRID_X, GRID_Y = np.meshgrid(np.linspace(-2, 2, 13), np.linspace(-2, 2, 11))
DAYS = np.datetime64("2026-01-30") + np.arange(200).astype("timedelta64[h]")
for _array in (X, GRID_X, GRID_Y, DAYS):
    _array.setflags(write=False)  # some scenarios write to what artists were given


@dataclass(frozen=True)
class Scenario:
    """A figure and what is done to it."""

    make: Callable[[], Made]
    savefig_kwargs: dict[str, Any] = field(default_factory=dict)


SCENARIOS: dict[str, Scenario] = {}


def scenario(**savefig_kwargs: Any) -> Callable[[Callable[[], Made]], Callable[[], Made]]:
    """Register a scenario, which is saved with *savefig_kwargs*."""

    def register(make: Callable[[], Made]) -> Callable[[], Made]:
        SCENARIOS[make.__name__] = Scenario(make, savefig_kwargs)
        return make

    return register


_undoing = contextlib.ExitStack()


def undo() -> None:
    """Take back what scenarios have changed in matplotlib itself."""
    _undoing.close()


def _patch(owner: object, name: str, value: object) -> None:
    _undoing.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, value)


def _one(**kwargs: Any) -> tuple[Figure, Axes]:
    return plt.subplots(figsize=(3, 2), **kwargs)


def _many(*shape: int, **kwargs: Any) -> tuple[Figure, Any]:
    return plt.subplots(*shape, figsize=(4, 2.4), **kwargs)


def _wave(i: int) -> np.ndarray:
    return np.sin(X + 0.3 * i) * (1 + 0.1 * i)


def _hill(i: int) -> np.ndarray:
    return np.exp(-((GRID_X - 0.2 * i) ** 2) - GRID_Y**2) * (1 + 0.2 * i)


def _settle(figure: Figure) -> None:
    """Draw a few times: layouts and quivers are settled by their first draws."""
    for _ in range(3):
        figure.canvas.draw()


# Limits, scales and kinds of Axes.


@scenario()
def line_still_axes() -> Made:
    """Only the line changes: all the rest is replayed."""
    fig, ax = _one()
    (line,) = ax.plot(X, _wave(0))
    ax.set(ylim=(-3, 3), title="still", xlabel="x", ylabel="y")
    return fig, lambda i: line.set_ydata(_wave(i))


@scenario()
def limits_each_frame() -> Made:
    """Both limits are set: everything in the Axes moves, though no artist is touched."""
    fig, ax = _one()
    ax.plot(X, _wave(0), "o-")
    ax.axhline(0.2)
    ax.text(3, 0, "here")

    def update(i: int) -> None:
        ax.set_xlim(0.1 * i, 6 + i)
        ax.set_ylim(-1 - i, 1 + i)

    return fig, update


@scenario()
def limits_of_x_only() -> Made:
    """The y axis may be replayed, but what spans the width moves with x alone."""
    fig, ax = _one()
    ax.plot(X, _wave(0))
    ax.axvspan(1, 2, alpha=0.3)
    ax.axvline(3, ls="--")
    ax.set_title("x only")
    return fig, lambda i: ax.set_xlim(0.3 * i, 4 + 0.3 * i)


@scenario()
def limits_set_to_the_same() -> Made:
    """Limits are set again and again to what they are."""
    fig, ax = _one()
    (line,) = ax.plot(X, _wave(0))

    def update(i: int) -> None:
        ax.set_xlim(0, 6)
        ax.set_ylim(-2, 2)
        line.set_linewidth(1 + i % 3)

    return fig, update


@scenario()
def relim_autoscale() -> Made:
    """The usual live plot: new data, `relim`, `autoscale_view`."""
    fig, ax = _one()
    (line,) = ax.plot([], [])
    ax.grid(True)

    def update(i: int) -> None:
        line.set_data(X[: i + 3], (1 + i) ** 2 * _wave(i)[: i + 3])
        ax.relim()
        ax.autoscale_view()

    return fig, update


@scenario()
def lazy_autoscale() -> Made:
    """Lines are added; the limits are only computed when the Axes is drawn."""
    fig, ax = _one()
    ax.set_title("lazy")

    def update(i: int) -> None:
        ax.plot(X, (i + 1) * _wave(i))

    return fig, update


@scenario()
def lazy_autoscale_of_a_twin() -> Made:
    """The title of the first Axes measures the twin's axes before that one is scaled."""
    fig, ax = _one()
    ax.plot(X, X)
    ax.set_title("first")
    twin = ax.twinx()
    (line,) = twin.plot(X, _wave(0), "r")
    twin.axhspan(0.2, 0.4, alpha=0.5)
    twin.text(1, 0.5, "twin")

    def update(i: int) -> None:
        line.set_ydata((10**i) * _wave(i))
        twin.relim()
        twin.autoscale()

    return fig, update


@scenario()
def lazy_autoscale_seen_from_another() -> Made:
    """An annotation of the first Axes uses the limits of the second before that is scaled."""
    fig, (left, right) = _many(1, 2)
    left.annotate("there", (3, 0), xycoords=right.transData, annotation_clip=False)
    (line,) = right.plot(X, _wave(0), "r")
    right.axhspan(0.2, 0.4, alpha=0.5)

    def update(i: int) -> None:
        line.set_ydata((i + 1) * _wave(i))
        right.relim()
        right.autoscale()

    return fig, update


@scenario()
def axis_inverted_and_back() -> Made:
    """The direction of an axis changes."""
    fig, ax = _one()
    ax.plot(X, X**2)
    return fig, lambda i: ax.invert_yaxis() if i % 2 else ax.set_ylim(0, 36)


@scenario()
def view_box_written_to() -> Made:
    """The corners of the view are written in place, first unseen, and then made known."""
    fig, ax = _one()
    ax.plot(X, X)

    def update(i: int) -> None:
        if i % 2:
            ax.viewLim._points[1, 0] += 1
        else:
            ax.viewLim.invalidate()

    return fig, update


@scenario()
def shared_axes() -> Made:
    """The limits of one Axes change those of the others."""
    fig, axs = _many(2, 2, sharex=True, sharey="row")
    for k, ax in enumerate(axs.flat):
        ax.plot(X, (k + 1) * _wave(k))

    def update(i: int) -> None:
        axs[0, 0].set_xlim(0, 2 + i)
        axs[1, 1].set_ylim(-5 - i, 5)

    return fig, update


@scenario()
def shared_later() -> Made:
    """Axes are made to share limits after some frames."""
    fig, (left, right) = _many(1, 2)
    left.plot(X, X)
    right.plot(X, -X)

    def update(i: int) -> None:
        if i == 2:
            left.sharex(right)
        right.set_xlim(0, 3 + i)

    return fig, update


@scenario()
def twin_axes() -> Made:
    """Two scales in one place, and a third one with its spine moved out."""
    fig, ax = _one()
    fig.subplots_adjust(right=0.7)
    twin, third = ax.twinx(), ax.twinx()
    third.spines.right.set_position(("axes", 1.25))
    lines = [a.plot(X, _wave(k), f"C{k}")[0] for k, a in enumerate((ax, twin, third))]

    def update(i: int) -> None:
        lines[i % 3].set_ydata(_wave(i))
        third.set_ylim(-i - 1, i + 1)
        twin.tick_params(axis="y", colors=f"C{i % 4}")

    return fig, update


@scenario()
def twin_y_with_title() -> Made:
    """A title stays above the tick labels of a `twiny`, which become higher."""
    fig, ax = _one()
    fig.subplots_adjust(top=0.7)
    ax.set_title("above")
    twin = ax.twiny()
    return fig, lambda i: twin.tick_params(axis="x", labelsize=6 + 3 * (i % 4))


@scenario()
def inset_with_indicator() -> Made:
    """An inset shows a moving part of its parent, which a rectangle and two lines mark."""
    fig, ax = _one()
    ax.plot(X, _wave(0))
    inset = ax.inset_axes([0.6, 0.6, 0.35, 0.35])
    inset.plot(X, _wave(0))
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
    fig, (left, right) = _many(1, 2)
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
def secondary_axes() -> Made:
    """Secondary axes take their limits from their parent while they are drawn."""
    fig, ax = _one()
    ax.plot(X, _wave(0))
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
def log_scales() -> Made:
    """Log axes whose decades change, with minor ticks and their labels."""
    fig, (left, right) = _many(1, 2)
    (line,) = left.loglog(X + 0.1, np.exp(X))
    right.semilogy(X, np.exp(X))
    right.grid(True, which="both")

    def update(i: int) -> None:
        line.set_ydata(np.exp((1 + 0.3 * i) * X))
        left.set_ylim(0.5, 10 ** (1 + i))
        right.set_ylim(0.7, 10 ** (0.5 + 0.4 * i))

    return fig, update


@scenario()
def scale_changes() -> Made:
    """The scale of an axis is another one each time."""
    fig, ax = _one()
    ax.plot(X + 0.01, (X + 0.1) / 7)
    ax.scatter(X + 0.01, (X + 0.1) / 8, s=5)
    scales = ["linear", "log", "symlog", "logit", "asinh"]
    return fig, lambda i: ax.set_yscale(scales[i % len(scales)])


@scenario()
def function_scale_with_state() -> Made:
    """A scale made of the user's functions, which depend on a variable of his."""
    fig, ax = _one()
    power = [1.0]
    ax.plot(X, X + 1)
    ax.scatter(X, X + 2)
    ax.set_yscale(
        "function", functions=(lambda v: v ** power[0], lambda v: np.abs(v) ** (1 / power[0]))
    )
    ax.set_ylim(1, 9)

    def update(i: int) -> None:
        power[0] = 1 + 0.3 * i
        ax.set_ylim(1, 9)

    return fig, update


@scenario()
def symlog_threshold_in_place() -> Made:
    """The scale is one object whose attributes change, and the transform made of it is replaced."""
    fig, ax = _one()
    ax.plot(X, 10 * _wave(0))
    return fig, lambda i: ax.set_yscale("symlog", linthresh=0.5 + i)


@scenario()
def polar() -> Made:
    """Polar axes with everything that turns and shifts them."""
    fig, ax = _one(subplot_kw={"projection": "polar"})
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
    fig, ax = _one(subplot_kw={"projection": "mollweide"})
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
    (line,) = left.subplots().plot(X, _wave(0))
    ax = top.subplots()
    bottom.text(0.5, 0.5, "below")
    title = left.suptitle("left")

    def update(i: int) -> None:
        line.set_ydata(_wave(i))
        title.set_text(f"left {i}")
        bottom.set_facecolor((0.2 * (i % 5), 0.8, 0.7))
        ax.set_xlim(0, i + 1)
        top.set_visible(i % 3 != 2)

    return fig, update


# Dates, ticks and their labels.


@scenario()
def dates_scroll() -> Made:
    """Dates scroll through the change of a month; the offset text changes."""
    fig, ax = _one()
    ax.plot(DAYS, np.arange(200))
    locator = mdates.AutoDateLocator()
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
    return fig, lambda i: ax.set_xlim(DAYS[10 * i], DAYS[20 + 12 * i])


@scenario()
def dates_default_formatter() -> Made:
    """The default date axis, zoomed from days to hours."""
    fig, ax = _one()
    ax.plot(DAYS, np.arange(200))
    fig.autofmt_xdate()
    return fig, lambda i: ax.set_xlim(DAYS[0], DAYS[199 - 40 * (i % 5)])


@scenario()
def date_formatter_with_functions() -> Made:
    """`AutoDateFormatter.scaled` may hold functions of the user's."""
    fig, ax = _one()
    ax.plot(DAYS, np.arange(200))
    state = {"step": 0}
    formatter = mdates.AutoDateFormatter(ax.xaxis.get_major_locator())
    formatter.scaled = dict.fromkeys(formatter.scaled, lambda x, pos=None: f"{state['step']}")
    ax.xaxis.set_major_formatter(formatter)

    def update(i: int) -> None:
        state["step"] = i

    return fig, update


@scenario()
def function_formatter_with_counter() -> Made:
    """Tick labels depend on a global variable that nobody tells about."""
    fig, ax = _one()
    state = {"step": 0}
    ax.xaxis.set_major_formatter(lambda x, pos: f"{x + state['step']:.1f}")

    def update(i: int) -> None:
        state["step"] = i

    return fig, update


@scenario()
def formatter_state() -> Made:
    """A formatter is changed, which tells nobody."""
    fig, ax = _one()
    ax.plot(1e5 + X, 1e-7 * X)

    def update(i: int) -> None:
        ax.xaxis.get_major_formatter().set_useOffset(i % 2 == 0)
        ax.yaxis.get_major_formatter().set_scientific(i % 3 != 1)

    return fig, update


@scenario()
def formatter_shared() -> Made:
    """One formatter for two axes, which looks at the limits of the last one it was given to."""
    fig, (left, right) = _many(1, 2)
    formatter = ticker.ScalarFormatter()
    for ax in (left, right):
        ax.plot(X, X)
        ax.yaxis.set_major_formatter(formatter)
    return fig, lambda i: right.set_ylim(0, 10 ** (5 * (i % 3)))


@scenario()
def locator_shared() -> Made:
    """One locator for two axes, which asks the last one it was given to."""
    fig, (left, right) = _many(1, 2)
    locator = ticker.MaxNLocator(4)
    for ax in (left, right):
        ax.yaxis.set_major_locator(locator)
    return fig, lambda i: right.set_ylim(0, 1 + i)


@scenario()
def ticklabel_format() -> Made:
    """Offset texts come, go and change."""
    fig, ax = _one()
    (line,) = ax.plot(X, 1e6 * X)
    ax.set_title("below the offset?", loc="left")

    def update(i: int) -> None:
        ax.ticklabel_format(axis="y", style="sci" if i % 2 else "plain", scilimits=(i, i))
        line.set_ydata(10 ** (i + 2) * X)
        ax.relim()
        ax.autoscale()

    return fig, update


@scenario()
def ticks_by_hand() -> Made:
    """Ticks and labels set by hand, minor ones too."""
    fig, ax = _one()
    ax.plot(X, X)

    def update(i: int) -> None:
        ax.set_xticks([0, 1 + i % 3, 5], ["a", f"b{i}", "c"], rotation=10 * i)
        ax.set_yticks(np.arange(i % 4 + 1))
        ax.set_yticks(np.arange(i % 4) + 0.5, minor=True)

    return fig, update


@scenario()
def tick_params() -> Made:
    """The look of ticks, labels and grid changes."""
    fig, ax = _one()

    def update(i: int) -> None:
        ax.tick_params(axis="x", length=2 + i, labelrotation=15 * i, direction=("in", "out")[i % 2])
        ax.tick_params(axis="y", labelleft=i % 2 == 0, labelright=i % 2 == 1, pad=i)
        ax.tick_params(axis="x", grid_color=f"C{i % 5}")
        ax.grid(i % 3 == 1, axis="x")
        if i == 2:
            ax.minorticks_on()

    return fig, update


@scenario()
def single_tick_changed() -> Made:
    """Parts of single ticks are changed by their setters, and their fonts in place."""
    fig, ax = _one()
    ax.set_xticks([0.2, 0.4, 0.6])

    def update(i: int) -> None:
        ax.get_xticklabels()[i % 3].set_color(f"C{i}")
        ax.xaxis.get_major_ticks()[1].tick1line.set_markersize(3 + i)
        ax.get_yticklabels()[1].get_fontproperties().set_size(8 + i % 5)

    return fig, update


@scenario()
def box_of_tick_labels() -> Made:
    """The box around a tick label is an artist of its own, of which the label hears nothing."""
    fig, ax = _one()
    ax.set_xticks([0.2, 0.6])
    for label in ax.get_xticklabels():
        label.set_bbox({"facecolor": "w"})
    ax.yaxis.label.set(text="y", bbox={"facecolor": "w"})

    def update(i: int) -> None:
        ax.get_xticklabels()[0].get_bbox_patch().set_facecolor(f"C{i}")
        ax.yaxis.label.get_bbox_patch().set_linewidth(1 + i)

    return fig, update


@scenario()
def private_attributes_of_ticks() -> Made:
    """Attributes of a tick label and of a tick line are written without a setter."""
    fig, ax = _one()
    ax.set_xticks([0.2, 0.4, 0.6])

    def update(i: int) -> None:
        tick = ax.xaxis.get_major_ticks()[1]
        tick.label1._color = f"C{i}"
        tick.tick1line._markersize = 3 + i

    return fig, update


@scenario()
def locator_changed_in_place() -> Made:
    """Locators and their arrays are changed in place."""
    fig, ax = _one()
    places = np.array([0.1, 0.5, 0.9])
    ax.xaxis.set_major_locator(ticker.FixedLocator(places))
    locator = ticker.MultipleLocator(0.5)
    ax.yaxis.set_major_locator(locator)

    def update(i: int) -> None:
        ax.xaxis.get_major_locator().locs[1] = 0.2 + 0.05 * i
        locator.set_params(base=0.5 / (1 + i % 3))

    return fig, update


@scenario()
def labels_in_a_deque() -> Made:
    """Labels are taken from a deque that scrolls."""
    fig, ax = _one()
    labels = collections.deque("abcdef")
    ax.xaxis.set_major_locator(ticker.FixedLocator([0.1, 0.3, 0.5, 0.7, 0.9]))
    ax.xaxis.set_major_formatter(ticker.FixedFormatter(labels))
    return fig, lambda i: labels.rotate(1)


@scenario()
def categories_grow() -> Made:
    """Categories are added to those of a category axis."""
    fig, ax = _one()
    ax.bar(["a", "b"], [1, 2], color="C0")
    return fig, lambda i: ax.bar([f"n{i}"], [i + 1], color="C1")


@scenario()
def other_formatters() -> Made:
    """Formatters that take a prefix, a percentage or a format."""
    fig, ax = _one()
    ax.plot(X, X)
    ax.yaxis.set_major_formatter(ticker.EngFormatter("m"))

    def update(i: int) -> None:
        ax.set_ylim(0, 10 ** (i - 3))
        ax.xaxis.set_major_formatter(ticker.PercentFormatter(xmax=1 + i))

    return fig, update


@scenario()
def axis_labels() -> Made:
    """Axis labels change, and how far they are from the axis."""
    fig, ax = _one()

    def update(i: int) -> None:
        ax.set_xlabel(f"step {i}", labelpad=i, loc=("left", "right")[i % 2])
        ax.set_ylabel("y" if i % 2 else "$\\frac{y}{2}$", fontsize=8 + i)
        if i % 3 == 2:
            ax.yaxis.set_label_position("right")

    return fig, update


@scenario()
def labels_aligned() -> Made:
    """A label is aligned with that of another Axes, whose tick labels become wider."""
    fig, axs = _many(2, 1)
    for ax in axs:
        ax.set_ylabel("y")
    fig.align_labels()
    return fig, lambda i: axs[1].set_ylim(0, 10 ** (i + 1))


@scenario()
def title_each_frame() -> Made:
    """Three titles, of which some change in each frame."""
    fig, ax = _one()
    ax.plot(X, _wave(0))

    def update(i: int) -> None:
        ax.set_title(f"t = {i}")
        ax.set_title(f"left {i // 2}", loc="left", fontsize=8)
        ax.set_title("right" if i % 2 else "", loc="right")

    return fig, update


@scenario()
def title_above_ticks() -> Made:
    """Ticks go to the top and back, and the title keeps clear of them."""
    fig, ax = _one()
    ax.set_title("moves")
    ax.set_xlabel("x")

    def update(i: int) -> None:
        if i % 2:
            ax.xaxis.tick_top()
            ax.xaxis.set_label_position("top")
        else:
            ax.xaxis.tick_bottom()
            ax.xaxis.set_label_position("bottom")

    return fig, update


@scenario()
def title_placed_by_hand() -> Made:
    """A title has a place and a distance of its own."""
    fig, ax = _one()
    title = ax.set_title("by hand", y=0.5)

    def update(i: int) -> None:
        title.set_y(0.5 + 0.05 * i)
        ax.set_title("padded", loc="left", pad=3 * i)

    return fig, update


@scenario()
def suptitle_and_figure_text() -> Made:
    """Texts of the figure itself."""
    fig, _ = _one()
    suptitle = fig.suptitle("0")
    text = fig.text(0.02, 0.02, "corner", ha="left")

    def update(i: int) -> None:
        suptitle.set_text(f"step {i}")
        text.set_position((0.02 + 0.05 * i, 0.02))
        fig.supxlabel("x" * (i % 3 + 1))

    return fig, update


# Spines, frames and places.


@scenario()
def spines_moved() -> Made:
    """Spines at zero, at data and at parts of the Axes, with bounds."""
    fig, ax = _one()
    ax.plot(X - 3, _wave(0))

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
    fig, (left, right) = _many(1, 2)
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
    fig, ax = _one()
    ax.plot(X, X)
    return fig, lambda i: fig.set_visible(i % 2 == 0)


@scenario()
def aspect_equal() -> Made:
    """The aspect changes the box of one Axes, and the limits of the other."""
    fig, (left, right) = _many(1, 2)
    left.set_aspect("equal")
    right.set_aspect("equal", adjustable="datalim")
    for ax in (left, right):
        ax.plot(X, _wave(0))
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
    fig, ax = _one()
    ax.plot(X, _wave(0))
    ax.set_title("moves")
    ax.legend(["wave"], loc="upper right")
    return fig, lambda i: ax.set_position([0.1 + 0.03 * i, 0.2, 0.5, 0.5 + 0.02 * i])


@scenario()
def subplots_adjusted() -> Made:
    """The spaces between subplots change."""
    fig, axs = _many(2, 2)
    axs[0, 0].set_title("a")
    return fig, lambda i: fig.subplots_adjust(left=0.1 + 0.02 * i, wspace=0.2 + 0.1 * i)


@scenario()
def size_changes_and_back() -> Made:
    """The figure becomes larger, and small again."""
    fig, ax = _one()
    ax.plot(X, _wave(0))
    return fig, lambda i: fig.set_size_inches(3 + 0.5 * (i % 2), 2)


@scenario()
def colours_of_the_background() -> Made:
    """Figure and Axes get other backgrounds."""
    fig, ax = _one()
    ax.plot(X, X)

    def update(i: int) -> None:
        fig.set_facecolor((0.9, 0.9, 0.1 * i))
        ax.set_facecolor((0.1 * i, 0.9, 0.9))
        fig.set(linewidth=i, edgecolor="r")

    return fig, update


# Three dimensions.


def _three_d(**kwargs: Any) -> tuple[Figure, Any]:
    fig = plt.figure(figsize=(3, 2.4))
    return fig, fig.add_subplot(projection="3d", **kwargs)


@scenario()
def camera_moves() -> Made:
    """The camera goes round: every artist is projected anew, though none is changed."""
    fig, ax = _three_d()
    ax.plot_surface(GRID_X, GRID_Y, _hill(0), cmap="viridis", rstride=2, cstride=2)
    ax.plot(X, X, np.sin(X))
    ax.text(1, 1, 1, "text", zdir="x")
    ax.set_title("round")
    return fig, lambda i: ax.view_init(20 + 3 * i, 30 + 10 * i)


@scenario()
def camera_still() -> Made:
    """Data move in front of a still camera, by setters and by private attributes."""
    fig, ax = _three_d()
    (line,) = ax.plot(X, X, np.sin(X))
    points = ax.scatter(X, np.cos(X), 0 * X, s=5)
    text = ax.text(1, 1, 1, "text")
    ax.set(xlim=(0, 6), ylim=(-1, 6), zlim=(-2, 2))

    def update(i: int) -> None:
        line.set_data_3d(X, X, _wave(i))
        points._offsets3d = (X, np.cos(X + i), 0.1 * i + 0 * X)
        text.set_position_3d((1 + 0.5 * i, 1, 1))

    return fig, update


@scenario()
def surface_replaced() -> Made:
    """The usual surface: removed and plotted again."""
    fig, ax = _three_d()
    ax.set_zlim(0, 2)
    surfaces = [ax.plot_surface(GRID_X, GRID_Y, _hill(0))]

    def update(i: int) -> None:
        surfaces.pop().remove()
        surfaces.append(ax.plot_surface(GRID_X, GRID_Y, _hill(i), color=f"C{i}", rstride=2))

    return fig, update


@scenario()
def three_d_arrows_bars_and_stems() -> Made:
    """The other artists of 3-D axes, replaced or changed."""
    fig, ax = _three_d()
    ax.bar3d([1, 2], [0, 0], [0, 0], 0.5, 0.5, [1, 2])
    ax.stem([0, 1], [2, 2], [1, 0.5])
    quivers = [ax.quiver(0, 0, 0, 1, 1, 1)]
    wire = ax.plot_wireframe(GRID_X, GRID_Y, _hill(0), rstride=4)

    def update(i: int) -> None:
        quivers.pop().remove()
        quivers.append(ax.quiver(0, 0, 0, 1 + i, 1, 1))
        wire.set_linewidth(0.5 + 0.3 * i)

    return fig, update


@scenario()
def three_d_axes_changed() -> Made:
    """The panes, lines and grid of 3-D axes change under a still camera."""
    fig, ax = _three_d()
    ax.plot(X, X, X)

    def update(i: int) -> None:
        ax.xaxis.pane.set_facecolor(f"C{i}")
        ax.yaxis.line.set_linewidth(1 + i)
        ax.zaxis._axinfo["grid"]["color"] = (0.1 * i, 0, 0, 1)
        if i % 2:
            ax.set_zlabel(f"z{i}")

    return fig, update


@scenario()
def three_d_limits_and_box() -> Made:
    """Limits, box and kind of projection change."""
    fig, ax = _three_d()
    ax.plot(X, X, X)
    ax.scatter(X, X, 2 * X, s=4)

    def update(i: int) -> None:
        ax.set_zlim(0, 6 + 3 * i)
        if i % 2:
            ax.set_box_aspect((1, 1, 1 + 0.2 * i))
            ax.set_proj_type("ortho" if i % 4 == 1 else "persp")
        ax.grid(i % 3 != 2)

    return fig, update


# Layouts.


@scenario()
def constrained_layout_that_changes() -> Made:
    """Tick labels become wider, and the layout makes room for them."""
    fig, axs = _many(1, 2, layout="constrained")
    axs[0].set_ylabel("y")
    image = axs[1].imshow(_hill(0))
    fig.colorbar(image)
    _settle(fig)

    def update(i: int) -> None:
        axs[0].set_ylim(0, 10 ** (i + 1))
        _settle(fig)

    return fig, update


@scenario()
def constrained_layout_that_does_not_change() -> Made:
    """Only data change, and the layout stays."""
    fig, axs = _many(1, 2, layout="constrained")
    (line,) = axs[0].plot(X, _wave(0))
    axs[0].set_ylim(-3, 3)
    mesh = axs[1].pcolormesh(GRID_X, GRID_Y, _hill(0))
    fig.colorbar(mesh, ax=axs)
    _settle(fig)

    def update(i: int) -> None:
        line.set_ydata(_wave(i))
        mesh.set_array(_hill(i))

    return fig, update


@scenario()
def tight_layout_engine() -> Made:
    """The tight layout engine, with a title that becomes higher."""
    fig, ax = _one(layout="tight")
    title = ax.set_title("t")

    def update(i: int) -> None:
        title.set_fontsize(10 + 2 * (i % 3))
        _settle(fig)

    return fig, update


@scenario()
def tight_layout_called() -> Made:
    """`tight_layout` is called in each step, once and for all."""
    fig, axs = _many(1, 2)

    def update(i: int) -> None:
        axs[0].set_ylabel("long\n" * (i % 3 + 1))
        fig.tight_layout()
        fig.set_layout_engine("none")

    return fig, update


@scenario()
def layout_engine_replaced() -> Made:
    """The layout engine comes and goes."""
    fig, axs = _many(1, 2)
    axs[0].set_ylabel("y\ny")
    engines = ["constrained", "none", "tight", "none", "compressed"]

    def update(i: int) -> None:
        fig.set_layout_engine(engines[i % 5])
        _settle(fig)

    return fig, update


@scenario()
def layout_with_legend_outside_and_subfigures() -> Made:
    """A legend outside, and titles of subfigures, take part in the layout."""
    fig = plt.figure(figsize=(4, 2.4), layout="constrained")
    left, right = fig.subfigures(1, 2)
    left.subplots().plot(X, X, label="a")
    right.subplots()
    legend = left.legend(loc="outside upper left")
    _settle(fig)

    def update(i: int) -> None:
        legend.get_texts()[0].set_text("label " * (i % 3 + 1))
        right.suptitle("title" + "\nnext" * (i % 2))
        _settle(fig)

    return fig, update


# Legends.


@scenario()
def legend_looks_for_the_best_place() -> Made:
    """Data move under a legend, which goes where there is room."""
    fig, ax = _one()
    (line,) = ax.plot(X, 6 - X, label="line")
    points = ax.scatter(X, X, s=3, label="points")
    ax.set(xlim=(0, 6), ylim=(0, 6))
    ax.legend(loc="best")

    def update(i: int) -> None:
        line.set_ydata(6 - X if i % 2 else 0 * X + 5.5)
        points.set_offsets(np.c_[X, 3 + 0.5 * i + 0 * X])

    return fig, update


@scenario()
def legend_texts() -> Made:
    """Texts, title and handles of a legend change."""
    fig, ax = _one()
    ax.plot(X, X, label="0")
    ax.plot(X, -X, label="fixed")
    legend = ax.legend(title="legend", loc="upper left")

    def update(i: int) -> None:
        legend.get_texts()[0].set_text(f"step {i}")
        legend.set_title(f"title {i // 2}")
        legend.legend_handles[1].set_color(f"C{i}")
        legend.get_frame().set_alpha(0.2 * (i % 5))

    return fig, update


@scenario()
def legend_remade() -> Made:
    """A new legend in each step, with a label that says which."""
    fig, ax = _one()
    (line,) = ax.plot(X, X)

    def update(i: int) -> None:
        line.set_label(f"$t = {i}$")
        ax.legend(loc="upper left", ncols=1 + i % 2)
        fig.legend(handles=[line], loc="lower right") if i == 1 else None

    return fig, update


@scenario()
def legend_moved() -> Made:
    """A legend is moved by its anchor, and by its place."""
    fig, ax = _one()
    ax.plot(X, X, label="a")
    legend = ax.legend(loc="upper left")

    def update(i: int) -> None:
        if i % 2:
            legend.set_bbox_to_anchor((0.1 * i, 1), transform=ax.transAxes)
        else:
            legend.set_loc(("upper left", "center", "lower right")[i // 2 % 3])

    return fig, update


# Artists that come, go and change places.


@scenario()
def clear_and_replot() -> Made:
    """`ax.clear()` and everything anew, as in most scripts."""
    fig, ax = _one()

    def update(i: int) -> None:
        ax.clear()
        ax.plot(X, _wave(i), label="wave")
        ax.set(xlim=(0, 6), ylim=(-3, 3), xlabel="x", title=f"t = {i}")
        ax.legend(loc="upper right")
        ax.grid(True)

    return fig, update


@scenario()
def clear_one_of_shared() -> Made:
    """One of two shared Axes is cleared."""
    fig, (left, right) = _many(1, 2, sharex=True, sharey=True)
    right.plot(X, X)

    def update(i: int) -> None:
        left.cla()
        left.scatter(X, _wave(i), s=3)
        right.set_xlabel(f"x{i}")

    return fig, update


@scenario()
def figure_cleared_and_rebuilt() -> Made:
    """The whole figure is made anew."""
    fig = plt.figure(figsize=(3, 2))

    def update(i: int) -> None:
        fig.clf()
        ax = fig.add_subplot()
        ax.plot(X, _wave(i))
        fig.suptitle(f"{i}")

    return fig, update


@scenario()
def axes_added_and_removed() -> Made:
    """Axes come and go."""
    fig, ax = _one()
    added: list[Axes] = []

    def update(i: int) -> None:
        if added:
            added.pop().remove()
        else:
            added.append(fig.add_axes((0.5, 0.5, 0.3 + 0.02 * i, 0.3)))
        ax.set_xlabel(f"{len(added)}")

    return fig, update


@scenario()
def axes_zorder() -> Made:
    """Two Axes that overlap change their order."""
    fig, ax = _one()
    ax.plot(X, X, lw=5)
    other = fig.add_axes((0.3, 0.3, 0.4, 0.4))
    return fig, lambda i: other.set_zorder(i % 3 - 1)


@scenario()
def artists_added_hidden_and_reordered() -> Made:
    """Artists are added, removed, hidden, shown, and drawn in another order."""
    fig, ax = _one()
    band = ax.axhspan(2, 4, color="C1", zorder=3)
    (line,) = ax.plot(X, X, lw=6, zorder=2)
    added = [ax.plot(X, 6 - X)[0]]

    def update(i: int) -> None:
        band.set_visible(i % 3 != 1)
        line.set_zorder(2 + 2 * (i % 2))
        added.append(ax.plot(X, i * X / 4)[0])
        if i % 2:
            added.pop(0).remove()
        ax.set_axisbelow((True, "line", False)[i % 3])

    return fig, update


@scenario()
def children_in_another_order() -> Made:
    """Artists of the same z-order are shuffled in the list of children."""
    fig, ax = _one()
    for k in range(3):
        ax.plot(X, _wave(k), lw=6, color=f"C{k}")
    return fig, lambda i: ax._children.insert(0, ax._children.pop())


@scenario()
def artist_moved_to_another_axes() -> Made:
    """An artist is removed from one Axes and added to the other."""
    fig, axs = _many(1, 2)
    (line,) = axs[0].plot(X, X)

    def update(i: int) -> None:
        line.remove()
        new = axs[(i + 1) % 2]
        line.axes = None
        if hasattr(line, "_parent_figure"):
            line._parent_figure = None
        else:
            line.figure = None
        line.set_transform(new.transData)
        line.set_clip_path(None)
        new.add_line(line)

    return fig, update


@scenario()
def animated_artists() -> Made:
    """Artists marked for blitting are drawn by `savefig` all the same."""
    fig, ax = _one()
    (line,) = ax.plot(X, _wave(0), animated=True)
    text = ax.text(1, 0.5, "a")

    def update(i: int) -> None:
        line.set_ydata(_wave(i))
        text.set_animated(i % 2 == 0)
        text.set_text(f"{i // 2}")

    return fig, update


@scenario()
def artists_of_the_figure() -> Made:
    """Lines, patches and images that belong to no Axes."""
    fig = plt.figure(figsize=(3, 2))
    line = fig.add_artist(Line2D([0, 1], [0, 1], lw=3))
    box = fig.add_artist(patches.Rectangle((0.2, 0.2), 0.2, 0.2))
    image = fig.figimage(np.eye(20), 20, 20)

    def update(i: int) -> None:
        line.set_ydata([0.1 * i, 1])
        box.set_x(0.1 * i)
        image.set_data(np.roll(np.eye(20), i, axis=0))
        image.ox = 10 * i

    return fig, update


# What is changed without a setter.


@scenario()
def vertices_in_place() -> Made:
    """The vertices of paths and patches are written to."""
    fig, ax = _one()
    patch = ax.add_patch(patches.PathPatch(Path(np.array([(0.0, 0.0), (3, 1), (1, 3), (0, 0)]))))
    polygon = ax.add_patch(patches.Polygon(np.array([(4.0, 1.0), (5, 1), (5, 3)])))
    (band,) = ax.stackplot(X, np.abs(_wave(0)), alpha=0.5)
    ax.set(xlim=(0, 6), ylim=(0, 4))

    def update(i: int) -> None:
        patch.get_path().vertices[1] += 0.2
        polygon.get_xy()[2, 1] -= 0.3
        polygon.get_path().vertices[0, 0] -= 0.2
        band.get_paths()[0].vertices[:, 1] *= 1.1

    return fig, update


@scenario()
def vertices_in_place_on_log_axes() -> Made:
    """What log axes make of vertices is kept; it is computed anew when limits are set."""
    fig, ax = _one()
    (line,) = ax.loglog(X + 1, X + 1)
    patch = ax.add_patch(patches.PathPatch(Path(np.array([(1.0, 1.0), (3, 1), (2, 3), (1, 1)]))))
    ax.set(xlim=(1, 7), ylim=(1, 7))

    def update(i: int) -> None:
        if i % 2:
            line.get_path().vertices[:, 1] *= 1.1
            patch.get_path().vertices[1] += 0.2
        else:
            ax.set_xlim(1, 7)

    return fig, update


@scenario()
def line_data_in_place() -> Made:
    """The arrays of lines are written to: those given, those kept, those made of them."""
    fig, ax = _one()
    mine = _wave(0)
    (line,) = ax.plot(X, mine)
    (other,) = ax.plot(X, _wave(2), "o--", drawstyle="steps")
    ax.set(ylim=(-3, 3))

    def update(i: int) -> None:
        mine[:] = _wave(i)
        line.get_ydata(orig=False)[:] = _wave(i)
        other.get_xydata()[3, 1] += 0.5
        if i % 2:
            line.recache(always=True)

    return fig, update


@scenario()
def large_line_in_place() -> Made:
    """More points than are worth copying."""
    fig, ax = _one()
    x = np.linspace(0, 6, 15000)
    (line,) = ax.plot(x, np.sin(x))
    points = ax.scatter(x[::2], np.cos(x[::2]), s=1)
    ax.set_ylim(-3, 3)

    def update(i: int) -> None:
        line.get_ydata(orig=False)[:] = np.sin(x + i)
        points._offsets[100:300, 1] += 0.2

    return fig, update


@scenario()
def offsets_and_colours_in_place() -> Made:
    """What a scatter holds is written to."""
    fig, ax = _one()
    points = ax.scatter(X, _wave(0), s=np.full(40, 20.0), c=X)
    plain = ax.scatter(X, -_wave(0), s=np.full(40, 20.0), facecolors=["r"] * 40)

    def update(i: int) -> None:
        points.get_offsets()[:10, 1] += 0.1
        points.get_array()[5:] += 0.3
        plain._offsets[:, 1] -= 0.05
        plain.get_sizes()[:5] += 20
        plain.get_facecolor()[:, 2] = 0.1 * i

    return fig, update


@scenario()
def image_in_place() -> Made:
    """The array of an image is written to, and the image told of it later, or not."""
    fig, (left, right) = _many(1, 2)
    image = left.imshow(_hill(0))
    rgb = right.imshow(np.zeros((4, 4, 3)))

    def update(i: int) -> None:
        if i % 2:
            rgb.get_array()[i % 4] = 0.1 * i
        else:
            rgb.changed()
        image.get_array()[i, :3] = 1

    return fig, update


@scenario()
def masks_in_place() -> Made:
    """Masks of masked arrays are written to, as data are."""
    fig, (left, right) = _many(1, 2)
    image = left.imshow(np.ma.masked_less(_hill(0), 0.1))
    mesh = right.pcolormesh(GRID_X, GRID_Y, np.ma.masked_less(_hill(0), 0.1))

    def update(i: int) -> None:
        image.get_array()[i] = np.ma.masked
        mesh.get_array()[i + 1] = np.ma.masked

    return fig, update


@scenario()
def quad_mesh_in_place() -> Made:
    """Values and corners of a quad mesh are written to."""
    fig, ax = _one()
    mesh = ax.pcolormesh(
        *np.meshgrid(np.arange(6.0), np.arange(5.0)), np.arange(20.0).reshape(4, 5)
    )

    def update(i: int) -> None:
        mesh.get_array()[0] = 4 * i
        mesh._coordinates[2, :, 1] += 0.1

    return fig, update


@scenario()
def transforms_in_place() -> Made:
    """Transforms are turned and moved while artists use them."""
    fig, ax = _one()
    turn, move = Affine2D(), Affine2D()
    ax.add_patch(patches.Rectangle((1, 1), 2, 1, transform=turn + ax.transData))
    ax.plot([3, 4], [3, 4], transform=move + ax.transData)
    ax.scatter(X, X, s=4, transform=move + ax.transData)
    ax.text(0.5, 0.5, "turns", transform=turn + ax.transAxes, transform_rotates_text=True)
    image = ax.imshow(_hill(0), extent=(0, 3, 3, 5), transform=turn + ax.transData)
    ax.set(xlim=(0, 7), ylim=(0, 7))

    def update(i: int) -> None:
        turn.clear().rotate_deg_around(2, 2, 10 * i)
        move.translate(0.3, 0)
        image.set_alpha(0.9 if i % 2 else None)

    return fig, update


@scenario()
def matrix_in_place() -> Made:
    """A matrix is written to, of which others are told in the next step."""
    fig, ax = _one()
    move = Affine2D()
    ax.plot(X, X, transform=move + ax.transData)

    def update(i: int) -> None:
        if i % 2:
            move._mtx[0, 2] += 0.5
        else:
            move.invalidate()

    return fig, update


@scenario()
def private_attributes() -> Made:
    """Attributes are written without their setters."""
    fig, ax = _one()
    (line,) = ax.plot(X, X, "o-")
    text = ax.text(1, 4, "a")
    box = ax.add_patch(patches.Rectangle((1, 1), 2, 1))
    title = ax.set_title("title")

    def update(i: int) -> None:
        line._color = f"C{i}"
        line._linewidth = 1 + i
        text._text = f"text {i}"
        text._rotation = 10 * i
        box._y0 = 1 + 0.3 * i
        box._facecolor = (0.1 * i, 0, 0, 1)
        title._text = f"title {i}"
        ax.xaxis.label._text = f"x{i}"

    return fig, update


@scenario()
def helpers_in_place() -> Made:
    """Fonts, markers, path effects, dashes, hatches and colormaps are changed in place."""
    fig, ax = _one()
    text = ax.text(1, 4, "font")
    (line,) = ax.plot(X, X, marker=MarkerStyle("s"), markevery=5, ms=10, dashes=(4, 2))
    stroke = patheffects.withStroke(linewidth=3, foreground="r")
    (other,) = ax.plot(X, 6 - X, path_effects=[stroke])
    cmap = mpl.colormaps["viridis"].resampled(8)
    ax.scatter(X, 0 * X, c=X, cmap=cmap)

    def update(i: int) -> None:
        text.get_fontproperties().set_size(10 + i)
        text.get_fontproperties().set_weight("bold" if i % 2 else "normal")
        line._marker._transform.rotate_deg(10)
        stroke._gc["linewidth"] = 3 + i
        other.get_path_effects().append(patheffects.Normal())
        cmap._init() if not cmap._isinit else None
        cmap._lut[:4, 0] = 0.1 * i

    return fig, update


@scenario()
def norms_changed() -> Made:
    """Norms are changed by setters, by a shared norm, and by private attributes."""
    fig, (left, right) = _many(1, 2)
    norm = colors.Normalize(0, 1)
    image = left.imshow(_hill(0), norm=norm)
    mesh = right.pcolormesh(GRID_X, GRID_Y, _hill(0), norm=norm)
    own = right.scatter([0, 1], [0, 1], c=[0, 1])
    fig.colorbar(mesh)

    def update(i: int) -> None:
        norm.vmax = 1 + 0.3 * i
        own.set_clim(0, 1 + i)
        own.norm._vmin = -0.5 * i
        image.set_cmap(("viridis", "plasma", "gray")[i % 3])

    return fig, update


@scenario()
def norm_replaced_under_a_colorbar() -> Made:
    """A colorbar gets another norm, other ticks and another label."""
    fig, ax = _one()
    image = ax.imshow(_hill(0) + 0.1)
    bar = fig.colorbar(image, extend="both")

    def update(i: int) -> None:
        image.set_norm(colors.LogNorm(0.1, 1 + i) if i % 2 else colors.Normalize(0, 1 + i))
        bar.set_label(f"label {i}")
        image.set_data(_hill(i) + 0.1)
        if i % 3 == 2:
            bar.set_ticks([0.2, 0.5], labels=["low", "high"])

    return fig, update


@scenario()
def colorbar_remade() -> Made:
    """The colorbar is removed and made again, as people do."""
    fig, ax = _one()
    image = ax.imshow(_hill(0))
    bars = [fig.colorbar(image)]

    def update(i: int) -> None:
        bars.pop().remove()
        image.set_clim(0, 1 + i)
        bars.append(fig.colorbar(image, orientation=("vertical", "horizontal")[i % 2]))

    return fig, update


# Kinds of plots.


@scenario()
def contours_replaced() -> Made:
    """Filled contours, lines and their labels are removed and made again."""
    fig, ax = _one()
    made: list[Any] = []

    def update(i: int) -> None:
        while made:
            made.pop().remove()
        made.append(ax.contourf(GRID_X, GRID_Y, _hill(i), hatches=["/", None, "x"]))
        lines = ax.contour(GRID_X, GRID_Y, _hill(i), colors="k", levels=3)
        lines.clabel(fontsize=6)
        made.append(lines)

    return fig, update


@scenario()
def contours_changed() -> Made:
    """A contour set is given other colours, and its paths are written to."""
    fig, ax = _one()
    filled = ax.contourf(GRID_X, GRID_Y, _hill(0))
    lines = ax.contour(GRID_X, GRID_Y, _hill(0), colors="k")

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
    fig, ax = _one()
    quiver = ax.quiver(GRID_X, GRID_Y, -GRID_Y, GRID_X)
    ax.quiverkey(quiver, 0.8, 1.05, 2, r"$2\,\mathrm{m/s}$", labelpos="E")
    fixed = ax.quiver([0], [0], [1], [1], angles="xy", scale_units="xy", scale=1, color="r")
    _settle(fig)

    def update(i: int) -> None:
        quiver.set_UVC(-GRID_Y * (1 + i), GRID_X)
        quiver.scale = None if i % 2 else 30 + 10 * i
        fixed.set_offsets([[0.2 * i, 0]])
        if i % 3 == 2:
            ax.set_xlim(-3 - 0.1 * i, 3)
        _settle(fig)

    return fig, update


@scenario()
def quiver_angles_in_data() -> Made:
    """Arrows that point along data turn when the limits change."""
    fig, ax = _one()
    ax.quiver(GRID_X, GRID_Y, 1 + GRID_X, GRID_Y, angles="xy", scale=40)
    some = (slice(None, None, 3), slice(None, None, 3))
    ax.barbs(GRID_X[some], GRID_Y[some], 30 * GRID_X[some], 20 * GRID_Y[some], length=4)
    _settle(fig)
    return fig, lambda i: ax.set_ylim(-3 - i, 3)


@scenario()
def streamlines() -> Made:
    """Streamlines are made of lines and arrow heads, all of which are replaced."""
    fig, ax = _one()

    def update(i: int) -> None:
        for artist in (*ax.collections, *ax.patches):
            artist.remove()
        ax.streamplot(GRID_X, GRID_Y, 1 + 0.1 * i + GRID_Y, GRID_X, density=0.4)

    return fig, update


@scenario()
def fill_between() -> Made:
    """The area under a curve, replaced, and changed by a setter or by its vertices."""
    fig, ax = _one()
    areas = [ax.fill_between(X, _wave(0), alpha=0.4)]
    kept = ax.fill_between(X, 2, 2.5, where=X > 1)

    def update(i: int) -> None:
        areas.pop().remove()
        areas.append(ax.fill_between(X, _wave(i), -1, alpha=0.4, hatch="//"))
        kept.set_verts([np.c_[X, 2 + 0.1 * i * X]])

    return fig, update


@scenario()
def bars_stems_and_error_bars() -> Made:
    """The parts of containers are changed one by one."""
    fig, ax = _one()
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
    fig, axs = _many(2, 2)
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
    fig, axs = _many(2, 2)
    smooth = axs[0, 0].pcolormesh(GRID_X, GRID_Y, _hill(0), shading="gouraud")
    flat = axs[0, 1].pcolormesh(GRID_X, GRID_Y, _hill(0), edgecolors="w", linewidth=0.2)
    triangles = axs[1, 0].tripcolor(
        GRID_X.flatten(), GRID_Y.flatten(), _hill(0).ravel(), shading="gouraud"
    )
    boxes = axs[1, 1].pcolor(GRID_X, GRID_Y, _hill(0), snap=True)

    def update(i: int) -> None:
        smooth.set_array(_hill(i))
        flat.set_alpha(0.2 * (i % 5))
        triangles.set_array(_hill(i).ravel())
        triangles._triangulation.x[3] += 0.1
        boxes.set_array(_hill(i))

    return fig, update


@scenario()
def images() -> Made:
    """Images with interpolation, alpha, extent and origin."""
    fig, axs = _many(2, 2)
    kinds = ["nearest", "bilinear", "bicubic", "antialiased"]
    shown = [
        ax.imshow(_hill(0), interpolation=kind, alpha=0.8)
        for ax, kind in zip(axs.flat, kinds, strict=True)
    ]
    axs[1, 0].set_xlim(-1, 20)

    def update(i: int) -> None:
        shown[0].set_data(_hill(i))
        shown[1].set_interpolation(kinds[i % 3])
        shown[1].set_alpha(np.linspace(0, 1, 11)[:, np.newaxis] * np.ones(13) / (1 + i))
        shown[2].set_extent((0, 10 + i, 0, 8))
        shown[3].set_clim(0, 0.5 + 0.2 * i)
        shown[3].set_interpolation_stage(("data", "rgba")[i % 2])

    return fig, update


@scenario()
def images_of_uneven_grids() -> Made:
    """Images that keep what they were last drawn for."""
    fig, (left, right) = _many(1, 2)
    image = NonUniformImage(left, extent=(-2, 2, -2, 2))
    image.set_data(GRID_X[0], GRID_Y[:, 0], _hill(0))
    left.add_image(image)
    left.set(xlim=(-2, 2), ylim=(-2, 2))
    cells = right.pcolorfast(np.arange(14.0) ** 1.1, np.arange(12.0), _hill(0))

    def update(i: int) -> None:
        image.set_data(GRID_X[0], GRID_Y[:, 0], _hill(i))
        cells.set_data(np.arange(14.0) ** 1.1, np.arange(12.0), _hill(i))
        right.set_xlim(0, 10 + i)

    return fig, update


@scenario()
def image_in_the_box_of_a_text() -> Made:
    """A `BboxImage` whose box is a function: that of a text which changes."""
    fig, ax = _one()
    text = ax.text(0.1, 0.5, "a", fontsize=20)
    ax.add_artist(BboxImage(text.get_window_extent, data=_hill(0), zorder=0))
    box = Bbox.from_bounds(0.5, 0.5, 0.2, 0.2)
    ax.add_artist(BboxImage(TransformedBbox(box, ax.transData), data=_hill(0)))

    def update(i: int) -> None:
        text.set_text("a" * (i + 1))
        box.x0 = 0.5 - 0.05 * i

    return fig, update


@scenario()
def composited_images() -> Made:
    """Images next to each other are drawn as one, as soon as there are two."""
    fig, ax = _one()
    fig.suppressComposite = False
    first = ax.imshow(_hill(0), extent=(0, 3, 0, 3), alpha=0.5)
    more: list[AxesImage] = []
    ax.set(xlim=(0, 6), ylim=(0, 4))

    def update(i: int) -> None:
        first.set_data(_hill(i))
        if i in (1, 3):
            more.append(ax.imshow(_hill(1), extent=(2, 5, 1, 4), alpha=0.5))
            ax.set(xlim=(0, 6), ylim=(0, 4))
        elif i == 4:
            fig.suppressComposite = True
        elif i == 5:
            fig.suppressComposite = False

    return fig, update


@scenario()
def tables() -> Made:
    """A table whose cells change."""
    fig, ax = _one()
    ax.axis("off")
    table = ax.table([["a", "b"], ["c", "d"]], colLabels=["x", "y"], loc="center")

    def update(i: int) -> None:
        table[1, 0].get_text().set_text(f"{i}")
        table[2, 1].set_facecolor(f"C{i}")
        if i == 2:
            table.scale(1, 1.3)

    return fig, update


# Texts, annotations, boxes.


@scenario()
def texts() -> Made:
    """Mathtext, boxes, rotation, alignment, wrapping."""
    fig, ax = _one()
    math = ax.text(0.1, 0.1, "$a$")
    boxed = ax.text(0.5, 0.5, "box", bbox={"boxstyle": "round", "fc": "w"})
    wrapped = ax.text(0.5, 0.8, "a long text " * 4, wrap=True, fontsize=6)

    def update(i: int) -> None:
        math.set_text(rf"$\frac{{{i}}}{{2}} + \sqrt{{x_{i}}}$")
        boxed.get_bbox_patch().set_facecolor(f"C{i}")
        boxed.set_rotation(15 * i)
        boxed.set_ha(("left", "center", "right")[i % 3])
        wrapped.set_x(0.5 + 0.05 * i)

    return fig, update


@scenario()
def annotations() -> Made:
    """Arrows that hang on data, on Axes, on artists, on functions."""
    fig, ax = _one()
    (line,) = ax.plot(X, _wave(0))
    text = ax.text(1, 0.5, "text")
    where = {"x": 0.5}
    arrow = {"arrowstyle": "->", "connectionstyle": "arc3,rad=0.3"}
    data = ax.annotate("data", (1, 0), (3, 0.5), arrowprops=arrow)
    ax.annotate("axes", (0.1, 0.1), (0.3, 0.3), "axes fraction", arrowprops={"width": 1})
    ax.annotate("artist", (1, 0.5), (20, 5), text, textcoords="offset points", arrowprops=arrow)
    ax.annotate(
        "function",
        (0, 0),
        (5, 5),
        xycoords=lambda renderer: Bbox.from_bounds(60 + 100 * where["x"], 30, 10, 10),
        textcoords="offset pixels",
    )

    def update(i: int) -> None:
        line.set_ydata(_wave(i))
        data.xy = (1 + 0.3 * i, _wave(i)[5])
        data.set_text(f"{i}")
        text.set_x(1 + 0.3 * i)
        where["x"] = 0.5 + 0.1 * i
        if i == 2:
            data.arrowprops["arrowstyle"] = "-"
            data.arrow_patch.set_color("r")

    return fig, update


@scenario()
def annotation_boxes() -> Made:
    """Boxes with images and texts, tied to data, to an artist, to a function."""
    fig, ax = _one()
    where = {"x": 30}
    picture = OffsetImage(_hill(0), zoom=2)
    box = ax.add_artist(AnnotationBbox(picture, (0.3, 0.3), (30, 20), boxcoords="offset points"))
    text = ax.text(0.1, 0.8, "text")
    ax.add_artist(AnnotationBbox(TextArea("on text"), (1.5, 0.5), xycoords=text, fontsize=6))
    ax.add_artist(
        AnnotationBbox(
            TextArea("by a function"),
            (0, 0),
            xycoords=lambda renderer: Bbox.from_bounds(where["x"], 70, 10, 10),
        )
    )

    def update(i: int) -> None:
        picture.set_data(_hill(i))
        picture.set_zoom(2 + 0.2 * i)
        box.xy = (0.3 + 0.05 * i, 0.3)
        text.set_x(0.1 + 0.05 * i)
        where["x"] = 30 + 10 * i

    return fig, update


@scenario()
def packed_boxes() -> Made:
    """Boxes packed into boxes, of which the innermost change."""
    fig, ax = _one()
    area = DrawingArea(20, 20)
    circle = patches.Circle((10, 10), 5)
    area.add_artist(circle)
    label = TextArea("label")
    packed = HPacker(children=[area, label], pad=2, sep=2)
    ax.add_artist(AnnotationBbox(packed, (0.5, 0.5)))
    anchored = ax.add_artist(AnchoredText("anchored", loc="upper left"))

    def update(i: int) -> None:
        circle.set_radius(5 + i)
        label.set_text("label" * (1 + i % 3))
        anchored.txt.set_text(f"anchored {i}")
        anchored.loc = 1 + i % 4

    return fig, update


# What is drawn in a special way.


@scenario()
def styles_of_patches_and_lines() -> Made:
    """Hatches, dashes, joins, sketches, snapping, markers."""
    fig, ax = _one()
    box = ax.add_patch(patches.FancyBboxPatch((0.1, 0.1), 0.3, 0.3, hatch="/"))
    (line,) = ax.plot([0, 1], [0.2, 0.9], lw=3)
    arrow = ax.add_patch(patches.FancyArrowPatch((0.5, 0.1), (0.9, 0.4), mutation_scale=20))

    def update(i: int) -> None:
        box.set_hatch("/\\x*o"[i % 5] * (1 + i % 2))
        box.set_boxstyle(("round", "sawtooth")[i % 2], pad=0.05 * (1 + i % 3))
        line.set_dashes([1 + i, 2])
        line.set_marker("os^D"[i % 4])
        line.set_markevery([0, 1] if i % 2 else None)
        line.set_sketch_params(scale=i)
        arrow.set_positions((0.5, 0.1 * i), (0.9, 0.4))
        arrow.set_arrowstyle(("->", "fancy", "wedge")[i % 3])

    return fig, update


@scenario()
def moving_clip() -> Made:
    """Artists are clipped by a patch that moves, and by a path that is replaced."""
    fig, ax = _one()
    image = ax.imshow(_hill(0))
    window = patches.Circle((4, 4), 3, transform=ax.transData)
    image.set_clip_path(window)
    (line,) = ax.plot([0, 12], [0, 10], lw=5)
    box = Bbox.from_bounds(0, 0, 100, 60)

    def update(i: int) -> None:
        window.set_radius(3 + 0.3 * i)
        window.set_center((4 + 0.5 * i, 4))
        line.set_clip_path(Path.unit_circle(), Affine2D().scale(30 + 10 * i) + ax.transAxes)
        box.x1 = 60 + 10 * i
        line.set_clip_box(box)

    return fig, update


class _Blinking(patheffects.AbstractPathEffect):
    """A path effect of the user's, which depends on a step counter."""

    def __init__(self, state: dict[str, int]) -> None:
        super().__init__()
        self._state = state

    def draw_path(self, renderer: Any, gc: Any, tpath: Path, affine: Any, rgb: Any = None) -> None:
        gc.set_linewidth(1 + self._state["step"])
        renderer.draw_path(gc, tpath, affine, rgb)


@scenario()
def path_effects() -> Made:
    """Path effects of matplotlib's, and one of the user's."""
    fig, ax = _one()
    state = {"step": 0}
    ax.plot(X, _wave(0), path_effects=[_Blinking(state)])
    text = ax.text(1, 0, "text", fontsize=20)
    shadow = patheffects.PathPatchEffect(offset=(3, -3), facecolor="gray")
    ax.text(3, 0, "patch", fontsize=20, path_effects=[shadow, patheffects.Normal()])

    def update(i: int) -> None:
        state["step"] = i
        text.set_path_effects([patheffects.withStroke(linewidth=1 + i, foreground="y")])
        shadow.patch.set_facecolor(f"C{i}")

    return fig, update


def _darker(by: float) -> Callable[[np.ndarray, float], tuple[np.ndarray, float, float]]:
    def darken(image: np.ndarray, dpi: float) -> tuple[np.ndarray, float, float]:
        return image * [by, by, by, 1], 0, 0

    return darken


@scenario()
def agg_filters() -> Made:
    """Filters of artists, set from the beginning or later."""
    fig, (left, right) = _many(1, 2)
    (line,) = left.plot(X, _wave(0), lw=5)
    line.set_agg_filter(_darker(0.5))
    (late,) = right.plot(X, _wave(0), lw=5)

    def update(i: int) -> None:
        line.set_color(f"C{i}")
        late.set_agg_filter(_darker(0.1 * i) if i % 2 else None)

    return fig, update


@scenario()
def agg_filter_of_axes_set_later() -> Made:
    """A filter of whole Axes is set after some frames."""
    fig, ax = _one()
    ax.plot(X, X)
    return fig, lambda i: ax.set_agg_filter(_darker(0.1 * i) if i % 2 else None)


@scenario()
def rasterised() -> Made:
    """Rasterised artists, and a z-order below which all are."""
    fig, ax = _one()
    points = ax.scatter(X, _wave(0), rasterized=True, zorder=-1)
    (line,) = ax.plot(X, X / 6)

    def update(i: int) -> None:
        points.set_sizes([5 + 5 * i])
        line.set_rasterized(i % 2 == 0)
        ax.set_rasterization_zorder((None, 0, 3)[i % 3])

    return fig, update


@scenario()
def xkcd() -> Made:
    """Lines as if drawn by hand, from settings that artists keep."""
    with plt.xkcd():
        fig, ax = _one()
        ax.plot(X, _wave(0))
        (moving,) = ax.plot(X, X / 6)
        ax.set_title("hand")
    for text in fig.findobj(Text):
        text.set_fontfamily("DejaVu Sans")
    return fig, lambda i: moving.set_ydata(X / (6 + i))


@scenario(transparent=True)
def transparent_figure() -> Made:
    """The backgrounds are made transparent while it is saved."""
    fig, ax = _one()
    (line,) = ax.plot(X, _wave(0))
    ax.inset_axes([0.6, 0.6, 0.3, 0.3])

    def update(i: int) -> None:
        line.set_ydata(_wave(i))
        ax.set_facecolor(f"C{i}")

    return fig, update


@scenario(facecolor=(1, 0.9, 0.8, 1), edgecolor="r")
def facecolor_given() -> Made:
    """The colours that `savefig` is given go before those of the figure."""
    fig, ax = _one(linewidth=4)
    (line,) = ax.plot(X, _wave(0))

    def update(i: int) -> None:
        line.set_ydata(_wave(i))
        fig.set_facecolor(f"C{i}")

    return fig, update


@scenario(facecolor="auto", edgecolor="auto")
def facecolor_auto() -> Made:
    """The figure's own colours, which may be half transparent."""
    fig, ax = _one()
    ax.set_facecolor((1, 1, 1, 0.5))
    return fig, lambda i: fig.set_facecolor((0.1 * i, 0.5, 0.5, 0.5))


# What is the user's own.


class _Thick(Line2D):
    """A line whose width depends on something that nobody can see."""

    step = 0

    def draw(self, renderer: Any) -> None:
        self._linewidth = 1 + _Thick.step
        super().draw(renderer)


class _Coloured(Line2D):
    """A line that leaves its draw to matplotlib."""

    step = 0

    def get_color(self) -> str:
        return f"C{_Coloured.step}"


class _Noise(Artist):
    """An artist that draws random lines, the same ones in the same step."""

    step = 0

    def draw(self, renderer: Any) -> None:
        numbers = np.random.default_rng(_Noise.step)
        line = Line2D([0, 1], numbers.random(2), transform=self.axes.transAxes)
        line.set_figure(self.axes.figure)
        line.draw(renderer)


@scenario()
def artists_of_the_users() -> Made:
    """Subclasses of artists that draw differently without any change of theirs."""
    fig, ax = _one()
    ax.add_line(_Thick([0, 1], [0, 1]))
    ax.add_line(_Coloured([0, 1], [1, 0]))
    ax.add_artist(_Noise())
    ax.plot([0, 1], [0.5, 0.5])

    def update(i: int) -> None:
        _Thick.step = _Coloured.step = _Noise.step = i

    return fig, update


class _Glow(Artist):
    """An artist that draws another one of the same Axes, several times."""

    def __init__(self, line: Line2D) -> None:
        super().__init__()
        self._line = line

    def draw(self, renderer: Any) -> None:
        width = self._line.get_linewidth()
        for extra in (9, 6, 3):
            self._line.set_linewidth(width + extra)
            self._line.draw(renderer)
        self._line.set_linewidth(width)


@scenario()
def artist_that_draws_another() -> Made:
    """What an artist draws through another one is not that one's own turn."""
    fig, ax = _one()
    (line,) = ax.plot(X, X, alpha=0.3)
    (other,) = ax.plot(X, 6 - X)
    glow = ax.add_artist(_Glow(line))
    glow.set_zorder(1)

    def update(i: int) -> None:
        other.set_ydata(6 - X * (1 + 0.1 * i))
        line.set_color(f"C{i}")

    return fig, update


class _Mover(Artist):
    """An artist that changes another one while it is drawn."""

    step = 0

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text

    def draw(self, renderer: Any) -> None:
        self._text.set_text(f"step {_Mover.step}")
        self._text.axes.set_title(f"step {_Mover.step}")


@scenario()
def artist_that_changes_others() -> Made:
    """A draw changes a text that is drawn after it, and a title that was placed before."""
    fig, ax = _one()
    text = ax.text(0.5, 0.5, "", zorder=5)
    ax.add_artist(_Mover(text))
    ax.plot([0, 1])

    def update(i: int) -> None:
        _Mover.step = i

    return fig, update


class _Squares(ticker.Locator):
    """Ticks at squares, shifted by the step."""

    step = 0

    def __call__(self) -> np.ndarray:
        return np.arange(4.0) ** 2 / 10 + 0.02 * _Squares.step


class _Numbered(ticker.Formatter):
    """Labels with the step."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return f"{x:.1f}/{_Squares.step}"


class _Shifted(colors.Normalize):
    """A norm that adds the step."""

    def __call__(self, value: Any, clip: bool | None = None) -> Any:
        return super().__call__(np.asarray(value) + 0.05 * _Squares.step, clip)


class _Faded(colors.ListedColormap):
    """A colormap that fades with the step."""

    def __call__(self, X: Any, alpha: Any = None, bytes: bool = False) -> Any:  # noqa: N803
        return super().__call__(X, 1 / (1 + _Squares.step), bytes)


@scenario()
def helpers_of_the_users() -> Made:
    """Locators, formatters, norms and colormaps that depend on a step counter."""
    fig, ax = _one()
    ax.xaxis.set_major_locator(_Squares())
    ax.yaxis.set_major_formatter(_Numbered())
    ax.scatter(X / 6, X / 6, c=X, norm=_Shifted(0, 6))
    ax.scatter(X / 6, 1 - X / 6, c=X, cmap=_Faded(["r", "g", "b"]))
    ax.pcolormesh([[0, 0.5], [0.2, 0.4]], norm=_Shifted(0, 1))

    def update(i: int) -> None:
        _Squares.step = i

    return fig, update


class _OwnAxes(Axes):
    """Axes that draw something themselves."""

    step = 0

    def draw(self, renderer: Any) -> None:
        self.patch.set_facecolor(f"C{_OwnAxes.step}")
        super().draw(renderer)


class _OwnTitles(Axes):
    """Axes that leave drawing to matplotlib, but not the place of the title."""

    step = 0

    def _update_title_position(self, renderer: Any) -> None:
        super()._update_title_position(renderer)
        self.title.set_y(0.1 * _OwnTitles.step)


@scenario()
def axes_of_the_users() -> Made:
    """Subclasses of Axes."""
    fig = plt.figure(figsize=(4, 2))
    ax = fig.add_subplot(1, 2, 1, axes_class=_OwnAxes)
    ax.plot(X, X)
    other = fig.add_subplot(1, 2, 2, axes_class=_OwnTitles)
    other.set_title("title")

    def update(i: int) -> None:
        _OwnAxes.step = _OwnTitles.step = i

    return fig, update


@scenario()
def methods_of_instances() -> Made:
    """Methods are overridden on instances: by functions, partial ones, wrapped ones, objects."""
    fig, ax = _one()
    state = {"step": 0}

    def draw(line: Line2D, renderer: Any) -> None:
        line._linewidth = 1 + state["step"]
        type(line).draw(line, renderer)

    lines = [ax.plot(X, X + 2 * k)[0] for k in range(4)]
    lines[0].draw = functools.partial(draw, lines[0])
    lines[1].draw = lambda renderer: draw(lines[1], renderer)
    lines[2].draw = functools.wraps(Line2D.draw)(lambda renderer: draw(lines[2], renderer))
    lines[3].get_linewidth = lambda: 1 + state["step"]

    def update(i: int) -> None:
        state["step"] = i

    return fig, update


@scenario()
def methods_of_instances_later() -> Made:
    """Methods of a line, of Axes and of the figure are overridden after some frames."""
    fig, ax = _one()
    (line,) = ax.plot(X, X)
    state = {"step": 0}

    def of_line(renderer: Any) -> None:
        line._color = f"C{state['step']}"
        type(line).draw(line, renderer)

    def of_axes(renderer: Any) -> None:
        ax.patch._facecolor = (0.1 * state["step"], 1, 1, 1)
        type(ax).draw(ax, renderer)

    def of_figure(renderer: Any) -> None:
        line._linewidth = 1 + state["step"]
        type(fig).draw(fig, renderer)

    def update(i: int) -> None:
        state["step"] = i
        if i == 1:
            line.draw = of_line
        if i == 2:
            ax.draw = of_axes
        if i == 3:
            fig.draw = of_figure

    return fig, update


@scenario()
def method_wrapped_later() -> Made:
    """A method is overridden by a function that says it was matplotlib's."""
    fig, ax = _one()
    (line,) = ax.plot(X, X)
    text = ax.text(1, 5, "text")
    state = {"step": 0}
    own = line.draw

    @functools.wraps(own)
    def draw(renderer: Any) -> None:
        line._linewidth = 1 + state["step"]
        own(renderer)

    class Drawing:
        def __call__(self, renderer: Any) -> None:
            text._text = f"text {state['step']}"
            type(text).draw(text, renderer)

    def update(i: int) -> None:
        state["step"] = i
        line.draw = draw
        text.draw = Drawing()

    return fig, update


@scenario()
def method_of_a_class_wrapped() -> Made:
    """A method of a class is replaced, before the movie, by one that says it was matplotlib's."""
    fig, ax = _one()
    ax.plot(X, X)
    state = {"step": 0}
    own = Line2D.draw

    @functools.wraps(own)
    def draw(self: Line2D, renderer: Any) -> None:
        self._linewidth = 1 + state["step"]
        own(self, renderer)

    _patch(Line2D, "draw", draw)

    def update(i: int) -> None:
        state["step"] = i

    return fig, update


@scenario()
def methods_of_classes_later() -> Made:
    """Methods of classes are replaced during the movie."""
    fig, ax = _one()
    ax.plot(X, X)
    state = {"step": 0}
    draw_text, draw_axes = Text.draw, Axes.draw

    def of_texts(self: Text, renderer: Any) -> None:
        self._color = f"C{state['step']}"
        draw_text(self, renderer)

    def of_axes(self: Axes, renderer: Any) -> None:
        self.patch._facecolor = (0.1 * state["step"], 1, 1, 1)
        draw_axes(self, renderer)

    def update(i: int) -> None:
        state["step"] = i
        if i == 1:
            _patch(Axes, "draw", of_axes)
        if i == 2:
            _patch(Text, "draw", of_texts)

    return fig, update


@scenario()
def class_changes() -> Made:
    """A line becomes one of another class."""
    fig, ax = _one()
    (line,) = ax.plot(X, X)

    def update(i: int) -> None:
        _Thick.step = i
        line.__class__ = _Thick if i % 2 else Line2D

    return fig, update


# What happens between frames, and around them.


@scenario()
def settings_changed() -> Made:
    """Settings that artists look at while they are drawn."""
    fig, ax = _one()
    x = np.linspace(0, 6, 3000)
    ax.plot(x, np.sin(40 * x), lw=0.7)
    ax.text(1, 0, "text $x$")
    ax.add_patch(patches.Rectangle((1, 0.1), 1, 0.5, hatch="/"))
    steps = [
        {"text.hinting": "none"},
        {"agg.path.chunksize": 200},
        {"hatch.linewidth": 3},
        {"path.snap": False},
        {"axes.unicode_minus": False},
        {"mathtext.fontset": "stix"},
        {"text.antialiased": False},
        {"path.sketch": (1, 100, 2)},
    ]
    return fig, lambda i: mpl.rcParams.update(steps[i % len(steps)])


@scenario()
def fonts_changed_in_place() -> Made:
    """The list of fonts in the settings is written to."""
    fig, ax = _one()
    ax.text(0.1, 0.5, "some text")
    mpl.rcParams["font.sans-serif"] = ["DejaVu Sans"]

    def update(i: int) -> None:
        fonts = mpl.rcParams["font.sans-serif"]
        fonts[0] = ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono")[i % 3]

    return fig, update


@scenario()
def drawn_elsewhere_between_frames() -> Made:
    """The user draws, saves, measures and copies the figure himself."""
    fig, ax = _one()
    (line,) = ax.plot(X, _wave(0), label="a")
    ax.set_title("title")
    ax.legend(loc="upper left")

    def update(i: int) -> None:
        line.set_ydata((1 + i) * _wave(i))
        fig.canvas.draw()
        ax.relim()
        ax.autoscale()
        fig.savefig(io.BytesIO(), dpi=35 + i)
        line.set_color(f"C{i}")
        fig.draw_without_rendering()
        ax.set_xlabel(f"x{i}")
        ax.get_tightbbox()
        ax.xaxis.get_tightbbox(fig.canvas.get_renderer())
        copy.deepcopy(fig)
        pickle.loads(pickle.dumps(fig))

    return fig, update


@scenario()
def drawn_by_parts_between_frames() -> Made:
    """The user blits, which clears the flags of what he draws."""
    fig, ax = _one()
    (line,) = ax.plot(X, _wave(0))
    box = ax.add_patch(patches.Rectangle((1, 0.1), 1, 0.5))

    def update(i: int) -> None:
        fig.canvas.draw()
        background = fig.canvas.copy_from_bbox(ax.bbox)
        line.set_ydata(_wave(i))
        box.set_x(0.3 * i)
        ax.set_xlim(0, 6 + i)
        fig.canvas.restore_region(background)
        ax.draw_artist(line)
        ax.draw_artist(box)
        ax.draw_artist(ax.xaxis)
        fig.canvas.blit(ax.bbox)

    return fig, update


@scenario()
def saved_as_svg_between_frames() -> Made:
    """Another backend draws the figure between frames."""
    fig, ax = _one()
    (line,) = ax.plot(X, _wave(0))
    ax.set_title("title")

    def update(i: int) -> None:
        line.set_ydata((1 + i) * _wave(i))
        ax.set_ylim(-i - 1, i + 1)
        fig.savefig(io.BytesIO(), format="svg")
        ax.set_title(f"{i}")
        fig.savefig(io.BytesIO(), format="pdf", bbox_inches="tight")

    return fig, update


@scenario()
def changed_by_draw_events() -> Made:
    """What listens to draws changes the figure after them."""
    fig, ax = _one()
    ax.plot(X, X)
    state = {"step": 0}
    text = ax.text(1, 5, "")

    def on_draw(event: Any) -> None:
        # The same however often this step is drawn.
        ax.set_xlim(0, 6 + state["step"])
        text.set_text(f"drawn {state['step']}")

    fig.canvas.mpl_connect("draw_event", on_draw)

    def update(i: int) -> None:
        state["step"] = i
        fig.canvas.draw()

    return fig, update


@scenario()
def callbacks_of_limits() -> Made:
    """What listens to limits changes others."""
    fig, (left, right) = _many(1, 2)
    left.plot(X, X)
    text = right.text(0.2, 0.5, "")
    left.callbacks.connect("xlim_changed", lambda ax: text.set_text(f"{ax.get_xlim()[1]:.1f}"))

    def update(i: int) -> None:
        left.set_xlim(0, 6 + i)

    return fig, update


@scenario()
def widgets() -> Made:
    """A slider and a button, which look after their own artists."""
    fig, ax = _one()
    fig.subplots_adjust(bottom=0.4)
    (line,) = ax.plot(X, X)
    slider = mpl.widgets.Slider(fig.add_axes((0.2, 0.1, 0.5, 0.1)), "s", 0, 10, valinit=1)
    checks = mpl.widgets.CheckButtons(fig.add_axes((0, 0, 0.15, 0.3)), ["a", "b"])
    slider.on_changed(lambda value: line.set_ydata(value * X))

    def update(i: int) -> None:
        slider.set_val(i)
        checks.set_active(i % 2)

    return fig, update


# Toolkits.


@scenario()
def toolkit_dividers() -> Made:
    """Axes placed by locators of `axes_grid1` follow the image they belong to."""
    from mpl_toolkits.axes_grid1 import make_axes_locatable
    from mpl_toolkits.axes_grid1.inset_locator import inset_axes, mark_inset, zoomed_inset_axes

    fig, ax = _one()
    image = ax.imshow(_hill(0))
    side = make_axes_locatable(ax).append_axes("right", size="10%", pad=0.1)
    fig.colorbar(image, cax=side)
    inset = zoomed_inset_axes(ax, 2, loc="upper right")
    inset.imshow(_hill(0))
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
def collections_of_all_kinds() -> Made:
    """Collections and what their setters change."""
    fig, ax = _one()
    lines = ax.add_collection(LineCollection([np.c_[X, _wave(k)] for k in range(3)]))
    patch = ax.add_collection(PatchCollection([patches.Circle((1, 0), 0.5)], match_original=True))
    events = ax.eventplot([[1, 2, 3]], lineoffsets=2)
    points = ax.scatter(X, 0 * X, marker="^")
    ax.set(xlim=(0, 6), ylim=(-3, 3))
    shift = Affine2D()
    points.set_offset_transform(shift + ax.transData)

    def update(i: int) -> None:
        lines.set_segments([np.c_[X, _wave(k + i)] for k in range(3)])
        lines.set_linestyles([("dashed", "solid", (0, (1, 1 + i)))[i % 3]])
        lines.set_array(np.arange(3) + i)
        patch.set_paths([patches.Circle((1 + 0.3 * i, 0), 0.5)])
        events[0].set_positions([1, 2 + 0.2 * i])
        points.set_paths([Path.unit_circle()] if i % 2 else [Path.unit_rectangle()])
        points.set_urls(["u"])
        shift.translate(0, 0.1)

    return fig, update


@scenario()
def blended_transforms() -> Made:
    """Artists in Axes and data units at once, and in pixels and inches."""
    fig, ax = _one()
    ax.plot(X, X)
    blended = blended_transform_factory(ax.transData, ax.transAxes)
    ax.text(2, 0.9, "blended", transform=blended)
    ax.add_patch(patches.Rectangle((1, 0), 1, 1, transform=ax.get_xaxis_transform(), alpha=0.2))
    ax.add_artist(Line2D([10, 90], [10, 50], transform=None))
    ax.plot([1], [1], "s", transform=fig.dpi_scale_trans, clip_on=False)

    def update(i: int) -> None:
        ax.set_xlim(0, 6 + i)
        if i % 3 == 2:
            ax.set_position([0.1, 0.1, 0.5, 0.8])

    return fig, update


@scenario()
def frame_number_as_date() -> Made:
    """Dates given as `datetime`, with a locator that is replaced."""
    fig, ax = _one()
    start = datetime.datetime(2026, 2, 27, tzinfo=datetime.UTC)
    days = [start + datetime.timedelta(hours=6 * k) for k in range(40)]
    (line,) = ax.plot(days, np.arange(40))

    def update(i: int) -> None:
        line.set_data(days[: 5 + i], np.arange(5 + i))
        ax.set_xlim(days[i], days[10 + i])
        ax.xaxis.set_major_locator(mdates.HourLocator(interval=12 * (1 + i % 2)))
        ax.xaxis.set_major_formatter(mdates.DateFormatter("%d %Hh"))

    return fig, update


@scenario()
def reads_the_pixels_of_the_frame_before() -> Made:
    """What the canvas shows after a frame is that frame, which the next one may use."""
    fig, ax = _one()
    text = ax.text(0.1, 0.5, "")
    fig.canvas.draw()

    def update(i: int) -> None:
        pixels = np.asarray(fig.canvas.buffer_rgba())
        text.set_text(f"{pixels[..., :3].sum() % 9973} {i}")

    return fig, update


@scenario()
def measures_the_frame_before() -> Made:
    """Sizes of texts and Axes as of the last frame are used in the next one."""
    fig, ax = _one()
    text = ax.text(0.1, 0.2, "a", transform=ax.transAxes)
    box = ax.add_patch(patches.Rectangle((0, 0), 1, 1, transform=None, fill=False))

    def update(i: int) -> None:
        text.set_text("a" * (1 + i))
        box.set_bounds(*text.get_window_extent().bounds)
        ax.set_xlim(0, 10**i)
        ax.set_xlabel(
            f"{ax.xaxis.get_ticklabels()[1].get_text()} {ax.yaxis.get_tightbbox().x0:.0f}"
        )

    return fig, update


# An axis that is known again by what it would draw.


@scenario()
def label_on_a_spine_in_data_units() -> Made:
    """The x label hangs on a spine that moves with the limits of y, and there are no ticks."""
    fig, ax = _one()
    ax.plot(X - 3, _wave(0))
    ax.spines.bottom.set_position(("data", 0))
    ax.tick_params(axis="x", bottom=False, labelbottom=False)
    ax.set_xlabel("x")
    return fig, lambda i: ax.set_ylim(-2 - i, 3)


@scenario()
def axis_with_filter_or_effects() -> Made:
    """Filters of a whole axis, effects and clipping of its parts."""
    fig, ax = _one()
    ax.grid(True)
    ax.set_xlabel("x")

    def update(i: int) -> None:
        ax.xaxis.set_agg_filter(_darker(0.1 * i) if i % 2 else None)
        stroke = patheffects.withStroke(linewidth=1 + i, foreground="y")
        ax.yaxis.get_major_ticks()[1].label1.set_path_effects([stroke])
        ax.xaxis.label.set_path_effects([stroke])
        ax.yaxis.get_gridlines()[2].set_clip_path(Path.unit_circle(), ax.transAxes)
        ax.yaxis.get_gridlines()[1].set_sketch_params(scale=i)

    return fig, update


@scenario()
def axis_that_hides_parts() -> Made:
    """Parts of ticks are hidden one by one, and labels hidden and shown."""
    fig, ax = _one()
    ax.set_xlabel("x")

    def update(i: int) -> None:
        ticks = ax.xaxis.get_major_ticks()
        ticks[i % 4].label1.set_visible(False)
        ticks[(i + 1) % 4].tick1line.set_visible(False)
        ax.yaxis.get_major_ticks()[2].set_visible(i % 2 == 0)
        ax.xaxis.label.set_visible(i % 3 != 1)
        ax.yaxis.get_offset_text().set_visible(False)
        ax.xaxis.set_remove_overlapping_locs(i % 2 == 0)

    return fig, update


@scenario()
def axis_scaled_by_functions_after_clear() -> Made:
    """After `clear()` the same limits and labels, but points between them lie elsewhere."""
    fig, ax = _one()

    def update(i: int) -> None:
        power = 1 + 0.2 * i
        ax.clear()
        ax.set_xscale("function", functions=(lambda v: v**power, lambda v: v ** (1 / power)))
        ax.set_yscale("symlog", linthresh=1 + i, linscale=1 + 0.3 * i)
        ax.set(xlim=(0, 4), ylim=(-100, 100), xticks=[0, 1, 2, 3, 4])

    return fig, update


@scenario()
def clear_and_other_look() -> Made:
    """After `clear()` all is the same but for one property of the axes each time."""
    fig, ax = _one()

    def update(i: int) -> None:
        ax.clear()
        ax.set(xlim=(0, 6), ylim=(0, 6), xlabel="x", ylabel="y")
        steps = [
            lambda: ax.xaxis.label.set_color("r"),
            lambda: ax.tick_params(axis="x", width=3),
            lambda: ax.xaxis.get_major_ticks()[2].label1.set_weight("bold"),
            lambda: ax.yaxis.set_label_coords(-0.1, 0.2),
            lambda: ax.grid(True, dashes=(2, 2)),
            lambda: ax.set_xticks([1.5], minor=True),
            lambda: ax.yaxis.label.set_rotation(0),
            lambda: ax.xaxis.get_major_formatter().set_useMathText(True),
        ]
        steps[i % len(steps)]()

    return fig, update


@scenario()
def measures_labels_after_clear() -> Made:
    """Where a draw has put the labels of an axis is used in the next frame."""
    fig, ax = _one()
    ax.set_xlabel("x")
    ax.plot(X, 1e7 * X)
    fig.canvas.draw()

    def update(i: int) -> None:
        label = ax.xaxis.label.get_window_extent().bounds
        offset = ax.yaxis.get_offset_text()
        title = f"{offset.get_text()} {offset.get_position()[1]:.0f}"
        ax.clear()
        ax.set_xlabel("x" * (1 + i % 3))
        ax.set_title(title)
        ax.plot(X, 10.0 ** (7 + i % 2) * X)
        ax.add_patch(patches.Rectangle(label[:2], *label[2:], transform=None, clip_on=False))

    return fig, update


# More patches, norms and helpers.


@scenario()
def patches_of_all_kinds() -> Made:
    """Patches by their setters and attributes, and what is drawn by the limits of the view."""
    fig, ax = _one()
    wedge = ax.add_patch(patches.Wedge((1, 1), 0.8, 0, 90))
    ellipse = ax.add_patch(patches.Ellipse((3, 1), 1, 0.5))
    polygon = ax.add_patch(patches.RegularPolygon((5, 1), 5, radius=0.5))
    arc = ax.add_patch(patches.Arc((2, 3), 60, 50, theta1=10, theta2=170, lw=2))
    arrow = ax.arrow(4, 3, 1, 0.5, width=0.1)
    stairs = ax.stairs([1, 2, 1], [3, 4, 5, 6])
    line = ax.axline((0, 0), slope=0.5)
    ax.add_patch(patches.Shadow(wedge, -0.02, -0.02))
    ax.set(xlim=(0, 7), ylim=(0, 5))

    def update(i: int) -> None:
        wedge.set_theta2(90 + 20 * i)
        ellipse.angle = 10 * i
        ellipse.width = 1 + 0.1 * i
        polygon.orientation = 0.2 * i
        arrow.set_data(dx=1 + 0.1 * i)
        stairs.set_data([1, 2 + 0.3 * i, 1])
        if i % 2:
            ax.set_xlim(0, 7 - 0.8 * i)
            line.set_slope(0.5 + 0.1 * i)
            arc.theta1 = 10 * i

    return fig, update


@scenario()
def norms_by_plain_attributes() -> Made:
    """Norms have attributes that tell nobody when they change."""
    fig, axs = _many(2, 2)
    gamma = colors.PowerNorm(1, 0, 1)
    steps = colors.BoundaryNorm(np.array([0, 0.3, 0.6, 1]), 256)
    centre = colors.TwoSlopeNorm(0.5, 0, 1)
    for ax, norm in zip(axs.flat, (gamma, steps, centre), strict=False):
        ax.imshow(_hill(0), norm=norm)
    bad = mpl.colormaps["viridis"].copy()
    axs[1, 1].imshow(np.ma.masked_less(_hill(0), 0.2), cmap=bad)

    def update(i: int) -> None:
        gamma.gamma = 1 + 0.2 * i
        steps.boundaries[1] = 0.3 - 0.02 * i
        centre.vcenter = 0.5 - 0.05 * i
        bad._rgba_bad = (0.1 * i, 0, 0, 1)
        bad._isinit = False

    return fig, update


@scenario()
def things_shared_by_artists() -> Made:
    """One path, one font, one transform for artists of several Axes."""
    fig, axs = _many(1, 2)
    path = Path(np.array([(0.1, 0.1), (0.9, 0.2), (0.5, 0.8)]))
    font = mpl.font_manager.FontProperties(size=8)
    effect = patheffects.Stroke(linewidth=2, foreground="b")
    texts = []
    for ax in axs:
        ax.add_patch(patches.PathPatch(path))
        texts.append(ax.text(0.3, 0.5, "text", path_effects=[effect]))
        texts[-1]._fontproperties = font

    def update(i: int) -> None:
        path.vertices[2, 1] = 0.8 - 0.05 * i
        font.set_size(8 + i)
        effect._gc["foreground"] = f"C{i}"

    return fig, update


@scenario()
def unusual_parts_replaced() -> Made:
    """Parts of Axes that are seldom replaced: the background, a spine, a title, the label."""
    fig, ax = _one()
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


# What lies over what: still artists are painted before moving ones where they do not meet.


@scenario()
def still_artists_over_a_moving_one() -> Made:
    """Still artists of all kinds, with alpha, lie over a moving line and under another."""
    fig, ax = _one()
    (low,) = ax.plot(X, _wave(0), lw=8, zorder=1)
    (high,) = ax.plot(X, -_wave(0), lw=4, zorder=9)
    ax.axhspan(-0.5, 0.5, alpha=0.5, zorder=2)
    ax.imshow(_hill(0), extent=(1, 2, -1, 1), alpha=0.5, zorder=3, aspect="auto")
    ax.pcolormesh([2, 3, 4], [-1, 0, 1], [[0, 1], [2, 3]], alpha=0.5, zorder=4)
    ax.scatter(X, 0 * X, s=200, alpha=0.2, zorder=5)
    ax.tripcolor([4, 5, 5], [-1, -1, 1], [0, 1, 2], shading="gouraud", alpha=0.5, zorder=5)
    ax.text(3, 0, "text", rotation=30, fontsize=20, zorder=6, alpha=0.5)
    ax.inset_axes([0.7, 0.7, 0.4, 0.4]).patch.set_alpha(0.5)
    ax.legend([low], ["low"], loc="lower left", framealpha=0.5)
    fig.add_artist(Line2D([0, 1], [0, 1], lw=5, alpha=0.5))
    ax.set(xlim=(0, 6), ylim=(-2, 2))

    def update(i: int) -> None:
        low.set_ydata(_wave(i))
        high.set_ydata(-_wave(i))

    return fig, update


@scenario()
def still_artists_that_reach_into_a_small_window() -> Made:
    """A moving line shows in a small box, into which others reach by their edges only."""
    fig = plt.figure(figsize=(3, 3))
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 180), ylim=(0, 180), xticks=[], yticks=[])
    window = Bbox.from_extents(80, 80, 100, 100)
    (line,) = ax.plot([0, 180], [80, 100], lw=15, zorder=1)
    line.set_clip_box(window)
    above: dict[str, Any] = {"alpha": 0.5, "zorder": 3}
    # A mitre, a cap, a wide line, a large marker, rotated and multi-line texts, a sketch.
    ax.plot([60, 72, 60], [92, 90, 88], lw=8, solid_joinstyle="miter", color="r", **above)
    ax.plot([20, 70], [85, 85], lw=30, solid_capstyle="projecting", color="g", **above)
    ax.plot([110], [110], marker="*", ms=40, mew=10, color="m", **above)
    ax.plot([90], [60], marker=[(-1, -1), (0, 1), (1, -1), (-1, -1)], ms=45, color="c", **above)
    ax.text(105, 75, "rotated", rotation=135, fontsize=18, **above)
    ax.text(70, 115, "two\nlines", fontsize=20, va="top", **above)
    (sketched,) = ax.plot([60, 120], [105, 105], color="k", **above)
    sketched.set_sketch_params(15, 30, 5)
    ax.add_patch(patches.Circle((120, 90), 25, hatch="/", ec="b", **above))
    shadow = [patheffects.SimpleLineShadow(offset=(10, -10)), patheffects.Normal()]
    ax.plot([70, 78], [110, 104], lw=6, path_effects=shadow, **above)

    def update(i: int) -> None:
        line.set_ydata([80 + 3 * i, 100 - 3 * i])
        if i == 3:
            line.set_clip_box(Bbox.from_extents(70, 70, 110, 110))

    return fig, update


class _Labelled(Line2D):
    """A line that writes its number at its end, outside of its Axes."""

    step = 0

    def draw(self, renderer: Any) -> None:
        super().draw(renderer)
        text = Text(1.02, 0.5, f"{_Labelled.step}" * 3, fontsize=20)
        text.set_figure(self.axes.figure)
        text.set_transform(self.axes.transAxes)
        text.draw(renderer)


@scenario()
def line_that_draws_outside_of_its_axes() -> Made:
    """A line of the user's paints where it is not clipped, under a still text of the figure."""
    fig, ax = _one()
    fig.subplots_adjust(right=0.6)
    line = ax.add_line(_Labelled([0, 1], [0, 1]))
    fig.text(0.62, 0.5, "over it", bbox={"facecolor": "w"})

    def update(i: int) -> None:
        _Labelled.step = i
        line.set_linewidth(1 + i)

    return fig, update


@scenario()
def moving_artists_that_are_not_clipped() -> Made:
    """What moves paints over the edge of its Axes, under texts and other Axes."""
    fig, (left, right) = _many(1, 2)
    points = left.scatter(X, _wave(0), s=300, clip_on=False)
    (line,) = right.plot(X, _wave(0), "o", ms=20, clip_on=False)
    for ax in (left, right):
        ax.set(xlim=(0, 6), ylim=(-1, 1), title="over", ylabel="label")
    fig.suptitle("over it", y=0.9)

    def update(i: int) -> None:
        points.set_offsets(np.c_[X, _wave(i)])
        line.set_ydata(_wave(i))

    return fig, update


@scenario()
def panels_that_overlap() -> Made:
    """Axes that lie over each other, each with something that moves now and then."""
    fig = plt.figure(figsize=(3, 2))
    panels = [fig.add_axes((0.1 + 0.15 * k, 0.1 + 0.15 * k, 0.5, 0.5)) for k in range(3)]
    lines = [ax.plot(X, _wave(k), lw=5)[0] for k, ax in enumerate(panels)]
    for ax in panels:
        ax.patch.set_alpha(0.5)
        ax.set_title("title")

    def update(i: int) -> None:
        lines[i % 3].set_ydata(_wave(i))
        if i % 4 == 3:
            panels[1].set_xlim(0, 6 + i)

    return fig, update


@scenario()
def artist_that_scales_the_next_axes() -> Made:
    """A draw in the first Axes changes limits, title and artists of the second one."""
    fig, (left, right) = _many(1, 2)
    right.plot(X, X)
    right.set_title("0")

    class Driver(Artist):
        step = 0

        def draw(self, renderer: Any) -> None:
            right.set_xlim(0, 6 + self.step)
            right.set_title(f"{self.step}")
            right.lines[0].set_color(f"C{self.step}")

    driver = left.add_artist(Driver())

    def update(i: int) -> None:
        driver.step = i

    return fig, update
