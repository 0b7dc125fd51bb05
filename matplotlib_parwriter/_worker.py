"""What a worker process keeps between its tasks: one guard, and the copy of one animation."""

import atexit
import contextlib
import gc
import logging
import sys
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import _lifeline, _snapshot
from ._copy import Copy, Timings, timed
from ._side_effects import Guard, SideEffectError, silence

# Which frame that it draws a copy checks first besides those at the ends of blocks. The user's
# process has checked early ones of its own, and earlier copies of the save later ones.
_FIRST_CHECK, _LATER_CHECK = 8, 40
# Modules, or beginnings of their names, that remember things of classes.
_OF_CLASSES = tuple(
    f"{__name__.partition('.')[0]}.{name}" for name in ("_digest", "_draw", "_idle_draw", "redraw")
)


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
        self._main = sys.modules["__main__"]  # a copy puts the user's in its place
        self._save = ""
        self._copy: Copy | None = None
        self._is_empty = True
        self._checked = ""  # the save of which frames were checked by a copy from early on
        self._plain = ""  # the save of which frames turned out to be redrawn wrongly
        self._busy = threading.Lock()
        # Interpreters finalize what is left when they end, and what is registered is called before.
        atexit.register(self._end)

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
            copy = self.new_copy(save, snapshot, timings, redraws=redraws, first_check=first_check)
            self._save = self._checked = save
            return copy
        return self._copy

    def new_copy(
        self, save: str, snapshot: str, timings: Timings, *, redraws: bool, first_check: float
    ) -> Copy:
        """Return a copy that has not run any frame, for use until there is another one."""
        self._drop()
        self._is_empty = False
        with timed(timings, "restore"):
            self._copy = Copy(
                Path(snapshot),
                self._guard,
                redraws=redraws and self._plain != save,
                first_check=first_check,
            )
        return self._copy

    def draw_plainly(self, save: str) -> None:
        """Draw everything of *save* plainly from now on."""
        self._plain = save
        self.forget()

    def forget(self) -> None:
        """Let the copy not be used again; it is dropped before there is another one."""
        self._save = ""

    def _drop(self) -> None:
        """
        Let go of what was restored, and of all that it has made since.

        Generators are closed by that, and finalizers run: ``finally: log.write(...)`` and the like.
        To the user, these happen in his own process; so they are refused here, and not heard. No
        one else but this may hold the last reference to anything of a copy.
        """
        if self._is_empty:
            return
        copy, self._copy, self._save = self._copy, None, ""
        with _unnoticed(), contextlib.suppress(SideEffectError), self._guard.on():
            if copy is not None:
                vars(copy).clear()  # tracebacks may refer to it
            sys.modules["__main__"] = self._main
            for cache in _caches():
                cache.cache_clear()  # keyed by classes, of which those of the user's hold a copy
            _snapshot.forget()
        self._is_empty = True

    def _forget_if_idle(self) -> bool:
        if not self._busy.acquire(blocking=False):
            return False
        try:
            self._drop()
        finally:
            self._busy.release()
        return True

    def _end(self) -> None:
        with contextlib.suppress(Exception):  # nobody is there to whom it would matter
            self._forget_if_idle()


def _caches() -> list[Any]:
    """Return the functions of this package that remember what they returned for a class."""
    kind = type(lru_cache(lambda: None))
    return [
        value
        for name, module in list(sys.modules.items())
        if name.startswith(_OF_CLASSES)
        for value in vars(module).values()
        if isinstance(value, kind)
    ]


@contextlib.contextmanager
def _unnoticed() -> Iterator[None]:
    """Let nothing be heard of what happens inside of the context, and let it be the user's."""
    thread, level = threading.current_thread(), logging.root.manager.disable
    name, thread.name = thread.name, "user's"  # threads of our own may do everything
    logging.disable(sys.maxsize)  # else the witness of a block would hear
    try:
        with silence():
            yield
    finally:
        logging.disable(level)
        thread.name = name


_worker: Worker | None = None


def the_worker() -> Worker:
    """Return what this process keeps."""
    global _worker  # one for the process, which is the point of it
    if _worker is None:
        _worker = Worker()
    return _worker
