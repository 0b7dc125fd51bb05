"""
The end of a movie, which workers render from behind while the user's process makes the beginning.

On few cores the user's process is one of few that can draw, and workers take their time to start.
So it goes on with the opening, as if there were no workers, and these begin with the last block.
The next one lies before that, and so on, ever smaller, until the two ends meet. What costs more or
less than was thought shifts only where that is. From there on the user's process follows
(`_following`), as it does when workers have all of the movie.

The frames that it has drawn itself, workers' copies run without drawing. Seams prove that this does
not matter between the workers' blocks, but none lies where the ends meet. So this is for figures of
which nothing is known to keep anything from a draw (`_idle_draw.why_it_matters`).
"""

import dataclasses
import uuid
from concurrent.futures import Future
from pathlib import Path

from . import _blocks
from ._block import BlockRecord, render_block
from ._blocks import Blocks
from ._costs import Costs
from ._executors import hire
from ._handover import Begun, Handover
from ._movie import Movie
from ._terms import Terms, task_of


class Tail:
    """
    Let workers render the end of a movie, last block first.

    Parameters
    ----------
    snapshot : Path
        What workers start from.
    movie : Movie
        Where the frames will go.
    terms : Terms
        On what terms; the blocks in it do not count.
    costs : Costs
        What a frame costs.
    stop : int
        How many frames the movie has.

    Attributes
    ----------
    start : int
        The first frame that workers have been given.
    """

    def __init__(
        self, *, snapshot: Path, movie: Movie, terms: Terms, costs: Costs, stop: int
    ) -> None:
        self.start = stop
        self._snapshot = snapshot
        self._movie = movie
        self._terms = terms
        self._costs = costs
        self._save = uuid.uuid4().hex
        self._sizes: list[int] = []
        self._futures: list[Future[BlockRecord]] = []
        self._crew = hire(terms.executor, terms.workers)

    def proceed(self, i: int) -> None:
        """Give workers that are done more, now that the user's process has come to frame *i*."""
        for future in self._futures:
            if future.done() and future.exception() is None:
                self._movie.foresee(future.result())
        while sum(not future.done() for future in self._futures) < self._crew.count:
            size = _blocks.tail_block(
                self.start - i,
                self._costs,
                workers=self._crew.count,
                is_first=len(self._futures) < self._crew.count,
            )
            if not size:
                return
            self._submit(range(self.start - size, self.start))

    def is_met(self, i: int) -> bool:
        """Return whether frame *i* is one of the workers'."""
        return bool(self._sizes) and i >= self.start

    def meet(self) -> Handover:
        """Return how the user's process goes on at the frame where the ends meet."""
        sizes = tuple(reversed(self._sizes))
        blocks = Blocks(start=self.start, size=sizes[0], sizes=sizes)
        return Handover(
            snapshot=self._snapshot,
            movie=self._movie,
            terms=dataclasses.replace(self._terms, blocks=blocks),
            begun=Begun(save=self._save, crew=self._crew, blocks=self._futures[::-1]),
        )

    def release(self) -> None:
        """Let the workers go; not after `meet`."""
        self._crew.release(keep=all(future.done() for future in self._futures))

    def _submit(self, frames: range) -> None:
        task = task_of(self._save, self._snapshot, self._movie, self._terms, frames)
        future: Future[BlockRecord]
        try:
            future = self._crew.submit(render_block, task)
        except Exception as error:  # it is tried again when it is needed
            future = Future()
            future.set_exception(error)
        self._futures.append(future)
        self._sizes.append(len(frames))
        self.start = frames.start
