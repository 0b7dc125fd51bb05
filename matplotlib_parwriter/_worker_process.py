"""
A worker that somebody else's process starts, and the pipe between the two.

Blocks are never rendered inside of an executor's own process: a worker replaces environment
variables and rcParams, changes directory, holds pyplot's figures, refuses side effects. All this
happens in a fresh interpreter beside it, one for each task that runs at a time. So threads of one
process may run a block each, and the process is afterwards as it was.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from . import _lifeline
from ._environment import without_launchers
from ._errand import Reply
from ._interrupts import sigint_blocked
from ._search import path_for_packages, variables
from ._side_effects import OWN_THREADS
from ._storage import remove_directory
from ._worker_setup import set_up

# Run by a new interpreter: it must find the package, however its parent found it.
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "from matplotlib_parwriter._worker_process import serve; serve(int(sys.argv.pop(1)))"
)


class WorkerLostError(Exception):
    """A worker ended without an answer; the text says how."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """
    What a worker is to do.

    Attributes
    ----------
    work : bytes
        The function to run, and its task, pickled.
    snapshot, ffmpeg : str
        Where these are on the worker's host.
    folder : str
        Where to write a segment.
    private : bool
        Whether that is a folder of this host, to be made, and removed should the parent die; the
        segment is returned as bytes then.
    """

    work: bytes
    snapshot: str
    ffmpeg: str
    folder: str
    private: bool


class WorkerProcess:
    """A worker, as the process sees it that started it."""

    def __init__(self) -> None:
        with sigint_blocked():
            self._process = subprocess.Popen(
                [*(sys.executable, "-c", _BOOT, json.dumps(path_for_packages())), str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=without_launchers(os.environ) | {"MPLBACKEND": "agg"} | variables(),
            )
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name=f"{OWN_THREADS} replies", daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Whether it can be given orders."""
        return self._process.poll() is None

    def send(self, order: Order) -> None:
        """
        Give an order.

        Raises
        ------
        WorkerLostError
            If the worker has ended.
        """
        assert self._process.stdin is not None
        try:
            pickle.dump(order, self._process.stdin, protocol=5)
            self._process.stdin.flush()
        except OSError:
            raise self._lost() from None

    def reply(self, seconds: float) -> Reply | None:
        """
        Return the answer to the order, None if there is none within *seconds*.

        Raises
        ------
        WorkerLostError
            If the worker has ended without one.
        """
        try:
            reply = self._replies.get(timeout=seconds)
        except queue.Empty:
            return None
        if reply is None:
            raise self._lost()
        return reply

    def end(self) -> None:
        """End it at once, whatever it does; never raises."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()

    def _lost(self) -> WorkerLostError:
        status = self._process.wait()
        how = f"by signal {-status}" if status < 0 else f"with exit status {status}"
        return WorkerLostError(
            f"A worker process ended {how}; if it was killed, there may have been too little memory"
        )

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            while True:
                self._replies.put(pickle.load(self._process.stdout))
        except Exception:  # however it ends, there is nothing more to come
            self._replies.put(None)


def serve(parent: int) -> None:
    """Carry out orders from standard input until that, or process *parent*, ends."""
    set_up(parent)
    # The user's code prints, and may read; neither is to reach the parent.
    orders, replies = _take_over(0, "rb"), _take_over(1, "wb")
    try:
        while True:
            order: Order = pickle.load(orders)
            reply = _carry_out(order)
            if order.private:
                remove_directory(Path(order.folder))
            pickle.dump(reply, replies, protocol=5)
            replies.flush()
    except (EOFError, OSError):  # the parent has ended, or wants this process to
        # Whatever the user's code has registered to be done at the end is not for this process.
        os._exit(0)


def _take_over(fd: int, mode: str) -> IO[Any]:
    """Return what is at the descriptor *fd* as a file of its own, and leave nothing there."""
    own = os.fdopen(os.dup(fd), mode)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, fd)
    os.close(nothing)
    return own


def _carry_out(order: Order) -> Reply:
    try:
        function, task = pickle.loads(order.work)
        changes: dict[str, Any] = {"snapshot": order.snapshot}
        if hasattr(task, "segment"):
            # A path of its own: the same block may be rendered by somebody else at the same time.
            name = f"{uuid.uuid4().hex}{Path(task.segment).suffix}"
            changes["segment"] = str(Path(order.folder) / name)
        if order.ffmpeg:
            changes["encoding"] = dataclasses.replace(task.encoding, ffmpeg=order.ffmpeg)
        if order.private:
            _lifeline.remove_later(order.folder)
            Path(order.folder).mkdir(mode=0o700)
        value = function(dataclasses.replace(task, **changes))
        segment = getattr(value, "segment", None)
        if segment is None:
            return Reply(value=pickle.dumps(value))
        size = Path(segment.path).stat().st_size
        content = Path(segment.path).read_bytes() if order.private else None
        return Reply(value=pickle.dumps(value), size=size, segment=content)
    except BaseException as error:  # a module that raises SystemExit when imported, too
        return Reply(error=_pickled(error))


def _pickled(error: BaseException) -> bytes:
    try:
        pickled = pickle.dumps(error)
        pickle.loads(pickled)
    except Exception:
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
    return pickled
