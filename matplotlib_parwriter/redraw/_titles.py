"""Where titles go, without measuring axes that did not change."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import BboxBase

from ._axis_item import AxisItem
from ._figures import parent_figure, root_figure
from ._secondary_item import SecondaryItem
from ._watcher import Watcher

Measured = AxisItem | SecondaryItem


def place_titles(
    axes: Axes,
    renderer: RendererAgg,
    *,
    item_of: Callable[[Axis], Measured | None],
    watcher: Watcher,
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
    groups = parent_figure(axes)._align_label_groups
    neighbours = {axes, *axes.child_axes, *axes._twinned_axes.get_siblings(axes)}
    if "title" in groups:
        neighbours.update(groups["title"].get_siblings(axes))
    axises = [axis for axes_ in neighbours for axis in (axes_.xaxis, axes_.yaxis)]
    items = {axis: item for axis in axises if (item := item_of(axis)) is not None}
    with quickly_measured(items, watcher):
        type(axes)._update_title_position(axes, renderer)


@contextmanager
def quickly_measured(items: Mapping[Axis, Measured], watcher: Watcher) -> Iterator[None]:
    """
    Let axes that have not changed give the size they had before, within the context.

    Parameters
    ----------
    items : mapping of Axis to Measured
        What is kept of the axes.
    watcher : Watcher
        Tells what has changed.
    """
    intercepted = []
    for axis, item in items.items():
        if "get_tightbbox" not in vars(axis) and item.is_clean(watcher):
            vars(axis)["get_tightbbox"] = partial(_remembered, item, axis, axis.get_tightbbox)
            intercepted.append(axis)
    try:
        yield
    finally:
        for axis in intercepted:
            vars(axis).pop("get_tightbbox", None)


def _remembered(
    item: Measured,
    axis: Axis,
    measure: Callable[..., BboxBase | None],
    renderer: RendererAgg | None = None,
    *,
    for_layout_only: bool = False,
) -> BboxBase | None:
    if renderer is None:
        renderer = root_figure(axis)._get_renderer()
    return item.tightbbox(axis, measure, renderer, for_layout_only)
