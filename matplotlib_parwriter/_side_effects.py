"""
Keep what an update does to the world outside from happening more than once.

Workers run the user's update on copies, and the user's own process runs it once more, as stock
does. Printing, warning and logging again is harmless and silenced. Writing to a file, starting a
program or talking to a server again is not: Python announces these as audit events before they
happen (PEP 578), and in a worker they are refused while the user's code runs; the block is given up
then, and the user's process does its frames alone.
"""

import atexit
import contextlib
import logging
import mmap
import os
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from typing import IO, Any

from ._digest_code import is_users_module

# Threads of this package have names that begin with this; what they do is not the user's doing.
OWN_THREADS = "parwriter"

_REFUSED = frozenset(
    {
        "os.chmod",
        "os.chown",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.kill",
        "os.killpg",
        "os.link",
        "os.mkdir",
        "os.posix_spawn",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.spawn",
        "os.startfile",
        "os.symlink",
        "os.system",
        "os.truncate",
        "os.utime",
        "pty.spawn",
        "socket.bind",
        "socket.connect",
        "socket.sendmsg",
        "socket.sendto",
        "sqlite3.connect",
        "subprocess.Popen",
        "webbrowser.open",
    }
)
_OWN_LOGGERS = __name__.partition(".")[0]
# The event by which `refuse` tells guards.
_NAMED = f"{_OWN_LOGGERS}.side_effect"
_MAPPED_FOR_WRITING = (mmap.ACCESS_DEFAULT, mmap.ACCESS_WRITE)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


class SideEffectError(BaseException):
    """The update wanted to change the world outside; not an Exception, for users catch those."""


class Guard:
    """
    Refuse side effects in this process while it is on.

    Python's audit hooks cannot be removed again, so a worker makes one guard and keeps it.

    Attributes
    ----------
    refused : str or None
        The first thing refused since the guard was last turned on: the user's code may have
        swallowed the exception.
    """

    def __init__(self) -> None:
        self.refused: str | None = None
        self._on = False
        sys.addaudithook(self._hear)

    @contextlib.contextmanager
    def on(self) -> Iterator[None]:
        """Refuse side effects inside of the context; raise `SideEffectError` if there were any."""
        self.refused = None
        self._on = True
        try:
            yield
        finally:
            self._on = False
        if self.refused is not None:
            raise SideEffectError(self.refused)

    @contextlib.contextmanager
    def off(self) -> Iterator[None]:
        """Allow side effects inside of the context, for what matplotlib does while drawing."""
        before, self._on = self._on, False
        try:
            yield
        finally:
            self._on = before

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._on:
            return
        if event == "open":
            path, _, flags = arguments
            if not isinstance(flags, int) or not flags & _WRITING or path == os.devnull:
                return
            if isinstance(path, int):  # a descriptor that is open already
                return
            self._refuse(f"it opens {path!r} for writing")
        elif event == "mmap.__new__":
            descriptor, _, access, _ = arguments
            if descriptor != -1 and access in _MAPPED_FOR_WRITING:
                self._refuse("it maps a file, or memory of other processes, for writing")
        elif event == _NAMED:
            self._refuse(*arguments)
        elif event in _REFUSED:
            what = ", ".join(repr(argument) for argument in arguments[:1])
            self._refuse(f"it calls {event}({what})")

    def _refuse(self, what: str) -> None:
        if threading.current_thread().name.startswith(OWN_THREADS):
            return
        self.refused = self.refused or what
        raise SideEffectError(what)


def refuse(what: str) -> None:
    """
    Refuse, while a guard is on, what Python does not announce.

    Parameters
    ----------
    what : str
        What it is, as a phrase.

    Raises
    ------
    SideEffectError
        If a guard is on.
    """
    sys.audit(_NAMED, what)


def refuse_exit_functions() -> None:
    """Let guards of this process refuse functions of the user's that are to run at its end."""
    register = atexit.register

    def refusing(function: Any, /, *args: Any, **kwargs: Any) -> Any:
        # Installed modules see to their own, which they do in every process.
        if is_users_module(sys._getframe(1).f_globals.get("__name__") or ""):
            refuse("it registers a function for the end of the process")
        return register(function, *args, **kwargs)

    atexit.register = refusing


class Witness:
    """
    Tell whether anything was printed, warned of or logged in this process.

    Attributes
    ----------
    heard : str
        What was, as a phrase; empty if nothing was.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._logged = False

    @property
    def heard(self) -> str:
        sys.stdout.flush()
        sys.stderr.flush()
        if os.fstat(self._file.fileno()).st_size:
            return "it prints or warns"
        return "it logs" if self._logged else ""

    @contextlib.contextmanager
    def listening_to_logs(self) -> Iterator[None]:
        """Hear what handlers of the user's process would get; loggers have the levels of there."""
        handler = logging.Handler()
        handler.emit = self._emit  # type: ignore[method-assign]
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            yield
        finally:
            root.removeHandler(handler)

    def _emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(_OWN_LOGGERS):
            self._logged = True


@contextlib.contextmanager
def witnessed() -> Iterator[Witness]:
    """As `silence`, with a witness of what was not heard outside."""
    with tempfile.TemporaryFile(buffering=0) as file:
        witness = Witness(file)
        with _redirected(file.fileno()), witness.listening_to_logs():
            yield witness


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """
    Let nothing be printed inside of the context, nor anything be read from standard input.

    Done on file descriptors too, since compiled code prints past Python's.
    """
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        with _redirected(null):
            yield
    finally:
        os.close(null)


@contextlib.contextmanager
def _redirected(output: int) -> Iterator[None]:
    """Let all that is printed go to the descriptor *output*, and let there be nothing to read."""
    sys.stdout.flush()
    sys.stderr.flush()
    null = os.open(os.devnull, os.O_RDONLY)
    kept = {fd: os.dup(fd) for fd in (0, 1, 2) if _is_open(fd)}
    for fd in kept:
        os.dup2(null if fd == 0 else output, fd)
    try:
        with (
            open(os.dup(output), "w") as nowhere,  # noqa: PTH123  not a path of the file system
            open(os.devnull) as nothing,  # noqa: PTH123
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
            _stdin(nothing),
        ):
            yield
    finally:
        for fd, copy in kept.items():
            os.dup2(copy, fd)
            os.close(copy)
        os.close(null)


def describe(error: BaseException) -> str:
    """Return what stopped a worker, as a phrase."""
    where = traceback.extract_tb(error.__traceback__)
    place = f" ({where[-1].filename}, line {where[-1].lineno})" if where else ""
    if isinstance(error, SideEffectError):
        return f"its update would change the world outside: {error}"
    return f"{type(error).__name__}: {error}{place}"


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _stdin(replacement: Any) -> Iterator[None]:
    before, sys.stdin = sys.stdin, replacement
    try:
        yield
    finally:
        sys.stdin = before
