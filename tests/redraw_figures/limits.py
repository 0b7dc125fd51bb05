"""Limits of Axes, set, shared or left to autoscaling, and the scales of their axes."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import numpy as np

from ._catalogue import Made, X, many_axes, one_axes, one_wave, scenario, wave


@scenario()
def line_still_axes() -> Made:
    """Only the line changes: all the rest is replayed."""
    fig, ax, line = one_wave()
    ax.set(ylim=(-3, 3), title="still", xlabel="x", ylabel="y")
    return fig, lambda i: line.set_ydata(wave(i))


@scenario()
def limits_each_frame() -> Made:
    """Both limits are set: everything in the Axes moves, though no artist is touched."""
    fig, ax = one_axes()
    ax.plot(X, wave(0), "o-")
    ax.axhline(0.2)
    ax.text(3, 0, "here")

    def update(i: int) -> None:
        ax.set_xlim(0.1 * i, 6 + i)
        ax.set_ylim(-1 - i, 1 + i)

    return fig, update


@scenario()
def limits_of_x_only() -> Made:
    """The y axis may be replayed, but what spans the width moves with x alone."""
    fig, ax = one_axes()
    ax.plot(X, wave(0))
    ax.axvspan(1, 2, alpha=0.3)
    ax.axvline(3, ls="--")
    ax.set_title("x only")
    return fig, lambda i: ax.set_xlim(0.3 * i, 4 + 0.3 * i)


@scenario()
def limits_set_to_the_same() -> Made:
    """Limits are set again and again to what they are."""
    fig, ax, line = one_wave()

    def update(i: int) -> None:
        ax.set_xlim(0, 6)
        ax.set_ylim(-2, 2)
        line.set_linewidth(1 + i % 3)

    return fig, update


@scenario()
def relim_autoscale() -> Made:
    """The usual live plot: new data, `relim`, `autoscale_view`."""
    fig, ax = one_axes()
    (line,) = ax.plot([], [])
    ax.grid(True)

    def update(i: int) -> None:
        line.set_data(X[: i + 3], (1 + i) ** 2 * wave(i)[: i + 3])
        ax.relim()
        ax.autoscale_view()

    return fig, update


@scenario()
def lazy_autoscale() -> Made:
    """Lines are added; the limits are only computed when the Axes is drawn."""
    fig, ax = one_axes()
    ax.set_title("lazy")

    def update(i: int) -> None:
        ax.plot(X, (i + 1) * wave(i))

    return fig, update


@scenario()
def lazy_autoscale_of_a_twin() -> Made:
    """The title of the first Axes measures the twin's axes before that one is scaled."""
    fig, ax = one_axes()
    ax.plot(X, X)
    ax.set_title("first")
    twin = ax.twinx()
    (line,) = twin.plot(X, wave(0), "r")
    twin.axhspan(0.2, 0.4, alpha=0.5)
    twin.text(1, 0.5, "twin")

    def update(i: int) -> None:
        line.set_ydata((10**i) * wave(i))
        twin.relim()
        twin.autoscale()

    return fig, update


@scenario()
def lazy_autoscale_seen_from_another() -> Made:
    """An annotation of the first Axes uses the limits of the second before that is scaled."""
    fig, (left, right) = many_axes(1, 2)
    left.annotate("there", (3, 0), xycoords=right.transData, annotation_clip=False)
    (line,) = right.plot(X, wave(0), "r")
    right.axhspan(0.2, 0.4, alpha=0.5)

    def update(i: int) -> None:
        line.set_ydata((i + 1) * wave(i))
        right.relim()
        right.autoscale()

    return fig, update


@scenario()
def axis_inverted_and_back() -> Made:
    """The direction of an axis changes."""
    fig, ax = one_axes()
    ax.plot(X, X**2)
    return fig, lambda i: ax.invert_yaxis() if i % 2 else ax.set_ylim(0, 36)


@scenario()
def view_box_written_to() -> Made:
    """The corners of the view are written in place, first unseen, and then made known."""
    fig, ax = one_axes()
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
    fig, axs = many_axes(2, 2, sharex=True, sharey="row")
    for k, ax in enumerate(axs.flat):
        ax.plot(X, (k + 1) * wave(k))

    def update(i: int) -> None:
        axs[0, 0].set_xlim(0, 2 + i)
        axs[1, 1].set_ylim(-5 - i, 5)

    return fig, update


@scenario()
def shared_later() -> Made:
    """Axes are made to share limits after some frames."""
    fig, (left, right) = many_axes(1, 2)
    left.plot(X, X)
    right.plot(X, -X)

    def update(i: int) -> None:
        if i == 2:
            left.sharex(right)
        right.set_xlim(0, 3 + i)

    return fig, update


@scenario()
def log_scales() -> Made:
    """Log axes whose decades change, with minor ticks and their labels."""
    fig, (left, right) = many_axes(1, 2)
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
    fig, ax = one_axes()
    ax.plot(X + 0.01, (X + 0.1) / 7)
    ax.scatter(X + 0.01, (X + 0.1) / 8, s=5)
    scales = ["linear", "log", "symlog", "logit", "asinh"]
    return fig, lambda i: ax.set_yscale(scales[i % len(scales)])


@scenario()
def function_scale_with_state() -> Made:
    """A scale made of the user's functions, which depend on a variable of his."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    ax.plot(X, 10 * wave(0))
    return fig, lambda i: ax.set_yscale("symlog", linthresh=0.5 + i)
