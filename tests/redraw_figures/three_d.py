"""Three dimensions."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from ._catalogue import GRID_X, GRID_Y, Made, X, hill, scenario, wave


def _three_d_axes() -> tuple[Figure, Any]:
    fig = plt.figure(figsize=(3, 2.4))
    return fig, fig.add_subplot(projection="3d")


@scenario()
def camera_moves() -> Made:
    """The camera goes round: every artist is projected anew, though none is changed."""
    fig, ax = _three_d_axes()
    ax.plot_surface(GRID_X, GRID_Y, hill(0), cmap="viridis", rstride=2, cstride=2)
    ax.plot(X, X, np.sin(X))
    ax.text(1, 1, 1, "text", zdir="x")
    ax.set_title("round")
    return fig, lambda i: ax.view_init(20 + 3 * i, 30 + 10 * i)


@scenario()
def camera_still() -> Made:
    """Data move in front of a still camera, by setters and by private attributes."""
    fig, ax = _three_d_axes()
    (line,) = ax.plot(X, X, np.sin(X))
    points = ax.scatter(X, np.cos(X), 0 * X, s=5)
    text = ax.text(1, 1, 1, "text")
    ax.set(xlim=(0, 6), ylim=(-1, 6), zlim=(-2, 2))

    def update(i: int) -> None:
        line.set_data_3d(X, X, wave(i))
        points._offsets3d = (X, np.cos(X + i), 0.1 * i + 0 * X)
        text.set_position_3d((1 + 0.5 * i, 1, 1))

    return fig, update


@scenario()
def surface_replaced() -> Made:
    """The usual surface: removed and plotted again."""
    fig, ax = _three_d_axes()
    ax.set_zlim(0, 2)
    surfaces = [ax.plot_surface(GRID_X, GRID_Y, hill(0))]

    def update(i: int) -> None:
        surfaces.pop().remove()
        surfaces.append(ax.plot_surface(GRID_X, GRID_Y, hill(i), color=f"C{i}", rstride=2))

    return fig, update


@scenario()
def three_d_arrows_bars_and_stems() -> Made:
    """The other artists of 3-D axes, replaced or changed."""
    fig, ax = _three_d_axes()
    ax.bar3d([1, 2], [0, 0], [0, 0], 0.5, 0.5, [1, 2])
    ax.stem([0, 1], [2, 2], [1, 0.5])
    quivers = [ax.quiver(0, 0, 0, 1, 1, 1)]
    wire = ax.plot_wireframe(GRID_X, GRID_Y, hill(0), rstride=4)

    def update(i: int) -> None:
        quivers.pop().remove()
        quivers.append(ax.quiver(0, 0, 0, 1 + i, 1, 1))
        wire.set_linewidth(0.5 + 0.3 * i)

    return fig, update


@scenario()
def three_d_axes_changed() -> Made:
    """The panes, lines and grid of 3-D axes change under a still camera."""
    fig, ax = _three_d_axes()
    ax.plot(X, X, X)

    def update(i: int) -> None:
        ax.xaxis.pane.set_facecolor(f"C{i}")
        ax.yaxis.line.set_linewidth(1 + i)
        ax.zaxis._axinfo["grid"]["color"] = (0.1 * i, 0, 0, 1)
        if i % 2:
            ax.set_zlabel(f"z{i}")

    return fig, update


@scenario()
def three_d_limits_and_box() -> Made:
    """Limits, box and kind of projection change."""
    fig, ax = _three_d_axes()
    ax.plot(X, X, X)
    ax.scatter(X, X, 2 * X, s=4)

    def update(i: int) -> None:
        ax.set_zlim(0, 6 + 3 * i)
        if i % 2:
            ax.set_box_aspect((1, 1, 1 + 0.2 * i))
            ax.set_proj_type("ortho" if i % 4 == 1 else "persp")
        ax.grid(i % 3 != 2)

    return fig, update


@scenario()
def empty_axes_switched_off() -> Made:
    """3-D Axes with nothing in them but their axes, which come and go."""
    fig = plt.figure(figsize=(3, 2))
    ax: Any = fig.add_subplot(projection="3d")

    def update(i: int) -> None:
        if i % 4 in (0, 1):
            ax.set_axis_on()
        else:
            ax.set_axis_off()

    return fig, update
