"""Measure what a save spends its time on, and what its first frames cost."""

import contextlib
import time
from collections.abc import Callable, Iterator
from statistics import median_high

from . import _plan

# Frames that are measured before it is decided whether workers pay, unless those take longer than
# so many seconds. The first frames cost more than others: what is done once, and what is recorded.
_MEASURED = 12
_LONG_ENOUGH = 1.0


class Meter:
    """
    Keep what frames took.

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
        self._started = time.perf_counter()
        self._frames: list[tuple[float, float, float]] = []

    def add(self, *, update: float, draw: float, frame: float) -> None:
        """Take note of the seconds that a frame took, and its update and its draw of them."""
        self._frames.append((update, draw, frame))

    def is_enough(self, *, least: int) -> bool:
        """Return whether what is known is worth a decision; that takes *least* frames at least."""
        elapsed = time.perf_counter() - self._started
        return len(self._frames) >= (least if elapsed > _LONG_ENOUGH else _MEASURED)

    def costs(self) -> _plan.Costs:
        """Return what a frame costs: medians, so not of reference frames, nor of the first ones."""
        update, draw, frame = map(median_high, zip(*self._frames[-_MEASURED:], strict=True))
        encode = self._encode_seconds()
        if encode is None:
            encode = _plan.encode_seconds(
                self._pixels, frame=frame, update=update, draw=draw, cores=self._cores
            )
        return _plan.Costs(update=update, draw=draw, encode=encode)


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
