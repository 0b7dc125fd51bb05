"""Run a script that was never told about this package, with the writer as its default.

The script runs as ``python script.py`` or ``python -m module`` would run it: in a module of its own
registered as ``__main__``, with its own ``sys.argv`` and ``sys.path[0]``. What differs is that
matplotlib has been imported before its first line, so that environment variables that matplotlib
reads when it is imported (``MPLBACKEND``, ...) have to be set before Python starts.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType, TracebackType

import matplotlib as mpl
from matplotlib.animation import writers

from ._html_writer import ParallelHTMLWriter
from ._search import look_first_in
from ._writer import ParallelFFMpegWriter


class NotRunnableError(Exception):
    """The script or module on the command line cannot be run; the message says why."""


def run_script(path: str, arguments: Sequence[str]) -> None:
    """
    Run the script at *path* as the main program.

    Parameters
    ----------
    path : str
        The script, as given on the command line.
    arguments : sequence of str
        What the script finds in ``sys.argv[1:]``.

    Raises
    ------
    NotRunnableError
        If the script cannot be read.
    BaseException
        Whatever the script raises.
    """
    absolute = Path(path).absolute()
    try:
        source = absolute.read_bytes()
    except OSError as error:
        raise NotRunnableError(f"can't open the script {path!r}: {error.strerror}.") from error
    main = _new_main(str(absolute), loader=SourceFileLoader("__main__", str(absolute)))
    sys.argv = [path, *arguments]
    look_first_in(str(absolute.resolve().parent))
    with _ours_by_default():
        exec(compile(source, str(absolute), "exec", dont_inherit=True), vars(main))


def run_module(name: str, arguments: Sequence[str]) -> None:
    """
    Run the module *name* as the main program.

    Parameters
    ----------
    name : str
        The dotted name of a module, or of a package with a ``__main__`` module.
    arguments : sequence of str
        What the module finds in ``sys.argv[1:]``.

    Raises
    ------
    NotRunnableError
        If there is no such module, or it cannot be run.
    BaseException
        Whatever the module raises.
    """
    sys.argv = ["-m", *arguments]  # what Python shows to a package imported on the way
    look_first_in(None)
    with _ours_by_default():
        spec = _find_module(name)
        get_code = getattr(spec.loader, "get_code", None)
        code = get_code(spec.name) if get_code else None
        if code is None:
            raise NotRunnableError(f"can't run {name}: it has no Python code.")
        main = _new_main(spec.origin, loader=spec.loader, spec=spec)
        sys.argv[0] = spec.origin or name
        exec(code, vars(main))


def _find_module(name: str) -> ModuleSpec:
    """Return the spec of the module to run for *name*: its own, or that of its ``__main__``."""
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        # Either a package on the way to the module is missing, which is for us to say, or such a
        # package failed to import something else, which it says best itself.
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        spec = None
    if spec is None:
        raise NotRunnableError(f"there is no module named {name}.")
    if spec.submodule_search_locations is not None:
        if name.endswith(".__main__"):
            raise NotRunnableError(f"can't run {name}: it is a package.")
        return _find_module(f"{name}.__main__")
    return spec


def _new_main(file: str | None, *, loader: object, spec: ModuleSpec | None = None) -> ModuleType:
    """Register and return an empty main module, with the attributes Python gives it."""
    main = ModuleType("__main__")
    vars(main).update(
        __file__=file,
        __loader__=loader,
        __spec__=spec,
        __package__=spec.parent if spec else None,
        __cached__=spec.cached if spec else None,
        __builtins__=builtins,
    )
    if sys.version_info < (3, 14):
        vars(main)["__annotations__"] = {}
    # For good, not for the length of the run: threads and exit handlers of the script outlive it.
    sys.modules["__main__"] = main
    return main


@contextlib.contextmanager
def _ours_by_default() -> Iterator[None]:
    """Make our writer the default, and have errors shown as if nothing were around the script."""
    mpl.rcParams["animation.writer"] = "parallel-ffmpeg"
    # A script that names the stock writer cannot be told otherwise, so the name means ours.
    writers.register("ffmpeg")(ParallelFFMpegWriter)
    writers.register("html")(ParallelHTMLWriter)
    try:
        yield
    except BaseException:
        hook = sys.excepthook  # the script may have set one

        def show(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
            sys.excepthook = hook
            tb = _of_the_script(tb)
            hook(kind, error.with_traceback(tb), tb)

        # A traceback grows on the exception's way out, so that it can only be cut at the end of it.
        sys.excepthook = show
        raise


def _of_the_script(tb: TracebackType | None) -> TracebackType | None:
    """Return what is left of *tb* without what runs the script, this module and Python's own."""
    rest = tb
    while tb is not None:
        if tb.tb_frame.f_globals is globals():
            rest = tb.tb_next
        tb = tb.tb_next
    while rest is not None and "importlib" in rest.tb_frame.f_globals.get("__name__", ""):
        rest = rest.tb_next
    return rest
