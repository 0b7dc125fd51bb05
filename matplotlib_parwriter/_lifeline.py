"""
A worker ends with the process it works for, however that ends.

Where a save is over and the worker stays for the next one, it lets go of the animation: what it
holds of that may be big, and the snapshot that it has mapped may lie on a disk that the user wants
to take away.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ._side_effects import OWN_THREADS
from ._storage import remove_directory

_log = logging.getLogger(__name__)

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
        self._private: str | None = None
        self._forget: Callable[[], bool] | None = None
        threading.Thread(target=self._watch, name=f"{OWN_THREADS} lifeline", daemon=True).start()

    def forget_later(self, directory: str, forget: Callable[[], bool]) -> None:
        """Call *forget* once *directory* is gone, until it returns True."""
        self._directory, self._forget = directory, forget

    def remove_later(self, directory: str) -> None:
        """Remove *directory* should the parent die before it does so."""
        self._private = directory

    def _watch(self) -> None:
        if os.name == "nt":
            _wait_for_windows_process(self._parent)
        else:
            while os.getppid() == self._parent:
                time.sleep(_PERIOD)
                self._forget_what_is_over()
        try:
            if self._private is not None:
                remove_directory(Path(self._private))
        finally:
            os._exit(1)  # an ffmpeg that still runs sees the end of its input, and ends

    def _forget_what_is_over(self) -> None:
        directory, forget = self._directory, self._forget
        if directory is None or forget is None or os.path.lexists(directory):
            return
        try:
            is_over = forget()
        except Exception:
            # It meets the user's code, and a working directory that may be gone. But this thread
            # has more to do, for this save's parent and after the next ones.
            _log.debug("a save was not forgotten as it should be", exc_info=True)
            is_over = True
        if is_over and self._directory == directory:  # and not that of the next save
            self._forget = None


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
    """Tie this process, a worker, to process *parent* for good."""
    global _lifeline  # one for the process
    _lifeline = Lifeline(parent)


def forget_later(directory: str, forget: Callable[[], bool]) -> None:
    """
    Forget a save once its directory is gone.

    Parameters
    ----------
    directory : str
        The directory.
    forget : callable
        Called in another thread until it returns True.
    """
    if _lifeline is not None:
        _lifeline.forget_later(directory, forget)


def remove_later(directory: str) -> None:
    """Remove *directory*, which is the parent's, should that die before it does so."""
    if _lifeline is not None:
        _lifeline.remove_later(directory)
