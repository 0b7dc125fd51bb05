"""Code of the user's that runs in a draw is found, wherever it hangs, and the idle draw is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import colors, dates, markers, offsetbox, patches, patheffects
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import BboxImage
from matplotlib.legend_handler import HandlerPatch
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter
from mpl_toolkits.axes_grid1 import make_axes_locatable

from matplotlib_parwriter._idle_draw import LAYOUT, IdleDraws, why_it_matters
from matplotlib_parwriter.redraw import Redrawer


class Spinning(patches.Rectangle):
    """A patch of the user's."""


class Glow(patheffects.AbstractPathEffect):
    """A path effect of the user's."""


class Handler(HandlerPatch):
    """Make a patch of the user's for a legend."""

    def create_artists(self, *args: Any, **kwargs: Any) -> list[Any]:
        return [Spinning((0, 0), 1, 1)]


class Map(colors.ListedColormap):
    """A colormap of the user's."""


class Marker(markers.MarkerStyle):
    """A marker of the user's."""


class Canvas(FigureCanvasAgg):
    """A canvas of the user's."""

    def draw(self) -> None:
        super().draw()


class Whole(Figure):
    """A figure of the user's."""

    def draw(self, renderer: Any) -> None:
        super().draw(renderer)


def anything(*_: Any) -> Any:
    """Stand for a function of the user's, which is never called here."""


def nothing(ax: Axes) -> None:
    """Add what matplotlib draws alone, of many kinds."""
    ax.plot([0, 1], "o-", label="line", path_effects=[patheffects.withStroke()])
    ax.scatter([0, 1], [0, 1], c=[0, 1])
    ax.imshow(np.eye(3))
    ax.legend()
    ax.table([["a"]]).auto_set_font_size(False)
    ax.annotate("a", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"}, bbox={"boxstyle": "round"})
    ax.add_artist(offsetbox.AnchoredText("a", "upper left"))
    ax.add_artist(offsetbox.AnnotationBbox(offsetbox.TextArea("a"), (0.5, 0.5)))
    ax.inset_axes((0.5, 0.5, 0.2, 0.2)).plot([0, 1])
    ax.minorticks_on()
    ax.figure.colorbar(ax.images[0])
    ax.figure.suptitle("a")


def in_box(ax: Axes) -> None:
    area = offsetbox.DrawingArea(10, 10)
    area.add_artist(Spinning((0, 0), 1, 1))
    ax.add_artist(
        offsetbox.AnchoredOffsetbox("upper left", child=offsetbox.HPacker(children=[area]))
    )


def in_legend(ax: Axes) -> None:
    ax.add_patch(patches.Circle((0, 0), 1, label="a"))
    ax.legend(handler_map={patches.Circle: Handler()})


def in_table(ax: Axes) -> None:
    table = ax.table([["a"]])
    table[0, 0].draw = anything


def as_label(ax: Axes) -> None:
    class Label(Text):
        pass

    ax.xaxis.label = Label()


def in_tick(ax: Axes) -> None:
    ax.xaxis.get_major_ticks()[1].label1.set_path_effects([Glow()])


def drawing_tick(ax: Axes) -> None:
    ax.yaxis.get_major_ticks()[1].draw = anything


def in_colors(ax: Axes) -> None:
    ax.imshow(np.eye(3), cmap=Map(["r", "g"]))


def in_subfigure(ax: Axes) -> None:
    ax.figure.subfigures(1, 2)[1].add_artist(Spinning((0, 0), 1, 1))


def on_subfigure(ax: Axes) -> None:
    ax.figure.subfigures(1, 2)[1].draw = anything


def of_canvas(ax: Axes) -> None:
    Canvas(ax.figure)


def of_dates(ax: Axes) -> None:
    formatter = dates.AutoDateFormatter(dates.AutoDateLocator())
    formatter.scaled[1 / 24] = anything
    ax.xaxis.set_major_formatter(formatter)


HIDDEN: dict[str, Callable[[Axes], object]] = {
    "in a box": in_box,
    "in a legend": in_legend,
    "in a table": in_table,
    "label of an axis": as_label,
    "in a tick": in_tick,
    "draw of a tick": drawing_tick,
    "colormap": in_colors,
    "in a subfigure": in_subfigure,
    "draw of a subfigure": on_subfigure,
    "canvas": of_canvas,
    "AutoDateFormatter": of_dates,
    "path effect of a spine": lambda ax: ax.spines["left"].set_path_effects([Glow()]),
    "path effect of the figure": lambda ax: ax.figure.patch.set_path_effects([Glow()]),
    "filter of a label": lambda ax: ax.yaxis.label.set_agg_filter(anything),
    "locator of Axes": lambda ax: ax.set_axes_locator(anything),
    "place of an annotation": lambda ax: ax.annotate("a", (0, 0), xycoords=anything),
    "style of a box": lambda ax: ax.text(0, 0, "a", bbox={"boxstyle": anything}),
    "box of an image": lambda ax: ax.add_artist(BboxImage(anything)),
    "marker": lambda ax: ax.plot([0, 1], marker=Marker("o")),
    "draw of Axes": lambda ax: setattr(ax, "draw", anything),
    "draw of the figure": lambda ax: setattr(ax.figure, "draw", anything),
    "draw of the canvas": lambda ax: setattr(ax.figure.canvas, "draw", anything),
}


@pytest.mark.parametrize("place", HIDDEN)
def test_code_of_the_users_is_found(place: str) -> None:
    fig, ax = plt.subplots()
    fig.canvas.draw()
    assert why_it_matters(fig) is None
    HIDDEN[place](ax)
    assert why_it_matters(fig) not in (None, LAYOUT)


def test_a_figure_of_the_users_is_found() -> None:
    assert why_it_matters(plt.figure(FigureClass=Whole)) not in (None, LAYOUT)


def test_what_is_matplotlibs_does_not_matter() -> None:
    fig, ax = plt.subplots()
    nothing(ax)
    fig.canvas.draw()
    assert why_it_matters(fig) is None


def test_labels_by_hand_and_axes_beside_others_are_no_reason() -> None:
    fig, ax = plt.subplots()
    ax.set_xticks([0, 1], ["a", "b"])
    make_axes_locatable(ax).append_axes("right", size="5%")
    assert why_it_matters(fig) is None
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, pos: f"{x}%"))
    assert why_it_matters(fig) is None
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, pos: print(x)))
    assert why_it_matters(fig) not in (None, LAYOUT)


def test_labels_by_hand_and_axes_beside_others_are_replayed() -> None:
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1])
    ax.set_xticks([0, 1], ["a", "b"])
    make_axes_locatable(ax).append_axes("right", size="5%")
    with Redrawer(fig, dpi=50) as redrawer:
        for k in range(4):
            line.set_ydata([0, k / 4])
            redrawer.frame()
        assert redrawer._scene is not None
        assert ax.xaxis in [item.artist for item in redrawer._scene.replayed]
        assert not [item.artist for item in redrawer._scene.items() if item.foreign]


COLORBARS: dict[str, Callable[[Axes], Any]] = {
    "contours": lambda ax: ax.contourf(np.add.outer(np.arange(9.0), np.arange(9))),
    "boundaries": lambda ax: ax.imshow(np.eye(3), norm=colors.BoundaryNorm([0, 0.2, 1], 256)),
    "power": lambda ax: ax.imshow(np.eye(3), norm=colors.PowerNorm(0.5)),
    "two slopes": lambda ax: ax.imshow(np.eye(3), norm=colors.TwoSlopeNorm(0.2)),
    "logarithm": lambda ax: ax.imshow(1 + np.eye(3), norm=colors.LogNorm()),
}


@pytest.mark.parametrize("kind", COLORBARS)
def test_a_colorbar_whose_scale_is_its_norm_does_not_matter(kind: str) -> None:
    fig, ax = plt.subplots()
    fig.colorbar(COLORBARS[kind](ax))
    assert why_it_matters(fig) is None


def test_a_colorbar_whose_scale_is_a_norm_of_the_users_matters() -> None:
    class Norm(colors.PowerNorm):
        """A norm of the user's."""

    fig, ax = plt.subplots()
    image = ax.imshow(np.eye(3))
    bar = fig.colorbar(image)
    norm = Norm(0.5, 0, 1)
    bar.ax.set_yscale("function", functions=(norm, norm.inverse))
    assert why_it_matters(fig) not in (None, LAYOUT)


def in_place(x: Any) -> Any:
    x *= 2
    return x


@pytest.mark.parametrize(
    ("function", "matters"),
    [(np.square, False), (lambda x: x * 2, False), (in_place, True), (lambda x: print(x), True)],
)
def test_functions_of_a_scale(function: Any, matters: bool) -> None:
    fig, ax = plt.subplots()
    ax.set_xscale("function", functions=(np.abs, np.abs))
    assert why_it_matters(fig) is None
    ax.xaxis._scale._transform._forward = function
    assert (why_it_matters(fig) is not None) == matters


def test_arrows_matter_until_their_scale_is_set_and_again_when_that_is_taken_away() -> None:
    fig, ax = plt.subplots()
    arrows = ax.quiver([0, 1], [0, 1], [1, 1], [1, 1])
    ax.barbs([0, 1], [0, 1], [1, 1], [1, 1])
    idle_draws = IdleDraws(fig)
    assert idle_draws.why_they_matter() is not None
    fig.canvas.draw()
    assert idle_draws.why_they_matter() is None
    arrows.scale = None
    assert idle_draws.why_they_matter() is not None
    arrows.scale = 2
    assert idle_draws.why_they_matter() is None


def test_a_key_matters_where_its_arrows_are_drawn_after_it() -> None:
    fig, (ax, beside) = plt.subplots(1, 2)
    arrows = ax.quiver([0, 1], [0, 1], [1, 1], [1, 1], scale=2, width=0.1)
    key = ax.quiverkey(arrows, 0.5, 1, 1, "a")
    idle_draws = IdleDraws(fig)
    assert idle_draws.why_they_matter() is None
    arrows.set_zorder(9)
    assert idle_draws.why_they_matter() is not None
    key.set_zorder(10)
    assert idle_draws.why_they_matter() is None
    beside.quiverkey(arrows, 0.5, 1, 1, "a")
    assert idle_draws.why_they_matter() is not None
