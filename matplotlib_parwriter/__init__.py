"""
The same movie, sooner: a writer for `matplotlib.animation` with worker processes.

Importing this package registers the writer ``parallel-ffmpeg``; nothing else changes.
"""

from typing import Any

import matplotlib as _mpl

from ._errors import FFMpegError
from ._report import Report
from ._settings import Settings, configure
from ._writer import ParallelFFMpegWriter
from .points import StreamedScatter

__all__ = [
    "FFMpegError",
    "ParallelFFMpegWriter",
    "Report",
    "Settings",
    "StreamedScatter",
    "configure",
    "install",
]
__version__ = "0.1.0"


def install(figure: Any = None) -> None:
    """
    Make the writer known, as a hook for pyplot or by hand.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`, optional
        The figure that pyplot has just made, where ``figure.hooks: matplotlib_parwriter:install``
        calls this. Called by hand, without it, the writer becomes :rc:`animation.writer` too.
    """
    if figure is None:
        _mpl.rcParams["animation.writer"] = "parallel-ffmpeg"
