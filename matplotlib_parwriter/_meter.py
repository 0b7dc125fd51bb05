"""Measure what a save spends its time on, and what its first frames cost."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median_high, median_low

from ._costs import Costs, guess_encode_seconds

# How many frames are measured before it is decided whether workers pay; fewer where those that
# tell take so many seconds. Of what is redrawn, the first frames cost many times as much as others:
# they are drawn plainly, recorded, and put in layers.
_MEASURED = 8
_ENOUGH_AFTER = ((0.0, _MEASURED), (0.75, 5), (4.0, 3))
# Of how many frames the cost is not that of others, if there are more.
_SETTLING = 2
# Costs that grow are taken to grow on as they did between two looks at them, for so many times as
# long; farther ahead, that would be noise made large.
_FORESIGHT = 3
# Its second number is how long the thread waited for a core, in nanoseconds (the kernel's
# documentation, scheduler/sched-stats).
_SCHEDSTAT = "/proc/thread-self/schedstat"


def undelayed() -> float:
    """
    Return the seconds on a clock that stands while this thread waits for a core.

    What frames cost on a machine that is busy with something else is what they cost without that;
    but what waits for files or for an encoder takes its time. Only Linux tells: elsewhere it is an
    ordinary clock.
    """
    seconds = time.perf_counter()
    try:
        with open(_SCHEDSTAT, "rb", buffering=0) as file:  # noqa: PTH123  it takes its time
            return seconds - int(file.read(100).split()[1]) * 1e-9
    except (OSError, ValueError, IndexError):
        return seconds


class Meter:
    """
    Keep what frames took, of those that are measured.

    Parameters
    ----------
    pixels : int
        Of a frame.
    cores : int
        Cores of the machine.
    encode_seconds : callable
        Returns what encoding a frame takes one core, or None to have that guessed.
    """

    def __init__(
        self, *, pixels: int, cores: int, encode_seconds: Callable[[], float | None]
    ) -> None:
        self._pixels = pixels
        self._cores = cores
        self._encode_seconds = encode_seconds
        self._number = 0
        self._marks: list[float] = []
        self._frames: list[_Taken] = []

    def begin(self, number: int) -> None:
        """Measure frame *number* from here on."""
        self._number = number
        self._marks = [undelayed()]

    def mark(self) -> None:
        """Take note that the frame's update is over now, and at the second call its draw."""
        self._marks.append(undelayed())

    def end(self, *, is_reference: bool) -> None:
        """Keep what the frame took, now that it is over, and whether it was drawn plainly, too."""
        start, updated, drawn = self._marks
        self._frames.append(
            _Taken(
                number=self._number,
                update=updated - start,
                draw=drawn - updated,
                frame=undelayed() - start,
                is_reference=is_reference,
            )
        )

    def is_enough(self) -> bool:
        """Return whether what is known is worth a decision."""
        seconds = sum(taken.frame for taken in self._settled())
        return any(
            seconds >= after and len(self._frames) >= frames for after, frames in _ENOUGH_AFTER
        )

    def costs(self, ahead: int = 0) -> Costs:
        """
        Return what a usual frame costs: medians, without reference frames and the first ones.

        Parameters
        ----------
        ahead : int, default: 0
            The mean of so many frames to come is meant, should costs go on to grow as they did.
        """
        usual = (self._settled() or self._frames)[-_MEASURED:]
        update = median_high(taken.update for taken in usual)
        draw = median_high(taken.draw for taken in usual)
        plain = [taken.draw - draw for taken in self._frames if taken.is_reference]
        encode = self._encode_seconds()
        if encode is None:
            frame = median_high(taken.frame for taken in usual)
            encode = guess_encode_seconds(
                self._pixels, frame=frame, update=update, draw=draw, cores=self._cores
            )
        more_update, more_draw = self._growth(usual, ahead)
        return Costs(
            update=update + more_update,
            draw=draw + more_draw,
            encode=encode,
            plain=median_low(plain) if plain else 0.0,
        )

    def _growth(self, usual: "Sequence[_Taken]", ahead: int) -> tuple[float, float]:
        """Return what updates and draws of frames to come are likely to take beyond *usual*."""
        middle = usual[0].number / 2
        before = [taken for taken in self._settled() if taken.number < middle][-_MEASURED:]
        if not before:
            return 0.0, 0.0
        gap = median_low(t.number for t in usual) - median_low(t.number for t in before)
        reach = ahead / 2 / gap
        if reach > _FORESIGHT:
            return 0.0, 0.0
        update, draw = (
            median_high(part(t) for t in usual) - median_high(part(t) for t in before)
            for part in (lambda t: t.update, lambda t: t.draw)
        )
        return reach * max(0.0, update), reach * max(0.0, draw)

    def _settled(self) -> "list[_Taken]":
        """Return the frames that cost what others will."""
        return [taken for taken in self._frames[_SETTLING:] if not taken.is_reference]


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """The seconds that a frame took, and its parts, and whether it was drawn plainly, too."""

    number: int
    update: float
    draw: float
    frame: float
    is_reference: bool


class Stopwatch:
    """
    Keep what the stages of a save took.

    Attributes
    ----------
    seconds : dict of str to float
        By stage.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._started = time.perf_counter()

    def add(self, stage: str, seconds: float) -> None:
        """Add *seconds* to a stage."""
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    @contextlib.contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Add the seconds that the context takes to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(stage, time.perf_counter() - start)

    def stop(self) -> dict[str, float]:
        """Return the seconds of all stages, and "total"."""
        return {**self.seconds, "total": time.perf_counter() - self._started}
