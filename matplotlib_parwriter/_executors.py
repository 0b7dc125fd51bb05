"""
Where blocks run: worker processes of this machine, or any executor of the user's.

Of an executor only ``submit`` with positional arguments is used, and of its futures ``result``,
``done`` and ``cancel``, which all kinds of executors offer (PEP 3148).

The workers of this machine are fresh interpreters started by loky, never forks: a fork of a process
with threads of OpenMP, BLAS or a window system can hang. They are kept between saves and end by
themselves when idle.
"""

import contextlib
import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import Any, Protocol

import loky
from loky import process_executor
from loky.backend import get_context

from . import _lifeline

_IDLE_SECONDS = 60  # after which a worker without work ends


class WorkersDiedError(BrokenExecutor):
    """Worker processes ended although nobody told them to."""


class Crew(Protocol):
    """
    Worker processes, for the length of one save.

    Attributes
    ----------
    count : int
        How many.
    """

    count: int

    def submit(self, function: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Run ``function(*args)`` in a worker; raise `WorkersDiedError` if there is none left."""

    def replacement(self) -> "Crew":
        """Return a crew to go on with after workers of this one died."""

    def release(self, *, keep: bool) -> None:
        """End the work; keep workers that are idle for the next save if *keep*."""


def hire(executor: Executor | str | None, count: int) -> Crew:
    """
    Return a crew of *count* workers.

    Parameters
    ----------
    executor : `concurrent.futures.Executor` or "loky" or None
        An executor of the user's, or the default: processes of this machine.
    count : int
        How many.
    """
    if executor is None or isinstance(executor, str):
        return _warm_pool.take(count)
    return _Borrowed(executor, count)


def is_warm(executor: Executor | str | None, count: int) -> bool:
    """Return whether `hire` would find workers that have been started already."""
    if executor is None or isinstance(executor, str):
        return _warm_pool.holds(count)
    return True


class _Workers:
    """Worker processes of this machine."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._executor = loky.ProcessPoolExecutor(
            max_workers=count,
            timeout=_IDLE_SECONDS,
            context=get_context("loky"),  # "loky" leaves the user's main module alone
            initializer=_begin_worker,
            initargs=(os.getpid(),),
            env={"MPLBACKEND": "agg"},
        )

    def submit(self, function: Callable[..., Any], *args: Any) -> "Future[Any]":
        try:
            with _sigint_blocked():
                return self._executor.submit(function, *args)
        except RuntimeError as error:  # shut down or broken, for which loky has several classes
            raise WorkersDiedError(f"The worker processes are gone: {error}") from error

    def replacement(self) -> "_Workers":
        self.stop()
        return _Workers(self.count)

    def release(self, *, keep: bool) -> None:
        if keep:
            _warm_pool.give_back(self)
        else:
            self.stop()

    def stop(self) -> None:
        self._executor.shutdown(wait=True, kill_workers=True)


class _WarmPool:
    """The workers that are kept for the next save: the one place for them in a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # saves may run in several threads
        self._workers: _Workers | None = None
        self._process = os.getpid()

    def take(self, count: int) -> _Workers:
        """Return *count* workers for one save alone, warm ones if there are."""
        with self._lock:
            workers, self._workers = self._workers, None
            if self._process != os.getpid():  # a fork has no use for its parent's workers
                workers, self._process = None, os.getpid()
        if workers is not None and workers.count < count:
            workers.stop()
            workers = None
        return workers or _Workers(count)

    def give_back(self, workers: _Workers) -> None:
        """Keep *workers* for the next save, or end them if others are kept already."""
        with self._lock:
            if self._workers is None:
                self._workers = workers
                return
        workers.stop()

    def holds(self, count: int) -> bool:
        """Return whether *count* workers are there already."""
        with self._lock:
            return (
                self._workers is not None
                and self._workers.count >= count
                and self._process == os.getpid()
            )


_warm_pool = _WarmPool()


class _Borrowed:
    """The workers of an executor of the user's, which is never stopped by us."""

    def __init__(self, executor: Executor, count: int) -> None:
        self.count = count
        self._executor = executor
        self._futures: list[Future[Any]] = []

    def submit(self, function: Callable[..., Any], *args: Any) -> "Future[Any]":
        try:
            future = self._executor.submit(_elsewhere, os.getpid(), function, *args)
        except RuntimeError as error:
            raise WorkersDiedError(f"The executor takes no more work: {error}") from error
        self._futures.append(future)
        return future

    def replacement(self) -> "_Borrowed":
        return self

    def release(self, *, keep: bool) -> None:
        """Withdraw what has not started, and wait for what has, for it uses our files."""
        for future in self._futures:
            with contextlib.suppress(Exception):  # Parsl's cannot be cancelled
                future.cancel()
        for future in self._futures:
            with contextlib.suppress(Exception, CancelledError):
                future.result()


def _elsewhere(home: int, function: Callable[..., Any], *args: Any) -> Any:
    """Run ``function(*args)`` unless this is process *home*, whose figure must be left alone."""
    if os.getpid() == home:
        raise RuntimeError(
            "The executor runs functions in the user's own process; it has to be one with worker "
            "processes, for matplotlib is not thread-safe."
        )
    os.environ["MPLBACKEND"] = "agg"
    return function(*args)


def _begin_worker(parent: int) -> None:
    """Set up a worker process: it ends with *parent*, and only *parent* interrupts it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A module imported by an update would write its bytecode, which is no side effect of it.
    sys.dont_write_bytecode = True
    # loky replaces workers that have grown, and warns the user; these hold what an animation holds.
    # Private to it, and only in use where psutil is installed.
    process_executor._MAX_MEMORY_LEAK_SIZE = math.inf
    _lifeline.hold(parent)


@contextlib.contextmanager
def _sigint_blocked() -> Iterator[None]:
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
