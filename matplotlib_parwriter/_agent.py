"""
What runs in an executor's process: it finds out what is there, and passes work on to a worker.

An agent is a function, `run`, and what its process keeps between two calls: idle workers for some
time, and snapshots that were sent here because this host does not see the files of the user's
process. It may run in several threads at once.
"""

import contextlib
import functools
import os
import pickle
import shutil
import socket
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from ._errand import Answer, Errand, Reply, difference, this_kit, this_process
from ._ffmpeg import find_ffmpeg
from ._process import run_ffmpeg
from ._side_effects import OWN_THREADS
from ._storage import remove_directory
from ._worker_process import Order, WorkerLostError, WorkerProcess

_IDLE_SECONDS = 60.0  # after which workers and snapshots that nobody asked for are dropped
_LOOK_SECONDS = 0.5  # between two looks whether the save is over
# After so long without an answer a worker is taken to hang, where nobody can tell that its save is
# over; where the user's process can be asked, this one never has to guess.
_LIMIT_SECONDS = 6 * 3600.0

IN_THE_USERS_PROCESS = (
    "The executor runs functions in the user's own process; it has to be one with worker "
    "processes, for matplotlib is not thread-safe."
)


def run(pickled: bytes, cargo: bytes | None) -> Answer:
    """
    Run an errand in a worker of this process.

    Parameters
    ----------
    pickled : bytes
        The `Errand`.
    cargo : bytes or None
        The snapshot, for an agent that does not see it.

    Returns
    -------
    Answer
        What came of it, be it that this process is not fit for it.

    Raises
    ------
    RuntimeError
        If something is wrong with this host, such as a full disk; it names the host.
    """
    errand: Errand = pickle.loads(pickled)
    name = f"{socket.gethostname()}, process {os.getpid()}"
    if errand.home == this_process():
        return Answer(agent=name, unfit=IN_THE_USERS_PROCESS)
    ffmpeg, unfit = "", difference(errand.kit, this_kit())
    if errand.ffmpeg and not unfit:
        ffmpeg, unfit = _matching_ffmpeg(errand.ffmpeg, errand.build)
    if unfit:
        return Answer(agent=name, unfit=unfit)
    try:
        if _sees(errand):
            order = _order(errand, ffmpeg, errand.snapshot, errand.folder, private=False)
            return Answer(agent=name, shared=True, reply=_carry_out(order, errand))
        if cargo is not None:
            _kept.store(errand.key, cargo)
        with _kept.use(errand.key) as snapshot, _private_folder() as folder:
            if snapshot is None:
                return Answer(agent=name, missing=True)
            order = _order(errand, ffmpeg, snapshot, folder, private=True)
            return Answer(agent=name, reply=_carry_out(order, None))
    except (OSError, WorkerLostError) as error:
        raise RuntimeError(f"On {name}: {error}") from error


def _order(errand: Errand, ffmpeg: str, snapshot: str, folder: str, *, private: bool) -> Order:
    return Order(work=errand.work, snapshot=snapshot, ffmpeg=ffmpeg, folder=folder, private=private)


def _sees(errand: Errand) -> bool:
    """Return whether this process shares the files of the user's, for reading and writing."""
    try:
        seen = Path(errand.marker).read_text() == errand.secret
    except (OSError, ValueError):
        return False
    return seen and Path(errand.snapshot).exists() and os.access(errand.folder, os.W_OK | os.X_OK)


@functools.lru_cache(maxsize=16)
def _matching_ffmpeg(wanted: str, build: str) -> tuple[str, str]:
    """Return the path of an ffmpeg of the same build, or "" and why there is none."""
    found = []
    with contextlib.suppress(OSError):
        found.append((wanted, build_of(wanted)))
    with contextlib.suppress(OSError):
        own = find_ffmpeg()
        found.append((own, build_of(own)))
    for path, its_build in found:
        if its_build == build:
            return path, ""
    host = socket.gethostname()
    if not found:
        return "", f"A worker on {host} has no ffmpeg; install the one that is here, {wanted}."
    path, its_build = found[-1]
    there, here = (text.partition("\n")[0] for text in (its_build, build))
    return "", (
        f"A worker on {host} has another build of ffmpeg: {path} is {there!r}, {wanted} is "
        f"{here!r} in the user's own process; segments of different builds do not join."
    )


def build_of(ffmpeg: str) -> str:
    """
    Return all that an ffmpeg says of its version, how it was configured, and its libraries.

    Parameters
    ----------
    ffmpeg : str
        The program.

    Raises
    ------
    OSError
        If it cannot be run.
    """
    return run_ffmpeg([ffmpeg, "-version"]).stdout


@contextlib.contextmanager
def _private_folder() -> Iterator[str]:
    """Give the path of a folder that the worker makes, and whoever of the two lives on removes."""
    folder = str(Path(tempfile.gettempdir()) / f"parwriter-{uuid.uuid4().hex}")
    try:
        yield folder
    finally:
        remove_directory(Path(folder))


def _carry_out(order: Order, errand: Errand | None) -> Reply | None:
    """Let a worker carry out *order*; return None once the save of *errand* is over."""
    worker = _workers.take(order)
    try:
        waited = 0.0
        while (reply := worker.reply(_LOOK_SECONDS)) is None:
            waited += _LOOK_SECONDS
            if errand is not None and not Path(errand.marker).exists():
                break
            if waited > _LIMIT_SECONDS:
                raise WorkerLostError(f"no answer within {_LIMIT_SECONDS / 3600:.0f} hours")
    except BaseException:
        worker.end()
        raise
    if reply is None:
        worker.end()
    else:
        _workers.give_back(worker)
    return reply


class _Workers:
    """Workers that have nothing to do, until they have been idle for too long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[WorkerProcess, threading.Timer] = {}
        self._process = os.getpid()

    def take(self, order: Order) -> WorkerProcess:
        """Return a worker that has got *order*."""
        while (worker := self._any()) is not None:
            try:
                worker.send(order)
            except WorkerLostError:
                continue
            return worker
        worker = WorkerProcess()
        try:
            worker.send(order)
        except BaseException:
            worker.end()
            raise
        return worker

    def give_back(self, worker: WorkerProcess) -> None:
        """Keep a worker for the next order, for some time."""
        with self._lock:
            self._idle[worker] = _after_idling(lambda: self._retire(worker))

    def _any(self) -> WorkerProcess | None:
        with self._lock:
            if self._process != os.getpid():  # a fork has no use for its parent's workers
                self._idle, self._process = {}, os.getpid()
            if not self._idle:
                return None
            # The latest one: its copy of the animation is most likely the one that is wanted.
            worker, timer = self._idle.popitem()
        timer.cancel()
        return worker

    def _retire(self, worker: WorkerProcess) -> None:
        with self._lock:
            if self._idle.pop(worker, None) is None:
                return
        worker.end()


class _Kept:
    """Snapshots that were sent here, until nobody has asked for them for some time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshots: dict[str, _Snapshot] = {}

    def store(self, key: str, content: bytes) -> None:
        """Keep a snapshot."""
        snapshot = _Snapshot(content)
        with self._lock:
            if key in self._snapshots:
                snapshot.drop()
                return
            self._snapshots[key] = snapshot
            snapshot.timer = _after_idling(lambda: self._drop(key))

    @contextlib.contextmanager
    def use(self, key: str) -> Iterator[str | None]:
        """Give the path of a snapshot, None if it is not here."""
        with self._lock:
            snapshot = self._snapshots.get(key)
            if snapshot is not None:
                snapshot.users += 1
                snapshot.timer.cancel()
        if snapshot is None:
            yield None
            return
        try:
            yield snapshot.path
        finally:
            with self._lock:
                snapshot.users -= 1
                if not snapshot.users:
                    snapshot.timer = _after_idling(lambda: self._drop(key))

    def _drop(self, key: str) -> None:
        with self._lock:
            snapshot = self._snapshots.get(key)
            if snapshot is None or snapshot.users:
                return
            del self._snapshots[key]
        snapshot.drop()


class _Snapshot:
    """
    The file of a snapshot, which workers of this process can open.

    On Linux it has no name in any folder, so that nothing is left of it however this process ends.
    """

    def __init__(self, content: bytes) -> None:
        self.users = 0
        self.timer: Any = None
        self._folder: str | None = None
        file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  open for as long as it is kept
        self.path = f"/proc/{os.getpid()}/fd/{file.fileno()}"
        if not os.access(self.path, os.R_OK):
            file.close()
            self._folder = tempfile.mkdtemp(prefix="parwriter-")
            path = Path(self._folder) / "snapshot"
            file, self.path = path.open("wb"), str(path)
        self._file = file
        try:
            file.write(content)
            file.flush()
        except OSError:
            self.drop()
            raise

    def drop(self) -> None:
        """Remove it."""
        with contextlib.suppress(OSError):  # what could not be written before
            self._file.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _after_idling(function: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(_IDLE_SECONDS, function)
    timer.daemon = True
    timer.name = f"{OWN_THREADS} idle"
    timer.start()
    return timer


# What this process, an executor's, keeps between two errands; there is one of each.
_workers = _Workers()
_kept = _Kept()
