"""What is changed without a setter: arrays, transforms, attributes, helpers."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import matplotlib as mpl
import numpy as np
from matplotlib import patches, patheffects
from matplotlib.collections import LineCollection
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, BboxTransformTo

from ._catalogue import (
    GRID_X,
    GRID_Y,
    Made,
    X,
    hill,
    many_axes,
    one_axes,
    scenario,
    step_counter,
    wave,
)


@scenario()
def vertices_in_place() -> Made:
    """The vertices of paths and patches are written to."""
    fig, ax = one_axes()
    patch = ax.add_patch(patches.PathPatch(Path(np.array([(0.0, 0.0), (3, 1), (1, 3), (0, 0)]))))
    polygon = ax.add_patch(patches.Polygon(np.array([(4.0, 1.0), (5, 1), (5, 3)])))
    (band,) = ax.stackplot(X, np.abs(wave(0)), alpha=0.5)
    ax.set(xlim=(0, 6), ylim=(0, 4))

    def update(i: int) -> None:
        patch.get_path().vertices[1] += 0.2
        polygon.get_xy()[2, 1] -= 0.3
        polygon.get_path().vertices[0, 0] -= 0.2
        band.get_paths()[0].vertices[:, 1] *= 1.1

    return fig, update


@scenario()
def wedges_in_place() -> Made:
    """Wedges explode, and are given other outlines, though what these are made of stays."""
    fig, ax = one_axes()
    first, second, third = ax.pie([3, 2, 4], frame=True)[0]

    def update(i: int) -> None:
        first.get_path().vertices[:] *= 1.1
        # Private: it is made anew once a setter is called.
        second._path = Path.wedge(0, 100 + 20 * i)
        if i == 2:
            first.set_radius(1)
        third._path = None

    return fig, update


@scenario()
def vertices_in_place_on_log_axes() -> Made:
    """What log axes make of vertices is kept; it is computed anew when limits are set."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    mine = wave(0)
    (line,) = ax.plot(X, mine)
    (other,) = ax.plot(X, wave(2), "o--", drawstyle="steps")
    ax.set(ylim=(-3, 3))

    def update(i: int) -> None:
        mine[:] = wave(i)
        line.get_ydata(orig=False)[:] = wave(i)
        other.get_xydata()[3, 1] += 0.5
        if i % 2:
            line.recache(always=True)

    return fig, update


@scenario()
def large_line_in_place() -> Made:
    """More points than are worth copying."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    points = ax.scatter(X, wave(0), s=np.full(40, 20.0), c=X)
    plain = ax.scatter(X, -wave(0), s=np.full(40, 20.0), facecolors=["r"] * 40)

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
    fig, (left, right) = many_axes(1, 2)
    image = left.imshow(hill(0))
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
    fig, (left, right) = many_axes(1, 2)
    image = left.imshow(np.ma.masked_less(hill(0), 0.1))
    mesh = right.pcolormesh(GRID_X, GRID_Y, np.ma.masked_less(hill(0), 0.1))

    def update(i: int) -> None:
        image.get_array()[i] = np.ma.masked
        mesh.get_array()[i + 1] = np.ma.masked

    return fig, update


@scenario()
def quad_mesh_in_place() -> Made:
    """Values and corners of a quad mesh are written to."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
    turn, move = Affine2D(), Affine2D()
    ax.add_patch(patches.Rectangle((1, 1), 2, 1, transform=turn + ax.transData))
    ax.plot([3, 4], [3, 4], transform=move + ax.transData)
    ax.scatter(X, X, s=4, transform=move + ax.transData)
    ax.text(0.5, 0.5, "turns", transform=turn + ax.transAxes, transform_rotates_text=True)
    image = ax.imshow(hill(0), extent=(0, 3, 3, 5), transform=turn + ax.transData)
    ax.set(xlim=(0, 7), ylim=(0, 7))

    def update(i: int) -> None:
        turn.clear().rotate_deg_around(2, 2, 10 * i)
        move.translate(0.3, 0)
        image.set_alpha(0.9 if i % 2 else None)

    return fig, update


@scenario()
def matrix_in_place() -> Made:
    """A matrix is written to, of which others are told in the next step."""
    fig, ax = one_axes()
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
    fig, ax = one_axes()
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
    fig, ax = one_axes()
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
def things_shared_by_artists() -> Made:
    """One path, one font, one transform for artists of several Axes."""
    fig, axs = many_axes(1, 2)
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
def settings_of_paths_in_place() -> Made:
    """How paths of a collection are simplified is assigned."""
    fig, ax = one_axes()
    x = np.linspace(0, 6, 2000)
    rough = [np.c_[x, k + 0.5 * np.sin(997 * x)] for k in range(2)]
    effects = [patheffects.Normal()]
    lines = ax.add_collection(LineCollection(rough, linewidths=0.3, path_effects=effects))
    ax.set(xlim=(0, 6), ylim=(-1, 2))

    def update(i: int) -> None:
        for path in lines.get_paths():
            path.should_simplify = i > 0
            path.simplify_threshold = 0.1 + i

    return fig, update


@scenario()
def shapes_in_place() -> Made:
    """The shapes of arrays are assigned, of large and small ones, with masks and without."""
    fig, axs = many_axes(1, 3)
    large = np.arange(20000.0).reshape(100, 200)
    arrays = [large, np.ma.masked_less(large, 50), np.ma.masked_less(large[:20, :40], 50)]
    extent = (0, 1, 0, 1)
    images = [ax.imshow(a, extent=extent) for ax, a in zip(axs, arrays, strict=True)]

    def update(i: int) -> None:
        for image in images if i else ():
            image.get_array().shape = image.get_array().shape[::-1]

    return fig, update


@scenario()
def methods_of_transforms_overridden() -> Made:
    """Transforms with functions of the user's in place of methods."""
    fig, ax = one_axes()
    state, set_step = step_counter()
    move, box, moved = Affine2D(), Bbox([[10, 10], [60, 60]]), ax.transData + Affine2D()
    move.get_matrix = lambda: np.array([[1, 0, 0], [0, 1, 0.3 * state["step"]], [0, 0, 1]])
    box.get_points = lambda: np.array([[10, 10], [60 + 9 * state["step"], 60]])
    moved.transform_path_non_affine = lambda path: Path(path.vertices + 0.2 * state["step"])
    for transform in (move + ax.transData, BboxTransformTo(box), moved):
        ax.plot([0, 1], [1, 1], transform=transform)
    ax.set(xlim=(0, 2), ylim=(0, 3))

    def update(i: int) -> None:
        set_step(i)
        for node in (move, box, moved):
            node.invalidate()

    return fig, update
