"""
Find the animations that are being saved, and steer matplotlib's own loop over their frames.

A writer is told of a figure, not of the animation. But `Animation.save` is among its callers, and
the parameters of that function (``self``, ``extra_anim``, ``writer``) are documented. No class of
matplotlib is changed: for the length of a save, two methods are shadowed on the animations
themselves, and everything is put back on the way out.
"""

import contextlib
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from matplotlib.animation import AbstractMovieWriter, Animation, ArtistAnimation


class Conductor(Protocol):
    """What decides how each frame of a save is made."""

    def begin(self) -> None:
        """Stock is about to make the frame sequences."""

    def before_frame(self) -> None:
        """Stock is about to ask for the next frame."""

    def draw_next_frame(self, draw: Callable[[], None]) -> None:
        """Stock runs the update of one animation for the frame; *draw* is its own way to."""


def animations_being_saved(writer: AbstractMovieWriter) -> list[Animation]:
    """
    Return the animations whose ``save`` is using *writer* now.

    Parameters
    ----------
    writer : `~matplotlib.animation.AbstractMovieWriter`
        The writer whose ``saving`` is being entered.

    Returns
    -------
    list of `~matplotlib.animation.Animation`
        In stock's order; empty for a bare ``with writer.saving(...)``.
    """
    frame = _saving_frame(writer)
    if frame is None:
        return []
    anim = frame.f_locals["self"]
    extra = frame.f_locals.get("extra_anim") or ()
    # Private: stock itself leaves out animations of other figures by this attribute.
    return [anim, *(other for other in extra if other._fig is anim._fig)]


def progress_callback_of(writer: AbstractMovieWriter) -> Callable[[int, int | None], Any] | None:
    """Return the ``progress_callback`` of the ``save`` that is using *writer* now."""
    frame = _saving_frame(writer)
    return frame.f_locals.get("progress_callback") if frame is not None else None


def savefig_kwargs_of(writer: AbstractMovieWriter) -> Mapping[str, Any]:
    """Return the ``savefig_kwargs`` of the ``save`` that is using *writer* now."""
    frame = _saving_frame(writer)
    return (frame.f_locals.get("savefig_kwargs") or {}) if frame is not None else {}


def _saving_frame(writer: AbstractMovieWriter) -> types.FrameType | None:
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code is Animation.save.__code__ and frame.f_locals.get("writer") is writer:
            return frame
        frame = frame.f_back
    return None


def expected_frames(animations: Sequence[Animation]) -> int | None:
    """Return how many frames the movie has at most, None if that is not known."""
    counts = []
    for animation in animations:
        # Private: what stock itself tells a progress_callback; ArtistAnimation has its list only.
        count = getattr(animation, "_save_count", None)
        if count is None:
            count = len(animation._framedata) if isinstance(animation, ArtistAnimation) else None
        if count is not None:
            counts.append(count)
    return min(counts, default=None)


@contextlib.contextmanager
def taken_over(animations: Sequence[Animation], conductor: Conductor) -> Iterator[None]:
    """
    Let *conductor* decide how the frames of *animations* are made.

    Parameters
    ----------
    animations : sequence of `~matplotlib.animation.Animation`
        The animations being saved, in stock's order.
    conductor : Conductor
        Told of every step that stock's loop takes.
    """
    shadows: list[tuple[Animation, str]] = []
    # One animation may be given twice; stock then runs it twice a frame.
    for anim in dict.fromkeys(animations):
        is_first = anim is animations[0]
        methods = {
            "new_saved_frame_seq": _sequence_maker(anim, is_first, conductor),
            "_draw_next_frame": _frame_drawer(anim, conductor),
        }
        for name, method in methods.items():
            if name not in vars(anim):
                vars(anim)[name] = method
                shadows.append((anim, name))
    try:
        yield
    finally:
        for anim, name in shadows:
            vars(anim).pop(name, None)


def _sequence_maker(
    anim: Animation, is_first: bool, conductor: Conductor
) -> Callable[[], Iterable[Any]]:
    original = anim.new_saved_frame_seq
    begun = False

    def new_saved_frame_seq() -> Iterable[Any]:
        nonlocal begun
        if not is_first or begun:
            return original()
        begun = True
        conductor.begin()
        return _Watched(iter(original()), conductor)

    return new_saved_frame_seq


def _frame_drawer(anim: Animation, conductor: Conductor) -> Callable[[Any, bool], None]:
    original = anim._draw_next_frame

    def _draw_next_frame(framedata: Any, blit: bool) -> None:
        conductor.draw_next_frame(lambda: original(framedata, blit))

    return _draw_next_frame


class _Watched:
    """The first animation's frames, of which stock's zip() takes one before those of the others."""

    def __init__(self, frames: Iterator[Any], conductor: Conductor) -> None:
        self._frames = frames
        self._conductor = conductor

    def __iter__(self) -> "_Watched":
        return self

    def __next__(self) -> Any:
        self._conductor.before_frame()
        return next(self._frames)
