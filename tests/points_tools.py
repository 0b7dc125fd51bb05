"""Scatter plots by matplotlib and by `StreamedScatter`, to be compared."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from matplotlib_parwriter import StreamedScatter

SIZE: Mapping[str, Any] = {"figsize": (3, 2), "dpi": 70}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A scatter plot: its points, as of `StreamedScatter`, and its keywords."""

    points: Any
    keywords: Mapping[str, Any] = field(default_factory=dict)
    axes: Mapping[str, Any] = field(default_factory=dict)
    after: Callable[[Any], object] = lambda artist: None


def columns_of(points: Any) -> list[Any]:
    """Return x, y and perhaps values, as `scatter` takes them."""
    return list(points) if isinstance(points, tuple) else list(np.ma.asanyarray(points).T)


def scatter(ax: Axes, points: Any, **keywords: Any) -> Any:
    """Draw points by matplotlib's `scatter`."""
    x, y, *values = (
        np.ma.getdata(column) if not np.ma.is_masked(column) else column
        for column in columns_of(points)
    )
    names = {"c", "color", "facecolors"}
    if values and not names & keywords.keys():
        keywords["c"] = values[0]
    return ax.scatter(x, y, **keywords)


def draw(case: Case, chunk_points: int | None) -> tuple[Figure, np.ndarray]:
    """Return the figure and its pixels: by `scatter`, or in chunks of so many points."""
    fig = plt.figure(**SIZE)
    ax = fig.add_subplot(**case.axes)
    keywords = dict(case.keywords)
    if keywords.get("transform") == "axes":
        keywords["transform"] = ax.transAxes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scatter's own, of what it ignores
        if chunk_points is None:
            artist = scatter(ax, case.points, **keywords)
        else:
            artist = StreamedScatter(ax, case.points, chunk_points=chunk_points, **keywords)
    case.after(artist)
    if artist.get_array() is not None and len(artist.get_array()):
        fig.colorbar(artist, ax=ax)
    if "label" in keywords:
        ax.legend(loc="upper left")
    return fig, pixels(fig)


def pixels(fig: Figure) -> np.ndarray:
    """Draw a figure, and return a copy of its pixels."""
    with warnings.catch_warnings():
        # Of limits that are all the same, of logarithms of what is not positive.
        warnings.simplefilter("ignore")
        fig.canvas.draw()
    return np.array(fig.canvas.buffer_rgba())


def limits(fig: Figure) -> list[list[float]]:
    """Return the limits of the first Axes: of the data, of what is positive, and of the view."""
    ax = fig.axes[0]
    return [
        ax.dataLim.get_points().ravel().tolist(),
        ax.dataLim.minpos.tolist(),
        ax.viewLim.get_points().ravel().tolist(),
    ]


def assert_same(case: Case, *chunk_points: int) -> None:
    """Make sure that all pixels and limits are those of `scatter`."""
    stock_figure, stock = draw(case, None)
    for size in chunk_points:
        figure, ours = draw(case, size)
        differing = int((stock != ours).any(axis=-1).sum())
        assert differing == 0, f"{differing} pixels differ with {size} points in a chunk"
        assert limits(figure) == limits(stock_figure)
