"""
A GIF with one palette for all frames, as stock's, in bounded memory.

Stock's ``split [a][b];[a] palettegen [p];[b][p] paletteuse`` holds all raw frames back until the
last one has been counted. Here they are on the disk, lossless: the palette is computed while they
are made, and applied in a second pass (`_gif_runs`). As long as all frames are made in this
process, one ffmpeg keeps and counts them; from then on, what comes is counted by the segment
(`_palette`).
"""

from collections.abc import Callable
from pathlib import Path

from ._encode import PALETTE_SUFFIX, Encoder, OwnSegments
from ._encoding import Encoding
from ._gif_here import GifHere
from ._gif_runs import GifRuns
from ._palette import CountedFrames, Palette
from ._stitch import Segment

# Frames of a segment made in this process while there are others', as it is counted as a whole.
_SEGMENT_FRAMES = 25


class Gif:
    """
    Put a GIF together; see `Assembly`.

    Parameters
    ----------
    encoding : Encoding
        How the movie is encoded.
    draft : Path
        Where to write it.
    new_segment_path : callable
        Returns a path for one more segment.
    """

    stores = True
    is_full = False

    def __init__(
        self, encoding: Encoding, draft: Path, new_segment_path: Callable[[], str]
    ) -> None:
        self._encoding = encoding
        self._draft = draft
        self._new_segment_path = new_segment_path
        self._segments: list[Segment] = []
        self._palette = Palette(encoding, f"{new_segment_path()}{PALETTE_SUFFIX}")
        self._is_alone = True  # all frames are made in this process
        self._own = OwnSegments(encoding, new_segment_path, palette=self._palette.path)
        self._way: GifHere | GifRuns | None = None

    @property
    def takes_end_first(self) -> bool:
        return self._palette.takes_any_order

    @property
    def encode_seconds(self) -> float | None:
        # To keep a frame and to count it; to map it is done later, by all cores, whoever made it.
        encoder = self._own.encoder if self._is_alone else None
        return encoder.seconds_each if isinstance(encoder, Encoder) else None

    def write(self, image: memoryview) -> None:
        self._own.write(image)
        if not self._is_alone and self._own.frames >= _SEGMENT_FRAMES:
            self._end_own()

    def pause(self) -> None:
        pass  # segments of this process end with their frames

    def expect_segments(self) -> None:
        if self._is_alone:
            self._is_alone = False
            self._end_own()
            self._own = OwnSegments(self._encoding, self._new_segment_path)

    def append(self, segment: Segment) -> None:
        self.expect_segments()
        self._end_own()
        self._palette.append(segment)
        self._segments.append(segment)

    def foresee(self, segment: Segment) -> None:
        self.expect_segments()
        if self._palette.may_foresee(segment):
            self._end_own()
            self._palette.foresee(segment)

    def restart(self, segment: Segment) -> None:
        self.discard()
        self._segments = []
        self.append(segment)

    def finish(self) -> str:
        self._end_own()
        if not self._segments:
            Encoder(self._encoding, self._draft, whole=True).close()
            return ""
        if not self._is_alone:
            self._palette.finish(self._segments)
        counted = CountedFrames(
            encoding=self._encoding,
            segments=self._segments,
            palette=self._palette.path,
            folder=Path(self._palette.path).parent,
        )
        here = self._way = GifHere(counted)
        if here.encode(self._draft):
            return ""
        runs = self._way = GifRuns(counted)
        return runs.encode(self._draft)

    def discard(self) -> None:
        self._palette.discard()
        if self._way is not None:
            self._way.kill()
            self._way = None
        self._own.abort()

    def _end_own(self) -> None:
        for segment in self._own.end():
            if not self._is_alone:
                self._palette.append(segment)
            self._segments.append(segment)
