"""
Frames in the colours of a palette, as ``paletteuse`` maps them, where hardly a pixel is dithered.

With stock's options (``sierra2_4a``), ``paletteuse`` takes one pixel after the other, gives each
the palette's nearest colour, and hands on by how much that is off: half of it to the right, a
quarter below and a quarter below on the left, each rounded towards zero and cut off at black and
white (`vf_paletteuse.c`, the same since FFmpeg 2.6). It does so with all pixels, which takes most
of the time of a GIF. But a pixel that is off by one at most hands on nothing, and in a plot, where
nearly all have one of the palette's colours, few are off by more. So each colour is looked up once,
and errors are followed from those few pixels on.
"""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np

from ._colours import HANDS_ON, RGB, Colours

_RGB = int(RGB)
# What this takes where no errors have to be followed, and what it takes to follow one of them to
# the next pixel and to ask ffmpeg for a colour, as parts of what ffmpeg takes for a pixel on two
# cores.
_WITHOUT_ERRORS, _ERROR, _QUESTION = 0.65, 100, 100_000
# How many errors are followed between two looks at that.
_LOOK = 100


class TooMuchDitheringError(Exception):
    """ffmpeg maps these frames sooner."""


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
        colours = pairs[new].view("<u4") & RGB
        known = self._colours.known(colours)
        if not known.all():
            self._expect(int(np.count_nonzero(known == 0)))  # they are far off
            self._colours.learn(colours)
            known = self._colours.known(colours)
        self._known.view(np.uint32)[new] = known.view(np.uint32)
        self._frame = frame
        all_known = self._known[: self._size]
        mapped = all_known.astype(np.uint8)  # which leaves the place
        self._follow(np.flatnonzero(all_known >= HANDS_ON).tolist(), mapped)
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
                colour = frame.item(at) & _RGB
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
                    before = frame.item(target) & _RGB
                    heapq.heappush(todo, target)
                changed[target] = _added(before, part)
        self._followed += followed

    def _expect(self, more: int) -> None:
        """Give up if it looks as if the rest of the movie will take longer than all by ffmpeg."""
        left = self._frames - self._mapped
        errors = (self._followed + more) / (self._size * (self._mapped + 1))
        asked = self._colours.questions / (self._size * self._frames)
        expected = _WITHOUT_ERRORS + errors * _ERROR + asked * _QUESTION
        if expected * left > self._frames:
            raise TooMuchDitheringError


def _added(colour: int, part: tuple[int, int, int]) -> int:
    """Return *colour* with something added to its components, cut off as it has to be."""
    red = min(max((colour >> 16) + part[0], 0), 255)
    green = min(max((colour >> 8 & 0xFF) + part[1], 0), 255)
    blue = min(max((colour & 0xFF) + part[2], 0), 255)
    return red << 16 | green << 8 | blue
