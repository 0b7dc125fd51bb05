"""Warnings in the user's process: the same ones as with stock, at the same lines, as often."""

import contextlib
import itertools
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import mpl_toolkits
from matplotlib import _api
from matplotlib.cbook import _setattr_cm

# As in matplotlib's warn_external, and this package.
_NOT_THE_USERS = re.compile(rf"\A(matplotlib|mpl_toolkits|{__package__})(\Z|\.(?!tests\.))")
_FOLDERS = tuple(
    str(Path(folder)) for folder in (*mpl.__path__, *mpl_toolkits.__path__, Path(__file__).parent)
)


@contextlib.contextmanager
def unheard(category: type[Warning] = Warning) -> Iterator[None]:
    """
    Ignore warnings of a *category* within the context.

    `warnings.catch_warnings` would make Python forget which ones it has shown already, and show
    each again.
    """
    entry = ("ignore", None, category, None, 0)
    filters: Any = warnings.filters
    filters.insert(0, entry)
    try:
        yield
    finally:
        # Not by value: the user may have the same one.
        for i, found in enumerate(filters):
            if found is entry:
                del filters[i]
                break


@contextlib.contextmanager
def at_the_users_line() -> Iterator[None]:
    """
    Let what matplotlib warns of within the context be said to come from the user's line.

    matplotlib takes the first caller that is not its own, which would be this package.
    """
    # Private: all of matplotlib calls it by this name, and its docstring says that it may be
    # replaced there.
    with _setattr_cm(_api, warn_external=_warn_external):
        yield


def _warn_external(message: str | Warning, category: type[Warning] | None = None) -> None:
    if sys.version_info >= (3, 12):
        warnings.warn(message, category, skip_file_prefixes=_FOLDERS)
        return
    frame = sys._getframe()
    for level in itertools.count(1):
        if not _NOT_THE_USERS.match(frame.f_globals.get("__name__", "")) or frame.f_back is None:
            warnings.warn(message, category, stacklevel=level)
            return
        frame = frame.f_back
