"""What tests of digests share: the beginnings of figures, copies, draws and draws left out."""

from __future__ import annotations

import io
from collections.abc import Callable, Container
from typing import Any

import cloudpickle
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

Update = Callable[[int], None]
Pair = tuple[Figure, Update]
Scene = Callable[[], Pair]


def wave(i: int, n: int = 50) -> np.ndarray:
    return np.sin(np.linspace(0, 6, n) + 0.3 * i)


def one_axes(**kwargs: Any) -> tuple[Figure, Any]:
    fig = Figure(figsize=(4, 3))
    return fig, fig.add_subplot(**kwargs)


def rolling(lines: list[Line2D]) -> Update:
    """Return an update that moves lines without changing what layouts make room for."""

    def update(i: int) -> None:
        for k, line in enumerate(lines):
            line.set_ydata(np.roll(wave(0), i + k))

    return update


def copied(pair: Pair) -> Pair:
    """Return a copy of a figure and what is with it, as a worker process gets it."""
    return cloudpickle.loads(cloudpickle.dumps(pair))


def draw(fig: Figure, dpi: float = 40) -> bytes:
    """Draw as stock does for a frame: the canvas, then `savefig`."""
    fig.canvas.draw()
    buffer = io.BytesIO()
    fig.savefig(buffer, format="rgba", dpi=dpi)
    return buffer.getvalue()


def all_axes(fig: Figure) -> list[Any]:
    found = list(fig.axes)
    for ax in found:  # grows meanwhile
        found.extend(ax.child_axes)
    return found


def autoscale_if_put_off(fig: Figure) -> None:
    for ax in all_axes(fig):
        ax.viewLim  # noqa: B018  # reading it autoscales


def settle(fig: Figure) -> None:
    """Do what a figure gets instead of a draw that is left out."""
    autoscale_if_put_off(fig)
    for ax in all_axes(fig):
        if ax.get_axes_locator() is None:
            ax.apply_aspect()


def drawn_and_skipped(
    pair: Pair, drawn: Container[int] = (0, 1), frames: int = 6
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return two copies after the same updates: drawn always, drawn in *drawn* and the last."""
    (fig, update), (other, other_update) = copied(pair), copied(pair)
    for i in range(frames):
        update(i)
        draw(fig)
        other_update(i)
        if i in drawn or i == frames - 1:
            draw(other)
        else:
            settle(other)
    return {"figure": fig, "update": update}, {"figure": other, "update": other_update}
