"""
Frames in the colours of a palette, as ``paletteuse`` maps them, where hardly a pixel is dithered.

With stock's options (``sierra2_4a``), ``paletteuse`` takes one pixel after the other, gives each
the palette's nearest colour, and hands on by how much that is off: half of it to the right, a
quarter below and a quarter below on the left, each rounded towards zero and cut off at black and
white (`vf_paletteuse.c`, the same since FFmpeg 2.6). It does so with all pixels, which takes most
of the time of a GIF. But a pixel that is off by one at most hands on nothing, and in a plot, where
nearly all have one of the palette's colours, few are off by more. So each colour is looked up once,
and errors are followed from those few pixels on.

Which colour is the nearest depends on ffmpeg's version, so ffmpeg is asked.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ._encode import PALETTE_INPUT
from ._process import RunningFFMpeg
from ._stitch import reading

_RGB = np.uint32(0xFFFFFF)
# Of what is known of a colour: its place in the palette, that it is known, and that a pixel of it
# hands something on.
_PLACE, _KNOWN, _HANDS_ON = 0xFF, 0x100, 0x200
# By how much a colour that is asked for next may differ from one that is asked for now, in each
# component: those on the way between two of the palette's, and what errors make of them.
_NEAR = 2
# From so many colours on, those near them are not asked for, too.
_MANY = 300
_ROW = 256
# What this takes where no errors have to be followed, and what it takes to follow one of them to
# the next pixel, as parts of what ffmpeg takes for a pixel on two cores.
_WITHOUT_ERRORS, _ERROR = 0.65, 100
# Pixels that ffmpeg maps in ten times the time of a question, and how many of these are for free.
_QUESTION = 24_000_000
_FREE_QUESTIONS = 3
# How many errors are followed between two looks at that.
_LOOK = 100


# For a pixel: its place in the palette, and what it hands on in red, green and blue, to the right
# and to each of two below; None for nothing.
_Part = tuple[int, int, int] | None
_Outcome = tuple[int, _Part, _Part]


class TooMuchDitheringError(Exception):
    """ffmpeg maps these frames sooner."""


class Colours:
    """
    Know which place in a palette ``paletteuse`` gives to colours.

    Parameters
    ----------
    ffmpeg : str
        The program.
    palette : str
        The file with the palette.
    folder : Path
        Where files may be made.
    pixels : int
        How many pixels have to be mapped in all.

    Attributes
    ----------
    palette : array of uint32, shape (256,)
        The palette as ``paletteuse`` sorts it, blue in the lowest byte.

    Raises
    ------
    FFMpegError
        If ffmpeg does not tell.
    """

    def __init__(self, ffmpeg: str, palette: str, folder: Path, *, pixels: int) -> None:
        self._ffmpeg = ffmpeg
        self._path = palette
        self._folder = folder
        self._questions = _FREE_QUESTIONS + pixels // _QUESTION  # that are left
        # For each of all colours; the system only gives memory for those that are written.
        self._known = np.zeros(int(_RGB) + 1, np.uint16)
        self._outcomes: dict[int, _Outcome] = {}
        self.palette = np.fromfile(palette, "<u4")
        self._ask(_with_near(self.palette & _RGB))

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
            Place in the palette and flags; 0 for a colour that is new, and farther from all of the
            palette's than those that were asked for beforehand.
        """
        return self._known.take(colours)

    def learn(self, colours: np.ndarray[Any, Any]) -> None:
        """Ask for those of *colours* that are new."""
        missing = np.unique(colours[self.known(colours) == 0])
        if len(missing):
            self._ask(_with_near(missing) if len(missing) < _MANY else missing)

    def outcome(self, colour: int) -> _Outcome:
        """Return what becomes of a pixel of some colour."""
        if (outcome := self._outcomes.get(colour)) is None:
            self.learn(np.array([colour], np.uint32))
            known = self._known.item(colour)
            of_palette = _split(int(self.palette[known & _PLACE]))
            error = [ours - theirs for ours, theirs in zip(_split(colour), of_palette, strict=True)]
            outcome = known & _PLACE, _parts(error, 2), _parts(error, 4)
            self._outcomes[colour] = outcome
        return outcome

    def _ask(self, colours: np.ndarray[Any, Any]) -> None:
        """Let ffmpeg map an image of *colours*."""
        if not self._questions:
            raise TooMuchDitheringError
        self._questions -= 1
        height = -(-len(colours) // _ROW)
        image = np.zeros(height * _ROW, "<u4")
        image[: len(colours)] = colours
        image |= ~_RGB  # opaque
        asked = self._folder / "colours.raw"
        image.tofile(asked)
        command = [
            *reading(self._ffmpeg, "-f", "rawvideo", "-pix_fmt", "bgra"),
            *("-s", f"{_ROW}x{height}", "-i", str(asked), *PALETTE_INPUT, self._path),
            *("-filter_complex", "[0:v][1:v]paletteuse=dither=none"),
            *("-f", "rawvideo", "-pix_fmt", "pal8", "pipe:"),
        ]
        process = RunningFFMpeg(command)
        try:
            told = np.frombuffer(process.read(len(image) + self.palette.nbytes), np.uint8)
            if process.wait() or not len(told):
                raise process.error("ffmpeg does not tell where in the palette colours are.")
        finally:
            process.kill()
        asked.unlink()
        self.palette = told[len(image) :].view("<u4")
        places = told[: len(colours)]
        errors = _components(colours) - _components(self.palette[places])
        # Half of an error of one is rounded to nothing.
        hands_on = (abs(errors) > 1).any(axis=0)
        self._known[colours] = places | np.where(hands_on, _KNOWN | _HANDS_ON, _KNOWN)


class Dither:
    """
    Map frames, one after the other.

    Parameters
    ----------
    colours : Colours
        What the palette makes of colours.
    size : (int, int)
        Width and height of the frames in pixels.
    frames : int
        How many there are.
    """

    def __init__(self, colours: Colours, size: tuple[int, int], frames: int) -> None:
        self._colours = colours
        self._width, height = size
        self._size = self._width * height
        # Not as opaque frames are, so that all of the first one is new.
        self._frame = self.room()
        self._known = np.zeros(len(self._frame), np.uint16)
        self._frames = frames
        self._mapped = 0  # frames so far
        self._followed = 0  # pixels with errors, of all of these

    def room(self) -> np.ndarray[Any, Any]:
        """Return room for the pixels of a frame, and maybe one more, so that there are pairs."""
        return np.zeros(self._size + self._size % 2, "<u4")

    def map(self, frame: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """
        Return where in the palette each pixel's colour is.

        Parameters
        ----------
        frame : array of uint32
            What `room` returned, with all pixels, row by row; opaque, blue in the lowest byte. It
            must stay as it is until the next frame has been mapped.

        Raises
        ------
        TooMuchDitheringError
            If ffmpeg is likely to map this frame and those to come sooner.
        FFMpegError
            If ffmpeg does not tell what becomes of a colour.
        """
        # Two pixels at a time: most of the time goes into finding and moving those that changed.
        pairs = frame.view("<u8")
        new = np.flatnonzero(pairs != self._frame.view("<u8"))
        colours = pairs[new].view("<u4") & _RGB
        known = self._colours.known(colours)
        if not known.all():
            self._expect(int(np.count_nonzero(known == 0)))  # they are far off
            self._colours.learn(colours)
            known = self._colours.known(colours)
        self._known.view(np.uint32)[new] = known.view(np.uint32)
        self._frame = frame
        all_known = self._known[: self._size]
        mapped = all_known.astype(np.uint8)  # which leaves the place
        self._follow(np.flatnonzero(all_known >= _HANDS_ON).tolist(), mapped)
        self._mapped += 1
        return mapped

    def _follow(self, todo: list[int], mapped: np.ndarray[Any, Any]) -> None:
        """Correct *mapped* where errors of the pixels *todo*, in order, lead to."""
        self._expect(len(todo))
        frame, width, end = self._frame, self._width, self._size
        changed: dict[int, int] = {}  # colours of pixels that something was handed to
        followed, latest = 0, -1
        while todo:
            at = heapq.heappop(todo)
            if at == latest:  # it hands something on by itself, and something was handed to it
                continue
            latest = at
            followed += 1
            if followed % _LOOK == 0:
                self._expect(followed)
            colour = changed.pop(at, None)
            if colour is None:
                colour = frame.item(at) & 0xFFFFFF
            mapped[at], half, quarter = self._colours.outcome(colour)
            if half is None:
                continue
            column = at % width
            targets = [(at + 1, half)] if column < width - 1 else []
            if quarter is not None and at + width < end:
                if column:
                    targets.append((at + width - 1, quarter))
                targets.append((at + width, quarter))
            for target, part in targets:
                if (before := changed.get(target)) is None:
                    before = frame.item(target) & 0xFFFFFF
                    heapq.heappush(todo, target)
                changed[target] = _added(before, part)
        self._followed += followed

    def _expect(self, more: int) -> None:
        """Give up if it looks as if the rest of the movie will take longer than all by ffmpeg."""
        left = self._frames - self._mapped
        of_all = self._frames / max(left, 1)
        errors = (self._followed + more) / (self._size * (self._mapped + 1))
        if errors * _ERROR + _WITHOUT_ERRORS > of_all:
            raise TooMuchDitheringError


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


def _split(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF


def _parts(error: Sequence[int], divisor: int) -> _Part:
    """Divide as C does, towards zero."""
    r, g, b = (e // divisor if e >= 0 else -(-e // divisor) for e in error)
    return (r, g, b) if r or g or b else None


def _added(colour: int, part: tuple[int, int, int]) -> int:
    """Return *colour* with something added to its components, cut off as it has to be."""
    red = min(max((colour >> 16) + part[0], 0), 255)
    green = min(max((colour >> 8 & 0xFF) + part[1], 0), 255)
    blue = min(max((colour & 0xFF) + part[2], 0), 255)
    return red << 16 | green << 8 | blue
