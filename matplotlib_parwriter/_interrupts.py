"""Keeping Ctrl-C away from processes that are not the user's to interrupt."""

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def sigint_blocked() -> Iterator[None]:
    """
    Let processes started inside of the context be born deaf to Ctrl-C.

    The terminal sends it to all processes of a group, and one that is still importing would print a
    traceback. In this process the signal is only held back for the moment.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
