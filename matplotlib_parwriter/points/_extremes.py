"""
One pass over all points, for those few that stand for them.

Limits of Axes, limits of a norm, and what a legend shows depend on a few points only: the outermost
ones, those next to zero for logarithmic axes, and the first. `scatter` of these has the same limits
as `scatter` of all.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib import cm
from matplotlib.colors import (
    BoundaryNorm,
    CenteredNorm,
    NoNorm,
    Normalize,
    PowerNorm,
    TwoSlopeNorm,
)

from .._origin import is_matplotlibs

Array = np.ndarray[Any, Any]

# How many of the first points always belong to the sample: a legend shows their colours.
FIRST = 5
# Norms of which the limits depend on the least and the greatest value only.
_BY_ENDS = (Normalize, CenteredNorm, TwoSlopeNorm, PowerNorm, BoundaryNorm, NoNorm)
# Up to so many points, the sample is all of them.
FEW = 16


class Extremes:
    """
    Collect the points that stand for all.

    Parameters
    ----------
    norm : Normalize or str or None
        What values are normalised by, as `scatter` takes it.
    """

    def __init__(self, norm: Any) -> None:
        self._norm = _trial_norm(norm)
        self._kept: list[Array] = []
        self._count = 0

    def add(self, rows: Array) -> None:
        """
        Look at some more points.

        Parameters
        ----------
        rows : array of shape (n, 5)
            x, y, size, value and number of each; *nan* for what is masked.
        """
        chosen = _extreme_rows(rows, self._norm)
        if self._count < FEW:
            chosen = np.union1d(chosen, np.arange(min(len(rows), FEW - self._count)))
        self._count += len(rows)
        self._kept.append(rows[chosen.astype(int)])

    def sample(self) -> Array:
        """Return the points that stand for all, of shape (k, 5), in their order."""
        if not self._kept:
            return np.empty((0, 5))
        rows = np.concatenate(self._kept)
        if self._count <= FEW:
            return rows
        chosen = np.union1d(_extreme_rows(rows, self._norm), np.arange(FIRST))
        return rows[chosen.astype(int)]


def needs_all_values(norm: Any) -> bool:
    """Return whether *norm* may look at all values at once for its limits."""
    if not isinstance(norm, Normalize) or norm.scaled():
        return False
    return not is_matplotlibs(type(norm).__module__)


def _trial_norm(norm: Any) -> Any:
    """Return a norm of the same kind to try limits with, without those that listen to *norm*."""
    # Also turns the name of a scale into a norm, as `scatter` does.
    trial = copy.deepcopy(cm.ScalarMappable(norm=copy.deepcopy(norm)).norm)
    # Others have limits from the least and the greatest value, or have no limits to change.
    return trial if isinstance(trial, Normalize) and type(trial) not in _BY_ENDS else None


def _extreme_rows(rows: Array, norm: Any) -> Array:
    """Return the numbers of the rows that the limits of all of them come from."""
    x, y, sizes, values, _ = rows.T
    seen = np.isfinite(x) & np.isfinite(y)
    found: list[int] = []
    for column in (x, y):
        found += _ends(column, seen)
        found += _ends(column, seen & (column > 0))[:1]
    found += _ends(sizes, np.isfinite(sizes))
    has_value = np.isfinite(values)
    found += _ends(values, has_value)
    found += _ends_by_norm(values, has_value, norm)
    return np.unique(np.array(found, int))


def _ends(column: Array, counts: Array) -> list[int]:
    """Return where the least and the greatest of *column* are, among those that count."""
    if counts.all():
        return [int(column.argmin()), int(column.argmax())] if len(column) else []
    if not counts.any():
        return []
    low, high = (np.where(counts, column, end) for end in (np.inf, -np.inf))
    return [int(low.argmin()), int(high.argmax())]


def _ends_by_norm(values: Array, counts: Array, norm: Any) -> list[int]:
    """Return where the least and the greatest value are that *norm* can map, a logarithm's say."""
    if norm is None or not counts.any():
        return []
    with norm.callbacks.blocked():
        norm.vmin = norm.vmax = None
        norm.autoscale_None(values[counts])
    return _places_of((norm.vmin, norm.vmax), values)


def _places_of(wanted: Iterable[Any], values: Array) -> list[int]:
    found = []
    for one in wanted:
        if one is not None and np.isfinite(one):
            found += np.flatnonzero(values == one)[:1].tolist()
    return found
