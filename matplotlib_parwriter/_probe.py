"""A trial in a worker whether frames can be passed over, before any are."""

import concurrent.futures
import time
import uuid
from concurrent.futures import Executor, Future
from pathlib import Path

from ._draw import Look
from ._executors import hire
from ._rehearsal import Rehearsal, probe
from ._terms import DRAWN_FIRST

# How many frames a probe passes over.
PROBED = 4
# Seconds after which a worker is taken to hang that tries those few frames; a frame generator may
# wait for what updates do.
_PATIENCE = 120.0


class Probe:
    """
    Let a worker try whether frames can be passed over, while the user's process goes on.

    Parameters
    ----------
    snapshot : Path
        What the worker starts from.
    look : Look
        How frames are drawn.
    lead_in : int
        How many frames before the one it jumps to it draws.
    executor : `concurrent.futures.Executor` or str or None
        Where the worker comes from.
    workers : int
        How many there will be.
    """

    def __init__(
        self,
        *,
        snapshot: Path,
        look: Look,
        lead_in: int,
        executor: Executor | str | None,
        workers: int,
    ) -> None:
        first = DRAWN_FIRST + PROBED
        task = Rehearsal(
            save=uuid.uuid4().hex,
            snapshot=str(snapshot),
            drawn_first=DRAWN_FIRST,
            look=look,
            start=DRAWN_FIRST,
            stretches=(range(first, first + lead_in + 1),),
        )
        self._crew = hire(executor, workers)
        self._future: Future[str]
        try:
            self._future = self._crew.submit(probe, task)
        except Exception as error:
            self._future = Future()
            self._future.set_exception(error)
        except BaseException:
            self._crew.release(keep=False)
            raise

    def is_done(self) -> bool:
        """Return whether the worker has an answer."""
        return self._future.done()

    def answer(self) -> str:
        """
        Wait for the worker.

        Returns
        -------
        str
            Why frames cannot be passed over, as a phrase; empty if they seem to.
        """
        until = time.monotonic() + _PATIENCE
        while not self._future.done() and time.monotonic() < until:
            # In short sleeps, in which a Ctrl-C is heard on every system.
            concurrent.futures.wait([self._future], timeout=0.2)
        done = self._future.done()
        try:
            return str(self._future.result(timeout=0))
        except Exception as error:
            return f"{type(error).__name__}: {error}" if done else "a worker does not answer"
        finally:
            self._crew.release(keep=done)

    def release(self) -> None:
        """Let the worker go; not after `answer`."""
        self._crew.release(keep=self._future.done())
