"""Random sequences of changes, drawn by the redraw engine: every frame is that of `scatter`."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from points_tools import SIZE, scatter

from matplotlib_parwriter import StreamedScatter
from matplotlib_parwriter.points import _kept
from matplotlib_parwriter.redraw import Redrawer

N = 150
STEPS = 50
POINTS = np.random.default_rng(0).normal(size=(5 * N, 3))


def _show(artist: Any, number: int) -> None:
    points = POINTS[number % 5 * N :][:N]
    if isinstance(artist, StreamedScatter):
        artist.set_source(points)
    else:
        artist.set_offsets(points[:, :2])
        artist.set_array(points[:, 2])


CHANGES: tuple[Callable[[Any, int], object], ...] = (
    _show,
    lambda a, n: a.set_offsets(POINTS[n : n + N, :2]),
    lambda a, n: a.set_array(np.roll(POINTS[:N, 2], n)),
    lambda a, n: a.set_sizes([5 + n % 3]),
    lambda a, n: a.set_alpha([0.2, 0.5, None][n % 3]),
    lambda a, n: a.set_cmap(["viridis", "magma"][n % 2]),
    lambda a, n: a.set_clim(0.1, n % 3 + 0.5),
    lambda a, n: a.set_norm([Normalize(), LogNorm()][n % 2]),
    lambda a, n: a.autoscale(),
    lambda a, n: a.set_linewidth(n % 3),
    lambda a, n: a.set_edgecolor(["k", "face", ["r", "g", "b"]][n % 3]),
    lambda a, n: a.set_visible(bool(n % 4)),
    lambda a, n: a.set_zorder(n % 6),
    lambda a, n: a.axes.lines[0].set_ydata([0, n % 4]),
    lambda a, n: a.axes.set_xlim(-3 + n % 3, 3),
    lambda a, n: a.axes.set_xscale(["linear", "symlog"][n % 2]),
    lambda a, n: a.axes.set_title(str(n)),
    lambda a, n: a.axes.figure.canvas.draw(),
    lambda a, n: a.axes.figure.set_size_inches(3 + n % 2, 2),
    lambda a, n: None,
)


def _plot(draw: Callable[..., Any], **keywords: Any) -> Any:
    fig, ax = plt.subplots(**SIZE)
    ax.plot([0, 1], [0, 1])
    artist = draw(ax, POINTS[:N], s=20, alpha=0.5, **keywords)
    fig.colorbar(artist)
    return artist


def _saved(fig: Figure) -> bytes:
    sink = io.BytesIO()
    fig.savefig(sink, format="rgba")
    return sink.getvalue()


@pytest.mark.filterwarnings("ignore:.*symlog.*", "ignore:.*[lL]og.*")
def test_every_frame_is_that_of_scatter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_kept, "_WORTH_IT", 10)
    plt.rcParams["savefig.dpi"] = "figure"
    stock = _plot(scatter)
    ours = _plot(StreamedScatter, chunk_points=37)
    rng = np.random.default_rng(2)
    with Redrawer(ours.axes.figure, dpi=SIZE["dpi"]) as redrawer:
        for step in range(STEPS):
            which, number = rng.integers(len(CHANGES)), int(rng.integers(20))
            for artist in (stock, ours):
                CHANGES[which](artist, number)
            same = _saved(stock.axes.figure) == bytes(redrawer.frame())
            assert same, f"step {step}: change {which}, {number}"
        assert not redrawer.mismatches
