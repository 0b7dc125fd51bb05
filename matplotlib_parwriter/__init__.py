"""
The same movie, sooner: a writer for `matplotlib.animation` with worker processes.

Importing this package registers the writers ``parallel-ffmpeg`` and ``parallel-html``; nothing else
changes.
"""

from . import _program as _program  # has to be the first

# isort: split
from typing import Any

import matplotlib as _mpl

from ._errors import FFMpegError
from ._html_writer import ParallelHTMLWriter, to_jshtml
from ._notebook import show_by_our_writers as _show_by_our_writers
from ._report import Report
from ._settings import Settings, configure
from ._writer import ParallelFFMpegWriter
from .points import StreamedScatter

__all__ = [
    "FFMpegError",
    "ParallelFFMpegWriter",
    "ParallelHTMLWriter",
    "Report",
    "Settings",
    "StreamedScatter",
    "configure",
    "install",
    "to_jshtml",
]
__version__ = "0.1.0"


def install(figure: Any = None) -> None:
    """
    Make the writers known, as a hook for pyplot or by hand.

    In a notebook, an animation that is the last line of a cell is then shown by way of them, too,
    if :rc:`animation.html` is "jshtml" (for "html5", matplotlib asks :rc:`animation.writer`).

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`, optional
        The figure that pyplot has just made, where ``figure.hooks: matplotlib_parwriter:install``
        calls this. Called by hand, without it, ``parallel-ffmpeg`` becomes :rc:`animation.writer`.
    """
    if figure is None:
        _mpl.rcParams["animation.writer"] = "parallel-ffmpeg"
    _show_by_our_writers()
