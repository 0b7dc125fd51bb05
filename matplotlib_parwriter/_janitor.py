"""
Whoever sees to it that nothing is left of a save whose process was killed.

Time limits end processes by a signal that Python does not hear, and a process that is short of
memory is not asked. So a small process waits for the end of the one that saves.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ._interrupts import sigint_blocked

# It goes on until something can be read, be it the end, or until it has another parent: a fork of
# this process holds the other end of its pipe open. A worker or an ffmpeg may be making a file just
# when all is removed, so that is done again.
_REMOVE = """
import os, select, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
parent, *paths = sys.argv[1:]
while os.name != "nt" and os.getppid() == int(parent):
    if select.select([0], [], [], 0.5)[0]:
        break
if os.name == "nt" or os.getppid() == int(parent):
    if os.read(0, 1):
        os._exit(0)  # it is waited for
import shutil, time
for _ in range(20):
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)
        try:
            os.unlink(path)
        except OSError:
            pass
    time.sleep(0.25)
"""


class Janitor:
    """
    Remove files and folders should this process die before it does so.

    Parameters
    ----------
    paths : sequence of Path
        What to remove, if it is there.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        if not _has_interpreter():
            return
        with sigint_blocked(), contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", "-c", _REMOVE, str(os.getpid())),
                    *(str(path.absolute()) for path in paths),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # it must outlive whatever ends a whole group of processes
            )

    def dismiss(self) -> None:
        """Leave it to this process to remove them."""
        process, self._process = self._process, None
        if process is not None:
            process.communicate(b".")


def _has_interpreter() -> bool:
    # Where Python is part of another program, that one would be started once more.
    return Path(sys.executable or "").stem.lower().startswith(("python", "pypy"))
