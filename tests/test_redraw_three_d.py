"""The axes of three dimensions are replayed under a still camera, until something changes them."""

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

from matplotlib_parwriter.redraw import Redrawer

DPI = 60
X = np.linspace(0, 6, 20)

CHANGES: dict[str, Callable[[Any], object]] = {
    "width of the grid": lambda ax: ax.xaxis.gridlines.set_linewidth(5),
    "dashes of the grid": lambda ax: ax.xaxis.gridlines.set_linestyle(":"),
    "colour of the grid": lambda ax: ax.xaxis.gridlines.set_color("red"),
    "segments of the grid": lambda ax: ax.xaxis.gridlines.set_segments([[(0, 0, 0), (1, 1, 1)]]),
    "a hidden grid": lambda ax: ax.yaxis.gridlines.set_visible(False),
    "a faint grid": lambda ax: ax.zaxis.gridlines.set_alpha(0.3),
    "no grid": lambda ax: ax.grid(False),
    "data of a line": lambda ax: ax.xaxis.line.set_data([0, 1], [0, 1]),
    "style of a line": lambda ax: ax.yaxis.line.set_linestyle(":"),
    "corners of a pane": lambda ax: ax.xaxis.pane.set_xy([(0, 0), (0, 1), (1, 1)]),
    "a hidden pane": lambda ax: ax.zaxis.pane.set_visible(False),
    "colour of a pane": lambda ax: ax.zaxis.set_pane_color((1, 0, 0, 0.5)),
    "outward factor": lambda ax: ax.xaxis._axinfo["tick"].update(outward_factor=0.9),
    "style of the grid": lambda ax: ax.yaxis._axinfo["grid"].update(linewidth=3, linestyle="--"),
    "size of tick labels": lambda ax: ax.tick_params(axis="z", labelsize=14, pad=6),
    "text of a label": lambda ax: ax.set_zlabel("a long label", labelpad=12),
    "colour of a label": lambda ax: ax.yaxis.label.set_color("red"),
    "turn of a label": lambda ax: ax.zaxis.set_rotate_label(False),
    "names of ticks": lambda ax: ax.set_xticks([0, 3, 6], ["a", "b", "c"]),
    "one tick's label": lambda ax: ax.xaxis.majorTicks[1].label1.set_color("red"),
    "an offset": lambda ax: ax.set_zlim(0, 2e7),
    "camera": lambda ax: ax.view_init(20, 40, 15),
    "distance": lambda ax: ax.set_box_aspect((1, 1, 1), zoom=0.7),
    "projection": lambda ax: ax.set_proj_type("ortho"),
    "an inverted axis": lambda ax: ax.invert_yaxis(),
    "place of the axes": lambda ax: ax.set_position((0.3, 0.3, 0.5, 0.5)),
    "a hidden axis": lambda ax: ax.xaxis.set_visible(False),
    "no axes": lambda ax: ax.set_axis_off(),
    "cleared axes": lambda ax: ax.clear(),
}


def _axes() -> tuple[Any, Callable[[int], object]]:
    fig = plt.figure(figsize=(3, 2.4))
    ax = fig.add_subplot(projection="3d")
    ax.set(xlabel="x", ylabel="y", zlabel="z", xlim=(0, 6), ylim=(0, 6), zlim=(-1, 1))
    (line,) = ax.plot(X, X, np.sin(X))
    return ax, lambda i: line.set_data_3d(X, X, np.sin(X + i))


@pytest.mark.parametrize("thorough", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed(change: str, thorough: bool) -> None:
    ax, update = _axes()
    with Redrawer(ax.figure, dpi=DPI, thorough=thorough) as redrawer:
        for i in range(8):
            update(i)
            if i == 5:
                CHANGES[change](ax)
            frame = bytes(redrawer.frame())
            # The first frames are checked by the engine itself.
            assert i < 4 or frame == bytes(redrawer.plain()), f"frame {i}"
        assert not redrawer.mismatches


@pytest.mark.parametrize("thorough", [False, True])
def test_axes_are_replayed_under_a_still_camera(thorough: bool) -> None:
    ax, update = _axes()
    with Redrawer(ax.figure, dpi=DPI, thorough=thorough) as redrawer:
        for i in range(6):  # some of them are drawn plainly, too
            update(i)
            redrawer.frame()
        assert redrawer._scene is not None
        replayed = {item.artist for item in redrawer._scene.replayed}
    assert {ax.xaxis, ax.yaxis, ax.zaxis} <= replayed
