"""
Figures that change from frame to frame, each made for a trap that a redrawing engine may fall into.

Every scenario is a function that returns a figure and a function ``update``; ``update(i)`` changes
the figure to what it is at step *i* = 0, 1, 2, ... of a movie. `SCENARIOS` holds them by name. All
of them are the same when drawn twice by matplotlib itself, layouts and quivers included.
"""

from . import (  # noqa: F401 - scenarios register themselves when imported
    axis_looks,
    between_frames,
    colours,
    coming_and_going,
    images,
    in_place,
    kinds_of_axes,
    layers,
    layouts,
    legends,
    limits,
    places,
    plots,
    seldom_changed,
    styles,
    texts,
    three_d,
    ticks,
    user_artists,
    user_helpers,
    user_methods,
)
from ._catalogue import SCENARIOS, Scenario, Update, undo

__all__ = ["SCENARIOS", "Scenario", "Update", "undo"]
