"""A legend that looks for the best place, which depends on the data of its neighbours."""

from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.cbook import _setattr_cm
from matplotlib.legend import Legend

from ._cells import Cell, ValueCell
from ._figures import root_figure
from ._items import Item


class LegendItem(Item):
    """
    A legend, which is asked for its place in each frame as long as it looks for the best one.

    Parameters
    ----------
    artist : `~matplotlib.legend.Legend`
        The legend.
    """

    __slots__ = ("_cell", "_place")

    artist: Legend

    def __init__(self, artist: Legend) -> None:
        super().__init__(artist)
        self._cell = ValueCell(self._ask)
        self._place: dict[tuple[float, float], Any] = {}

    def _call(self, method: str, renderer: RendererAgg) -> None:
        places, self._place = self._place, {}
        find = self.artist._find_best_position

        # It has just been asked, which takes long where there are many data.
        def found(width: float, height: float, renderer: Any, *args: Any) -> Any:
            place = places.get((width, height))
            return find(width, height, renderer, *args) if place is None else place

        with _setattr_cm(self.artist, _find_best_position=found):
            super()._call(method, renderer)

    def _more_cells(self) -> list[Cell]:
        return [self._cell] if looks_for_place(self.artist) else []

    def _ask(self) -> tuple[Any, ...]:
        # Private: what Legend._findoffset does while the legend is drawn.
        legend = self.artist
        if not legend.get_visible() or not looks_for_place(legend):
            return ()
        renderer = root_figure(legend).canvas.get_renderer()
        box = legend._legend_box.get_bbox(renderer)
        place = legend._find_best_position(box.width, box.height, renderer)
        self._place = {(box.width, box.height): place}
        return (*place, box.width, box.height)


def looks_for_place(artist: Any) -> bool:
    """Return whether *artist* is a legend whose place depends on what else its Axes show."""
    return (
        isinstance(artist, Legend)
        and artist._loc == 0
        and artist.isaxes
        and "_find_best_position" not in vars(artist)
    )
