"""Whoever looks at the pixels of the canvas finds those of the latest frame, as with stock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from redraw_figures import SCENARIOS

from matplotlib_parwriter.redraw import Redrawer

FRAMES = 9
LOOKS: dict[str, Callable[[Figure], Any]] = {
    "buffer": lambda figure: figure.canvas.buffer_rgba(),  # type: ignore[attr-defined]
    "renderer": lambda figure: figure.canvas.get_renderer(),  # type: ignore[attr-defined]
    "region": lambda figure: figure.canvas.copy_from_bbox(figure.bbox),  # type: ignore[attr-defined]
}


@pytest.fixture
def figure() -> Figure:
    figure, ax = plt.subplots(figsize=(3, 2), dpi=50)
    ax.plot([0.0, 1.0], [0.0, 1.0])
    return figure


def change(figure: Figure, i: int) -> None:
    figure.axes[0].lines[0].set_ydata([0.0, i / FRAMES])


def pixels(looked_at: Any) -> NDArray[np.uint8]:
    """Return what is to be seen by now in what a look has returned."""
    if isinstance(looked_at, RendererAgg):
        looked_at = looked_at.buffer_rgba()
    return np.frombuffer(looked_at, np.uint8)


def restored(region: Any) -> NDArray[np.uint8]:
    """Return what a region of the whole canvas holds."""
    renderer: Any = RendererAgg(150, 100, 50)
    renderer.restore_region(region)
    return np.array(pixels(renderer))


@pytest.mark.parametrize("is_drawn", [False, True])
@pytest.mark.parametrize("first", [*range(FRAMES), None])
@pytest.mark.parametrize("look", LOOKS)
def test_what_is_held_shows_the_latest_frame(
    look: str, first: int | None, is_drawn: bool, figure: Figure
) -> None:
    """From whichever frame on it is held, those with a reference frame included."""
    if is_drawn:
        figure.canvas.draw()
    held = None
    with Redrawer(figure, dpi=50) as redrawer:
        for i in range(FRAMES):
            change(figure, i)
            image = np.array(redrawer.frame())
            if first is not None and i >= first:
                if look == "region":
                    assert np.array_equal(restored(LOOKS[look](figure)), image)
                    continue
                if held is None:
                    held = LOOKS[look](figure)
                assert np.array_equal(pixels(held), image)
    assert np.array_equal(pixels(LOOKS["buffer"](figure)), image)
    assert held is None or np.array_equal(pixels(held), image)


@pytest.mark.parametrize("after", [1, 2, FRAMES])
def test_a_renderer_as_any_other_is_left(after: int, figure: Figure) -> None:
    with Redrawer(figure, dpi=50) as redrawer:
        for i in range(after):
            change(figure, i)
            redrawer.frame()
    renderer = figure.canvas.renderer  # type: ignore[attr-defined]
    ours = np.array(renderer.buffer_rgba())
    assert type(renderer) is RendererAgg
    figure.canvas.draw()
    assert figure.canvas.renderer is renderer  # type: ignore[attr-defined]
    assert np.array_equal(ours, np.array(renderer.buffer_rgba()))


def test_it_is_used_in_other_ways(figure: Figure) -> None:
    with Redrawer(figure, dpi=50) as redrawer:
        for i in range(5):
            redrawer.frame()
            if i == 2:
                renderer: Any = vars(figure.canvas)["renderer"]
                assert isinstance(renderer, RendererAgg)
                renderer.remark = "mine"
        assert renderer.remark == "mine"
        assert vars(renderer)["dpi"] == 50


@pytest.mark.parametrize("name", ["private_attributes_of_ticks", "view_box_written_to"])
def test_a_wrong_frame_is_not_shown(name: str) -> None:
    figure, update = SCENARIOS[name].make()
    with Redrawer(figure, dpi=50, first_check=np.inf) as redrawer:
        for i in range(12):
            update(i // 3)
            image = np.array(redrawer.frame(check=i % 3 == 0))
            if i % 3 == 0:
                assert np.array_equal(pixels(LOOKS["buffer"](figure)), image)
        assert len(redrawer.mismatches) == 1


def test_other_resolutions(figure: Figure) -> None:
    """A canvas has the pixels of its own last draw by then, or of a frame, whichever was later."""
    with Redrawer(figure, dpi=50) as redrawer:
        for i, dpi in enumerate((50, 50, 80, 50, 50)):
            figure.set_dpi(dpi)
            change(figure, i)
            image = np.array(redrawer.frame())
    figure.savefig("/dev/null", format="rgba", dpi=50)
    assert np.array_equal(pixels(LOOKS["buffer"](figure)), image)
