"""Norms, colormaps and colorbars."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import matplotlib as mpl
import numpy as np
from matplotlib import colors

from ._catalogue import GRID_X, GRID_Y, Made, hill, many_axes, one_axes, scenario


@scenario()
def norms_changed() -> Made:
    """Norms are changed by setters, by a shared norm, and by private attributes."""
    fig, (left, right) = many_axes(1, 2)
    norm = colors.Normalize(0, 1)
    image = left.imshow(hill(0), norm=norm)
    mesh = right.pcolormesh(GRID_X, GRID_Y, hill(0), norm=norm)
    own = right.scatter([0, 1], [0, 1], c=[0, 1])
    fig.colorbar(mesh)

    def update(i: int) -> None:
        norm.vmax = 1 + 0.3 * i
        own.set_clim(0, 1 + i)
        own.norm._vmin = -0.5 * i
        image.set_cmap(("viridis", "plasma", "gray")[i % 3])

    return fig, update


@scenario()
def norm_replaced_under_a_colorbar() -> Made:
    """A colorbar gets another norm, other ticks and another label."""
    fig, ax = one_axes()
    image = ax.imshow(hill(0) + 0.1)
    bar = fig.colorbar(image, extend="both")

    def update(i: int) -> None:
        image.set_norm(colors.LogNorm(0.1, 1 + i) if i % 2 else colors.Normalize(0, 1 + i))
        bar.set_label(f"label {i}")
        image.set_data(hill(i) + 0.1)
        if i % 3 == 2:
            bar.set_ticks([0.2, 0.5], labels=["low", "high"])

    return fig, update


@scenario()
def colorbar_remade() -> Made:
    """The colorbar is removed and made again, as people do."""
    fig, ax = one_axes()
    image = ax.imshow(hill(0))
    bars = [fig.colorbar(image)]

    def update(i: int) -> None:
        bars.pop().remove()
        image.set_clim(0, 1 + i)
        bars.append(fig.colorbar(image, orientation=("vertical", "horizontal")[i % 2]))

    return fig, update


@scenario()
def norms_by_plain_attributes() -> Made:
    """Norms have attributes that tell nobody when they change."""
    fig, axs = many_axes(2, 2)
    gamma = colors.PowerNorm(1, 0, 1)
    steps = colors.BoundaryNorm(np.array([0, 0.3, 0.6, 1]), 256)
    centre = colors.TwoSlopeNorm(0.5, 0, 1)
    for ax, norm in zip(axs.flat, (gamma, steps, centre), strict=False):
        ax.imshow(hill(0), norm=norm)
    bad = mpl.colormaps["viridis"].copy()
    axs[1, 1].imshow(np.ma.masked_less(hill(0), 0.2), cmap=bad)

    def update(i: int) -> None:
        gamma.gamma = 1 + 0.2 * i
        steps.boundaries[1] = 0.3 - 0.02 * i
        centre.vcenter = 0.5 - 0.05 * i
        bad._rgba_bad = (0.1 * i, 0, 0, 1)
        bad._isinit = False

    return fig, update
