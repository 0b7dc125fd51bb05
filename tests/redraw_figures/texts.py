"""Texts, annotations, boxes and tables."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

from matplotlib import patches
from matplotlib.offsetbox import (
    AnchoredText,
    AnnotationBbox,
    DrawingArea,
    HPacker,
    OffsetImage,
    TextArea,
)
from matplotlib.transforms import Bbox

from ._catalogue import Made, hill, one_axes, one_wave, scenario, wave


@scenario()
def texts() -> Made:
    """Mathtext, boxes, rotation, alignment, wrapping."""
    fig, ax = one_axes()
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
    fig, ax, line = one_wave()
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
        line.set_ydata(wave(i))
        data.xy = (1 + 0.3 * i, wave(i)[5])
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
    fig, ax = one_axes()
    where = {"x": 30}
    picture = OffsetImage(hill(0), zoom=2)
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
        picture.set_data(hill(i))
        picture.set_zoom(2 + 0.2 * i)
        box.xy = (0.3 + 0.05 * i, 0.3)
        text.set_x(0.1 + 0.05 * i)
        where["x"] = 30 + 10 * i

    return fig, update


@scenario()
def packed_boxes() -> Made:
    """Boxes packed into boxes, of which the innermost change."""
    fig, ax = one_axes()
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


@scenario()
def tables() -> Made:
    """A table whose cells change."""
    fig, ax = one_axes()
    ax.axis("off")
    table = ax.table([["a", "b"], ["c", "d"]], colLabels=["x", "y"], loc="center")

    def update(i: int) -> None:
        table[1, 0].get_text().set_text(f"{i}")
        table[2, 1].set_facecolor(f"C{i}")
        if i == 2:
            table.scale(1, 1.3)

    return fig, update
