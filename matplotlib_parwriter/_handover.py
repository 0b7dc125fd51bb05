"""The part of a movie that workers render while the user's process follows."""

import concurrent.futures
import dataclasses
import logging
import os
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

from matplotlib.figure import Figure

from ._ahead import Ahead, BlockFailedError
from ._block import BlockRecord, BlockTask, render_block
from ._cut import cut
from ._draw import Look
from ._encode import AnyEncoding
from ._executors import Crew, hire
from ._ffmpeg import Encoding
from ._following import Following
from ._images import ImageEncoding
from ._movie import Movie
from ._plan import Blocks
from ._rehearsal import Outcome, Rehearsal, probe, rehearse
from ._stitch import Segment

_log = logging.getLogger(__name__)

# The first frames are drawn in every process: figures keep things from their first draws, and the
# second one is the first that costs what a frame costs.
DRAWN_FIRST = 2
# How many frames a probe passes over.
_PROBED = 4
# Seconds after which a worker is taken to hang that tries those few frames; a frame generator may
# wait for what updates do.
_PROBE_PATIENCE = 120.0
# Layout engines settle over draws: tight layout comes about 20 times nearer to its solution with
# each, and after so many frames nothing moves by more than rounding errors.
_LEAD_IN = 8


@dataclasses.dataclass(frozen=True, kw_only=True)
class Terms:
    """
    On what terms workers render blocks.

    Attributes
    ----------
    blocks : Blocks
        The frames to render.
    lead_in : int
        How many frames before its first one a block draws without encoding them.
    look : Look
        How frames are drawn.
    encoding : Encoding or ImageEncoding
        How they are encoded.
    executor : `concurrent.futures.Executor` or str or None
        Where workers come from.
    workers : int
        How many.
    threads : int
        Encoding threads for each.
    patience : float
        Seconds without a finished block after which workers are taken to hang.
    frames : int or None, default: None
        How many frames the movie has, if workers are to pass over those before their blocks.
    """

    blocks: Blocks
    lead_in: int
    look: Look
    encoding: AnyEncoding
    executor: Executor | str | None
    workers: int
    threads: int
    patience: float
    frames: int | None = None

    @property
    def jumps(self) -> bool:
        """Whether workers pass over frames."""
        return self.frames is not None


def lead_in_of(figure: Figure) -> int:
    """Return how many frames before a block's first one are drawn as well, for layout engines."""
    return _LEAD_IN if figure.get_layout_engine() is not None else 0


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
        first = DRAWN_FIRST + _PROBED
        task = Rehearsal(
            save=uuid.uuid4().hex,
            snapshot=str(snapshot),
            drawn_first=DRAWN_FIRST,
            look=look,
            start=DRAWN_FIRST,
            stretches=(range(first, first + lead_in + 1),),
        )
        self._crew = hire(executor, workers)
        try:
            self._future = self._crew.submit(probe, task)
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
        until = time.monotonic() + _PROBE_PATIENCE
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


def task_of(save: str, snapshot: Path, movie: Movie, terms: Terms, frames: range) -> BlockTask:
    """Return the task of rendering *frames* on some *terms*, with a new path for the segment."""
    return BlockTask(
        save=save,
        snapshot=str(snapshot),
        start=frames.start,
        stop=frames.stop,
        drawn_first=DRAWN_FIRST,
        lead_in=terms.lead_in,
        look=terms.look,
        encoding=terms.encoding,
        segment=movie.new_segment_path(),
        threads=terms.threads,
        jumps=terms.jumps,
    )
