"""
The user's process behind its workers: which frame may be passed undrawn, and why.

The live animation runs every update, in order, but never gets ahead of what is proven, for it
cannot go back. It passes a block when

- the block is rendered, to its end;
- the seam at its end holds: the worker that drew the whole block and the first frame of the next
  one, and the worker of the next block, which left those draws out, agree about that frame, its
  pixels and the state behind it. So leaving out draws, as the live animation is about to, has no
  effect.

Inside of a block every frame's digest must be the worker's, and the frames that are drawn here too,
the first of a block and the last of the movie, must have the worker's pixels: else something of
this process did not carry over. Of movies of many blocks some are looked at in this way only, and
the first of each machine.

No seam follows the last block. So its frames are drawn here as well if an artist takes part that
may keep something of that.

Where workers jumped to their blocks, without running the updates before, the seams prove that those
do not matter: the worker that ran all updates of a block comes to the same state of the next one's
first frame as the worker that jumped there. Then the live animation may jump, too, from one block's
first frame to the next one's and to the last of the movie, once a rehearsal (`_rehearsal`) has
shown that this leads to the same states. That must be known before the first frame is passed over:
afterwards it is too late to run its update, for frame generators go on meanwhile. A seam or a
rehearsal that fails is a `HistoryError`: updates do depend on one another.
"""

import dataclasses
import enum
from collections.abc import Callable

from . import _blocks, _digest
from ._ahead import Ahead, BlockFailedError
from ._block import BlockRecord
from ._blocks import Blocks
from ._draw import ROUNDING
from ._rehearsal import Outcome


class Step(enum.Enum):
    """What the user's process does with a frame after its update."""

    PASS = "its update is not run, either"
    SKIP = "the frame is not drawn"
    LAST = "the frame is drawn if that may matter, for no seam follows to tell"
    DRAW = "the frame is drawn for what that leaves on the figure"
    CHECK = "the frame is drawn, and its pixels compared"
    FINISH = "the frame is drawn plainly, as it is the last one, and its pixels compared"


class DivergedError(Exception):
    """A worker's frames cannot be used from some frame on; the text says why."""

    def __init__(
        self, reason: str, *, every_draw: bool = False, draws_are_missed: bool = False
    ) -> None:
        super().__init__(reason)
        self.every_draw = every_draw
        # Whether this process cannot make frames as stock does, as it left draws out.
        self.draws_are_missed = draws_are_missed


class HistoryError(DivergedError):
    """Updates depend on the frames before, so that none can be passed over; the text says where."""


class Following:
    """
    Check the blocks of workers against the live animation, frame by frame.

    Parameters
    ----------
    ahead : Ahead
        The blocks being rendered.
    blocks : Blocks
        Which frames those are.
    lead_in : int
        How many frames before a block's first one are drawn as well.
    rehearsed : callable, optional
        Where workers jump: waits for the outcome of the rehearsal, whose stretches are those before
        each block and the one before the last frame of the movie.

    Attributes
    ----------
    blocks : Blocks
        As given.
    passed : list of BlockRecord
        Blocks that the live animation has passed, or is in.
    """

    def __init__(
        self,
        ahead: Ahead,
        *,
        blocks: Blocks,
        lead_in: int,
        rehearsed: Callable[[], Outcome] | None = None,
    ) -> None:
        self.blocks = blocks
        self._rehearsed = rehearsed
        self._may_pass = False  # from the first frame of the block being passed to the next stop
        self._ahead = ahead
        self._lead_in = lead_in
        self._hosts: set[str] = set()  # that have rendered blocks so far
        self._looks = self._looks_next = True  # at the first frame of this block, of the next one
        self.passed: list[BlockRecord] = []

    def before(self, i: int) -> None:
        """
        Make sure that frame *i* may be run without being drawn.

        Raises
        ------
        DivergedError
            If its block must be done in this process.
        """
        k = self.blocks.number(i)
        if i != self.blocks[k].start or self._is_over(i):
            return
        if self.passed:
            # Only frames of the block being passed are compared.
            self.passed[-1] = dataclasses.replace(self.passed[-1], digests=())
        self.passed.append(self._accepted(k))

    def step(self, i: int) -> Step:
        """Return what to do with frame *i*."""
        if self._is_over(i):
            raise DivergedError(f"the movie was over before frame {i} in a worker")
        record, frames = self.passed[-1], self.blocks[self.blocks.number(i)]
        last = self._end_of_passed() - 1
        if record.ended and i == last:
            return Step.FINISH
        if i == frames.start and self._looks:
            return Step.CHECK
        stop = last if record.ended else frames.stop
        if i >= stop - self._lead_in and (record.ended or self._looks_next):
            return Step.DRAW
        if self._rehearsed is None:
            return Step.LAST if record.ended else Step.SKIP
        # That draws can be left out is not known where it is about updates: all or nothing.
        return Step.PASS if self._may_pass else Step.DRAW

    def compare(self, i: int, digest: bytes) -> None:
        """
        Compare what frame *i* shows after its update with the worker's.

        Raises
        ------
        DivergedError
            If it differs.
        """
        record = self.passed[-1]
        if record.digests[i - record.start] != digest:
            raise DivergedError(f"frame {i} was not the same in a worker")

    def has_pixels(self, i: int, pixels: bytes) -> bool:
        """Return whether the image of frame *i* has these *pixels* in the worker's movie, too."""
        record = self.passed[-1]
        proof = record.first if i == record.start else record.last
        return proof is not None and proof.pixels == pixels

    def _is_over(self, i: int) -> bool:
        """Return whether the movie ended before frame *i* in the worker of the block before it."""
        return bool(self.passed) and self.passed[-1].ended and i >= self._end_of_passed()

    def _end_of_passed(self) -> int:
        return self.passed[-1].start + _frames(self.passed[-1])

    def _accepted(self, k: int) -> BlockRecord:
        """Return the record of block *k*, once that and the seam at its end are proven."""
        frames = self.blocks[k]
        named = f"frames {frames.start} to {frames.stop - 1}"
        record = self._record(k, named)
        self._looks = self._is_looked_at(k, record)
        self._hosts.add(record.host)
        following: BlockRecord | None = None
        # Where updates are passed over, a worker may be stopped by what comes of that.
        failure = DivergedError if self._rehearsed is None else HistoryError
        _refuse_rounding(record, named)
        if record.stopped:
            raise failure(f"a worker could not go on in {named}: {record.stopped}")
        if not record.ended:
            following = self._record(k + 1, f"the frames after {named}")
            # Before the seam, which may not hold for that reason.
            _refuse_rounding(following, f"the frames after {named}")
            if following.stopped and following.first is None:
                raise failure(
                    f"a worker could not go on at frame {frames.stop}: {following.stopped}"
                )
            self._looks_next = self._is_looked_at(k + 1, following)
            _compare_proofs(record, following, frames.stop, failure)
        if self._rehearsed is not None:
            self._compare_with_rehearsal(k, record, following, self._rehearsed())
        self._ahead.forget(k)
        # What has been proven need not be kept; it is big where a figure has many parts.
        first = record.first and dataclasses.replace(record.first, state={})
        return dataclasses.replace(record, first=first, next=None)

    def _compare_with_rehearsal(
        self, k: int, record: BlockRecord, following: BlockRecord | None, outcome: Outcome
    ) -> None:
        """Make sure that the live animation is where block *k* begins; see how it may go on."""
        if k >= len(outcome.states) or record.first is None:
            raise HistoryError(outcome.stopped or f"frame {record.start} could not be rehearsed")
        guilty = _digest.first_difference(outcome.states[k], record.first.state)
        if guilty is not None:
            raise HistoryError(f"at frame {record.start}, {guilty} depends on the frames before")
        if following is None:
            ends_in, stop = record.last, not outcome.stopped and outcome.states[-1]
        else:
            ends_in, stop = following.first, k + 1 < len(outcome.states) and outcome.states[k + 1]
        self._may_pass = bool(ends_in and ends_in.state and ends_in.state == stop)

    def _is_looked_at(self, k: int, record: BlockRecord) -> bool:
        """Return whether the first frame of block *k* is drawn here."""
        # What a rehearsal has drawn is drawn here, too.
        rehearsed = self._rehearsed is not None
        return rehearsed or _blocks.is_looked_at(k) or record.host not in self._hosts

    def _record(self, k: int, named: str) -> BlockRecord:
        try:
            return self._ahead.record(k)
        except BlockFailedError as error:
            raise DivergedError(f"{named} could not be rendered by workers: {error}") from error


def _frames(record: BlockRecord) -> int:
    return record.segment.frames if record.segment is not None else 0


def _refuse_rounding(record: BlockRecord, named: str) -> None:
    if record.shows_rounding:
        raise DivergedError(f"in {named}, {ROUNDING}", draws_are_missed=True)


def _compare_proofs(
    drawn: BlockRecord, skipped: BlockRecord, i: int, failure: type[DivergedError]
) -> None:
    """Compare frame *i* of the worker that drew all frames before it with one that did not."""
    if drawn.next is None or skipped.first is None:
        raise failure(f"workers do not agree whether the movie ends before frame {i}")
    guilty = _digest.first_difference(drawn.next.state, skipped.first.state)
    if guilty is not None:
        raise failure(
            f"drawing changes what later frames depend on: at frame {i}, {guilty} depends on "
            "whether the frames before it were drawn",
            every_draw=True,
        )
    if drawn.next.pixels != skipped.first.pixels:
        raise failure(
            f"frame {i} looks different when the frames before it are not drawn", every_draw=True
        )
