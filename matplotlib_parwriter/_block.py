"""
What a worker does with one block of the movie.

`render_block` is a plain function of its task, so that any executor can run it, anywhere, twice if
need be. To be fast it keeps the copy of the animation that it restored: the next block that the
same process gets lies further on, and the copy only has to run the updates in between. A copy that
is of another save, or too far on, is thrown away and restored again.
"""

import contextlib
import dataclasses
import platform
from dataclasses import dataclass

from ._copy import Copy, Frame, Proof, Timings, pixel_digest, timed
from ._draw import Look
from ._encode import AnyEncoding, Encoder, segment_encoder, segment_of
from ._errors import FFMpegError
from ._images import ImageEncoder
from ._side_effects import describe, silence, witnessed
from ._stitch import Segment
from ._worker import the_worker


@dataclass(frozen=True, kw_only=True)
class BlockTask:
    """
    A block to render.

    Attributes
    ----------
    save : str
        Identifies the save; a copy of another one is of no use.
    snapshot : str
        Path of the snapshot, taken before the first frame.
    start, stop : int
        The frames of the block.
    drawn_first : int
        How many frames at the beginning of the movie a copy draws on its way, for what figures
        keep from their first draws.
    lead_in : int
        How many frames before its first one a block draws without encoding them.
    look : Look
        How frames are drawn.
    encoding : Encoding or ImageEncoding
        How frames are encoded.
    segment : str
        Path of the segment to write.
    threads : int or None
        Threads for the encoder.
    redraws : bool, default: True
        Whether to draw only what changed.
    jumps : bool, default: False
        Whether frames before the block are passed over, their updates not run.
    """

    save: str
    snapshot: str
    start: int
    stop: int
    drawn_first: int
    lead_in: int
    look: Look
    encoding: AnyEncoding
    segment: str
    threads: int | None
    redraws: bool = True
    jumps: bool = False


@dataclass(frozen=True, kw_only=True)
class BlockRecord:
    """
    What became of a block.

    Attributes
    ----------
    start : int
        Its first frame.
    segment : Segment or None
        The frames encoded, None if there are none.
    digests : tuple of bytes
        For each frame, the digest of what it shows, before it was drawn.
    first, next : Proof or None
        Of the block's first frame, and of the frame after its last one.
    last : Proof or None
        Of the last frame, where the movie ends with it; if frames were passed over, with its state.
    host : str
        Name of the machine that rendered it.
    ended : bool
        Whether the movie ends with this block's frames.
    stopped : str
        Why the block stopped before its end, else empty.
    timings : Timings
        Where the time went.
    shows_rounding : bool
        Whether that holds for any of its frames; see `_draw.shows_rounding`.
    mismatch : str
        If it was rendered again plainly because frames were redrawn wrongly, which; else empty.
    """

    start: int
    segment: Segment | None
    digests: tuple[bytes, ...]
    first: Proof | None
    next: Proof | None
    last: Proof | None
    host: str
    ended: bool
    stopped: str
    timings: Timings
    shows_rounding: bool = False
    mismatch: str = ""


class _RedrawnWronglyError(Exception):
    """A frame of the block was not redrawn as matplotlib draws it; the text says which."""


def render_block(task: BlockTask) -> BlockRecord:
    """
    Render the frames of a block into a segment.

    Parameters
    ----------
    task : BlockTask
        What to render, and how.

    Returns
    -------
    BlockRecord
        What became of it. Where the user's code raised, or the snapshot could not be restored, the
        block stops early and the record says why: the user's process will see for itself.

    Raises
    ------
    FFMpegError
        If the encoder failed.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(the_worker().at_work(task.snapshot))
        witness = stack.enter_context(witnessed()) if task.jumps else None
        if witness is None:
            stack.enter_context(silence())
        try:
            record = _Rendering(task).run()
        except _RedrawnWronglyError as error:
            the_worker().draw_plainly(task.save)
            record = dataclasses.replace(_Rendering(task).run(), mismatch=str(error))
        if witness is not None and witness.heard:
            return dataclasses.replace(record, stopped=record.stopped or witness.heard)
        return record


class _Rendering:
    """One run of `render_block`."""

    def __init__(self, task: BlockTask) -> None:
        self._task = task
        self._worker = the_worker()
        # Started with the first frame, if there is one.
        self._encoder: Encoder | ImageEncoder | None = None
        self._timings = Timings()
        self._digests: list[bytes] = []
        self._shows_rounding = False
        self._first: Proof | None = None
        self._next: Proof | None = None
        self._last: Proof | None = None

    def run(self) -> BlockRecord:
        """Render the block, its segment complete up to where it ended or stopped."""
        ended, stopped = False, ""
        try:
            try:
                ended = not self._render()
            except (FFMpegError, _RedrawnWronglyError):
                raise
            except BaseException as error:  # the user's code may raise anything, SystemExit too
                self._worker.forget()
                stopped = describe(error)
            with timed(self._timings, "encode"):
                if self._encoder is not None:
                    self._encoder.close()
        except BaseException:
            self._worker.forget()
            if self._encoder is not None:
                self._encoder.abort()
            raise
        frames, segment = len(self._digests), None
        if frames and self._encoder is not None:
            segment = segment_of(self._encoder, frames)
        return BlockRecord(
            start=self._task.start,
            segment=segment,
            digests=tuple(self._digests),
            first=self._first,
            next=self._next,
            last=self._last,
            host=platform.node(),
            ended=ended,
            stopped=stopped,
            timings=self._timings,
            shows_rounding=self._shows_rounding,
        )

    def _render(self) -> bool:
        """Render all frames and the one after them; return False if the movie ends with them."""
        task, timings = self._task, self._timings
        copy = self._worker.copy_for(
            task.save, task.snapshot, task.start, timings, redraws=task.redraws
        )
        while copy.position < task.start:
            i = copy.position
            drawn = i < task.drawn_first or i >= task.start - task.lead_in
            if task.jumps and not drawn:
                running = copy.pass_over()
            else:
                running = copy.skip(task.look, timings, drawn=drawn)
            if not running:
                return False
        last: Frame | None = None
        for i in range(task.start, task.stop):
            check = i in (task.start, task.stop - 1) or i + 1 == copy.expected
            prove = i == task.start or (task.jumps and i + 1 == copy.expected)
            frame = copy.draw(task.look, timings, prove=prove, check=check)
            if frame is None:
                return self._end_with(last, copy)
            _check_redraw(copy)
            if i == task.start:
                self._first = frame.proof
            with timed(timings, "encode"):
                self._encode(frame.image)
            self._digests.append(frame.digest)
            self._shows_rounding = self._shows_rounding or copy.shows_rounding()
            last = frame
        frame = copy.draw(task.look, timings, prove=True)
        if frame is None:
            return self._end_with(last, copy)
        _check_redraw(copy)
        self._next = frame.proof
        return True

    def _end_with(self, last: Frame | None, copy: Copy) -> bool:
        """Digest the last frame of the movie; nothing was drawn since, so its image is there."""
        if last is not None:
            self._last = last.proof or Proof(pixels=pixel_digest(last.image), state={})
            copy.verify(last.image)
            _check_redraw(copy)
        return False

    def _encode(self, image: memoryview) -> None:
        task = self._task
        if self._encoder is None:
            self._encoder = segment_encoder(task.encoding, task.segment, threads=task.threads)
        self._encoder.write(image)


def _check_redraw(copy: Copy) -> None:
    if copy.drawing.mismatches:
        raise _RedrawnWronglyError(
            f"frame {copy.position - 1} was not redrawn as matplotlib draws it (artist at fault: "
            f"{copy.drawing.mismatches[0].artist})"
        )
