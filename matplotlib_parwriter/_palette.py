"""
The palette of a GIF, as ``palettegen`` computes it while the frames are made.

It counts the colours of all frames, sorts them, and cuts at medians of the counts. Since FFmpeg 6.1
colours are sorted by all three coordinates in OkLab, as integers, and no two of the 16.7 million
opaque ones have the same three (`vf_palettegen.c` and `palette.c`; tried with each). So nothing but
the counts matters, and frames are counted as they come, those of the end before those in between.
Older ones sort by a single component, and which of two equals comes first depends on where they
were seen; so may it where colours differ in transparency only. There, the order is the movie's.
"""

import dataclasses
import functools
import re
from collections.abc import Sequence
from pathlib import Path

from ._encode import PALETTE_ARGS
from ._encoding import Encoding
from ._pipe import PipedFFMpeg
from ._process import run_ffmpeg
from ._stitch import RAW_OUTPUT, Segment, reading
from ._trial import raw_input_args

# Versions of libavfilter: that of FFmpeg 6.1, and those after FFmpeg 9, which may do all otherwise.
_SORTS_ALL, _UNKNOWN = (9, 12), (13, 0)


@dataclasses.dataclass(frozen=True, kw_only=True)
class CountedFrames:
    """
    Frames on the disk of which the palette is known.

    Attributes
    ----------
    encoding : Encoding
        How the movie is encoded.
    segments : sequence of Segment
        All frames, in order; at least one.
    palette : str
        The file with the palette.
    folder : Path
        Where files may be made that somebody else removes.
    """

    encoding: Encoding
    segments: Sequence[Segment]
    palette: str
    folder: Path

    @property
    def count(self) -> int:
        """How many frames there are."""
        return sum(segment.frames for segment in self.segments)


class Palette:
    """
    Compute the palette of a movie.

    Parameters
    ----------
    encoding : Encoding
        How the movie is encoded.
    path : str
        Where to write the palette.

    Attributes
    ----------
    path : str
        As given.
    """

    def __init__(self, encoding: Encoding, path: str) -> None:
        self.path = path
        self._encoding = encoding
        self._process: PipedFFMpeg | None = None
        self._counted: set[Segment] = set()
        self._foreseen: set[Segment] = set()  # those of them that have not been added
        self._is_opaque = True  # all that was counted
        self._keeps_order = True

    @property
    def takes_any_order(self) -> bool:
        """Whether segments can be counted before those that they come after."""
        return counts_alike(self._encoding.ffmpeg)

    def append(self, segment: Segment) -> None:
        """Count the frames of *segment*, which come after all those added so far."""
        if segment not in self._counted:
            self._count(segment)
        self._foreseen.discard(segment)

    def may_foresee(self, segment: Segment) -> bool:
        """Return whether `foresee` is of use."""
        if segment in self._counted or not (self._is_opaque and segment.is_opaque):
            return False
        return self.takes_any_order

    def foresee(self, segment: Segment) -> None:
        """Count the frames of *segment* before their turn."""
        self._keeps_order = False
        self._foreseen.add(segment)
        self._count(segment)

    def finish(self, segments: Sequence[Segment]) -> None:
        """
        Complete the palette.

        Parameters
        ----------
        segments : sequence of Segment
            All frames, in order.

        Raises
        ------
        FFMpegError
            If ffmpeg failed, now or earlier.
        """
        if self._foreseen or not (self._keeps_order or self._is_opaque):
            # What was foreseen has not come, or the order does matter.
            self.discard()
            for segment in segments:
                self._count(segment)
        process = self._started()
        if process.finish() or process.broken:
            raise process.error("The palette of the movie could not be computed.")
        self._process = None

    def discard(self) -> None:
        """Stop what runs, and forget all; never raises."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
        self._counted.clear()
        self._foreseen.clear()
        self._keeps_order = self._is_opaque = True

    def _count(self, segment: Segment) -> None:
        self._is_opaque = self._is_opaque and segment.is_opaque
        self._counted.add(segment)
        command = reading(self._encoding.ffmpeg, "-i", segment.path)
        self._started().write_from([*command, *RAW_OUTPUT], segment.frames)

    def _started(self) -> PipedFFMpeg:
        if self._process is None:
            self._process = PipedFFMpeg(
                [
                    self._encoding.ffmpeg,
                    *raw_input_args(self._encoding.size, self._encoding.fps),
                    *("-vf", "palettegen", *PALETTE_ARGS, "-y", self.path),
                ]
            )
        if self._process.broken:
            self._process.finish()
            raise self._process.error("ffmpeg cannot compute a palette.")
        return self._process


def counts_alike(ffmpeg: str) -> bool:
    """
    Return whether a palette of opaque frames is the same in whatever order they are counted.

    Parameters
    ----------
    ffmpeg : str
        The program.
    """
    return is_known(ffmpeg) and _filters(ffmpeg) >= _SORTS_ALL


def is_known(ffmpeg: str) -> bool:
    """
    Return whether it is known how an ffmpeg computes palettes and applies them.

    Parameters
    ----------
    ffmpeg : str
        The program.
    """
    return (0, 0) < _filters(ffmpeg) < _UNKNOWN


@functools.lru_cache(maxsize=8)
def _filters(ffmpeg: str) -> tuple[int, int]:
    """Return the version of an ffmpeg's libavfilter, (0, 0) if it does not say."""
    said = run_ffmpeg([ffmpeg, "-version"]).stdout
    found = re.search(r"^libavfilter .*/ *(\d+)\. *(\d+)\.", said, re.MULTILINE)
    return (int(found[1]), int(found[2])) if found else (0, 0)
