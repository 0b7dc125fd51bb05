"""
Find out in a worker what would become of the live animation if frames were passed over.

The live animation cannot be set back, so what it is about to do is done by a copy first. `probe`
tries a few frames, which is enough for most updates that depend on the frames before. `rehearse`
does all that the live animation will do: every frame of the opening, and from then on the frames
that it runs, with others passed over. The states that this leads to must be those of the workers'
blocks, which are proven at the seams; then the live animation may do the same.

Of the opening, draws are left out where nothing is known to keep anything from one, except for the
first, which make things, and the last, of which an update may read something (a tick's label).
"""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass

from . import _digest
from ._copy import Copy, Timings
from ._draw import Look
from ._side_effects import describe, witnessed
from ._worker import the_worker


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """
    What to try.

    Attributes
    ----------
    save : str
        Identifies the save.
    snapshot : str
        Path of the snapshot, taken before the first frame.
    drawn_first : int
        How many frames at the beginning of the movie a copy draws, whatever comes.
    look : Look
        How frames are drawn.
    start : int
        The first frame after the opening.
    stretches : tuple of range
        Frames to run and draw from then on; those in between are passed over. What the last one of
        each stretch leads to is compared.
    """

    save: str
    snapshot: str
    drawn_first: int
    look: Look
    start: int
    stretches: tuple[range, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """
    What came of a rehearsal.

    Attributes
    ----------
    states : tuple of mapping of str to bytes
        Digests of the state after each stretch, as far as it got.
    stopped : str
        Why it got no further, as a phrase; empty if it came to the end.
    """

    states: tuple[Mapping[str, bytes], ...]
    stopped: str


def probe(task: Rehearsal) -> str:
    """
    Try whether updates depend on the frames before, on the first stretch of *task*.

    Returns
    -------
    str
        Why they do, or seem to, as a phrase; empty if they do not seem to.
    """
    jumping = rehearse(task)
    if jumping.stopped:
        return jumping.stopped
    in_order = rehearse(dataclasses.replace(task, start=task.stretches[0].start))
    if in_order.stopped:
        return in_order.stopped
    guilty = _digest.first_difference(in_order.states[0], jumping.states[0])
    return f"{guilty} depends on the frames before" if guilty is not None else ""


def rehearse(task: Rehearsal) -> Outcome:
    """Do in a copy what the live animation is about to do; see `Rehearsal`."""
    states: list[Mapping[str, bytes]] = []
    with the_worker().at_work(task.snapshot), witnessed() as witness:
        try:
            timings = Timings()
            # Nobody will see its frames.
            copy = the_worker().new_copy(
                task.save, task.snapshot, timings, redraws=True, first_check=math.inf
            )
            for stretch in task.stretches:
                if not _go_to(copy, task, stretch, timings):
                    return Outcome(states=tuple(states), stopped="the movie is over before")
                frame = copy.draw(task.look, timings, prove=True)
                if frame is None or frame.proof is None:
                    return Outcome(states=tuple(states), stopped="the movie is over before")
                if witness.heard:
                    return Outcome(states=tuple(states), stopped=witness.heard)
                states.append(frame.proof.state)
        except BaseException as error:  # the user's code may raise anything, SystemExit too
            return Outcome(states=tuple(states), stopped=describe(error))
    return Outcome(states=tuple(states), stopped="")


def _go_to(copy: Copy, task: Rehearsal, stretch: range, timings: Timings) -> bool:
    """Come to the last frame of *stretch*; return False if the movie is over before."""
    while copy.position < stretch.stop - 1:
        i = copy.position
        if task.drawn_first <= i < task.start - 1:
            running = copy.skip(task.look, timings, drawn="if it matters")
        elif i < max(task.drawn_first, task.start) or i >= stretch.start:
            running = copy.skip(task.look, timings, drawn=True)
        else:
            running = copy.pass_over()
        if not running:
            return False
    return True
