"""
The course of one save: which process makes which frame.

The user's process makes the first frames itself, the *opening*, and measures. If workers pay, it
hands them the rest in blocks and follows (`_following`). It makes frames itself again, to the end,
from where following turns out not to be possible.
"""

import contextlib
import dataclasses
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from matplotlib.animation import Animation
from matplotlib.figure import Figure

from . import _digest, _patches
from ._block import BlockRecord
from ._copy import pixel_digest
from ._delegation import FULL, OTHER_CANVAS, Delegation
from ._encode import AnyEncoding
from ._following import DivergedError, Following, HistoryError, Step
from ._handover import Handover
from ._live import Live
from ._meter import Meter, Stopwatch
from ._movie import Movie
from ._progress import Progress
from ._report import Report
from ._resources import core_count
from ._route import Route
from ._settings import Settings, worker_count
from ._storage import NoRoomError
from ._takeover import expected_frames
from .redraw import has_draw_listeners

_log = logging.getLogger(__name__)


class Save:
    """
    Make the frames of one movie.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        What is drawn.
    animations : sequence of `~matplotlib.animation.Animation`
        The animations being saved; none for frames grabbed one by one.
    progress_callback : callable or None
        Called by stock for every frame.
    target : str
        Where the movie goes.
    size_inches : (float, float) or None
        Width and height of the movie in inches; None if frames may differ in size.
    dpi : float
        Dots per inch.
    encoding : Encoding or ImageEncoding
        How it is encoded.
    settings : Settings
        The settings in force.
    """

    def __init__(
        self,
        *,
        figure: Figure,
        animations: Sequence[Animation],
        progress_callback: Callable[..., Any] | None,
        target: str,
        size_inches: tuple[float, float] | None,
        dpi: float,
        encoding: AnyEncoding,
        settings: Settings,
    ) -> None:
        self._animations = list(animations)
        self._target = target
        self._encoding = encoding
        cores = core_count(settings)
        workers, _ = worker_count(settings)
        expected = expected_frames(animations)
        self._movie = Movie(target, encoding, temp_dir=settings.temp_dir, frames=expected)
        self._progress = Progress(total=expected, setting=settings.progress, description="Saving")
        self._frame = 0  # the frame that is made now, or next
        self._step: Step | None = None  # what is done with it; None: it is made in this process
        self._why_in_process = ""
        self._patched = _patches.find()
        self._live = Live(
            figure,
            animations,
            size_inches=size_inches,
            dpi=dpi,
            # A method that the user put into matplotlib may count how often it is called.
            every_draw=self._patched is not None,
        )
        self._mismatches = 0
        self._handover: Handover | None = None
        self._follows = False
        self._fallback_frame: int | None = None
        self._misses_draws = False  # whether frames made here since then may not be stock's
        self._blocks = 0
        self._stopwatch = Stopwatch()
        self._frame_started = time.perf_counter()
        self._measures = False  # whether it is of use what this frame costs
        width, height = encoding.size
        cores_here, _ = worker_count(Settings())
        self._meter = Meter(
            pixels=width * height,
            cores=cores_here,
            encode_seconds=lambda: self._movie.encode_seconds,
        )
        self._route = Route(
            settings=settings,
            animations=animations,
            progress_callback=progress_callback,
            meter=self._meter,
            workers=workers,
            cores=cores,
        )
        self._delegation = Delegation(
            animations=animations,
            live=self._live,
            movie=self._movie,
            encoding=encoding,
            settings=settings,
            meter=self._meter,
            route=self._route,
            workers=workers,
            cores=cores,
        )

    # The conductor of matplotlib's loop; see _takeover.

    def begin(self) -> None:
        """Take the snapshot that workers start from, if there may be workers."""
        self._delegation.begin(self._target, self._patched, self._stopwatch)
        self._why_in_process = self._delegation.why_in_process

    def before_frame(self) -> None:
        """Decide who makes the frames that come next."""
        if self._is_opening():
            self._delegate()
        handover = self._handover
        if handover is not None and handover.begins_block(self._frame):
            # Frames are passed over only where it is known what comes of that here.
            self._live.forget_passed_over()
            self._account(handover.take_over(self._frame))
            if self._movie.is_full:
                self._why_in_process = FULL
                self._end_handover()
        following = self._following()
        if following is not None:
            if not self._follows:
                self._follows = True
                self._movie.pause()
                if self._live.drawing.idle_draws.may_matter():
                    # Not to be drawn twice where the frames of workers are not the same.
                    self._live.draw_from_scratch(redraws=False)
            try:
                with self._stopwatch.on("waiting"):
                    following.before(self._frame)
            except HistoryError as error:
                self._stop_jumping(error)
                self.before_frame()
                return
            except DivergedError as error:
                self._return_in_process(error)
        self._frame_started = time.perf_counter()
        self._measures = self._is_opening() and self._delegation.wants_costs(self._frame)
        if self._measures:
            self._meter.begin(self._frame)

    def draw_next_frame(self, draw: Callable[[], None]) -> None:
        """Run the update of one animation, with the idle draw that it deserves."""
        self._step = None
        following = self._following()
        if following is not None:
            try:
                self._step = following.step(self._frame)
            except DivergedError as error:
                self._return_in_process(error)
        if self._step is Step.PASS:
            self._live.pass_over(draw)
        else:
            self._live.run(draw, drawn=_is_drawn(self._step))

    def grab(self, savefig_kwargs: Mapping[str, Any]) -> None:
        """Make the frame whose update has run."""
        if self._measures:
            self._meter.mark()
        self._live.use(savefig_kwargs)
        if self._movie.is_full:
            # Stock goes on with updates, but makes no frames of them.
            self._count_frame()
            return
        following = self._following()
        references = self._live.drawing.references
        if following is None or self._step is None:
            image = self._render()
            if self._measures:
                self._meter.mark()
            self._movie.write(image)
            if self._movie.is_full:
                self._live.drawing.verify(image)
            self._check_redraw(self._frame + 1)
            is_opening = self._is_opening() and not self._delegation.why_not_yet
            stage = "opening" if is_opening else "in-process"
        else:
            self._follow(following, self._step)
            stage = "following"
        seconds = time.perf_counter() - self._frame_started
        self._stopwatch.add(stage, seconds)
        if self._measures:
            self._meter.end(is_reference=self._live.drawing.references > references)
        self._count_frame()

    def _count_frame(self) -> None:
        self._frame += 1
        self._progress.update(self._frame)

    def finish(self) -> Report:
        """Deliver the movie."""
        self._live.catch_up()
        self._end_handover()
        report = self._deliver()
        self.abandon()
        return report

    def fail(self, error: BaseException) -> None:
        """
        Deliver the frames before *error* as a movie, as stock does, and say where it came.

        Where there are none, the target stays as it is, rather than becoming a movie of nothing;
        where there was no room for more, rather than becoming part of one.
        """
        with contextlib.suppress(TypeError):  # exceptions of the user's may have no place for it
            error.add_note(
                f"matplotlib_parwriter: this happened while frame {self._frame} of "
                f"{self._target!r} was being made."
            )
        try:
            if isinstance(error, Exception):
                self._live.catch_up()
            self._end_handover(in_a_hurry=not isinstance(error, Exception))
            if self._frame and not isinstance(error, NoRoomError):
                self._deliver()
        except Exception:
            _log.warning("The frames before the error could not be saved.", exc_info=True)
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Stop and remove everything that is left of the save."""
        self._progress.close()
        self._live.drawing.close()
        handover, self._handover = self._handover, None
        if handover is not None:
            handover.release(keep=False)
        self._delegation.release()
        self._movie.discard()

    # The opening, and frames in-process.

    def _is_opening(self) -> bool:
        """Return whether there may be workers for frames to come, but are not yet."""
        return self._handover is None and not self._why_in_process

    def _render(self) -> memoryview:
        return self._live.render(check=self._is_last_here())

    def _is_last_here(self) -> bool:
        """Return whether this frame is the last one, for the time being, that is made here."""
        following = self._frame + 1
        if self._handover is not None:
            return self._handover.has_begun(following)
        if self._delegation.is_last_before_workers(self._frame):
            return True
        return bool(self._animations) and following == expected_frames(self._animations)

    def _check_redraw(self, frames: int) -> None:
        """Make all *frames* so far again if the latest one shows that they may be wrong."""
        if not self._live.drawing.mismatches:
            return
        mismatch = self._live.drawing.mismatches[-1]
        self._draw_plainly()
        if self._fallback_frame is None and self._delegation.make_again(frames):
            return
        _log.warning(
            "Frames %d to %d of %r may not look as matplotlib draws them, and could not be made "
            "again.",
            mismatch.verified,
            mismatch.frame - mismatch.corrected,
            self._target,
        )

    def _draw_plainly(self) -> None:
        """Take note that a frame was redrawn wrongly, and draw everything from now on."""
        self._live.draw_from_scratch(redraws=False)
        self._mismatches += 1

    # Following workers.

    def _following(self) -> Following | None:
        """Return what tells how to follow workers, None while frames are made in this process."""
        if self._handover is None or not self._handover.has_begun(self._frame):
            return None
        return self._handover.following

    def _delegate(self) -> None:
        """Hand over to workers if that is how the frames to come are made best."""
        handover = self._delegation.choose(self._frame)
        self._why_in_process = self._delegation.why_in_process
        if handover is None:
            return
        self._handover = handover
        if handover.has_begun(self._frame) and self._live.image is not None:
            # The latest frame was the last one before the workers', as it turns out.
            self._live.drawing.verify(self._live.image)
            self._check_redraw(self._frame)

    def _follow(self, following: Following, step: Step) -> None:
        """Compare the frame whose update has run with the worker's; draw it if that is its step."""
        image, is_drawn = None, self._live.is_drawn(_is_drawn(step))
        try:
            if self._live.has_other_canvas():
                raise DivergedError(OTHER_CANVAS)
            if has_draw_listeners(self._live.figure):
                raise DivergedError("the update began to listen to draw_event")
            if step is Step.PASS:
                return
            self._live.settle()
            following.compare(self._frame, _digest.frame_digest(self._live.figure))
            if step is Step.FINISH:
                self._live.draw_from_scratch(redraws=False)
            if is_drawn:
                image = self._live.render()
            if image is not None and step in (Step.CHECK, Step.FINISH):
                image = self._compare_pixels(following, image)
        except DivergedError as error:
            self._return_in_process(error)
            if not is_drawn:
                self._live.drawing.idle_draw()
            if image is None:
                image = self._render()
            self._movie.write(image)

    def _compare_pixels(self, following: Following, image: memoryview) -> memoryview:
        """Compare *image* with the worker's, and return it, right in any case."""
        is_same = following.has_pixels(self._frame, pixel_digest(image))
        if not is_same:
            image = self._live.drawing.verify(image)
            is_same = following.has_pixels(self._frame, pixel_digest(image))
        if self._live.drawing.mismatches:
            # Frames that are in the movie were checked before, or are workers'.
            self._draw_plainly()
        if not is_same:
            raise DivergedError(f"frame {self._frame} did not look the same in a worker")
        return image

    def _stop_jumping(self, error: HistoryError) -> None:
        """Let workers run all updates from the current frame on, if workers pay then."""
        self._route.leave_out_jumps(str(error))
        self._end_handover(keeps_snapshot=True)
        self._follows = self._delegation.jumps = False
        self._live.draw_from_scratch(redraws=True)

    def _return_in_process(self, error: DivergedError) -> None:
        """Make all frames in this process from the current one on."""
        self._live.catch_up()
        self._why_in_process = str(error)
        self._fallback_frame = self._frame
        self._misses_draws = error.draws_are_missed
        self._live.every_draw = error.every_draw
        self._live.draw_from_scratch(redraws=not error.every_draw)
        _log.warning(
            "From frame %d on, frames are made in-process: %s", self._frame, self._why_in_process
        )
        self._end_handover(keeps_snapshot=self._misses_draws)

    def _end_handover(self, *, in_a_hurry: bool = False, keeps_snapshot: bool = False) -> None:
        """Take over what is proven of the workers' frames, and let the workers go."""
        handover, self._handover = self._handover, None
        if handover is None:
            return
        keep = False
        try:
            self._account(handover.take_over(self._frame, in_a_hurry=in_a_hurry))
            keep = self._fallback_frame is None and not in_a_hurry
        finally:
            handover.release(keep=keep)
            if not keeps_snapshot:
                self._delegation.drop_snapshot()

    def _account(self, taken: Iterable[BlockRecord]) -> None:
        """Take note of blocks whose frames are in the movie now."""
        for record in taken:
            self._blocks += 1
            if record.mismatch:
                self._mismatches += 1
                _log.warning("A block was rendered again, plainly: %s.", record.mismatch)
            for stage, seconds in dataclasses.asdict(record.timings).items():
                self._stopwatch.add(f"worker {stage}", seconds)

    def _deliver(self) -> Report:
        if self._misses_draws and not self._delegation.make_again(self._frame):
            _log.warning(
                "Frames from %s on of %r may differ from matplotlib's by errors of rounding, and "
                "could not be made again.",
                self._fallback_frame,
                self._target,
            )
        with self._stopwatch.on("stitch"):
            remark = self._movie.deliver()
        if self._blocks:
            route = "jump" if self._delegation.jumps else "scout"
            how = "workers render blocks while this process follows"
        else:
            route = "in-process"
            how = self._delegation.why_not_yet or "it was over before workers were needed"
        return Report(
            route=route,
            reason=self._why_in_process or how,
            frames=self._frame,
            blocks=self._blocks,
            workers=self._delegation.workers,
            fallback_frame=self._fallback_frame,
            redraw_mismatches=self._mismatches,
            encoder=self._encoding.encoder,
            encoder_reason=f"{self._encoding.encoder_reason} {remark}".rstrip(),
            seconds=self._stopwatch.stop(),
        )


def _is_drawn(step: Step | None) -> bool | Literal["if it matters"]:
    """Return whether the user's process draws a frame with which it does *step*."""
    if step is Step.LAST:
        return "if it matters"
    return step not in (Step.PASS, Step.SKIP)
