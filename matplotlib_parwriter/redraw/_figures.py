"""The figure that an artist belongs to, in the matplotlib versions that name it differently."""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure, FigureBase


def root_figure(artist: Artist) -> Any:
    """Return the `~matplotlib.figure.Figure` of *artist*, None if it has none."""
    figure: Any = parent_figure(artist)
    # That of a subfigure is the whole one, and that of the whole one itself.
    return figure if figure is None or isinstance(figure, Figure) else figure.figure


def parent_figure(artist: Artist) -> FigureBase | Any:
    """Return the figure or subfigure of *artist*, None if it has none."""
    if isinstance(artist, FigureBase):
        return artist
    # Since matplotlib 3.10 the attribute is about to change to the root figure.
    return artist.get_figure(root=False) if hasattr(FigureBase, "get_figure") else artist.figure
