"""The figure that an artist belongs to, in the matplotlib versions that name it differently."""

from typing import Any

import matplotlib as mpl
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
    if mpl.__version_info__ >= (3, 10):
        return artist.get_figure(root=False)
    return artist.figure
