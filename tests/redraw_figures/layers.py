"""What lies over what: still artists are painted before moving ones where they do not meet."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches, patheffects
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

from ._catalogue import Made, X, hill, many_axes, one_axes, scenario, setting_step_of, wave


@scenario()
def still_artists_over_a_moving_one() -> Made:
    """Still artists of all kinds, with alpha, lie over a moving line and under another."""
    fig, ax = one_axes()
    (low,) = ax.plot(X, wave(0), lw=8, zorder=1)
    (high,) = ax.plot(X, -wave(0), lw=4, zorder=9)
    ax.axhspan(-0.5, 0.5, alpha=0.5, zorder=2)
    ax.imshow(hill(0), extent=(1, 2, -1, 1), alpha=0.5, zorder=3, aspect="auto")
    ax.pcolormesh([2, 3, 4], [-1, 0, 1], [[0, 1], [2, 3]], alpha=0.5, zorder=4)
    ax.scatter(X, 0 * X, s=200, alpha=0.2, zorder=5)
    ax.tripcolor([4, 5, 5], [-1, -1, 1], [0, 1, 2], shading="gouraud", alpha=0.5, zorder=5)
    ax.text(3, 0, "text", rotation=30, fontsize=20, zorder=6, alpha=0.5)
    ax.inset_axes([0.7, 0.7, 0.4, 0.4]).patch.set_alpha(0.5)
    ax.legend([low], ["low"], loc="lower left", framealpha=0.5)
    fig.add_artist(Line2D([0, 1], [0, 1], lw=5, alpha=0.5))
    ax.set(xlim=(0, 6), ylim=(-2, 2))

    def update(i: int) -> None:
        low.set_ydata(wave(i))
        high.set_ydata(-wave(i))

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
    fig, ax = one_axes()
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
    fig, (left, right) = many_axes(1, 2)
    points = left.scatter(X, wave(0), s=300, clip_on=False)
    (line,) = right.plot(X, wave(0), "o", ms=20, clip_on=False)
    for ax in (left, right):
        ax.set(xlim=(0, 6), ylim=(-1, 1), title="over", ylabel="label")
    fig.suptitle("over it", y=0.9)

    def update(i: int) -> None:
        points.set_offsets(np.c_[X, wave(i)])
        line.set_ydata(wave(i))

    return fig, update


@scenario()
def texts_that_change_below_many_others() -> Made:
    """Times above a panel and in it grow, move, and come to lie over and under other panels."""
    fig, panels = many_axes(2, 3)
    title = panels[0, 0].set_title("")
    upright = panels[0, 1].text(0.5, 0.5, "", rotation=60, ha="center")
    boxed = panels[1, 0].text(3, 0, "", bbox={"boxstyle": "round", "alpha": 0.5})
    clipped = panels[1, 1].text(0, 0, "", fontsize=20, clip_on=True)
    clipped.set_clip_path(patches.Circle((3, 0), 0.8, transform=panels[1, 1].transData))
    outlined = panels[0, 2].text(0.2, 0.2, "", fontsize=20, alpha=0.5)
    outlined.set_path_effects([patheffects.withStroke(linewidth=5, foreground="r")])
    sketched = panels[1, 2].text(0.2, 0.2, "$x^2$")
    for ax in panels.flat:
        ax.plot(X, wave(0), lw=5, alpha=0.5)
        ax.patch.set_alpha(0.5)
        ax.set(xlim=(0, 6), ylim=(-1, 1))

    def update(i: int) -> None:
        title.set_text(f"t = {10**i} s")
        upright.set_text("up" * (i % 3))
        boxed.set_text(f"{i}")
        boxed.set_x(3 + i)
        clipped.set_text(f"{i}" * 8)
        outlined.set_text(f"{i}")
        sketched.set_text(f"$x^{i}$")
        sketched.set_sketch_params(*((2, 10, 3) if i == 4 else (None,)))

    return fig, update


@scenario()
def clip_paths_below_others() -> Made:
    """Still and moving artists clipped to circles lie between others of several panels."""
    fig, panels = many_axes(2, 2)
    moving = []
    for k, ax in enumerate(panels.flat):
        circle = patches.Circle((3, 0), 1 + 0.2 * k, transform=ax.transData)
        mesh = ax.pcolormesh([0, 2, 4], [-1, 0, 1], [[0, 1], [2, 3]], alpha=0.5)
        mesh.set_clip_path(circle)
        (line,) = ax.plot(X, wave(k), lw=8, alpha=0.5)
        if k % 2:
            line.set_clip_path(circle)
        (over,) = ax.plot(X, -wave(k), lw=4, alpha=0.5)
        over.set_clip_path(circle)
        ax.set(xlim=(0, 6), ylim=(-1, 1), title="title")
        moving.append(line)

    def update(i: int) -> None:
        moving[i % 4].set_ydata(wave(i))

    return fig, update


@scenario()
def panels_that_overlap() -> Made:
    """Axes that lie over each other, each with something that moves now and then."""
    fig = plt.figure(figsize=(3, 2))
    panels = [fig.add_axes((0.1 + 0.15 * k, 0.1 + 0.15 * k, 0.5, 0.5)) for k in range(3)]
    lines = [ax.plot(X, wave(k), lw=5)[0] for k, ax in enumerate(panels)]
    for ax in panels:
        ax.patch.set_alpha(0.5)
        ax.set_title("title")

    def update(i: int) -> None:
        lines[i % 3].set_ydata(wave(i))
        if i % 4 == 3:
            panels[1].set_xlim(0, 6 + i)

    return fig, update


@scenario()
def artist_that_scales_the_next_axes() -> Made:
    """A draw in the first Axes changes limits, title and artists of the second one."""
    fig, (left, right) = many_axes(1, 2)
    right.plot(X, X)
    right.set_title("0")

    class Driver(Artist):
        step = 0

        def draw(self, renderer: Any) -> None:
            right.set_xlim(0, 6 + self.step)
            right.set_title(f"{self.step}")
            right.lines[0].set_color(f"C{self.step}")

    driver = left.add_artist(Driver())
    return fig, setting_step_of(driver)


@scenario()
def clip_box_turned_round() -> Made:
    """A line that is wiped from the right to the left, x0 > x1, passes under a still one."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, wave(0), lw=6)
    ax.axvline(4, color="k", zorder=5)
    line.set_clip_box(TransformedBbox(Bbox([[6, 1.1], [2, -1.1]]), ax.transData))
    return fig, lambda i: line.set_color(f"C{i}")
