"""Choose how the frames after the opening are made, from what the first ones cost."""

import functools
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from matplotlib.animation import Animation

from . import _jump, _plan
from ._costs import Costs
from ._draw import Look
from ._executors import is_warm
from ._meter import Meter
from ._probe import Probe
from ._settings import Settings
from ._takeover import expected_frames
from ._terms import DRAWN_FIRST

_log = logging.getLogger(__name__)

# Where workers would not pay, costs are looked at again after that many times as many frames, and
# not before so many more: later ones may cost more, such as those of lines that grow.
_AGAIN, _AGAIN_FRAMES = 1.5, 8


class Route:
    """
    Choose the route of a save, frame by frame, until it is chosen.

    Parameters
    ----------
    settings : Settings
        The settings in force.
    animations : sequence of `~matplotlib.animation.Animation`
        The animations being saved.
    progress_callback : callable or None
        Called by stock for every frame.
    meter : Meter
        Knows what frames cost.
    workers, cores : int
        Worker processes there may be, and cores.

    Attributes
    ----------
    why_not_yet : str
        Why frames are made in-process for the time being; empty before that was decided.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        animations: Sequence[Animation],
        progress_callback: Callable[..., Any] | None,
        meter: Meter,
        workers: int,
        cores: int,
    ) -> None:
        self.why_not_yet = ""
        self._next_look = 0
        self._settings = settings
        self._meter = meter
        self._workers = workers
        self._cores = cores
        self._expected = expected_frames(animations)
        self._probe: Probe | None = None
        self._probed = False
        # Those before the probe: frames beside workers that start say too much.
        self._costs: Costs | None = None
        self._why_no_jump = _jump.why_not(animations)
        if settings.route == "scout":
            self._why_no_jump = "the route is set to scout"
        elif self._expected is None:
            self._why_no_jump = "nobody knows how many frames there are"
        elif _jump.may_read_figure(progress_callback):
            self._why_no_jump = "the progress_callback may look at the figure"

    @property
    def start_seconds(self) -> float:
        """How long it takes until workers can begin."""
        warm = is_warm(self._settings.executor, self._workers)
        return _plan.WARM_START if warm else _plan.COLD_START

    def is_due(self, frame: int) -> bool:
        """Return whether it is to be chosen before *frame*."""
        return self._probe is not None or frame >= self._next_look

    def wants_costs(self, frame: int) -> bool:
        """Return whether it is of use what *frame* costs."""
        return frame >= self._next_look - _AGAIN_FRAMES

    def choose(
        self,
        frame: int,
        snapshot: Path,
        look: Look | None,
        lead_in: int,
        *,
        may_share: Callable[[], bool],
    ) -> str:
        """
        Return how *frame* and those after it are made.

        Parameters
        ----------
        frame : int
            The next frame.
        snapshot : Path
            What workers start from.
        look : Look or None
            How frames are drawn, once one was.
        lead_in : int
            How many frames before a block's first one are drawn as well.
        may_share : callable
            Returns whether nothing is known to keep anything from a draw.

        Returns
        -------
        str
            "scout", "share" or "jump"; empty to go on as before for the time being.
        """
        if frame < DRAWN_FIRST or look is None:
            return ""
        if self._probe is not None:
            route = "jump"
        elif self._settings.route == "auto":
            route = self._best(frame, may_share=may_share)
        else:
            route = "scout" if self._why_no_jump else "jump"
        if route != "jump" or self._probed:
            return route
        if self._probe is None:
            self._costs = self._meter.costs()
            self._probe = Probe(
                snapshot=snapshot,
                look=look,
                lead_in=lead_in,
                executor=self._settings.executor,
                workers=self._workers,
            )
        if self._settings.route == "auto" and not self._probe.is_done():
            return ""
        answer = self._probe.answer()
        self._probe, self._probed = None, True
        if answer:
            self.leave_out_jumps(answer)
        return self.choose(frame, snapshot, look, lead_in, may_share=may_share)

    def leave_out_jumps(self, why: str) -> None:
        """Take note that updates cannot be left out."""
        self._why_no_jump = why
        _log.info("workers run all updates: %s", why)

    def release(self) -> None:
        """End what is being tried."""
        probe, self._probe = self._probe, None
        if probe is not None:
            probe.release()

    def _best(self, frame: int, *, may_share: Callable[[], bool]) -> str:
        if not self._meter.is_enough():
            return ""
        # Where nobody knows, as many frames again as there were is a fair guess.
        remaining = frame if self._expected is None else self._expected - frame
        costs = self._costs or self._meter.costs(remaining)
        best = functools.partial(
            _plan.best_route,
            remaining,
            costs,
            workers=self._workers,
            cores=self._cores,
            start=self.start_seconds,
            opening=frame,
            may_jump=not self._why_no_jump,
        )
        route = best(may_share=self._expected is not None)
        if route == "share" and not may_share():  # which takes a look at all artists
            route = best(may_share=False)
        if route != "in-process":
            self.why_not_yet = ""
            return route
        self._costs = None
        self._next_look = max(frame + _AGAIN_FRAMES, int(_AGAIN * frame))
        self.why_not_yet = (
            f"for {remaining} more frames at {1000 * costs.update:.1f} ms for an update and "
            f"{1000 * costs.draw:.1f} ms for a draw, {self._workers} workers on {self._cores} "
            "cores would not be faster"
        )
        _log.debug("frames are made in-process for now: %s", self.why_not_yet)
        return ""
