"""Ticks, where they are and what they say: dates, locators, formatters."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import collections
import datetime

import matplotlib.dates as mdates
import numpy as np
from matplotlib import ticker
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ._catalogue import Made, X, many_axes, one_axes, one_wave, scenario, step_counter, wave

HOURS = np.datetime64("2026-01-30") + np.arange(200).astype("timedelta64[h]")
HOURS.setflags(write=False)


def _hours() -> tuple[Figure, Axes]:
    fig, ax = one_axes()
    ax.plot(HOURS, np.arange(200))
    return fig, ax


@scenario()
def dates_scroll() -> Made:
    """Dates scroll through the change of a month; the offset text changes."""
    fig, ax = _hours()
    locator = mdates.AutoDateLocator()
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
    return fig, lambda i: ax.set_xlim(HOURS[10 * i], HOURS[20 + 12 * i])


@scenario()
def dates_default_formatter() -> Made:
    """The default date axis, zoomed from days to hours."""
    fig, ax = _hours()
    fig.autofmt_xdate()
    return fig, lambda i: ax.set_xlim(HOURS[0], HOURS[199 - 40 * (i % 5)])


@scenario()
def date_formatter_with_functions() -> Made:
    """`AutoDateFormatter.scaled` may hold functions of the user's."""
    fig, ax = _hours()
    state, update = step_counter()
    formatter = mdates.AutoDateFormatter(ax.xaxis.get_major_locator())
    formatter.scaled = dict.fromkeys(formatter.scaled, lambda x, pos=None: f"{state['step']}")
    ax.xaxis.set_major_formatter(formatter)
    return fig, update


@scenario()
def frame_number_as_date() -> Made:
    """Dates given as `datetime`, with a locator that is replaced."""
    fig, ax = one_axes()
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
def function_formatter_with_counter() -> Made:
    """Tick labels depend on a global variable that nobody tells about."""
    fig, ax = one_axes()
    state, update = step_counter()
    ax.xaxis.set_major_formatter(lambda x, pos: f"{x + state['step']:.1f}")
    return fig, update


@scenario()
def formatter_state() -> Made:
    """A formatter is changed, which tells nobody."""
    fig, ax = one_axes()
    ax.plot(1e5 + X, 1e-7 * X)

    def update(i: int) -> None:
        ax.xaxis.get_major_formatter().set_useOffset(i % 2 == 0)
        ax.yaxis.get_major_formatter().set_scientific(i % 3 != 1)

    return fig, update


@scenario()
def formatter_shared() -> Made:
    """One formatter for two axes, which looks at the limits of the last one it was given to."""
    fig, (left, right) = many_axes(1, 2)
    formatter = ticker.ScalarFormatter()
    for ax in (left, right):
        ax.plot(X, X)
        ax.yaxis.set_major_formatter(formatter)
    return fig, lambda i: right.set_ylim(0, 10 ** (5 * (i % 3)))


@scenario()
def locator_shared() -> Made:
    """One locator for two axes, which asks the last one it was given to."""
    fig, (left, right) = many_axes(1, 2)
    locator = ticker.MaxNLocator(4)
    for ax in (left, right):
        ax.yaxis.set_major_locator(locator)
    return fig, lambda i: right.set_ylim(0, 1 + i)


@scenario()
def ticklabel_format() -> Made:
    """Offset texts come, go and change."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    ax.plot(X, X)

    def update(i: int) -> None:
        ax.set_xticks([0, 1 + i % 3, 5], ["a", f"b{i}", "c"], rotation=10 * i)
        ax.set_yticks(np.arange(i % 4 + 1))
        ax.set_yticks(np.arange(i % 4) + 0.5, minor=True)

    return fig, update


@scenario()
def tick_params() -> Made:
    """The look of ticks, labels and grid changes."""
    fig, ax = one_axes()

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
    fig, ax = one_axes()
    ax.set_xticks([0.2, 0.4, 0.6])

    def update(i: int) -> None:
        ax.get_xticklabels()[i % 3].set_color(f"C{i}")
        ax.xaxis.get_major_ticks()[1].tick1line.set_markersize(3 + i)
        ax.get_yticklabels()[1].get_fontproperties().set_size(8 + i % 5)

    return fig, update


@scenario()
def box_of_tick_labels() -> Made:
    """The box around a tick label is an artist of its own, of which the label hears nothing."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    ax.set_xticks([0.2, 0.4, 0.6])

    def update(i: int) -> None:
        tick = ax.xaxis.get_major_ticks()[1]
        tick.label1._color = f"C{i}"
        tick.tick1line._markersize = 3 + i

    return fig, update


@scenario()
def locator_changed_in_place() -> Made:
    """Locators and their arrays are changed in place."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    labels = collections.deque("abcdef")
    ax.xaxis.set_major_locator(ticker.FixedLocator([0.1, 0.3, 0.5, 0.7, 0.9]))
    ax.xaxis.set_major_formatter(ticker.FixedFormatter(labels))
    return fig, lambda i: labels.rotate(1)


@scenario()
def categories_grow() -> Made:
    """Categories are added to those of a category axis."""
    fig, ax = one_axes()
    ax.bar(["a", "b"], [1, 2], color="C0")
    return fig, lambda i: ax.bar([f"n{i}"], [i + 1], color="C1")


@scenario()
def other_formatters() -> Made:
    """Formatters that take a prefix, a percentage or a format."""
    fig, ax = one_axes()
    ax.plot(X, X)
    ax.yaxis.set_major_formatter(ticker.EngFormatter("m"))

    def update(i: int) -> None:
        ax.set_ylim(0, 10 ** (i - 3))
        ax.xaxis.set_major_formatter(ticker.PercentFormatter(xmax=1 + i))

    return fig, update


@scenario()
def labels_of_a_shared_axis() -> Made:
    """How many ticks all have depends on the size of the first one's labels, and on its length."""
    fig, (first, second) = many_axes(2, 1, sharex=True)
    second.plot(X, X)

    def update(i: int) -> None:
        first.tick_params(axis="x", labelsize=(10, 60, 20)[i % 3])
        if i == 3:
            first.set_position((0.2, 0.6, 0.1, 0.3))

    return fig, update


@scenario()
def labels_of_a_shared_polar_axis() -> Made:
    """The same for radii and angles."""
    fig, (first, second) = many_axes(1, 2, sharex=True, sharey=True, subplot_kw={"polar": True})
    first.set(thetamin=0, thetamax=120, rmax=3)
    second.yaxis.set_major_formatter("{x:.1f}")

    def update(i: int) -> None:
        first.tick_params(axis="xy"[i % 2], labelsize=10 + 20 * i)

    return fig, update


@scenario()
def labels_in_place() -> Made:
    """The labels that matplotlib keeps of those given by hand are changed in place."""
    fig, ax = one_axes()
    ax.plot(X, X)
    ax.set_xticks([0, 2, 5], ["a", "b", "c"])
    labels = ax.xaxis.get_major_formatter().func.args[0]  # type: ignore[attr-defined]

    def update(i: int) -> None:
        labels[2] = f"b{i}"

    return fig, update


@scenario()
def unflagged_setters_of_labels() -> Made:
    """Some setters of texts do not tell that they have changed something."""
    fig, ax = one_axes()
    ax.plot(X, X)
    ax.set_xticks([0, 2, 5], ["$a$", "a long label " * 9, "c"])
    fig.canvas.draw()
    first, second, _ = (tick.label1 for tick in ax.xaxis.get_major_ticks())

    def update(i: int) -> None:
        first.set_parse_math(i % 2 == 0)
        second.set_wrap(i % 3 == 0)

    return fig, update


@scenario()
def offset_text_padded() -> Made:
    """The distance of the offset text, an attribute of the axis, changes."""
    fig, ax = one_axes()
    ax.plot(X, 1e9 * X)

    def update(i: int) -> None:
        ax.yaxis.OFFSETTEXTPAD = 3 + 4 * (i % 3)

    return fig, update


@scenario()
def formatters_that_compute() -> Made:
    """Functions name ticks, from what changes: a list in place, a variable, an array."""
    fig, (left, right) = many_axes(1, 2)
    lines = [ax.plot(X, wave(0))[0] for ax in (left, right)]
    names, unit, numbers = ["a", "b"], "m", np.zeros(9)

    def named(x: float, pos: int) -> str:
        return names[pos % len(names)]

    left.xaxis.set_major_formatter(named)
    left.yaxis.set_major_formatter(lambda y, pos: f"{y:.0f}{unit}")
    right.xaxis.set_major_formatter(lambda x, pos: f"{numbers[pos]:.0f}")

    def update(i: int) -> None:
        nonlocal unit
        lines[i % 2].set_ydata(wave(i))
        if i % 4 == 1:
            names[1] += "b"
        if i % 4 == 2:
            unit = f"m{i}"
        if i % 4 == 3:
            numbers[1] += 1

    return fig, update


@scenario()
def formatters_that_do_more() -> Made:
    """Functions that name ticks count how often they are asked, or ask others."""
    fig, (left, right) = many_axes(1, 2)
    lines = [ax.plot(X, wave(0))[0] for ax in (left, right)]
    state, step = step_counter()
    right.xaxis.set_major_formatter(lambda x, pos: f"{state.copy()['step']}")
    left.yaxis.set_major_formatter(lambda y, pos: f"{state['step']}")

    def update(i: int) -> None:
        lines[i % 2].set_ydata(wave(i))
        if i % 3 == 2:
            step(i)

    return fig, update


@scenario()
def scales_that_compute() -> Made:
    """Axes are scaled by functions, of which one uses a variable that changes."""
    fig, ax, line = one_wave()
    power = 2.0
    ax.set_xscale(
        "function",
        functions=(lambda x: np.arcsinh(x * power), lambda x: np.sinh(x) / power),
    )
    ax.secondary_xaxis("top", functions=(lambda x: x * 1.8 + 32, lambda x: (x - 32) / 1.8))

    def update(i: int) -> None:
        nonlocal power
        line.set_ydata(wave(i % 2))
        if i % 3 == 2:
            power = 2 + i / 2
            ax.xaxis.stale = True

    return fig, update
