"""What hardly any script changes, and what is reached from an artist in no usual way."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import logging
from pathlib import Path as FilePath
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import colors, font_manager, patches
from matplotlib.image import BboxImage
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MultipleLocator
from matplotlib.transforms import Affine2D, Bbox, ScaledTranslation
from mpl_toolkits import axisartist

from ._catalogue import Made, X, one_axes, one_wave, replace_until_undone, scenario, step_counter


@scenario()
def style_of_a_connection() -> Made:
    """The style that bends an arrow is changed in place."""
    fig, ax, _ = one_wave()
    arrow = patches.FancyArrowPatch(
        (1, -0.5), (5, 0.5), connectionstyle="arc3,rad=0.2", arrowstyle="-", mutation_scale=10
    )
    ax.add_patch(arrow)

    def update(i: int) -> None:
        arrow.get_connectionstyle().rad = 0.2 - 0.3 * (i % 3)

    return fig, update


@scenario()
def style_of_an_arrow() -> Made:
    """The style of an arrow's head is changed in place."""
    fig, ax, _ = one_wave()
    arrow = patches.FancyArrowPatch((1, -0.5), (5, 0.5), arrowstyle="-|>", mutation_scale=10)
    ax.add_patch(arrow)

    def update(i: int) -> None:
        arrow.get_arrowstyle().head_width = 0.2 + 0.5 * (i % 3)

    return fig, update


@scenario()
def style_of_a_box() -> Made:
    """The style of a text's box is changed in place."""
    fig, ax, _ = one_wave()
    text = ax.text(2, 0, "text", bbox={"boxstyle": "round,pad=0.3"})
    patch = ax.add_patch(patches.FancyBboxPatch((4, 0), 1, 1, boxstyle="round,pad=0.1"))

    def update(i: int) -> None:
        text.get_bbox_patch().get_boxstyle().pad = 0.3 + 0.4 * (i % 3)
        patch.get_boxstyle().rounding_size = 0.1 + 0.2 * (i % 3)

    return fig, update


@scenario()
def styles_of_the_users() -> Made:
    """A box and an arrow look as functions of the user's say."""
    fig, ax, _ = one_wave()
    state, update = step_counter()

    def box(x0: float, y0: float, width: float, height: float, mutation_size: float) -> Path:
        pad = 2 + 4 * state["step"]
        corners = [(x0 - pad, y0), (x0 + width + pad, y0), (x0 + width, y0 + height)]
        return Path([*corners, (x0 - pad, y0)], closed=True)

    class Bent:
        def __call__(self, a: Any, b: Any, **kwargs: Any) -> Path:
            return Path([a, (90, 50 + 10 * state["step"]), b], [1, 3, 3])

    ax.text(2, 0, "text", bbox={"boxstyle": box})
    ax.add_patch(patches.FancyArrowPatch((1, -0.5), (5, 0.5), connectionstyle=Bent()))
    return fig, update


@scenario()
def image_in_a_box_of_the_users() -> Made:
    """A function of the user's says where an image is."""
    fig, ax, _ = one_wave()
    state, update = step_counter()
    place = lambda renderer: Bbox.from_bounds(30 + 20 * state["step"], 60, 30, 30)  # noqa: E731
    ax.add_artist(BboxImage(place, data=np.eye(3)))
    return fig, update


@scenario()
def image_behind_a_text() -> Made:
    """An image lies where a text is, which says so when it is asked."""
    fig, ax, _ = one_wave()
    text = ax.text(1, 0, "text", fontsize=20)
    ax.add_artist(BboxImage(text.get_window_extent, data=np.eye(3), zorder=0))

    def update(i: int) -> None:
        text.set_x(1 + i % 3)

    return fig, update


@scenario()
def legend_that_comes_to_look_for_a_place() -> Made:
    """A legend had its place before."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, X)
    ax.plot([5, 6], [0, 0])
    legend = ax.legend([line], ["a"], loc="upper left")

    def update(i: int) -> None:
        if i == 1:
            legend.set_loc("best")
        if i > 1:
            line.set_ydata(6 - X if i % 2 else X)

    return fig, update


@scenario()
def tick_labels_shifted() -> Made:
    """Labels of ticks are shifted by a transform that changes."""
    fig, ax, _ = one_wave()
    shift = Affine2D()
    ax.set_xticks([1, 3, 5])
    for label in ax.get_xticklabels():
        label.set_transform(label.get_transform() + shift)

    def update(i: int) -> None:
        shift.clear().translate(5 * i, 0)

    return fig, update


@scenario()
def boxes_of_tick_labels_held() -> Made:
    """Boxes of labels change, but the axis is not asked for the labels again."""
    fig, ax, _ = one_wave()
    ax.set_xticks([1, 3, 5])
    label, *_, other = ax.get_xticklabels()
    label.set_bbox({"facecolor": "w"})

    def update(i: int) -> None:
        label.get_bbox_patch().set_facecolor(f"C{i}")
        other.set_bbox({"facecolor": f"C{i}"} if i % 2 else None)

    return fig, update


@scenario()
def path_effect_of_tick_labels() -> Made:
    """The colour of an outline around labels is changed in place."""
    fig, ax, _ = one_wave()
    ax.set_xticks([1, 3, 5])
    effect = withStroke(linewidth=3, foreground="r")
    for label in ax.get_xticklabels():
        label.set_path_effects([effect])

    def update(i: int) -> None:
        effect._gc["foreground"] = f"C{i}"

    return fig, update


@scenario()
def named_colour_redefined() -> Made:
    """The name of a colour comes to mean another one."""
    fig, ax, _ = one_wave()
    names = colors.get_named_colors_mapping()
    replace_until_undone(colors, "_colors_full_map", colors._ColorMapping(names))
    names = colors.get_named_colors_mapping()
    names["accent"] = "#ff0000"
    ax.text(1, 0, "text", color="accent")
    ax.axhline(0.5, color="accent")
    ax.tick_params(labelcolor="accent")

    def update(i: int) -> None:
        names["accent"] = f"#{40 * i:02x}0000"

    return fig, update


@scenario()
def font_added() -> Made:
    """A font comes to be there that a text has asked for from the beginning."""
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    fig, ax, _ = one_wave()
    manager = font_manager.fontManager
    others = [font for font in manager.ttflist if font.name != "STIXGeneral"]
    replace_until_undone(manager, "ttflist", others)
    manager._findfont_cached.cache_clear()  # type: ignore[attr-defined]  # it has found it before
    ax.text(1, 0, "some text", family=["STIXGeneral"], fontsize=16)

    def update(i: int) -> None:
        if i == 2:
            manager.addfont(FilePath(mpl.get_data_path(), "fonts", "ttf", "STIXGeneral.ttf"))

    return fig, update


@scenario()
def distance_of_a_translation() -> Made:
    """The distance by which a line is moved is written to, as matplotlib itself does."""
    fig, ax, _ = one_wave()
    offset = ScaledTranslation(0.1, 0.1, fig.dpi_scale_trans)
    ax.plot(X, 0 * X, transform=ax.transData + offset)

    def update(i: int) -> None:
        offset._t = (0.1, 0.1 + 0.1 * (i % 3))
        offset.invalidate()

    return fig, update


@scenario()
def annotation_where_the_background_ends() -> Made:
    """An annotation shows where the background of the Axes is, which becomes smaller."""
    fig, ax, _ = one_wave()
    ax.annotate("in", (5, 0.5), (1, 0), arrowprops={"arrowstyle": "->"}, annotation_clip=True)

    def update(i: int) -> None:
        ax.patch.set_width(0.5 if i % 2 else 1)

    return fig, update


@scenario()
def ticks_of_axisartist() -> Made:
    """Axes of mpl_toolkits.axisartist have artists of their own for the ticks of an axis."""
    fig, ax, _ = one_wave(subplot_kw={"axes_class": axisartist.Axes})

    def update(i: int) -> None:
        ax.xaxis.set_major_locator(MultipleLocator(1 + i % 2))
        ax.yaxis.set_major_formatter("{x:.3f}" if i % 2 else "{x:.1f}")

    return fig, update


@scenario()
def projection_of_still_axes() -> Made:
    """The projection of 3-D Axes in which nothing else changes."""
    fig, ax = one_axes(subplot_kw={"projection": "3d"})
    ax.plot(X, X, X)

    def update(i: int) -> None:
        ax.set_proj_type("ortho" if i % 2 else "persp")

    return fig, update
