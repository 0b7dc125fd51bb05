"""What can go wrong with ffmpeg, as one exception that says it in ffmpeg's own words."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence


def format_command(command: Sequence[str]) -> str:
    """
    Return *command* as one line that can be pasted into a shell of this system.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    """
    return subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)


class FFMpegError(subprocess.CalledProcessError):
    """
    Tell that ffmpeg refused or failed; a `subprocess.CalledProcessError`, as with stock.

    Parameters
    ----------
    returncode : int
        ffmpeg's exit status; 0 where ffmpeg was content with a movie that is not right.
    cmd : sequence of str
        The command line.
    output : str, optional
        Unused; there because `subprocess.CalledProcessError` has it.
    stderr : str, optional
        ffmpeg's last lines.
    summary : str, default: "ffmpeg failed."
        What happened, where and what to do, as a sentence.
    """

    def __init__(
        self,
        returncode: int,
        cmd: Sequence[str],
        output: str | None = None,
        stderr: str | None = None,
        summary: str = "ffmpeg failed.",
    ) -> None:
        super().__init__(returncode, list(cmd), output, stderr)
        self.summary = summary

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are pickled as type(*args); args does not hold what was passed by keyword.
        state = {k: v for k, v in vars(self).items() if k == "__notes__"}
        return (
            type(self),
            (self.returncode, self.cmd, self.output, self.stderr, self.summary),
            state or None,
        )

    def __str__(self) -> str:
        said = (self.stderr or "").strip() or "(ffmpeg said nothing)"
        return (
            f"{self.summary}\n"
            f"ffmpeg (exit status {self.returncode}) said:\n{said}\n"
            f"The command was:\n{format_command(self.cmd)}"
        )
