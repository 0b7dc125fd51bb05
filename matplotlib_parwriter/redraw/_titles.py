"""Where titles go, without measuring axes that did not change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import BboxBase

from ._axis_item import AxisItem
from ._rules import Watcher


def place_titles(
    axes: Axes, renderer: RendererAgg, *, item_of: Callable[[Axis], AxisItem | None], watcher: Watcher
) -> None:
    """
    Do what ``axes._update_title_position(renderer)`` does.

    matplotlib moves a title above the tick labels and offset texts of its Axes, and of those that
    share its place, and measures their axes for that, which costs about as much as drawing them.

    Parameters
    ----------
    axes : `~matplotlib.axes.Axes`
        The Axes.
    renderer : `~matplotlib.backends.backend_agg.RendererAgg`
        What is drawn on.
    item_of : callable
        Returns what is kept of an axis, None if it is not drawn.
    watcher : Watcher
        Tells what has changed.
    """
    # Private: all that Axes._update_title_position reads.
    if not any(title.get_text() for title in (axes.title, axes._left_title, axes._right_title)):
        return
    groups = axes.get_figure(root=False)._align_label_groups
    neighbours = {axes, *axes.child_axes, *axes._twinned_axes.get_siblings(axes)}
    if "title" in groups:
        neighbours.update(groups["title"].get_siblings(axes))
    unchanged = {}
    for neighbour in neighbours:
        for axis in (neighbour.xaxis, neighbour.yaxis):
            item = item_of(axis)
            if item is not None and item.is_clean(watcher):
                unchanged[axis] = item
    with _measured(unchanged):
        axes._update_title_position(renderer)


@contextmanager
def _measured(unchanged: dict[Axis, AxisItem]) -> Iterator[None]:
    """Let unchanged axes give the size they had before, within the context."""
    intercepted = [axis for axis in unchanged if "get_tightbbox" not in vars(axis)]
    for axis in intercepted:
        measure = partial(_remembered, unchanged[axis], axis.get_tightbbox)
        vars(axis)["get_tightbbox"] = measure
    try:
        yield
    finally:
        for axis in intercepted:
            vars(axis).pop("get_tightbbox", None)


def _remembered(
    item: AxisItem,
    measure: Callable[..., BboxBase | None],
    renderer: RendererAgg,
    *,
    for_layout_only: bool = False,
) -> BboxBase | None:
    return item.tightbbox(measure, renderer, for_layout_only)
