"""
Running ffmpeg: one place for what every ffmpeg we start has in common.

Each is out of reach of the terminal's Ctrl-C (the user interrupts *us*, and we end ffmpeg in good
order, with a playable file), sees no terminal, opens no window, and has its stderr drained.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import IO, TypedDict

if sys.platform == "linux":
    import fcntl

from ._errors import FFMpegError, format_command

_log = logging.getLogger(__name__)

# What Linux allows everybody.
_PIPE_BYTES = 1 << 20


class _Isolation(TypedDict, total=False):
    start_new_session: bool
    creationflags: int


def isolation() -> _Isolation:
    """Return the arguments by which a process is out of reach of the terminal."""
    if os.name == "nt":
        return {
            "creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
            | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        }
    return {"start_new_session": True}


def run_ffmpeg(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """
    Run an ffmpeg that reads nothing from a pipe to its end, and return what it wrote.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    """
    _log.debug("running %s", format_command(command))
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        **isolation(),
    )


def widen(pipe: int) -> None:
    """Let a pipe hold a frame, or much of it, so that its ends need not take turns as often."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # the administrator may allow less
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class RunningFFMpeg:
    """
    Run an ffmpeg that reads files, beside other work.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments; what it says should be little.
    stdout : file, optional
        Where it writes to; default: a pipe, for `read`.

    Attributes
    ----------
    words : str
        What it said, once it was waited for.
    """

    def __init__(self, command: Sequence[str], *, stdout: IO[bytes] | None = None) -> None:
        self.command = list(command)
        _log.debug("running %s", format_command(self.command))
        # A file rather than a pipe, which nobody would drain.
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115  closed in kill()
        self.words = ""
        self._process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout is None else stdout,
            stderr=self._stderr,
            **isolation(),
        )
        if self._process.stdout is not None:
            widen(self._process.stdout.fileno())

    def read(self, size: int) -> bytes:
        """Return the next *size* bytes of its stdout, or b"" where there are fewer."""
        assert self._process.stdout is not None
        data = self._process.stdout.read(size)
        return data if len(data) == size else b""

    def read_into(self, room: memoryview) -> bool:
        """Fill *room* with what comes next from its stdout; return whether there was as much."""
        assert self._process.stdout is not None
        return self._process.stdout.readinto(room) == len(room)  # type: ignore[attr-defined]

    @property
    def has_ended(self) -> bool:
        """Whether it has written all that it will."""
        return self._process.poll() is not None

    def wait(self) -> int:
        """Wait for its end and return its status; its stdout must have been read."""
        returncode = self._process.wait()
        self._close()
        return returncode

    def kill(self) -> None:
        """End ffmpeg at once; without effect when it has ended."""
        self._process.kill()
        self._process.wait()
        self._close()

    def error(self, summary: str) -> FFMpegError:
        """
        Return what went wrong with this (ended) ffmpeg as an exception.

        Parameters
        ----------
        summary : str
            What happened, as a sentence.
        """
        return FFMpegError(
            self._process.returncode, self.command, stderr=self.words, summary=summary
        )

    def _close(self) -> None:
        if self._stderr.closed:
            return
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._stderr.seek(0)
        self.words = self._stderr.read().decode("utf-8", "replace")
        self._stderr.close()
