"""Blocks that are being rendered ahead of the user's process, in order, tried twice each."""

import concurrent.futures
import dataclasses
import logging
import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from ._block import BlockRecord, BlockTask, render_block
from ._executors import Crew

_log = logging.getLogger(__name__)

_TRIES = 2
# Futures are waited for in short sleeps, in which a Ctrl-C is heard on every system.
_NAP = 0.2
# How much longer than any before it a block may take before workers are taken to hang.
_PATIENCE_FACTOR = 20
# Seconds that workers get to be done with blocks beyond the end of the movie.
_GRACE = 1.0


class BlockFailedError(Exception):
    """A block could not be rendered; the text says why."""


class Ahead:
    """
    Keep workers busy with the blocks that come next.

    Parameters
    ----------
    crew : Crew
        The workers.
    task : callable
        ``task(k)`` returns the task of block *k*, a new one at each call.
    patience : float
        Seconds without any block being finished after which workers are taken to hang.
    count : int, optional
        How many blocks there will be, as far as one knows.
    under_way : sequence of `~concurrent.futures.Future`, optional
        The first blocks, which workers have been given already.
    rendered : callable, optional
        Called with the record of each block, in the order in which they are finished.
    """

    def __init__(
        self,
        crew: Crew,
        *,
        task: Callable[[int], BlockTask],
        patience: float,
        count: int | None = None,
        under_way: Sequence[Future[BlockRecord]] = (),
        rendered: Callable[[BlockRecord], None] = lambda _: None,
    ) -> None:
        self._crew = crew
        self._task = task
        self._rendered = rendered
        self._patience = patience
        self._count = math.inf if count is None else count
        self._under_way: dict[int, tuple[Future[BlockRecord], Crew]] = {
            k: (future, crew) for k, future in enumerate(under_way)
        }
        self._records: dict[int, BlockRecord] = {}
        self._failures: dict[int, str] = {}
        self._tries = dict.fromkeys(self._under_way, 1)
        self._next = len(under_way)
        self._over = False

    def start(self) -> None:
        """Give the workers their first blocks."""
        self._fill(0)

    def record(self, k: int) -> BlockRecord:
        """
        Wait for block *k*.

        Parameters
        ----------
        k : int
            Number of the block.

        Returns
        -------
        BlockRecord
            What became of it.

        Raises
        ------
        BlockFailedError
            If it failed twice, or the workers seem to hang.
        """
        self._wait_until(lambda: k in self._records or k in self._failures, k)
        if k in self._failures:
            raise BlockFailedError(self._failures[k])
        return self._records[k]

    def forget(self, k: int) -> None:
        """Drop the record of block *k*, which is not needed any more."""
        self._records.pop(k, None)

    def again(self, task: BlockTask) -> BlockRecord:
        """
        Render *task*, part of a block that was rendered before, instead of what comes next.

        Parameters
        ----------
        task : BlockTask
            What to render.

        Returns
        -------
        BlockRecord
            What became of it.

        Raises
        ------
        BlockFailedError
            If it failed, or the workers seem to hang.
        """
        self._withdraw()
        try:
            future = self._crew.submit(render_block, task)
            concurrent.futures.wait([future], timeout=self._patience)
            return future.result(timeout=0)
        except Exception as error:
            raise BlockFailedError(f"{type(error).__name__}: {error}") from error

    def beside(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        """Let a worker run something else, before the blocks that are yet to be submitted."""
        try:
            return self._crew.submit(function, *args)
        except Exception as error:
            future: Future[Any] = Future()
            future.set_exception(error)
            return future

    def wait_for(self, future: Future[Any]) -> Any:
        """
        Return the result of what runs `beside` the blocks.

        Raises
        ------
        BlockFailedError
            If it failed, or the workers seem to hang.
        """
        self._wait_until(future.done, beside=[future])
        try:
            return future.result(timeout=0)
        except Exception as error:
            raise BlockFailedError(f"{type(error).__name__}: {error}") from error

    def release(self, *, keep: bool) -> None:
        """
        End the work.

        Parameters
        ----------
        keep : bool
            Whether the workers may be kept for the next save; those that still have something to
            do are not.
        """
        if keep and self._under_way:
            # What is left lies beyond the end of the movie and is soon found to.
            self._withdraw()
            futures = [future for future, _ in self._under_way.values()]
            keep = not concurrent.futures.wait(futures, timeout=_GRACE).not_done
        self._crew.release(keep=keep)

    def _wait_until(
        self,
        is_there: Callable[[], bool],
        k: int = 0,
        *,
        beside: Sequence[Future[Any]] = (),
    ) -> None:
        """Keep the workers busy, with block *k* among others, until something is there."""
        last_sign = time.monotonic()
        while not is_there():
            self._fill(k)
            futures = [*(future for future, _ in self._under_way.values()), *beside]
            concurrent.futures.wait(
                futures, timeout=_NAP, return_when=concurrent.futures.FIRST_COMPLETED
            )
            if self._collect():
                last_sign = time.monotonic()
            elif time.monotonic() - last_sign > self._patience:
                raise BlockFailedError(f"no block was finished within {self._patience:.0f} s")

    def _withdraw(self) -> None:
        for future, _ in self._under_way.values():
            future.cancel()

    def _fill(self, k: int) -> None:
        """Submit blocks until enough are waiting for every worker to have a next one."""
        enough = 2 * self._crew.count + 1
        while not self._over and self._next < self._count and len(self._under_way) < enough:
            self._submit(self._next)
            self._next += 1
        if k >= self._next:
            self._next = k + 1
            self._submit(k)

    def _submit(self, k: int) -> None:
        self._tries[k] = self._tries.get(k, 0) + 1
        future: Future[BlockRecord]
        try:
            future = self._crew.submit(render_block, self._task(k))
        except Exception as error:
            future = Future()
            future.set_exception(error)
        self._under_way[k] = future, self._crew

    def _collect(self) -> bool:
        """Take what is finished, and give what failed to the workers again; return if any was."""
        finished = {k: pair for k, pair in self._under_way.items() if pair[0].done()}
        for k, (future, crew) in finished.items():
            del self._under_way[k]
            try:
                self._records[k] = future.result()
            except (Exception, concurrent.futures.CancelledError) as error:
                self._failed(k, error, crew)
            else:
                # Frames may become more costly, and with them blocks, as the movie goes on.
                spent = sum(dataclasses.astuple(self._records[k].timings))
                self._patience = max(self._patience, _PATIENCE_FACTOR * spent)
                self._over = self._over or self._records[k].ended
                self._rendered(self._records[k])
        return bool(finished)

    def _failed(self, k: int, error: BaseException, crew: Crew) -> None:
        what = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
        if self._tries[k] >= _TRIES:
            self._failures[k] = f"it failed {_TRIES} times, last with {what}"
            return
        _log.info("block %d failed and is rendered again: %s", k, what)
        # When one worker dies, loky ends all of a crew, and every block under way fails with it.
        if isinstance(error, concurrent.futures.BrokenExecutor) and crew is self._crew:
            self._crew = crew.replacement()
        self._submit(k)
