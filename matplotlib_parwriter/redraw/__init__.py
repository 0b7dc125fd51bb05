"""Draw a figure again and again, each time only what changed, to the same pixels."""

from ._canvas import forget_renderer
from ._check import Mismatch
from ._pure_functions import is_pure
from ._redrawer import Redrawer, has_draw_listeners, is_saved_by_matplotlib, savefig
from ._rules import is_matplotlibs, why_foreign

__all__ = [
    "Mismatch",
    "Redrawer",
    "forget_renderer",
    "has_draw_listeners",
    "is_matplotlibs",
    "is_pure",
    "is_saved_by_matplotlib",
    "savefig",
    "why_foreign",
]
