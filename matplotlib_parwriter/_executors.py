"""
Where blocks run: worker processes of this machine, or any executor of the user's (`_borrowed`).

The workers of this machine are fresh interpreters started by loky, never forks: a fork of a process
with threads of OpenMP, BLAS or a window system can hang. They are kept between saves and end by
themselves when idle.
"""

import math
import multiprocessing
import multiprocessing.process
import multiprocessing.util
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, Protocol

import loky
from loky import process_executor
from loky.backend import get_context, utils
from loky.backend.process import LokyProcess

from . import _engines, _search
from ._borrowed import Borrowed
from ._interrupts import sigint_blocked
from ._resources import may_use_executors
from ._worker_setup import set_up

_IDLE_SECONDS = 60  # after which a worker without work ends

# What a worker runs first, by `exec`: nothing of ours is imported to unpickle that.
_BEGIN = (
    f"import sys; sys.path[:] = path; from {__name__} import begin_worker; begin_worker(parent)"
)


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
    return Borrowed(executor, count)


def why_no_workers(executor: Executor | str | None) -> str:
    """Return why `hire` would find no workers, if that is known; else empty."""
    if executor is not None and not isinstance(executor, str):
        return _engines.why_no_workers(executor)
    if multiprocessing.current_process().daemon:
        return (
            "this is a worker of multiprocessing's, which may not start processes (it is daemonic)"
        )
    return "" if may_use_executors() else "the interpreter is about to exit"


def is_warm(executor: Executor | str | None, count: int) -> bool:
    """Return whether `hire` would find workers that have been started already."""
    if executor is None or isinstance(executor, str):
        return _warm_pool.holds(count)
    return False  # its processes may be warm, but the workers that they start are most likely not


class _Workers:
    """Worker processes of this machine."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._executor: loky.ProcessPoolExecutor | None = None
        self._at_exit: multiprocessing.util.Finalize | None = None
        if multiprocessing.parent_process() is not None:
            # A process of multiprocessing's waits for its children before it ends, and warm workers
            # would let it wait until they have idled for long.
            self._at_exit = multiprocessing.util.Finalize(None, self.stop, exitpriority=0)

    def submit(self, function: Callable[..., Any], *args: Any) -> "Future[Any]":
        try:
            if self._executor is None:
                # Not with Ctrl-C blocked: a tracker's start ends with letting that through.
                _search.start_trackers()
            with sigint_blocked():
                if self._executor is None:
                    self._executor = self._new_executor()
                return self._executor.submit(function, *args)
        except RuntimeError as error:  # shut down or broken, for which loky has several classes
            raise WorkersDiedError(f"The worker processes are gone: {error}") from error
        except OSError as error:
            raise WorkersDiedError(f"No worker processes can be started: {error}") from error

    def replacement(self) -> "_Workers":
        self.stop()
        return _Workers(self.count)

    def release(self, *, keep: bool) -> None:
        if keep:
            _warm_pool.give_back(self)
        else:
            self.stop()

    def stop(self) -> None:
        if self._at_exit is not None:
            self._at_exit.cancel()
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)

    def _new_executor(self) -> loky.ProcessPoolExecutor:
        if sys.modules.get("psutil") is not utils.psutil:
            utils.psutil = None  # it needs its name, under which the script has a file of its own
        return loky.ProcessPoolExecutor(
            max_workers=self.count,
            timeout=_IDLE_SECONDS,
            context=get_context("loky"),  # "loky" leaves the user's main module alone
            initializer=exec,
            initargs=(_BEGIN, {"path": _search.path_for_packages(), "parent": os.getpid()}),
            env={"MPLBACKEND": "agg", **_search.variables()},
        )


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


def _leave_all_to_parent() -> None:
    # A fork would wait for its parent's workers when it ends, which it cannot. Private, as nobody
    # but multiprocessing's own forks has a use for that.
    children: set[Any] = multiprocessing.process._children  # type: ignore[attr-defined]
    children -= {child for child in children if isinstance(child, LokyProcess)}


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all_to_parent)


def begin_worker(parent: int) -> None:
    """
    Set up a worker process that loky has started.

    Parameters
    ----------
    parent : int
        The process id of the one that it works for.
    """
    # loky replaces workers that have grown, and warns the user; these hold what an animation holds.
    # Private to it, and only in use where psutil is installed, which may be what the script calls
    # one of its own files.
    process_executor._MAX_MEMORY_LEAK_SIZE = math.inf
    process_executor._get_memory_usage = lambda pid, force_gc=False: 0
    set_up(parent)
