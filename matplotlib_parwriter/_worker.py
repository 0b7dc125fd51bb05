"""What a worker process keeps between its tasks: one guard, and the copy of one animation."""

import contextlib
import gc
import threading
from collections.abc import Iterator
from pathlib import Path

from . import _lifeline, _snapshot
from ._copy import Copy, Timings, timed
from ._side_effects import Guard

# Which frame that it draws a copy checks first besides those at the ends of blocks. The user's
# process has checked early ones of its own, and earlier copies of the save later ones.
_FIRST_CHECK, _LATER_CHECK = 8, 40


class Worker:
    """
    Hold copies of animations, one at a time: a copy is the whole process, with pyplot and modules.

    There is one worker in a process, `the_worker`.
    """

    def __init__(self) -> None:
        # Modules, most of all that is alive as yet, are for good. Garbage is looked for before each
        # further copy, which takes several times as long if it is looked for among them, too.
        gc.freeze()
        self._guard = Guard()
        self._save = ""
        self._copy: Copy | None = None
        self._checked = ""  # the save of which frames were checked by a copy from early on
        self._plain = ""  # the save of which frames turned out to be redrawn wrongly
        self._busy = threading.Lock()

    @contextlib.contextmanager
    def at_work(self, snapshot: str) -> Iterator[None]:
        """Let the copy, of *snapshot*, be in use within the context."""
        with self._busy:
            _lifeline.forget_later(str(Path(snapshot).parent), self._forget_if_idle)
            yield

    def copy_for(
        self, save: str, snapshot: str, start: int, timings: Timings, *, redraws: bool
    ) -> Copy:
        """
        Return a copy of the animation that has not run frame *start*.

        Where this process has just drawn that frame to prove the seam before it, it restores
        another copy: only one that left out draws proves that leaving them out is harmless.
        """
        if self._save != save or self._copy is None or self._copy.position > start:
            first_check = _LATER_CHECK if self._checked == save else _FIRST_CHECK
            self._copy = self.new_copy(
                save, snapshot, timings, redraws=redraws, first_check=first_check
            )
            self._save = self._checked = save
        return self._copy

    def new_copy(
        self, save: str, snapshot: str, timings: Timings, *, redraws: bool, first_check: float
    ) -> Copy:
        """Return a copy that has not run any frame, and belongs to the caller alone."""
        self.forget()
        with timed(timings, "restore"):
            return Copy(
                Path(snapshot),
                self._guard,
                redraws=redraws and self._plain != save,
                first_check=first_check,
            )

    def draw_plainly(self, save: str) -> None:
        """Draw everything of *save* plainly from now on."""
        self._plain = save
        self.forget()

    def forget(self) -> None:
        """Drop the copy."""
        self._copy = None
        self._save = ""

    def _forget_if_idle(self) -> bool:
        if not self._busy.acquire(blocking=False):
            return False
        try:
            self.forget()
            _snapshot.forget()
        finally:
            self._busy.release()
        return True


_worker: Worker | None = None


def the_worker() -> Worker:
    """Return what this process keeps."""
    global _worker  # one for the process, which is the point of it
    if _worker is None:
        _worker = Worker()
    return _worker
