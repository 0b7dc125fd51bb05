"""The part of a movie that workers render while the user's process follows."""

import dataclasses
import logging
import os
import uuid
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from ._ahead import Ahead, BlockFailedError
from ._block import BlockRecord, BlockTask, render_block
from ._cut import cut
from ._encoding import Encoding
from ._executors import Crew, hire
from ._following import Following
from ._images import ImageEncoding
from ._movie import Movie
from ._rehearsal import Outcome, Rehearsal, rehearse
from ._stitch import Segment
from ._terms import DRAWN_FIRST, Terms, task_of

_log = logging.getLogger(__name__)


def make_again(snapshot: Path, movie: Movie, terms: Terms, stop: int) -> bool:
    """
    Let a worker make all frames of *movie* so far again, drawing everything plainly.

    Parameters
    ----------
    snapshot : Path
        What the worker starts from.
    movie : Movie
        Where the frames go.
    terms : Terms
        On what terms.
    stop : int
        The first frame that is not wanted.

    Returns
    -------
    bool
        Whether that worked; if not, the movie is as it was.
    """
    task = dataclasses.replace(
        task_of(uuid.uuid4().hex, snapshot, movie, terms, range(stop)), redraws=False
    )
    crew = hire(terms.executor, terms.workers)
    try:
        record = crew.submit(render_block, task).result(timeout=terms.patience)
    except Exception as error:
        _log.info("frames 0 to %d: %s: %s", stop - 1, type(error).__name__, error)
        crew.release(keep=False)
        return False
    crew.release(keep=True)
    if record.segment is None or record.segment.frames != stop:
        return False
    movie.restart(record.segment)
    return True


@dataclasses.dataclass(frozen=True, kw_only=True)
class Begun:
    """
    What workers were given before it was known where the user's process would hand over.

    Attributes
    ----------
    save : str
        Identifies the save to workers.
    crew : Crew
        The workers.
    blocks : sequence of `~concurrent.futures.Future`
        The blocks, in the order of their frames.
    """

    save: str
    crew: Crew
    blocks: Sequence[Future[BlockRecord]]


class Handover:
    """
    Hand blocks to workers, and take their proven frames over.

    Parameters
    ----------
    snapshot : Path
        What workers start from.
    movie : Movie
        Where proven frames go.
    terms : Terms
        On what terms.
    begun : Begun, optional
        What workers have been given already.

    Attributes
    ----------
    following : Following
        Tells what to do with each frame.
    """

    def __init__(
        self, *, snapshot: Path, movie: Movie, terms: Terms, begun: Begun | None = None
    ) -> None:
        self._snapshot = snapshot
        self._movie = movie
        self._terms = terms
        self._taken = 0  # blocks that are in the movie
        self._save = begun.save if begun is not None else uuid.uuid4().hex
        self._ahead = Ahead(
            begun.crew if begun is not None else hire(terms.executor, terms.workers),
            task=lambda k: self._task(terms.blocks[k]),
            patience=terms.patience,
            count=len(terms.blocks.sizes) or None,
            under_way=begun.blocks if begun is not None else (),
            rendered=movie.foresee,
        )
        if terms.frames is not None:
            # First of all: the live animation cannot pass any block without its outcome.
            self._rehearsal = self._ahead.beside(rehearse, self._rehearsal_task(terms.frames))
        self._ahead.start()
        self.following = Following(
            self._ahead,
            blocks=terms.blocks,
            lead_in=terms.lead_in,
            rehearsed=self._rehearsed if terms.jumps else None,
        )

    def has_begun(self, i: int) -> bool:
        """Return whether frame *i* is one of the workers'."""
        return i >= self._terms.blocks.start

    def begins_block(self, i: int) -> bool:
        """Return whether frame *i* is the first one of a block."""
        blocks = self._terms.blocks
        return self.has_begun(i) and i == blocks[blocks.number(i)].start

    def take_over(self, stop: int, *, in_a_hurry: bool = False) -> list[BlockRecord]:
        """
        Add the proven frames before frame *stop* to the movie, but for those that are in it.

        Parameters
        ----------
        stop : int
            The first frame that is not wanted.
        in_a_hurry : bool, default: False
            Whether to rather encode some frames twice than to wait until they are drawn again.

        Returns
        -------
        list of BlockRecord
            The blocks that were added, in whole or in part.
        """
        taken = []
        for record in self.following.passed[self._taken :]:
            segment = record.segment
            if segment is not None and record.start < stop:
                if record.start + segment.frames > stop:
                    segment = self._shortened(record, segment, stop, in_a_hurry=in_a_hurry)
                self._movie.append(segment)
                taken.append(record)
            # Only now: a Ctrl-C while it waits means that this is done again.
            self._taken += 1
        return taken

    def release(self, *, keep: bool) -> None:
        """Let the workers go; *keep* those that are idle for the next save, if that is sensible."""
        # On Windows, a kept worker would keep the snapshot open.
        self._ahead.release(keep=keep and os.name != "nt")

    def _rehearsal_task(self, frames: int) -> Rehearsal:
        terms = self._terms
        last = frames - 1
        firsts = terms.blocks.firsts(frames)
        visited = [*firsts, last] if last not in firsts else firsts
        return Rehearsal(
            save=self._save,
            snapshot=str(self._snapshot),
            drawn_first=DRAWN_FIRST,
            look=terms.look,
            start=terms.blocks.start,
            stretches=tuple(range(max(0, i - terms.lead_in), i + 1) for i in visited),
        )

    def _rehearsed(self) -> Outcome:
        try:
            return self._ahead.wait_for(self._rehearsal)
        except BlockFailedError as error:
            return Outcome(states=(), stopped=f"the rehearsal failed: {error}")

    def _shortened(
        self, record: BlockRecord, segment: Segment, stop: int, *, in_a_hurry: bool
    ) -> Segment:
        """Return the frames of a block before *stop*."""
        frames = stop - record.start
        if isinstance(self._terms.encoding, ImageEncoding):
            return dataclasses.replace(segment, frames=frames)  # what comes after is not looked at
        again = None if in_a_hurry else self._drawn_again(record, stop)
        return again or self._cut(self._terms.encoding, segment, frames)

    def _drawn_again(self, record: BlockRecord, stop: int) -> Segment | None:
        """Let a worker draw the frames of a block before *stop* again, if that works."""
        frames = range(record.start, stop)
        try:
            again = self._ahead.again(self._task(frames))
        except BlockFailedError as error:
            _log.info("frames %d to %d: %s", frames.start, frames.stop - 1, error)
            return None
        same = again.digests == record.digests[: len(frames)]
        return again.segment if same else None

    def _cut(self, encoding: Encoding, segment: Segment, frames: int) -> Segment:
        _log.warning(
            "The last %d frames made by workers are encoded a second time, because the frames "
            "after them could not be used.",
            frames,
        )
        return cut(encoding, segment, frames, self._movie.new_segment_path())

    def _task(self, frames: range) -> BlockTask:
        return task_of(self._save, self._snapshot, self._movie, self._terms, frames)
