"""What is drawn in a special way: patches of all kinds, clips, effects, filters, colours."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

from typing import Any

import matplotlib.pyplot as plt
from matplotlib import patches, patheffects
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, blended_transform_factory

from ._catalogue import Made, X, darker, hill, many_axes, one_axes, one_wave, scenario, wave


@scenario()
def styles_of_patches_and_lines() -> Made:
    """Hatches, dashes, joins, sketches, snapping, markers."""
    fig, ax = one_axes()
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
def patches_of_all_kinds() -> Made:
    """Patches by their setters and attributes, and what is drawn by the limits of the view."""
    fig, ax = one_axes()
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
def blended_transforms() -> Made:
    """Artists in Axes and data units at once, and in pixels and inches."""
    fig, ax = one_axes()
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
def moving_clip() -> Made:
    """Artists are clipped by a patch that moves, and by a path that is replaced."""
    fig, ax = one_axes()
    image = ax.imshow(hill(0))
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
    fig, ax = one_axes()
    state = {"step": 0}
    ax.plot(X, wave(0), path_effects=[_Blinking(state)])
    text = ax.text(1, 0, "text", fontsize=20)
    shadow = patheffects.PathPatchEffect(offset=(3, -3), facecolor="gray")
    ax.text(3, 0, "patch", fontsize=20, path_effects=[shadow, patheffects.Normal()])

    def update(i: int) -> None:
        state["step"] = i
        text.set_path_effects([patheffects.withStroke(linewidth=1 + i, foreground="y")])
        shadow.patch.set_facecolor(f"C{i}")

    return fig, update


@scenario()
def agg_filters() -> Made:
    """Filters of artists, set from the beginning or later."""
    fig, (left, right) = many_axes(1, 2)
    (line,) = left.plot(X, wave(0), lw=5)
    line.set_agg_filter(darker(0.5))
    (late,) = right.plot(X, wave(0), lw=5)

    def update(i: int) -> None:
        line.set_color(f"C{i}")
        late.set_agg_filter(darker(0.1 * i) if i % 2 else None)

    return fig, update


@scenario()
def agg_filter_of_axes_set_later() -> Made:
    """A filter of whole Axes is set after some frames."""
    fig, ax = one_axes()
    ax.plot(X, X)
    return fig, lambda i: ax.set_agg_filter(darker(0.1 * i) if i % 2 else None)


@scenario()
def rasterised() -> Made:
    """Rasterised artists, and a z-order below which all are."""
    fig, ax = one_axes()
    points = ax.scatter(X, wave(0), rasterized=True, zorder=-1)
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
        fig, ax = one_axes()
        ax.plot(X, wave(0))
        (moving,) = ax.plot(X, X / 6)
        ax.set_title("hand")
    for text in fig.findobj(Text):
        text.set_fontfamily("DejaVu Sans")
    return fig, lambda i: moving.set_ydata(X / (6 + i))


@scenario(transparent=True)
def transparent_figure() -> Made:
    """The backgrounds are made transparent while it is saved."""
    fig, ax, line = one_wave()
    ax.inset_axes([0.6, 0.6, 0.3, 0.3])

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        ax.set_facecolor(f"C{i}")

    return fig, update


@scenario(facecolor=(1, 0.9, 0.8, 1), edgecolor="r")
def facecolor_given() -> Made:
    """The colours that `savefig` is given go before those of the figure."""
    fig, _, line = one_wave(linewidth=4)

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        fig.set_facecolor(f"C{i}")

    return fig, update


@scenario(facecolor="auto", edgecolor="auto")
def facecolor_auto() -> Made:
    """The figure's own colours, which may be half transparent."""
    fig, ax = one_axes()
    ax.set_facecolor((1, 1, 1, 0.5))
    return fig, lambda i: fig.set_facecolor((0.1 * i, 0.5, 0.5, 0.5))
