"""A worker ends with the process it works for, however that ends, and cleans up behind it."""

import os
import shutil
import threading
import time

from ._side_effects import OWN_THREADS

_PERIOD = 0.5  # seconds between two looks


class Lifeline:
    """
    Watch over the process that this worker works for.

    Parameters
    ----------
    parent : int
        Its process number.
    """

    def __init__(self, parent: int) -> None:
        self._parent = parent
        self._directory: str | None = None
        threading.Thread(target=self._watch, name=f"{OWN_THREADS} lifeline", daemon=True).start()

    def clean_up_later(self, directory: str) -> None:
        """Remove *directory* should the parent die before it does so itself."""
        self._directory = directory

    def _watch(self) -> None:
        if os.name == "nt":
            _wait_for_windows_process(self._parent)
        else:
            while os.getppid() == self._parent:
                time.sleep(_PERIOD)
        try:
            if self._directory is not None:
                shutil.rmtree(self._directory, ignore_errors=True)
        finally:
            os._exit(1)  # an ffmpeg that still runs sees the end of its input, and ends


def _wait_for_windows_process(process: int) -> None:
    """Wait until *process* ends; a child is not told on Windows, nor does its parent change."""
    import ctypes

    kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined]
    synchronize, forever = 0x00100000, 0xFFFFFFFF
    handle = kernel32.OpenProcess(synchronize, False, process)
    if handle:
        kernel32.WaitForSingleObject(handle, forever)
        kernel32.CloseHandle(handle)


_lifeline: Lifeline | None = None


def hold(parent: int) -> None:
    """Tie this process, a worker, to *parent* for good."""
    global _lifeline  # one for the process
    _lifeline = Lifeline(parent)


def clean_up_later(directory: str) -> None:
    """Remove *directory* should the parent die; does nothing in a worker of another's executor."""
    if _lifeline is not None:
        _lifeline.clean_up_later(directory)
