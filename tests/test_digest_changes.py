"""Both digests see every change of what artists show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cloudpickle
import matplotlib as mpl
import matplotlib.patheffects
import numpy as np
import pytest
from digest_tools import draw, wave
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.transforms import Affine2D

from matplotlib_parwriter._digest import first_difference, frame_digest, state_digest


def gallery() -> Figure:
    """Return a figure with one of each thing that `CHANGES` change."""
    fig = Figure(figsize=(6, 4))
    ax, bx = fig.subplots(1, 2)
    ax.plot(wave(0), label="line")
    ax.scatter(wave(0), wave(1), c=wave(2))
    ax.imshow(np.outer(wave(0), wave(1)))
    bx.pcolormesh(np.outer(wave(0), wave(1)))
    ax.add_patch(Circle((0, 0), 1))
    ax.text(0, 0, "text", bbox={"fc": "w"})
    ax.annotate("note", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"})
    ax.legend()
    bx.fill_between([0, 1, 2], [1, 2, 3])
    cx = fig.add_axes([0, 0, 0.2, 0.2], projection="3d")
    cx.plot([0, 1], [0, 1], [0, 1])
    cx.plot_surface(*np.mgrid[:3, :3], np.ones((3, 3)))
    fig.suptitle("title")
    fig.text(0, 0, "t")
    return fig


def flip_mask(f: Any) -> None:
    f.axes[1].collections[0].get_array()[0, 0] = np.ma.masked


CHANGES: dict[str, Callable[[Any], object]] = {
    "line data": lambda f: f.axes[0].lines[0].set_ydata(wave(1)),
    "line data in place": lambda f: f.axes[0].lines[0]._yorig.__setitem__(3, 9.0),
    "line colour": lambda f: f.axes[0].lines[0].set_color("k"),
    "line width": lambda f: f.axes[0].lines[0].set_linewidth(3),
    "line style": lambda f: f.axes[0].lines[0].set_linestyle("--"),
    "marker": lambda f: f.axes[0].lines[0].set_marker("s"),
    "marker size": lambda f: f.axes[0].lines[0].set_markersize(9),
    "alpha": lambda f: f.axes[0].lines[0].set_alpha(0.5),
    "z-order": lambda f: f.axes[0].lines[0].set_zorder(9),
    "hidden": lambda f: f.axes[0].lines[0].set_visible(False),
    "removed": lambda f: f.axes[0].lines[0].remove(),
    "transform": lambda f: (
        f.axes[0].lines[0].set_transform(Affine2D().rotate(1) + f.axes[0].transData)
    ),
    "clip path": lambda f: f.axes[0].lines[0].set_clip_path(Circle((0, 0), 3)),
    "path effects": lambda f: (
        f.axes[0].lines[0].set_path_effects([mpl.patheffects.withStroke(linewidth=2)])
    ),
    "offsets in place": lambda f: f.axes[0].collections[0].get_offsets().__setitem__((0, 0), 7),
    "sizes": lambda f: f.axes[0].collections[0].set_sizes([9]),
    "mapped array": lambda f: f.axes[0].collections[0].set_array(wave(5)),
    "colormap": lambda f: f.axes[0].collections[0].set_cmap("gray"),
    "colormap of mine": lambda f: f.axes[0].images[0].set_cmap(ListedColormap(["r", "g"])),
    "colormap's bad colour": lambda f: (
        f.axes[0].images[0].set_cmap(mpl.colormaps["viridis"].with_extremes(bad="r"))
    ),
    "colour limits": lambda f: f.axes[0].images[0].set_clim(0, 0.5),
    "image": lambda f: f.axes[0].images[0].set_data(np.outer(wave(1), wave(1))),
    "image extent": lambda f: f.axes[0].images[0].set_extent((0, 1, 0, 1)),
    "mesh": lambda f: f.axes[1].collections[0].set_array(np.outer(wave(2), wave(1))),
    "mask": flip_mask,
    "vertices in place": lambda f: (
        f.axes[1].collections[1].get_paths()[0].vertices.__setitem__((1, 1), 5)
    ),
    "face colour": lambda f: f.axes[1].collections[1].set_facecolor("r"),
    "patch": lambda f: f.axes[0].patches[0].set_radius(2),
    "patch colour": lambda f: f.axes[0].patches[0].set_facecolor("r"),
    "text": lambda f: f.axes[0].texts[0].set_text("other"),
    "text position": lambda f: f.axes[0].texts[0].set_position((1, 1)),
    "text size": lambda f: f.axes[0].texts[0].set_fontsize(20),
    "text box": lambda f: f.axes[0].texts[0].get_bbox_patch().set_facecolor("r"),
    "annotated point": lambda f: setattr(f.axes[0].texts[1], "xy", (2, 2)),
    "arrow": lambda f: f.axes[0].texts[1].arrow_patch.set_color("r"),
    "legend text": lambda f: f.axes[0].get_legend().get_texts()[0].set_text("other"),
    "legend handle": lambda f: f.axes[0].get_legend().legend_handles[0].set_color("r"),
    "legend place": lambda f: f.axes[0].get_legend().set_loc("lower left"),
    "axes title": lambda f: f.axes[0].set_title("other"),
    "left title": lambda f: f.axes[0].set_title("other", loc="left"),
    "axis label": lambda f: f.axes[0].set_xlabel("other"),
    "label's colour": lambda f: f.axes[0].set_xlabel("", color="r") and f.axes[0].set_xlabel("b"),
    "view limits": lambda f: f.axes[0].set_xlim(0, 9),
    "scale": lambda f: f.axes[1].set_xscale("log"),
    "aspect": lambda f: f.axes[1].set_aspect(2),
    "axes position": lambda f: f.axes[1].set_position([0.1, 0.1, 0.2, 0.2]),
    "tick places": lambda f: f.axes[1].set_xticks([0, 1]),
    "tick labels": lambda f: f.axes[1].set_xticks([0, 1], ["a", "b"]),
    "tick parameters": lambda f: f.axes[1].tick_params(labelcolor="r"),
    "grid": lambda f: f.axes[1].grid(),
    "axes face": lambda f: f.axes[1].set_facecolor("y"),
    "axis off": lambda f: f.axes[1].set_axis_off(),
    "spine": lambda f: f.axes[1].spines["top"].set_visible(False),
    "spine position": lambda f: f.axes[1].spines["left"].set_position(("data", 1)),
    "camera": lambda f: f.axes[2].view_init(10, 20),
    "roll": lambda f: f.axes[2].view_init(roll=20),
    "3-D line": lambda f: f.axes[2].lines[0].set_data_3d([0, 1], [0, 1], [0, 2]),
    "3-D limits": lambda f: f.axes[2].set_zlim(0, 7),
    "3-D face": lambda f: f.axes[2].collections[0].set_facecolor("r"),
    "suptitle": lambda f: f.suptitle("other"),
    "figure text": lambda f: f.texts[1].set_text("other"),
    "figure face": lambda f: f.set_facecolor("r"),
    "figure size": lambda f: f.set_size_inches(5, 5),
    "dpi": lambda f: f.set_dpi(33),
    "new axes": lambda f: f.add_axes([0.5, 0.5, 0.1, 0.1]),
    "inset": lambda f: f.axes[1].inset_axes([0.5, 0.5, 0.1, 0.1]),
    "order": lambda f: f.axes[0]._children.reverse(),
}


@pytest.fixture(scope="module")
def drawn_gallery() -> bytes:
    fig = gallery()
    draw(fig)
    return cloudpickle.dumps(fig)


@pytest.mark.parametrize("change", CHANGES)
def test_digests_see(change: str, drawn_gallery: bytes) -> None:
    fig = cloudpickle.loads(drawn_gallery)
    before, state = frame_digest(fig), state_digest({"figure": fig})
    CHANGES[change](fig)
    assert frame_digest(fig) != before
    assert first_difference(state, state_digest({"figure": fig})) is not None
