"""Images."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import numpy as np
from matplotlib.image import AxesImage, BboxImage, NonUniformImage
from matplotlib.transforms import Bbox, TransformedBbox

from ._catalogue import GRID_X, GRID_Y, Made, hill, many_axes, one_axes, scenario


@scenario()
def images() -> Made:
    """Images with interpolation, alpha, extent and origin."""
    fig, axs = many_axes(2, 2)
    kinds = ["nearest", "bilinear", "bicubic", "antialiased"]
    shown = [
        ax.imshow(hill(0), interpolation=kind, alpha=0.8)
        for ax, kind in zip(axs.flat, kinds, strict=True)
    ]
    axs[1, 0].set_xlim(-1, 20)

    def update(i: int) -> None:
        shown[0].set_data(hill(i))
        shown[1].set_interpolation(kinds[i % 3])
        shown[1].set_alpha(np.linspace(0, 1, 11)[:, np.newaxis] * np.ones(13) / (1 + i))
        shown[2].set_extent((0, 10 + i, 0, 8))
        shown[3].set_clim(0, 0.5 + 0.2 * i)
        shown[3].set_interpolation_stage(("data", "rgba")[i % 2])

    return fig, update


@scenario()
def images_of_uneven_grids() -> Made:
    """Images that keep what they were last drawn for."""
    fig, (left, right) = many_axes(1, 2)
    image = NonUniformImage(left, extent=(-2, 2, -2, 2))
    image.set_data(GRID_X[0], GRID_Y[:, 0], hill(0))
    left.add_image(image)
    left.set(xlim=(-2, 2), ylim=(-2, 2))
    cells = right.pcolorfast(np.arange(14.0) ** 1.1, np.arange(12.0), hill(0))

    def update(i: int) -> None:
        image.set_data(GRID_X[0], GRID_Y[:, 0], hill(i))
        cells.set_data(np.arange(14.0) ** 1.1, np.arange(12.0), hill(i))
        right.set_xlim(0, 10 + i)

    return fig, update


@scenario()
def image_in_the_box_of_a_text() -> Made:
    """A `BboxImage` whose box is a function: that of a text which changes."""
    fig, ax = one_axes()
    text = ax.text(0.1, 0.5, "a", fontsize=20)
    ax.add_artist(BboxImage(text.get_window_extent, data=hill(0), zorder=0))
    box = Bbox.from_bounds(0.5, 0.5, 0.2, 0.2)
    ax.add_artist(BboxImage(TransformedBbox(box, ax.transData), data=hill(0)))

    def update(i: int) -> None:
        text.set_text("a" * (i + 1))
        box.x0 = 0.5 - 0.05 * i

    return fig, update


@scenario()
def composited_images() -> Made:
    """Images next to each other are drawn as one, as soon as there are two."""
    fig, ax = one_axes()
    fig.suppressComposite = False
    first = ax.imshow(hill(0), extent=(0, 3, 0, 3), alpha=0.5)
    more: list[AxesImage] = []
    ax.set(xlim=(0, 6), ylim=(0, 4))

    def update(i: int) -> None:
        first.set_data(hill(i))
        if i in (1, 3):
            more.append(ax.imshow(hill(1), extent=(2, 5, 1, 4), alpha=0.5))
            ax.set(xlim=(0, 6), ylim=(0, 4))
        elif i == 4:
            fig.suppressComposite = True
        elif i == 5:
            fig.suppressComposite = False

    return fig, update
