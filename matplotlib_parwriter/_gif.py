"""
A GIF with one palette for all frames, as stock's, in bounded memory.

Stock's ``split [a][b];[a] palettegen [p];[b][p] paletteuse`` holds all raw frames back until the
last one has been counted. Here they are on the disk, lossless: the palette is computed while they
are made, and applied in a second pass, to several segments at the same time, because what
``paletteuse`` makes of a frame depends on that frame and the palette alone. One encoder then gets
all frames in order, with stock's other options, and so writes the very bytes that stock's does.
(GIF files do not join by a copy: each has a header and colours of its own.)
"""

import collections
import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from ._encode import Encoder, OwnSegments
from ._feed import Feed
from ._ffmpeg import Encoding
from ._options import without_palette
from ._process import PipedFFMpeg, RunningFFMpeg
from ._settings import Settings, worker_count
from ._stitch import Segment
from ._trial import raw_input_args

# Frames of a segment made in this process: there are several to share out, even if it makes all.
_SEGMENT_FRAMES = 50
# What follows the pixels of a raw frame with a palette: 256 colours of four bytes.
_COLOURS_BYTES = 1024
# How many segments more than there are cores may be mapped and waiting for the encoder.
_AHEAD = 2


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

    def __init__(
        self, encoding: Encoding, draft: Path, new_segment_path: Callable[[], str]
    ) -> None:
        self._encoding = encoding
        self._draft = draft
        self._own = OwnSegments(encoding, new_segment_path)
        self._segments: list[Segment] = []
        self._palette_path = f"{new_segment_path()}.png"
        self._palette: PipedFFMpeg | None = None
        self._feed: Feed | None = None
        self._mapping: collections.deque[tuple[RunningFFMpeg, Path, Segment]] = collections.deque()
        self._gif: PipedFFMpeg | None = None

    def write(self, image: memoryview) -> None:
        if self._feed is not None:
            self._feed.join()
        frame = bytes(image)
        self._own.write(frame)
        self._count(frame)
        if self._own.frames == _SEGMENT_FRAMES:
            self._segments += self._own.end()

    def append(self, segment: Segment) -> None:
        self._segments += self._own.end()
        if self._feed is None:
            self._feed = Feed(
                ffmpeg=self._encoding.ffmpeg,
                frame_bytes=self._encoding.frame_bytes,
                consume=self._count,
                keep=True,
            )
        self._feed.put(segment)
        self._segments.append(segment)

    def restart(self, segment: Segment) -> None:
        self.discard()
        self._segments = []
        self.append(segment)

    def finish(self) -> None:
        self._segments += self._own.end()
        if self._feed is not None:
            self._feed.join()
        if self._palette is None:
            Encoder(self._encoding, self._draft, whole=True).close()
            return
        _close(self._palette, f"The palette of {str(self._draft)!r} could not be computed.")
        self._palette = None
        self._encode()

    def discard(self) -> None:
        running = (self._palette, self._gif)
        for process in running:
            if process is not None:
                process.end()
        if self._feed is not None:
            self._feed.stop()
        for process in running:
            if process is not None:
                process.kill()
        for mapping, _, _ in self._mapping:
            mapping.kill()
        self._mapping.clear()
        self._own.abort()
        self._palette = self._gif = self._feed = None

    def _count(self, frame: bytes) -> None:
        """Count the colours of one more frame for the palette."""
        if self._palette is None:
            self._palette = PipedFFMpeg(
                [
                    self._encoding.ffmpeg,
                    *raw_input_args(self._encoding.size, self._encoding.fps),
                    *("-vf", "palettegen", "-y", self._palette_path),
                ]
            )
        if self._palette.broken:
            _close(self._palette, "ffmpeg cannot compute a palette.")
        self._palette.write(frame)

    def _encode(self) -> None:
        """Encode all frames in the colours of the palette."""
        encoding = self._encoding
        args = without_palette(encoding.whole_args) or ()
        self._gif = PipedFFMpeg(
            [
                encoding.ffmpeg,
                *raw_input_args(encoding.size, encoding.fps, pixels="pal8"),
                *(*args, "-y", str(self._draft)),
            ]
        )
        for frame in self._mapped():
            self._gif.write(frame)
            if self._gif.broken:
                break
        _close(self._gif, f"{str(self._draft)!r} could not be encoded.")
        self._gif = None

    def _mapped(self) -> Iterator[bytes]:
        """Yield all frames, raw, with the palette; the segments are gone afterwards."""
        width, height = self._encoding.size
        at_once = worker_count(Settings())[0] + _AHEAD
        segments = collections.deque(self._segments)
        while segments or self._mapping:
            while segments and len(self._mapping) < at_once:
                self._mapping.append(self._map(segments.popleft()))
            mapping, path, segment = self._mapping.popleft()
            try:
                failed = mapping.wait()
            except BaseException:
                mapping.kill()
                raise
            frames = 0
            with path.open("rb") as file:
                while frame := file.read(width * height + _COLOURS_BYTES):
                    yield frame
                    frames += 1
            if failed or frames != segment.frames:
                raise mapping.error(
                    f"{frames} of the {segment.frames} frames of a segment got their colours."
                )
            for gone in (path, Path(segment.path)):
                with contextlib.suppress(OSError):
                    gone.unlink()

    def _map(self, segment: Segment) -> tuple[RunningFFMpeg, Path, Segment]:
        """Begin to map the frames of a segment to the palette."""
        path = Path(f"{segment.path}.pal8")
        command = [self._encoding.ffmpeg, "-nostdin", "-loglevel", "error"]
        command += ["-threads", "1", "-i", segment.path, "-i", self._palette_path]
        command += ["-filter_complex", "paletteuse", "-f", "rawvideo", "-y", str(path)]
        return RunningFFMpeg(command), path, segment


def _close(process: PipedFFMpeg, summary: str) -> None:
    if process.finish() or process.broken:
        raise process.error(summary)
