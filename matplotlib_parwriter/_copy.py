"""The copy of an animation that a worker runs: forward only, frame by frame, drawn or not."""

import contextlib
import hashlib
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from matplotlib import cbook
from matplotlib._pylab_helpers import Gcf
from matplotlib.animation import ArtistAnimation

from . import _digest, _draw, _environment, _registries, _snapshot
from ._draw import Look
from ._jump import without_updates
from ._side_effects import Guard
from ._takeover import expected_frames


@dataclass(frozen=True, kw_only=True)
class Proof:
    """
    What two processes compare about a frame that both have drawn.

    Attributes
    ----------
    pixels : bytes
        Digest of the RGBA image.
    state : mapping of str to bytes
        Digests of all that later frames may depend on, after the draw; see `_digest`.
    """

    pixels: bytes
    state: Mapping[str, bytes]


@dataclass(kw_only=True)
class Timings:
    """Seconds that a worker spent, by what on."""

    restore: float = 0.0
    update: float = 0.0
    draw: float = 0.0
    encode: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Frame:
    """
    A frame that was drawn.

    Attributes
    ----------
    image : memoryview
        The RGBA image; valid until the next frame is drawn.
    digest : bytes
        Of what the frame shows, taken after its update and before its draw.
    proof : Proof or None
        What to compare about it, if that was asked for.
    """

    image: memoryview
    digest: bytes
    proof: Proof | None


class Copy:
    """
    A copy of the animations being saved, as they were before their first frame.

    Parameters
    ----------
    path : Path
        The snapshot.
    guard : Guard
        Refuses side effects while the user's code runs.
    redraws : bool
        Whether to draw only what changed.
    first_check : float, default: 1
        The first of the drawn frames to check by a reference frame; see `Redrawer`.

    Attributes
    ----------
    position : int
        The next frame to run; those before it have been.
    drawing : Drawing
        Draws the frames.
    expected : int or None
        How many frames there will be, if that is known.
    """

    def __init__(self, path: Path, guard: Guard, *, redraws: bool, first_check: float = 1) -> None:
        self.position = 0
        self._restored = _snapshot.restore(path)
        self._guard = guard
        self._canvas = self._restored.figure.canvas
        self.drawing = _draw.Drawing(
            self._restored.figure, redraws=redraws, first_check=first_check
        )
        with guard.on(), self._saving():
            self._sequences = [a.new_saved_frame_seq() for a in self._restored.animations]
        self._frames = zip(*self._sequences, strict=False)
        self.expected = expected_frames(self._restored.animations)

    def skip(self, look: Look, timings: Timings, *, drawn: bool | Literal["if it matters"]) -> bool:
        """
        Run the next frame, which belongs to no block of this worker's.

        Parameters
        ----------
        look : Look
            How to draw it.
        timings : Timings
            Where to add the seconds.
        drawn : bool or "if it matters"
            Whether to draw it nevertheless, for what that leaves on the figure; "if it matters":
            unless nothing is known to keep anything from a draw.

        Returns
        -------
        bool
            False if the movie is over.
        """
        with timed(timings, "update"):
            running = self._run_update(drawn=bool(drawn))
        if drawn == "if it matters":
            drawn = self.drawing.idle_draws.why_they_matter() is not None
        if running and drawn:
            with timed(timings, "draw"):
                self._render(look)
        return running

    def pass_over(self) -> bool:
        """Go on to the next frame without running its update; return False if the movie is over."""
        animations = self._restored.animations
        canvas = self._restored.figure.canvas
        with self._saving(), _draw.idle_draws_replaced(canvas, lambda *_args, **_kwargs: None):
            with self._guard.on():
                framedata = next(self._frames, None)
            if framedata is None:
                return False
            with without_updates(animations):
                for animation, data in zip(animations, framedata, strict=True):
                    animation._draw_next_frame(data, blit=False)
        self.position += 1
        return True

    def draw(
        self, look: Look, timings: Timings, *, prove: bool = False, check: bool = False
    ) -> Frame | None:
        """
        Run and draw the next frame.

        Parameters
        ----------
        look : Look
            How to draw it.
        timings : Timings
            Where to add the seconds.
        prove : bool, default: False
            Whether a `Proof` of the frame is wanted.
        check : bool, default: False
            Whether to make sure that what was drawn so far is right.

        Returns
        -------
        Frame or None
            None if the movie is over.
        """
        with timed(timings, "update"):
            if not self._run_update(drawn=True):
                return None
            digest = _digest.frame_digest(self._restored.figure)
        with timed(timings, "draw"):
            image = self._render(look, check=check)
            proof = self._prove(image) if prove else None
        return Frame(image=image, digest=digest, proof=proof)

    def _run_update(self, *, drawn: bool) -> bool:
        """Run the update of the next frame, and settle the figure, as its draw would."""
        figure = self._restored.figure
        with self._saving(), _draw.idle_draws_replaced(figure.canvas, self._idle_draw(drawn)):
            with self._guard.on():
                framedata = next(self._frames, None)
                if framedata is None:
                    return False
                for animation, data in zip(self._restored.animations, framedata, strict=True):
                    animation._draw_next_frame(data, blit=False)
            # What happens then is stock's and pyplot's, and has to do with windows.
            if figure.canvas is not self._canvas:
                raise RuntimeError("the update gave the figure another canvas")
            _draw.settle(figure)
        self.position += 1
        return True

    def shows_rounding(self) -> bool:
        """Return whether the latest frame does; see `_draw.shows_rounding`."""
        return _draw.shows_rounding(self._restored.figure)

    def verify(self, image: memoryview) -> None:
        """Make sure that the latest frame, *image*, and those before it are right."""
        with self._saving():
            self.drawing.verify(image)

    def _render(self, look: Look, *, check: bool = False) -> memoryview:
        with self._saving():
            return self.drawing.frame(look, check=check)

    def _prove(self, image: memoryview) -> Proof:
        self.drawing.update_ticks()
        roots: dict[str, object] = {
            "random": random.getstate(),
            "numpy.random": np.random.get_state(legacy=False),
            "figure": self._restored.figure,
            # Private: pyplot's own list of figures and their order.
            "pyplot": [(m.num, m.canvas.figure) for m in Gcf.figs.values()],
            **_environment.changeable(),
            **_registries.changeable(),
        }
        for i, animation in enumerate(self._restored.animations):
            roots[f"animation {i}"] = animation
            roots[f"frames {i}"] = self._sequences[i]
        # All that an `ArtistAnimation` does is to show and hide artists.
        updates = any(type(a) is not ArtistAnimation for a in self._restored.animations)
        state = _digest.state_digest(roots, asks_hidden=updates)
        return Proof(pixels=pixel_digest(image), state=state)

    def _idle_draw(self, drawn: bool) -> Any:
        figure = self._restored.figure

        def draw_idle(*_args: object, **_kwargs: object) -> None:
            # Drawing may write to matplotlib's own caches (TeX, fonts).
            with self._guard.off():
                if not self._restored.idle_draws:
                    return
                if drawn:
                    self.drawing.idle_draw()
                else:
                    _draw.settle(figure)

        return draw_idle

    @contextlib.contextmanager
    def _saving(self) -> Iterator[None]:
        # As in Animation.save: the canvas is being saved, and there is no window.
        with cbook._setattr_cm(self._restored.figure.canvas, _is_saving=True, manager=None):
            yield


def pixel_digest(image: memoryview) -> bytes:
    """Return a digest of an RGBA image."""
    return hashlib.blake2b(image.cast("B"), digest_size=16).digest()


@contextlib.contextmanager
def timed(timings: Timings, what: str) -> Iterator[None]:
    """Add the seconds that the context takes to *what* of *timings*."""
    start = time.perf_counter()
    try:
        yield
    finally:
        setattr(timings, what, getattr(timings, what) + time.perf_counter() - start)
