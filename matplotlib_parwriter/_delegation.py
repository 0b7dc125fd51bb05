"""
Who makes the frames to come: whether there may be workers, and how they get their frames.

Before the first frame it is seen whether there may be workers at all, and the snapshot is taken
that they start from. While the user's process makes the opening, it is asked before each frame
whether that one is to be the workers' (`Delegation.choose`).
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from matplotlib.animation import Animation

from . import _blocks, _draw, _executors, _plan, _snapshot
from ._encode import AnyEncoding
from ._handover import Handover, make_again
from ._live import Live
from ._meter import Meter, Stopwatch
from ._movie import Movie
from ._route import Route
from ._settings import Settings
from ._tail import Tail
from ._takeover import expected_frames
from ._terms import Terms, lead_in_of
from .redraw import has_draw_listeners, is_saved_by_matplotlib

_log = logging.getLogger(__name__)

# A movie this short is done before a snapshot of it would pay.
_TOO_SHORT = 8
# It happens in an update that calls ``plt.sca`` or ``plt.figure(fig)`` with matplotlib 3.11, where
# pyplot shows the figure anew, as it has no window during a save. From then on it is not being
# saved for all that its canvas knows, and draws start the animation.
OTHER_CANVAS = "the update gave the figure another canvas"
FULL = "the page takes no more frames, by its limit of size"
# How much longer than measured a block may take before workers are taken to hang: costs that were
# measured on the first frames may grow, and the machine may be busy.
_PATIENCE_FACTOR = 30
_PATIENCE_SECONDS = 120.0


class Delegation:
    """
    Decide which frames are workers', and hand these over.

    Parameters
    ----------
    animations : sequence of `~matplotlib.animation.Animation`
        The animations being saved.
    live : Live
        Them, as they are run.
    movie : Movie
        Where frames go.
    encoding : Encoding or ImageEncoding
        How they are encoded.
    settings : Settings
        The settings in force.
    meter : Meter
        Knows what frames cost.
    route : Route
        Chooses.
    workers, cores : int
        Worker processes there may be, and cores.

    Attributes
    ----------
    why_in_process : str
        Why all frames to come are made in-process; empty while that is not certain.
    workers : int
        How many workers there were for this save.
    jumps : bool
        Whether they passed over frames, the last time.
    """

    def __init__(
        self,
        *,
        animations: Sequence[Animation],
        live: Live,
        movie: Movie,
        encoding: AnyEncoding,
        settings: Settings,
        meter: Meter,
        route: Route,
        workers: int,
        cores: int,
    ) -> None:
        self.why_in_process = ""
        self.workers = 0
        self.jumps = False
        self._live = live
        self._movie = movie
        self._encoding = encoding
        self._settings = settings
        self._meter = meter
        self._route = route
        self._most = workers
        self._cores = cores
        self._animations = list(animations)
        self._expected = expected_frames(animations)
        self._snapshot: Path | None = None
        self._tail: Tail | None = None

    def begin(self, target: str, patched: str | None, stopwatch: Stopwatch) -> None:
        """
        Take the snapshot that workers start from, if there may be workers.

        Parameters
        ----------
        target : str
            Where the movie goes.
        patched : str or None
            What the script replaced in matplotlib, if anything.
        stopwatch : Stopwatch
            Where to add the seconds.
        """
        self.why_in_process = self._why_no_workers(target)
        if self.why_in_process:
            _log.info("frames are made in-process: %s", self.why_in_process)
            return
        if patched is not None:
            self._warn_in_process(f"{patched}, which workers have not got")
            return
        if has_draw_listeners(self._live.figure):
            self._warn_in_process("a function of the user's listens to draw_event, to every draw")
            return
        if not is_saved_by_matplotlib(self._live.figure):
            self._warn_in_process("frames are saved by a method of the user's, such as savefig")
            return
        path = self._movie.directory / "snapshot"
        with stopwatch.on("snapshot"):
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

    def choose(self, i: int) -> Handover | None:
        """
        Hand over to workers if that is how the frames to come are made best.

        Parameters
        ----------
        i : int
            The next frame, which nobody has made.

        Returns
        -------
        Handover or None
            How the user's process goes on with workers, maybe from a later frame on; None while it
            makes frames as before.
        """
        if self._snapshot is None:
            return None
        if self._movie.is_full or self._live.has_other_canvas():
            self.why_in_process = FULL if self._movie.is_full else OTHER_CANVAS
            self.release()
            self.drop_snapshot()
            return None
        if self._tail is not None and self._may_share():
            self._tail.proceed(i)
            if not self._tail.is_met(i):
                return None
            tail, self._tail = self._tail, None
            return tail.meet()
        if self._tail is not None:
            # Workers' copies leave out the draws of the frames that this process has made.
            _log.info("workers do not make the end of the movie: draws have begun to matter")
            self._tail.release()
            self._tail, self.workers = None, 0
        if not self._route.is_due(i):
            return None
        if _draw.shows_rounding(self._live.figure):
            self._warn_in_process(_draw.ROUNDING)
            self.release()
            return None
        lead_in = lead_in_of(self._live.figure)
        route = self._route.choose(
            i, self._snapshot, self._live.look, lead_in, may_share=self._may_share
        )
        if route == "share":
            self._share(i, self._snapshot)
            return None
        return self._hand_over(i, self._snapshot, jumps=route == "jump") if route else None

    @property
    def why_not_yet(self) -> str:
        """Why frames are made in-process for the time being; empty before that was decided."""
        return self._route.why_not_yet

    def wants_costs(self, i: int) -> bool:
        """Return whether it is of use what frame *i* costs."""
        return self._tail is not None or self._route.wants_costs(i)

    def is_last_before_workers(self, i: int) -> bool:
        """Return whether frame *i* is the last one before those that workers have begun with."""
        return self._tail is not None and self._tail.is_met(i + 1)

    def make_again(self, stop: int) -> bool:
        """Let a worker make the frames before *stop* again, plainly; return whether that worked."""
        if self._snapshot is None:
            return False
        terms = self._terms(_blocks.Blocks(start=0, size=stop))
        return make_again(self._snapshot, self._movie, terms, stop)

    def drop_snapshot(self) -> None:
        """Remove the snapshot; there will be no more workers."""
        if self._snapshot is not None:
            self._snapshot.unlink(missing_ok=True)
            self._snapshot = None

    def release(self) -> None:
        """Let workers go that have not been handed over to."""
        self._route.release()
        tail, self._tail = self._tail, None
        if tail is not None:
            tail.release()

    def _why_no_workers(self, target: str) -> str:
        if self._settings.route == "in-process":
            return "the route is set to in-process"
        if not self._encoding.segment_suffix:
            return f"this ffmpeg cannot make segments for it. {self._encoding.assembly_reason}"
        if not self._movie.can_restart():
            return f"what is written to {target!r} cannot be taken back"
        if self._live.has_other_canvas():
            return OTHER_CANVAS
        if no_workers := _executors.why_no_workers(self._settings.executor):
            return no_workers
        if self._settings.route in ("scout", "jump"):
            return ""
        if self._expected is not None and self._expected <= _TOO_SHORT:
            return f"a movie of {self._expected} frames is done before workers have started"
        if self._most < 2:
            return "there is one core only"
        return ""

    def _warn_in_process(self, why: str) -> None:
        self.why_in_process = why
        _log.warning("All frames are made in-process, for %s", why)

    def _may_share(self) -> bool:
        """Return whether frames may be made from both ends, on this machine."""
        # Of another one it is not known when its workers will have begun.
        is_here = self._settings.executor is None or isinstance(self._settings.executor, str)
        if not is_here or not self._movie.takes_end_first:
            return False
        return self._live.drawing.idle_draws.why_they_matter() is None

    def _share(self, i: int, snapshot: Path) -> None:
        """Go on with the opening while workers begin at the end of the movie."""
        assert self._expected is not None
        self._movie.expect_segments()
        self.workers = _plan.sharing_workers(self._most, self._cores)
        blocks = _blocks.Blocks(start=i, size=self._expected)
        self._tail = Tail(
            snapshot=snapshot,
            movie=self._movie,
            terms=self._terms(blocks, workers=self.workers),
            costs=self._meter.costs(),
            stop=self._expected,
        )
        _log.info("workers (%d) begin at the end of the movie", self.workers)
        self._tail.proceed(i)

    def _hand_over(self, i: int, snapshot: Path, *, jumps: bool) -> Handover:
        """Hand the frames to come to workers; the opening goes on until those can be there."""
        start, ahead = i, 0 if self._expected is None else self._expected - i
        costs = self._meter.costs(ahead)
        if self._settings.route == "auto":
            start += _plan.opening_frames(
                costs, workers=self._most, cores=self._cores, start=self._route.start_seconds
            )
        lead_in = lead_in_of(self._live.figure)
        if self._settings.block_frames:
            blocks = _blocks.Blocks(start=start, size=self._settings.block_frames)
        else:
            remaining = None if self._expected is None else max(self._expected - start, 1)
            blocks = _blocks.blocks(
                start, remaining, costs, workers=self._most, lead_in=lead_in, jumps=jumps
            )
        terms = self._terms(blocks, lead_in=lead_in, frames=self._expected if jumps else None)
        self._movie.expect_segments()
        self.workers, self.jumps = self._most, jumps
        _log.info(
            "from frame %d on, %d workers render blocks of %d frames or so, %s",
            *(start, self._most, len(blocks[0])),
            "without the updates before them" if jumps else "and run all updates",
        )
        return Handover(snapshot=snapshot, movie=self._movie, terms=terms)

    def _terms(
        self,
        blocks: _blocks.Blocks,
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
            workers=workers or self._most,
            threads=max(1, self._cores // self._most),
            patience=_PATIENCE_SECONDS + _PATIENCE_FACTOR * block_seconds,
            frames=frames,
        )
