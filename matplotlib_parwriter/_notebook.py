"""How notebooks show an animation that is the last line of a cell."""

import sys

import matplotlib as mpl
from matplotlib.animation import Animation

from ._html_writer import to_jshtml


def show_by_our_writers() -> None:
    """
    Let a notebook show animations by way of our writers, where these are in use.

    For :rc:`animation.html` "html5", matplotlib asks :rc:`animation.writer` itself. For "jshtml" it
    names its own writer of pages, but IPython may be told how to show what. Outside of IPython,
    this does nothing.
    """
    # Asked of what is loaded already: a script without IPython must not import it.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        formatter = shell.display_formatter.formatters["text/html"]
        formatter.for_type(Animation, _html_of)


def _html_of(anim: Animation) -> str | None:
    """Return what ``_repr_html_`` returns, made by our writer of pages where that is a page."""
    is_stocks = (
        type(anim)._repr_html_ is Animation._repr_html_
        and type(anim).to_jshtml is Animation.to_jshtml
    )
    is_ours = str(mpl.rcParams["animation.writer"]).startswith("parallel-")
    if is_stocks and is_ours and mpl.rcParams["animation.html"] == "jshtml":
        return to_jshtml(anim)
    return anim._repr_html_()
