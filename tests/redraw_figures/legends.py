"""Legends."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import numpy as np

from ._catalogue import Made, X, one_axes, scenario


@scenario()
def legend_looks_for_the_best_place() -> Made:
    """Data move under a legend, which goes where there is room."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    (line,) = ax.plot(X, X)

    def update(i: int) -> None:
        line.set_label(f"$t = {i}$")
        ax.legend(loc="upper left", ncols=1 + i % 2)
        fig.legend(handles=[line], loc="lower right") if i == 1 else None

    return fig, update


@scenario()
def legend_moved() -> Made:
    """A legend is moved by its anchor, and by its place."""
    fig, ax = one_axes()
    ax.plot(X, X, label="a")
    legend = ax.legend(loc="upper left")

    def update(i: int) -> None:
        if i % 2:
            legend.set_bbox_to_anchor((0.1 * i, 1), transform=ax.transAxes)
        else:
            legend.set_loc(("upper left", "center", "lower right")[i // 2 % 3])

    return fig, update
