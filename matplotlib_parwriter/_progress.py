"""A progress bar for saves that take long enough to make somebody wonder.

No bar is made before a save has taken `DELAY` seconds, so that short saves pay nothing for it, and
what notebooks need is imported in notebooks only. A bar that fails is given up silently: no movie
is worth less for want of a bar.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

DELAY = 2.0  # seconds of work before a bar is shown


def in_notebook() -> bool:
    """Return whether this process is the kernel of a notebook."""
    # Asked of what is loaded already: a script without IPython must not import it.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return type(shell).__name__ == "ZMQInteractiveShell"


def on_terminal() -> bool:
    """Return whether what is written to stderr goes to a terminal."""
    # A program without a console (pythonw on Windows) has no stderr at all.
    return sys.stderr is not None and sys.stderr.isatty()


class Progress:
    """
    Show how many frames of a movie are done.

    Parameters
    ----------
    total : int or None
        Number of frames; None where nobody knows.
    setting : bool or None
        True to show the bar at once and anywhere, False never to show it, None to show it after
        `DELAY` seconds where stderr is a terminal or the process is a notebook's kernel.
    description : str
        A word or two in front of the bar.
    """

    def __init__(self, *, total: int | None, setting: bool | None, description: str) -> None:
        self._total = total
        self._description = description
        self._delay = 0.0 if setting else DELAY
        self._started = time.time()
        self._bar: Any = None
        try:
            self._shown = (in_notebook() or on_terminal()) if setting is None else setting
        except Exception:  # a stderr that was closed, or replaced by something else
            self._shown = False
        self._shown = self._shown and hasattr(sys.stderr, "write")

    def update(self, done: int) -> None:
        """
        Say that the first *done* frames are done.

        Parameters
        ----------
        done : int
            Number of frames done since the start (not since the last call).
        """
        if not self._shown or time.time() < self._started + self._delay:
            return
        try:
            if self._bar is None:
                self._bar = self._make_bar()
            self._bar.update(done - self._bar.n)
        except Exception:
            self._shown = False

    def close(self) -> None:
        """Take the bar away; a bar that went to a file stays there."""
        self._shown = False
        bar, self._bar = self._bar, None
        if bar is None:
            return
        try:
            bar.close()
        except Exception:  # stderr closed meanwhile
            return

    def _make_bar(self) -> Any:
        """Return a tqdm bar that counts its time from when this object was made."""
        bar = _bar_class()(
            total=self._total,
            desc=self._description,
            unit="frame",
            leave=not (in_notebook() or on_terminal()),
            miniters=1,
            delay=self._delay,
        )
        bar.start_t = bar.last_print_t = self._started
        return bar


def _bar_class() -> Any:
    """Return tqdm's class for where we are, without the thread and the lock it may start."""
    from tqdm.std import tqdm

    base = tqdm
    if in_notebook():
        from tqdm import notebook

        if notebook.IProgress is not None:  # ipywidgets is installed
            base = notebook.tqdm_notebook

    class Bar(base):  # type: ignore[misc, valid-type]
        """A bar that leaves nothing behind."""

        # The monitor is a thread that outlives the bar; only bars that guess when to draw need it.
        monitor_interval = 0

    if not hasattr(tqdm, "_lock"):
        # tqdm's own lock spans processes, and making one may start multiprocessing's resource
        # tracker. The bar is drawn from one process. If the script has bars, their lock is shared.
        Bar.set_lock(threading.RLock())
    return Bar
