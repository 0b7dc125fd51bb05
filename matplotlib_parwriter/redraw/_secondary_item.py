"""A secondary axis, which is drawn as a whole, and measured by the Axes that it belongs to."""

from collections.abc import Callable

from matplotlib.axes._secondary_axes import SecondaryAxis  # private: the class has no public name
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import BboxBase

from ._items import Item


class SecondaryItem(Item):
    """
    A secondary axis, with what is kept of its latest draw, and how large its axes are.

    Parameters
    ----------
    artist : SecondaryAxis
        The secondary axis, Axes that have an axis which shows and one which does not.
    """

    __slots__ = ("_boxes", "_boxes_of")

    artist: SecondaryAxis

    def __init__(self, artist: SecondaryAxis) -> None:
        super().__init__(artist)
        self._boxes: dict[tuple[str, bool], BboxBase | None] = {}
        self._boxes_of = 0  # the recording that they belong to

    def tightbbox(
        self,
        axis: Axis,
        measure: Callable[..., BboxBase | None],
        renderer: RendererAgg,
        layout: bool,
    ) -> BboxBase | None:
        """Return what *measure* says of *axis*, which is unchanged and so asked only once."""
        if self._boxes_of != self.serial:
            self._boxes, self._boxes_of = {}, self.serial
        key = axis.axis_name, layout
        return self._box(key, self._boxes, lambda: measure(renderer, for_layout_only=layout))
