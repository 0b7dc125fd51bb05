"""
Where modules are looked for: ours and what they need last of all in the script's folder.

Python puts that folder, or the working directory, first in ``sys.path``, and a file there may be
called as a module of the standard library's or of a package's. It is the script's own: if somebody
else imported it, it would be run once more, or stand where another module is wanted.
"""

from __future__ import annotations

import contextlib
import multiprocessing.resource_tracker
import os
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from multiprocessing import process
from pathlib import Path

import loky
import matplotlib as mpl
import numpy as np
from loky.backend import resource_tracker

from . import _program

# Tells a new interpreter to put no folder first.
_NO_FOLDER = {"PYTHONSAFEPATH": "1"}


def look_first_in(folder: str | None) -> None:
    """
    Put the folder of what is about to run first, and let it have the modules that are in there.

    Parameters
    ----------
    folder : str or None
        The folder; None for the one that Python had put there.
    """
    # Where Python was told to put no folder first (-P, -I), it has not.
    if sys.flags.safe_path:
        return
    if _program.taken_out:
        sys.path.insert(0, _program.taken_out.pop())
    if folder is not None:
        sys.path[0] = folder
    _forget_what_is_in(sys.path[0])


def path_for_packages() -> list[str]:
    """Return ``sys.path`` for a worker until it has got the script's: the script's folder last."""
    folders = {"", process.ORIGINAL_DIR}  # type: ignore[attr-defined]
    main = getattr(sys.modules["__main__"], "__file__", None)
    if main is not None:
        folders |= {str(Path(main).absolute().parent), str(Path(main).resolve().parent)}
    last = [entry for entry in sys.path if entry in folders and not _has_packages(entry)]
    return [entry for entry in sys.path if entry not in last] + last


def variables() -> dict[str, str]:
    """Return environment variables for a process that is to import nothing of the script's."""
    return {} if _has_packages(os.curdir) else dict(_NO_FOLDER)


def start_trackers() -> None:
    """Start the processes that loky's workers need, if they do not run yet."""
    # What they say of semaphores that they clean up after a process that ended without doing so
    # (os._exit) would be about ours. Nobody can give them an environment but through this one.
    with _environment(variables() | {"PYTHONWARNINGS": "ignore"}):
        resource_tracker.ensure_running()
    with _environment(variables()):
        multiprocessing.resource_tracker.ensure_running()


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _has_packages(folder: str) -> bool:
    """Return whether *folder* is where a package was found without which nothing goes."""
    files = (__file__, loky.__file__, mpl.__file__, np.__file__)
    return any(Path(file).parents[1] == Path(folder).absolute() for file in files)


def _forget_what_is_in(folder: str) -> None:
    names = list(sys.modules)
    # What is older than the module that runs this package was there when Python had started; with
    # the script it would have been the same.
    ours = set(names[names.index("runpy") :] if "runpy" in names else [])
    with contextlib.suppress(OSError):
        in_folder = {path.name.partition(".")[0] for path in Path(folder).iterdir()}
        for name in sorted(ours & in_folder - {__package__}):
            _forget_if_in(folder, name)


def _forget_if_in(folder: str, name: str) -> None:
    found = _found(name)
    if found is None or found.origin is None or not found.has_location:
        return  # a folder without code
    loaded = getattr(sys.modules[name], "__spec__", None)
    if loaded is None or loaded.origin == found.origin:
        return
    if not Path(found.origin).is_relative_to(Path(folder).absolute()):
        return
    del sys.modules[name]
    # Submodules go on finding each other, unless there may be others of their names.
    if found.submodule_search_locations is not None:
        for other in [other for other in sys.modules if other.startswith(f"{name}.")]:
            del sys.modules[other]


def _found(name: str) -> ModuleSpec | None:
    """Return what an import of *name* would find, were it not loaded."""
    for finder in sys.meta_path:
        if (spec := finder.find_spec(name, None)) is not None:
            return spec
    return None
