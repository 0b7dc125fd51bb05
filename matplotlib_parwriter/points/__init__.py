"""Scatter plots of more points than memory holds; `docs/points.md` explains them."""

from ._points import Points
from ._scatter import StreamedScatter

__all__ = ["Points", "StreamedScatter"]
