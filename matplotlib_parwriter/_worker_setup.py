"""What a worker process does first, whoever has started it."""

import signal
import sys
import threading

from tqdm.std import tqdm

from . import _lifeline
from ._side_effects import refuse_exit_functions


def set_up(parent: int) -> None:
    """
    Let this process end with another, and only that one interrupt it.

    Parameters
    ----------
    parent : int
        The process id of the other.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A module imported by an update would write its bytecode, which is no side effect of it.
    sys.dont_write_bytecode = True
    # tqdm's own lock spans processes, and nobody would unlink its semaphores.
    tqdm.set_lock(threading.RLock())
    refuse_exit_functions()
    _lifeline.hold(parent)
