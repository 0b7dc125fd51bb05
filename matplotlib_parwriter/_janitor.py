"""
Whoever sees to it that nothing is left of a save whose process was killed.

Workers of this package do so for the process that started them (`_lifeline`). Those of an
executor's need not be on the same host, so a small process is started that waits for the end.
"""

import os
import subprocess
import sys

from ._interrupts import sigint_blocked

# It goes on until something can be read, be it the end, or until it has another parent: a fork of
# this process holds the other end of its pipe open. A worker may be making a file in the folder
# just when that is removed, so it is removed again.
_REMOVE = """
import os, select, shutil, signal, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
while os.name != "nt" and os.getppid() == int(sys.argv[2]):
    if select.select([0], [], [], 0.5)[0]:
        break
if os.name == "nt" or os.getppid() == int(sys.argv[2]):
    if os.read(0, 1):
        sys.exit()
for _ in range(20):
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    time.sleep(0.25)
"""


class Janitor:
    """
    Remove a folder should this process die before it does so.

    Parameters
    ----------
    folder : str
        The folder.
    """

    def __init__(self, folder: str) -> None:
        with sigint_blocked():
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _REMOVE, folder, str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def dismiss(self) -> None:
        """Leave it to this process to remove the folder."""
        self._process.communicate(b".")
