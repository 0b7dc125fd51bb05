"""
What ``paletteuse`` makes of colours: which of the palette's is nearest, and by how much it is off.

Which one is nearest depends on ffmpeg's version, so ffmpeg is asked, with images of the colours
that somebody wants to know about, and of those that are close to them.
"""

from __future__ import annotations

import contextlib
import mmap
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from ._encode import PALETTE_INPUT
from ._pipe import PipedFFMpeg

# The bits of a colour, blue in the lowest byte.
RGB = np.uint32(0xFFFFFF)
# Of what is known of a colour: its place in the palette, that it is known, and that a pixel of it
# hands something on.
PLACE, _KNOWN, HANDS_ON = 0xFF, 0x100, 0x200
# For a pixel: its place in the palette, and what it hands on in red, green and blue, to the right
# and to each of two below; None for nothing.
_Part = tuple[int, int, int] | None
Outcome = tuple[int, _Part, _Part]

# By how much a colour that is asked for next may differ from one that is asked for now, in each
# component: those on the way between two of the palette's, and what errors make of them.
_NEAR = 2
# From so many colours on, those near them are not asked for, too.
_MANY = 300
# Width and height of the images.
_SIDE = 64
# Seconds to wait for an answer, and until another image is sent so that one comes; it takes some
# thousandths. There are no more images under way than a pipe holds.
_PATIENCE, _NAP = 20, 0.004
_UNDER_WAY = 32


class SilenceError(Exception):
    """ffmpeg gives no answer."""


class Colours:
    """
    Know what becomes of colours.

    Parameters
    ----------
    ffmpeg : str
        The program.
    palette : str
        The file with the palette.

    Attributes
    ----------
    palette : array of uint32, shape (256,)
        The palette as ``paletteuse`` sorts it, blue in the lowest byte.
    questions : int
        How often ffmpeg was asked.

    Raises
    ------
    FFMpegError
        If ffmpeg failed; so do `learn` and `outcome`.
    SilenceError
        If it seems never to answer; so do these.
    """

    def __init__(self, ffmpeg: str, palette: str) -> None:
        self.questions = 0
        self._sent = self._received = 0  # images and answers
        self.palette = np.fromfile(palette, "<u4")
        self._process = PipedFFMpeg(
            [
                *(ffmpeg, "-loglevel", "error", "-threads", "1"),
                # Or it would read several images before it began.
                *("-probesize", "32", "-analyzeduration", "0"),
                *("-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{_SIDE}x{_SIDE}", "-i", "pipe:"),
                *(*PALETTE_INPUT, palette),
                *("-filter_complex", "[0:v][1:v]paletteuse=dither=none"),
                *("-f", "rawvideo", "-pix_fmt", "pal8", "-flush_packets", "1", "pipe:"),
            ],
            answer_bytes=_SIDE**2 + self.palette.nbytes,
        )
        self._known = _table(int(RGB) + 1)  # for each of all colours
        self._outcomes: dict[int, Outcome] = {}
        try:
            self._ask(_with_near(self.palette & RGB))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Ask nothing more; never raises."""
        self._process.kill()

    def known(self, colours: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """
        Return what is known of colours so far.

        Parameters
        ----------
        colours : array of uint32
            Blue in the lowest byte, nothing in the highest one.

        Returns
        -------
        array of uint16
            `PLACE` in the palette, and `HANDS_ON` if that is off by more than one; 0 for a colour
            that is new, and so farther from the palette's than those that were asked for at first.
        """
        return self._known.take(colours)

    def learn(self, colours: np.ndarray[Any, Any]) -> None:
        """Ask for those of *colours* that are new."""
        missing = np.unique(colours[self.known(colours) == 0])
        if len(missing):
            self._ask(_with_near(missing) if len(missing) < _MANY else missing)

    def outcome(self, colour: int) -> Outcome:
        """Return what becomes of a pixel of some colour, which is learnt if it is new."""
        if (outcome := self._outcomes.get(colour)) is None:
            self.learn(np.array([colour], np.uint32))
            place = self._known.item(colour) & PLACE
            error = _components(np.array(colour)) - _components(self.palette[place])
            outcome = place, _divided(error.tolist(), 2), _divided(error.tolist(), 4)
            self._outcomes[colour] = outcome
        return outcome

    def _ask(self, colours: np.ndarray[Any, Any]) -> None:
        """Let ffmpeg map images of *colours*."""
        self.questions += 1
        pixels = _SIDE**2
        count = -(-len(colours) // pixels)
        images = np.zeros((count, pixels), "<u4")
        images.ravel()[: len(colours)] = colours
        images |= ~RGB  # opaque
        first = self._sent
        for image in images:
            self._send(image)
        while self._received < first:
            self._answer()  # to images that only made room
        answers = np.stack([np.frombuffer(self._answer(), np.uint8) for _ in images])
        self.palette = answers[0, pixels:].view("<u4")
        places = answers[:, :pixels].ravel()[: len(colours)]
        errors = _components(colours) - _components(self.palette[places])
        # Half of an error of one is rounded to nothing.
        hands_on = (abs(errors) > 1).any(axis=0)
        self._known[colours] = places | np.where(hands_on, _KNOWN | HANDS_ON, _KNOWN)

    def _send(self, image: np.ndarray[Any, Any]) -> None:
        self._process.write(image.data)
        self._sent += 1

    def _answer(self) -> bytes:
        """Return the next answer; there must be a question that waits for it."""
        end = time.monotonic() + _PATIENCE
        while (answer := self._process.answer(_NAP)) is None:
            if time.monotonic() > end:
                raise SilenceError
            if self._sent - self._received < _UNDER_WAY:
                # FFmpeg 7 to 9 keep an image, or more, until the next one comes.
                self._send(np.full(_SIDE**2, ~RGB, "<u4"))
        if not answer:
            self._process.finish()
            raise self._process.error("ffmpeg does not tell where in the palette colours are.")
        self._received += 1
        return answer


def _table(count: int) -> np.ndarray[Any, Any]:
    """Return an array of *count* zeros for which the system gives memory where it is written to."""
    room = mmap.mmap(-1, count * np.dtype(np.uint16).itemsize)
    if hasattr(mmap, "MADV_NOHUGEPAGE"):  # Linux
        # numpy asks for huge pages. Those few thousand colours, all over the place, would be given
        # all of the memory, for up to a tenth of a second where that is scattered.
        with contextlib.suppress(OSError):  # a kernel without huge pages
            room.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(room, np.uint16)


def _with_near(colours: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return *colours* and those that differ little from one of them."""
    steps = np.arange(-_NEAR, _NEAR + 1)
    red, green, blue = (
        np.clip(component[:, np.newaxis] + steps, 0, 255).astype(np.uint32)
        for component in _components(colours)
    )
    cubes = (
        red[:, :, np.newaxis, np.newaxis] << 16
        | green[:, np.newaxis, :, np.newaxis] << 8
        | blue[:, np.newaxis, np.newaxis, :]
    )
    return np.unique(cubes)


def _components(colours: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return red, green and blue as the rows of an array."""
    return np.stack([colours >> shift & 0xFF for shift in (16, 8, 0)]).astype(np.int16)


def _divided(error: Sequence[int], divisor: int) -> _Part:
    """Divide as C does, towards zero."""
    r, g, b = (e // divisor if e >= 0 else -(-e // divisor) for e in error)
    return (r, g, b) if r or g or b else None
