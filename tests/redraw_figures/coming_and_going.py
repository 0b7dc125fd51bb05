"""Artists that come, go and change places."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ._catalogue import Made, X, many_axes, one_axes, scenario, wave


@scenario()
def clear_and_replot() -> Made:
    """`ax.clear()` and everything anew, as in most scripts."""
    fig, ax = one_axes()

    def update(i: int) -> None:
        ax.clear()
        ax.plot(X, wave(i), label="wave")
        ax.set(xlim=(0, 6), ylim=(-3, 3), xlabel="x", title=f"t = {i}")
        ax.legend(loc="upper right")
        ax.grid(True)

    return fig, update


@scenario()
def clear_one_of_shared() -> Made:
    """One of two shared Axes is cleared."""
    fig, (left, right) = many_axes(1, 2, sharex=True, sharey=True)
    right.plot(X, X)

    def update(i: int) -> None:
        left.cla()
        left.scatter(X, wave(i), s=3)
        right.set_xlabel(f"x{i}")

    return fig, update


@scenario()
def figure_cleared_and_rebuilt() -> Made:
    """The whole figure is made anew."""
    fig = plt.figure(figsize=(3, 2))

    def update(i: int) -> None:
        fig.clf()
        ax = fig.add_subplot()
        ax.plot(X, wave(i))
        fig.suptitle(f"{i}")

    return fig, update


@scenario()
def axes_added_and_removed() -> Made:
    """Axes come and go."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    ax.plot(X, X, lw=5)
    other = fig.add_axes((0.3, 0.3, 0.4, 0.4))
    return fig, lambda i: other.set_zorder(i % 3 - 1)


@scenario()
def artists_added_hidden_and_reordered() -> Made:
    """Artists are added, removed, hidden, shown, and drawn in another order."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    for k in range(3):
        ax.plot(X, wave(k), lw=6, color=f"C{k}")
    return fig, lambda i: ax._children.insert(0, ax._children.pop())


@scenario()
def artist_moved_to_another_axes() -> Made:
    """An artist is removed from one Axes and added to the other."""
    fig, axs = many_axes(1, 2)
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
    fig, ax = one_axes()
    (line,) = ax.plot(X, wave(0), animated=True)
    text = ax.text(1, 0.5, "a")

    def update(i: int) -> None:
        line.set_ydata(wave(i))
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
