"""
The workers of an executor of the user's, which is never stopped by us.

Of an executor only ``submit`` with positional arguments is used, and of its futures ``result``,
``add_done_callback`` and ``cancel``, which all kinds of executors offer (PEP 3148). Everything
goes to one function there, `_agent.run`. What is submitted here gets a future of the standard
library's, which a thread completes, the *clerk*: it takes answers as they come, writes segments
that came as bytes to where they are expected, and sends the snapshot to agents that lack it.
"""

import contextlib
import dataclasses
import hashlib
import logging
import pickle
import queue
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import _engines
from ._agent import build_of
from ._errand import Answer, Errand, Reply, this_kit, this_process
from ._side_effects import OWN_THREADS

_log = logging.getLogger(__name__)

# Seconds until what was held back is tried again, at first and at most.
_RETRY, _LONGEST_RETRY = 0.25, 4.0
# Bytes of snapshots that may be on the way at a time: most engines keep them in this process.
_ON_THE_WAY = 2_000_000_000
# Seconds that workers get to hear that the save is over, which they look for every half of one.
_STOPPING = 3.0
# What the executor runs, with names for its arguments. It must not need this package to be
# unpickled: a Dask worker in which that fails does not fail the task but ends.
_RUN = f"__import__('importlib').import_module('{__package__}._agent').run(errand, cargo)"


class UnfitWorkersError(RuntimeError):
    """The workers of an executor cannot be used; the text says why."""


@dataclass(kw_only=True, eq=False)
class _Job:
    """Something submitted here, with the future of whoever did, and that of the executor."""

    function: Callable[..., Any]
    task: Any
    future: "Future[Any]" = field(default_factory=Future)
    foreign: "Future[Answer] | None" = None
    carries: bool = False  # whether the snapshot went with it


class Borrowed:
    """
    A crew made of an executor of the user's; see `_executors.Crew`.

    Parameters
    ----------
    executor : `concurrent.futures.Executor`
        Theirs.
    count : int
        How many workers it has.
    """

    def __init__(self, executor: Executor, count: int) -> None:
        self.count = count
        self._executor = executor
        self._lock = threading.RLock()  # the clerk submits as well, and engines may not like that
        self._desk: _Desk | None = None  # opened with the first job, which says where files are
        self._answers: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._clerk: threading.Thread | None = None
        self._jobs: set[_Job] = set()
        self._held: list[_Job] = []
        self._lacking: set[str] = set()  # agents without the snapshot
        self._sharing = self._apart = False  # whether there are agents that see our files, or not
        self._unfit = ""
        self._over = False
        self._sent = self._returned = 0  # bytes

    def submit(self, function: Callable[..., Any], *args: Any) -> "Future[Any]":
        """
        Let a worker run ``function(task)``.

        Parameters
        ----------
        function : callable
            `_block.render_block` or the like.
        *args
            Its one argument, with the path of a snapshot, and maybe that of a segment.

        Returns
        -------
        `concurrent.futures.Future`
            Holds an `UnfitWorkersError` if a worker turned out not to be fit for it, and what the
            executor raised if that took no more work.
        """
        (task,) = args
        job = _Job(function=function, task=task)
        try:
            if self._unfit:
                raise UnfitWorkersError(self._unfit)
            with self._lock:
                self._begin(Path(task.snapshot))
                self._send(job, carries=False)
        except Exception as error:
            self._fail(job, error)
        job.future.add_done_callback(lambda _: self._cancel(job))
        return job.future

    def replacement(self) -> "Borrowed":
        """Return this crew: what became of its workers is the executor's business."""
        return self

    def release(self, *, keep: bool) -> None:
        """Withdraw what has not started, and stop what has, for it uses our files."""
        if self._desk is None or self._clerk is None:
            return
        with self._lock:
            self._over = True
            jobs = list(self._jobs)
        for job in jobs:
            self._withdraw(job)
        self._desk.close()
        # Those who do not see our files do not disturb us, nor hear of the end.
        seconds = _STOPPING if self._sharing or not self._apart else 0.0
        until = time.monotonic() + seconds
        while self._jobs and time.monotonic() < until:
            time.sleep(0.01)
        self._answers.put(None)
        self._clerk.join()
        self._clerk = None
        for job in jobs:
            job.future.cancel()
        if self._apart:
            _log.info(
                "%d bytes were sent to workers beside tasks, and %d bytes of segments came back",
                self._sent,
                self._returned,
            )

    def _begin(self, snapshot: Path) -> None:
        if self._clerk is not None:
            return
        self._desk = _Desk(self._executor, snapshot)
        self._clerk = threading.Thread(
            target=self._attend, name=f"{OWN_THREADS} clerk", daemon=True
        )
        self._clerk.start()

    def _send(self, job: _Job, *, carries: bool) -> None:
        """Submit *job*, with the snapshot if it *carries* that; the caller holds the lock."""
        assert self._desk is not None
        errand = self._desk.errand(job.function, job.task)
        names = {"errand": errand, "cargo": self._desk.cargo() if carries else None}
        job.carries = carries
        job.foreign = self._executor.submit(eval, _RUN, names)
        self._jobs.add(job)
        if carries:
            self._sent += self._desk.snapshot_bytes
        job.foreign.add_done_callback(lambda _: self._answers.put(job))

    def _cancel(self, job: _Job) -> None:
        if job.future.cancelled():
            self._withdraw(job)

    def _withdraw(self, job: _Job) -> None:
        if job.foreign is not None:
            with contextlib.suppress(Exception):  # Parsl's cannot be cancelled
                job.foreign.cancel()

    # The clerk.

    def _attend(self) -> None:
        retry = _RETRY
        while True:
            job: _Job | None = None
            try:
                job = self._answers.get(timeout=retry if self._held else None)
            except queue.Empty:
                retry = min(2 * retry, _LONGEST_RETRY)
                self._try_again()
                continue
            if job is None:
                return
            self._jobs.discard(job)
            try:
                self._take(job)
            except BaseException as error:
                self._fail(job, error)
            if not self._held:
                retry = _RETRY

    def _try_again(self) -> None:
        """Submit what was held back: agents that lacked the snapshot may have it by now."""
        held, self._held = self._held, []
        for job in held:
            try:
                with self._lock:
                    if job.future.cancelled():
                        job.future.set_running_or_notify_cancel()
                    elif not self._over:
                        self._send(job, carries=False)
            except Exception as error:
                self._fail(job, error)

    def _take(self, job: _Job) -> None:
        """Do what the answer to *job* calls for."""
        # Not kept any longer: Dask's workers hold an answer for as long as it has a future.
        foreign, job.foreign = job.foreign, None
        assert foreign is not None
        try:
            answer: Answer = foreign.result()
        except (Exception, CancelledError) as error:
            if job.carries and self._desk is not None:
                self._desk.forget_cargo()  # an engine may have lost what it kept for us
            self._fail(job, _explained(error))
            return
        if answer.unfit:
            self._unfit = answer.unfit
            raise UnfitWorkersError(answer.unfit)
        self._sharing = self._sharing or answer.shared
        self._apart = self._apart or not answer.shared
        if answer.missing:
            self._bring(job, answer.agent)
            return
        self._lacking.discard(answer.agent)
        if answer.reply is None:
            raise RuntimeError("The save was over before the worker was done.")
        value = self._received(job.task, answer.reply)
        if job.future.set_running_or_notify_cancel():
            job.future.set_result(value)

    def _bring(self, job: _Job, agent: str) -> None:
        """Send the snapshot with *job* if more agents lack it than it is on its way to."""
        assert self._desk is not None
        self._lacking.add(agent)
        with self._lock:
            if self._over:
                raise RuntimeError("The save was over before a worker began.")
            on_the_way = sum(other.carries for other in self._jobs)
            if on_the_way < min(len(self._lacking), self._desk.cargoes_at_once):
                self._send(job, carries=True)
            else:
                self._held.append(job)

    def _received(self, task: Any, reply: Reply) -> Any:
        """Return what a worker returned, its segment where *task* says."""
        if reply.error:
            raise pickle.loads(reply.error)
        value = pickle.loads(reply.value)
        segment = getattr(value, "segment", None)
        if segment is None:
            return value
        if reply.segment is not None:
            Path(task.segment).write_bytes(reply.segment)
            self._returned += len(reply.segment)
        else:
            size = Path(segment.path).stat().st_size
            if size != reply.size:
                raise OSError(
                    f"A segment of {reply.size} bytes has {size} bytes here; the file system that "
                    "this process shares with workers is not up to date."
                )
            Path(segment.path).replace(task.segment)
        moved = dataclasses.replace(segment, path=task.segment)
        return dataclasses.replace(value, segment=moved)

    def _fail(self, job: _Job, error: BaseException) -> None:
        if job.future.set_running_or_notify_cancel():
            job.future.set_exception(error)


class _Desk:
    """What errands of one save have in common."""

    def __init__(self, executor: Executor, snapshot: Path) -> None:
        self._executor = executor
        self._snapshot = snapshot
        found = snapshot.stat()
        self.snapshot_bytes = found.st_size
        self.cargoes_at_once = max(1, _ON_THE_WAY // max(1, self.snapshot_bytes))
        identity = (str(snapshot), found.st_ino, found.st_mtime_ns, found.st_size)
        self._key = hashlib.blake2b(repr(identity).encode(), digest_size=16).hexdigest()
        self._secret = uuid.uuid4().hex
        self._marker = snapshot.with_name(f"marker-{uuid.uuid4().hex}")
        self._marker.write_text(self._secret)
        self._kit = this_kit()
        self._ffmpeg: tuple[str, str] | None = None
        self._cargo: Any = None

    def errand(self, function: Callable[..., Any], task: Any) -> bytes:
        """Return the `Errand` to run ``function(task)``, pickled."""
        ffmpeg, build = self._ffmpeg_of(task)
        folder = Path(getattr(task, "segment", task.snapshot)).parent
        errand = Errand(
            run=uuid.uuid4().hex,
            home=this_process(),
            kit=self._kit,
            marker=str(self._marker),
            secret=self._secret,
            snapshot=str(self._snapshot),
            key=self._key,
            ffmpeg=ffmpeg,
            build=build,
            folder=str(folder),
            work=pickle.dumps((function, task), protocol=5),
        )
        return pickle.dumps(errand, protocol=5)

    def cargo(self) -> Any:
        """Return the snapshot, as the executor likes its arguments."""
        if self._cargo is None:
            cargo = _engines.as_argument(self._executor, self._snapshot.read_bytes())
            if isinstance(cargo, bytes):
                return cargo  # a big one had better not stay in memory
            self._cargo = cargo
        return self._cargo

    def forget_cargo(self) -> None:
        """Hand the snapshot over to the executor again next time."""
        self._cargo = None

    def close(self) -> None:
        """Let those who can see it see that the save is over."""
        self._marker.unlink(missing_ok=True)

    def _ffmpeg_of(self, task: Any) -> tuple[str, str]:
        """Return the ffmpeg that *task* needs, and what it says of itself; "" if it needs none."""
        wanted = getattr(getattr(task, "encoding", None), "ffmpeg", "")
        if not wanted:
            return "", ""
        if self._ffmpeg is None or self._ffmpeg[0] != wanted:
            self._ffmpeg = wanted, build_of(wanted)
        return self._ffmpeg


def _explained(error: BaseException) -> BaseException:
    """Return *error*, in other words where the package is missing on the other side."""
    package = __package__ or ""
    if f"No module named '{package}" in f"{error}" or f'No module named "{package}' in f"{error}":
        return UnfitWorkersError(
            f"{package} is not installed where the executor's workers are, in the Python that runs "
            f"them ({type(error).__name__}: {error})."
        )
    return error
