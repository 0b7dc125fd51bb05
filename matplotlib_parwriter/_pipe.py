"""
An ffmpeg that is fed through its stdin, while frames are drawn.

It does not hold up what goes on here, nor does a fork of this process hold up its end.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import io
import logging
import os
import queue
import re
import subprocess
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ._errors import FFMpegError, format_command
from ._process import RunningFFMpeg, isolation, widen

if TYPE_CHECKING:
    from typing_extensions import Buffer

_log = logging.getLogger(__name__)

# How much of what ffmpeg says is kept: the cause may stand a dozen lines above the last one.
_KEPT_LINES = 40
# Frames between the caller and the pipe: enough that drawing goes on while ffmpeg reads.
_QUEUED_FRAMES = 2
# Waiting is done in short sleeps, in which a Ctrl-C is heard on every system.
_NAP = 0.2
# What ``-progress`` says now and then, and at the end.
_FRAMES = re.compile(r"^frame=(\d+)", re.MULTILINE)


class PipedFFMpeg:
    """
    Run an ffmpeg that is fed with data through its stdin.

    A thread of its own writes to the pipe, for two reasons: drawing goes on while ffmpeg reads,
    and a Ctrl-C, which Python raises in the main thread, cannot cut a frame in two, after which
    every later frame would be shifted.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    answer_bytes : int, optional
        Size of the pieces in which `answer` returns its stdout; default: that goes nowhere.
    """

    def __init__(self, command: Sequence[str], *, answer_bytes: int | None = None) -> None:
        self.command = list(command)
        self.written = 0  # pieces of data that went into the pipe whole; counted by the feeder
        self.broken = False  # ffmpeg no longer reads, or has been fed something incomplete
        self._failure: FFMpegError | None = None  # of another ffmpeg that fed it
        _log.debug("running %s", format_command(self.command))
        self._process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL if answer_bytes is None else subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            **isolation(),
        )
        assert self._process.stdin is not None
        assert self._process.stderr is not None
        widen(self._process.stdin.fileno())
        self._lines: collections.deque[str] = collections.deque(maxlen=_KEPT_LINES)
        # Two simple queues rather than one of limited length: each step is a single call into C, so
        # that a Ctrl-C in between cannot leave a lock behind that the feeder waits for.
        self._queue: queue.SimpleQueue[bytearray | _Source | None] = queue.SimpleQueue()
        # Memory that is used again: to get some from the system takes as long as to fill it.
        self._room: queue.SimpleQueue[bytearray] = queue.SimpleQueue()
        for _ in range(_QUEUED_FRAMES):
            self._room.put(bytearray())
        self._listener = threading.Thread(
            target=self._listen, args=(self._process.stderr,), name="ffmpeg-stderr", daemon=True
        )
        self._feeder = threading.Thread(
            target=self._feed, args=(self._process.stdin,), name="ffmpeg-stdin", daemon=True
        )
        self._listener.start()
        self._feeder.start()
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None
        if self._process.stdout is not None:
            self._reader = threading.Thread(
                target=self._read,
                args=(self._process.stdout, answer_bytes),
                name="ffmpeg-stdout",
                daemon=True,
            )
            self._reader.start()
        _fed.add(self)

    @property
    def pid(self) -> int:
        """The process id of ffmpeg."""
        return self._process.pid

    @property
    def words(self) -> str:
        """What ffmpeg said last on stderr; complete once it has ended."""
        return "\n".join(tuple(self._lines))

    @property
    def seconds_each(self) -> float | None:
        """Seconds of one core for each piece of data so far; None if the system does not tell."""
        if not self.written or self._process.returncode is not None:
            return None
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8")
            # See proc_pid_stat(5); the name, which may be anything, is left out.
            user, system = stat.rpartition(")")[2].split()[11:13]
        except (OSError, ValueError):
            return None
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK") / self.written

    def leave_to_parent(self) -> None:
        """Let go of the pipe in a fork, or ffmpeg would wait for the end of what the fork holds."""
        assert self._process.stdin is not None
        if not self._process.stdin.closed:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self._process.stdin.fileno(), inheritable=False)
            os.close(null)

    def _listen(self, stderr: IO[bytes]) -> None:
        # Universal newlines: ffmpeg's progress line ends with a carriage return only.
        with io.TextIOWrapper(stderr, encoding="utf-8", errors="replace") as text:
            for line in text:
                self._lines.append(line.rstrip())

    def _read(self, stdout: IO[bytes], size: int) -> None:
        with io.BufferedReader(stdout) as pieces:  # type: ignore[type-var]
            while len(piece := pieces.read(size)) == size:
                self._answers.put(piece)
        self._answers.put(b"")

    def _feed(self, stdin: IO[bytes]) -> None:
        while (data := self._queue.get()) is not None:
            # A broken pipe does not end this loop, or write() would wait for room for ever.
            if isinstance(data, _Source):
                self._let_write(stdin, data)
                continue
            if not self.broken:
                self._write_whole(stdin, data)
            self._room.put(data)
        with contextlib.suppress(OSError):
            stdin.close()

    def _write_whole(self, stdin: IO[bytes], data: bytearray) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[stdin.write(rest) :]
        except OSError:  # BrokenPipeError; on Windows also a plain OSError (EINVAL)
            self.broken = True
        else:
            self.written += 1

    def _let_write(self, stdin: IO[bytes], source: _Source) -> None:
        if self.broken:
            return
        try:
            writer = RunningFFMpeg([*source.command, "-progress", "pipe:2"], stdout=stdin)
        except OSError as error:
            self._failure = FFMpegError(1, source.command, summary=str(error))
            self.broken = True
            return
        failed = writer.wait()
        frames = int((_FRAMES.findall(writer.words) or ["0"])[-1])
        if failed or frames != source.frames:
            summary = f"{frames} of {source.frames} frames of a segment were read."
            self._failure = writer.error(summary)
            self.broken = True

    def write(self, data: Buffer) -> None:
        """
        Queue *data* for ffmpeg; it is copied, and lost once `broken`; waits for room.

        Parameters
        ----------
        data : bytes-like
            Contiguous bytes.
        """
        given = memoryview(data).cast("B")
        room = self._room.get()
        if len(room) != given.nbytes:
            room = bytearray(given.nbytes)
        memoryview(room)[:] = given
        self._queue.put(room)

    def write_from(self, command: Sequence[str], frames: int) -> None:
        """
        Queue what another ffmpeg writes to its stdout, without a detour through this process.

        Parameters
        ----------
        command : sequence of str
            That ffmpeg, to be run when its turn comes.
        frames : int
            How many frames it writes.
        """
        self._queue.put(_Source(command=tuple(command), frames=frames))

    def answer(self, patience: float) -> bytes | None:
        """
        Return what it has written next to its stdout.

        Parameters
        ----------
        patience : float
            For how many seconds to wait.

        Returns
        -------
        bytes or None
            ``answer_bytes`` of them; b"" where there is no more, None if it took too long.
        """
        try:
            return self._answers.get(timeout=patience)
        except queue.Empty:
            return None

    def end_input(self) -> None:
        """End the input once all that is queued is handed over; nothing may be written then."""
        self._queue.put(None)

    def finish(self) -> int:
        """Hand over what is queued, end the input, wait for ffmpeg, and return its status."""
        self.end_input()
        while self._feeder.is_alive():
            self._feeder.join(_NAP)
        returncode = self._process.wait()
        self._listener.join()
        if self._reader is not None:
            self._reader.join()
        return returncode

    def end(self) -> None:
        """End ffmpeg at once, and those who wait for it to read with it."""
        self._process.kill()

    def kill(self) -> None:
        """End ffmpeg at once, and all that belongs to it; without effect when it has ended."""
        self.end()
        self.finish()

    def error(self, summary: str) -> FFMpegError:
        """
        Return what went wrong with this (ended) ffmpeg as an exception.

        Parameters
        ----------
        summary : str
            What happened, as a sentence.
        """
        if self._failure is not None and not self._process.returncode:
            return self._failure
        return FFMpegError(
            self._process.returncode, self.command, stderr=self.words, summary=summary
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Source:
    """An ffmpeg that writes *frames* frames to its stdout."""

    command: tuple[str, ...]
    frames: int


# All that may still be fed by this process. A fork of it, by an update or an executor of the
# user's, must not hold their pipes open.
_fed: weakref.WeakSet[PipedFFMpeg] = weakref.WeakSet()


def _leave_all_to_parent() -> None:
    for process in list(_fed):
        process.leave_to_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all_to_parent)
