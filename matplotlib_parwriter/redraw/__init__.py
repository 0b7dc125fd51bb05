"""Draw a figure again and again, each time only what changed, to the same pixels."""

from ._check import Mismatch
from ._redrawer import Redrawer, has_draw_listeners, savefig

__all__ = ["Mismatch", "Redrawer", "has_draw_listeners", "savefig"]
