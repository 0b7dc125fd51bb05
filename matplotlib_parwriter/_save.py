"""
The course of one save: which process makes which frame.

The user's process makes the first frames itself, the *opening*, and measures. If workers pay, it
hands them the rest in blocks and follows (`_following`). It makes frames itself again, to the end,
from where following turns out not to be possible.
"""

import dataclasses
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.animation import Animation
from matplotlib.figure import Figure

from . import _digest, _draw, _engines, _patches, _plan, _snapshot
from ._block import BlockRecord
from ._copy import pixel_digest
from ._encode import AnyEncoding
from ._following import DivergedError, Following, HistoryError, Step
from ._handover import Handover, Terms, lead_in_of, make_again
from ._live import Live
from ._meter import Meter, Stopwatch
from ._movie import Movie
from ._progress import Progress
from ._report import Report
from ._resources import core_count
from ._route import Route
from ._settings import Settings, worker_count
from ._storage import NoRoomError
from ._tail import Tail
from ._takeover import expected_frames

_log = logging.getLogger(__name__)

# A movie this short is done before a snapshot of it would pay.
_TOO_SHORT = 8
# It happens in an update that calls ``plt.sca`` or ``plt.figure(fig)`` with matplotlib 3.11, where
# pyplot shows the figure anew, as it has no window during a save. From then on it is not being
# saved for all that its canvas knows, and draws start the animation.
_OTHER_CANVAS = "the update gave the figure another canvas"
_FULL = "the page takes no more frames, by its limit of size"
# How much longer than measured a block may take before workers are taken to hang: costs that were
# measured on the first frames may grow, and the machine may be busy.
_PATIENCE_FACTOR = 30
_PATIENCE_SECONDS = 120.0


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
        self._settings = settings
        self._cores = core_count(settings)
        self._workers, _ = worker_count(settings)
        expected = expected_frames(animations)
        self._movie = Movie(target, encoding, temp_dir=settings.temp_dir, frames=expected)
        self._progress = Progress(total=expected, setting=settings.progress, description="Saving")
        self._frame = 0  # the frame that is made now, or next
        self._step: Step | None = None  # what is done with it; None: it is made in this process
        self._snapshot: Path | None = None
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
        self._tail: Tail | None = None
        self._had_workers = 0
        self._follows = False
        self._jumps = False
        self._fallback_frame: int | None = None
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
            workers=self._workers,
            cores=self._cores,
        )

    # The conductor of matplotlib's loop; see _takeover.

    def begin(self) -> None:
        """Take the snapshot that workers start from, if there may be workers."""
        self._why_in_process = self._why_no_workers()
        if self._why_in_process:
            _log.info("frames are made in-process: %s", self._why_in_process)
            return
        if self._patched is not None:
            self._warn_in_process(f"{self._patched}, which workers have not got")
            return
        if _draw.has_draw_listeners(self._live.figure):
            self._warn_in_process("a function of the user's listens to draw_event, to every draw")
            return
        path = self._movie.directory / "snapshot"
        with self._stopwatch.on("snapshot"):
            try:
                size = _snapshot.take(self._animations, path)
            except _snapshot.SnapshotError as error:
                self._warn_in_process(f"the animation cannot travel to workers: {error}")
                return
            except OSError as error:
                path.unlink(missing_ok=True)
                self._warn_in_process(f"the snapshot for workers cannot be written: {error}")
                return
        self._snapshot = path
        # What turns out to be wrong can be made again from it.
        self._live.draw_from_scratch(redraws=True, thorough=False)
        _log.debug("snapshot of %d bytes in %s", size, path)

    def before_frame(self) -> None:
        """Decide who makes the frames that come next."""
        self._choose_route()
        handover = self._handover
        if handover is not None and handover.begins_block(self._frame):
            # Frames are passed over only where it is known what comes of that here.
            self._live.forget_passed_over()
            self._account(handover.take_over(self._frame))
            if self._movie.is_full:
                self._why_in_process = _FULL
                self._end_handover()
        following = self._following()
        if following is not None:
            if not self._follows:
                self._follows = True
                # Few frames are drawn here from now on, and workers' are compared with them.
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
        self._measures = self._is_opening()
        if self._measures:
            self._meter.begin()

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
            self._live.run(draw, undrawn=self._step is Step.SKIP)

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
        if following is None or self._step is None:
            image = self._render()
            if self._measures:
                self._meter.mark()
            self._movie.write(image)
            if self._movie.is_full:
                self._live.drawing.verify(image)
            self._check_redraw(self._frame + 1)
            stage = "opening" if self._measures else "in-process"
        else:
            self._follow(following, self._step)
            stage = "following"
        seconds = time.perf_counter() - self._frame_started
        self._stopwatch.add(stage, seconds)
        if stage == "opening":
            self._meter.end()
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
        error.add_note(
            f"matplotlib_parwriter: this happened while frame {self._frame} of {self._target!r} "
            "was being made."
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
        self._route.release()
        handover, self._handover = self._handover, None
        if handover is not None:
            handover.release(keep=False)
        self._release_tail()
        self._movie.discard()

    def _release_tail(self) -> None:
        tail, self._tail = self._tail, None
        if tail is not None:
            tail.release()

    # The opening, and frames in-process.

    def _is_opening(self) -> bool:
        return self._handover is None and not self._why_in_process

    def _why_no_workers(self) -> str:
        if self._settings.route == "in-process":
            return "the route is set to in-process"
        if not self._encoding.segment_suffix:
            return f"this ffmpeg cannot make segments for it. {self._encoding.assembly_reason}"
        if not self._movie.can_restart():
            return f"what is written to {self._target!r} cannot be taken back"
        if self._live.has_other_canvas():
            return _OTHER_CANVAS
        if no_workers := _engines.why_no_workers(self._settings.executor):
            return no_workers
        if self._settings.route in ("scout", "jump"):
            return ""
        expected = expected_frames(self._animations)
        if expected is not None and expected <= _TOO_SHORT:
            return f"a movie of {expected} frames is done before workers have started"
        if self._workers < 2:
            return "there is one core only"
        return ""

    def _warn_in_process(self, why: str) -> None:
        self._why_in_process = why
        _log.warning("All frames are made in-process, for %s", why)

    def _drop_snapshot(self) -> None:
        if self._snapshot is not None:
            self._snapshot.unlink(missing_ok=True)
            self._snapshot = None

    def _render(self) -> memoryview:
        return self._live.render(check=self._is_last_here())

    def _is_last_here(self) -> bool:
        """Return whether this frame is the last one, for the time being, that is made here."""
        following = self._frame + 1
        if self._handover is not None:
            return self._handover.has_begun(following)
        if self._tail is not None:
            return self._tail.is_met(following)
        return bool(self._animations) and following == expected_frames(self._animations)

    def _check_redraw(self, frames: int) -> None:
        """Make all *frames* so far again if the latest one shows that they may be wrong."""
        if not self._live.drawing.mismatches:
            return
        mismatch = self._live.drawing.mismatches[-1]
        self._live.draw_from_scratch(redraws=False)
        self._mismatches += 1
        if self._snapshot is not None and self._fallback_frame is None:
            terms = self._terms(_plan.Blocks(start=0, size=frames))
            if make_again(self._snapshot, self._movie, terms, frames):
                return
        _log.warning(
            "Frames %d to %d of %r may not look as matplotlib draws them, and could not be made "
            "again.",
            mismatch.verified,
            mismatch.frame - mismatch.corrected,
            self._target,
        )

    # Following workers.

    def _following(self) -> Following | None:
        """Return what tells how to follow workers, None while frames are made in this process."""
        if self._handover is None or not self._handover.has_begun(self._frame):
            return None
        return self._handover.following

    def _choose_route(self) -> None:
        """Hand over to workers if that is how the frames to come are made best."""
        if not self._is_opening() or self._snapshot is None:
            return
        if self._movie.is_full:
            self._why_in_process = _FULL
            self._release_tail()
            self._drop_snapshot()
            return
        if self._live.has_other_canvas():
            self._drop_snapshot()
            self._why_in_process = _OTHER_CANVAS
            return
        if self._tail is not None:
            self._tail.proceed(self._frame)
            if self._tail.is_met(self._frame):
                self._handover, self._tail = self._tail.meet(), None
            return
        lead_in = lead_in_of(self._live.figure)
        route = self._route.choose(
            self._frame,
            self._snapshot,
            self._live.look,
            lead_in,
            may_share=lambda: _draw.why_idle_draw_matters(self._live.figure) is None,
        )
        self._why_in_process = self._route.why_in_process
        if route == "share":
            self._share(self._snapshot)
        elif route:
            self._hand_over(self._snapshot, jumps=route == "jump")

    def _share(self, snapshot: Path) -> None:
        """Go on with the opening while workers begin at the end of the movie."""
        expected = expected_frames(self._animations)
        assert expected is not None
        workers = _plan.sharing_workers(self._workers, self._cores)
        self._tail = Tail(
            snapshot=snapshot,
            movie=self._movie,
            terms=self._terms(_plan.Blocks(start=self._frame, size=expected), workers=workers),
            costs=self._meter.costs(),
            stop=expected,
        )
        self._had_workers = workers
        _log.info("workers (%d) begin at the end of the movie", workers)
        self._tail.proceed(self._frame)

    def _hand_over(self, snapshot: Path, *, jumps: bool) -> None:
        """Hand the frames to come to workers; the opening goes on until those can be there."""
        costs = self._meter.costs()
        start = self._frame
        if self._settings.route == "auto":
            start += _plan.opening_frames(
                costs, workers=self._workers, cores=self._cores, start=self._route.start_seconds
            )
        expected = expected_frames(self._animations)
        remaining = None if expected is None else max(expected - start, 1)
        lead_in = lead_in_of(self._live.figure)
        if self._settings.block_frames:
            blocks = _plan.Blocks(start=start, size=self._settings.block_frames)
        else:
            blocks = _plan.blocks(
                start, remaining, costs, workers=self._workers, lead_in=lead_in, jumps=jumps
            )
        terms = self._terms(blocks, lead_in=lead_in, frames=expected if jumps else None)
        if start == self._frame and self._live.image is not None:
            # The latest frame was the last one before the workers', as it turns out.
            self._live.drawing.verify(self._live.image)
            self._check_redraw(self._frame)
        self._handover = Handover(snapshot=snapshot, movie=self._movie, terms=terms)
        self._had_workers = self._workers
        self._jumps = jumps
        how = "without the updates before them" if jumps else "and run all updates"
        _log.info(
            "from frame %d on, %d workers render blocks of %d frames or so, %s",
            *(start, self._workers, len(blocks[0]), how),
        )

    def _terms(
        self,
        blocks: _plan.Blocks,
        *,
        lead_in: int = 0,
        frames: int | None = None,
        workers: int | None = None,
    ) -> Terms:
        costs, look = self._meter.costs(), self._live.look
        assert look is not None
        size = len(blocks[0])  # there is none longer
        block_seconds = size * costs.draw + (blocks.start + 4 * size) * costs.update
        return Terms(
            blocks=blocks,
            lead_in=lead_in,
            look=look,
            encoding=self._encoding,
            executor=self._settings.executor,
            workers=workers or self._workers,
            threads=max(1, self._cores // self._workers),
            patience=_PATIENCE_SECONDS + _PATIENCE_FACTOR * block_seconds,
            frames=frames,
        )

    def _follow(self, following: Following, step: Step) -> None:
        """Compare the frame whose update has run with the worker's; draw it if that is its step."""
        image = None
        try:
            if self._live.has_other_canvas():
                raise DivergedError(_OTHER_CANVAS)
            if _draw.has_draw_listeners(self._live.figure):
                raise DivergedError("the update began to listen to draw_event")
            if step is Step.PASS:
                return
            self._live.settle()
            following.compare(self._frame, _digest.frame_digest(self._live.figure))
            if step is not Step.SKIP:
                image = self._render()
            if step is Step.CHECK and image is not None:
                following.compare_pixels(self._frame, pixel_digest(image))
        except DivergedError as error:
            self._return_in_process(error)
            if image is None:
                self._live.drawing.idle_draw()
                image = self._render()
            self._movie.write(image)

    def _stop_jumping(self, error: HistoryError) -> None:
        """Let workers run all updates from the current frame on, if workers pay then."""
        self._route.leave_out_jumps(str(error))
        self._end_handover(goes_on=True)
        self._follows = self._jumps = False
        self._live.draw_from_scratch(redraws=True)

    def _return_in_process(self, error: DivergedError) -> None:
        """Make all frames in this process from the current one on."""
        self._live.catch_up()
        self._why_in_process = str(error)
        self._fallback_frame = self._frame
        self._live.every_draw = error.every_draw
        self._live.draw_from_scratch(redraws=not error.every_draw)
        _log.warning(
            "From frame %d on, frames are made in-process: %s", self._frame, self._why_in_process
        )
        self._end_handover()

    def _end_handover(self, *, in_a_hurry: bool = False, goes_on: bool = False) -> None:
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
            if not goes_on:
                self._drop_snapshot()

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
        with self._stopwatch.on("stitch"):
            self._movie.deliver()
        in_process_only = self._blocks == 0
        how = "it was over before workers were needed"
        if not in_process_only:
            how = "workers render blocks while this process follows"
        return Report(
            route="in-process" if in_process_only else "jump" if self._jumps else "scout",
            reason=self._why_in_process or how,
            frames=self._frame,
            blocks=self._blocks,
            workers=self._had_workers,
            fallback_frame=self._fallback_frame,
            redraw_mismatches=self._mismatches,
            encoder=self._encoding.encoder,
            encoder_reason=self._encoding.encoder_reason,
            seconds=self._stopwatch.stop(),
        )
