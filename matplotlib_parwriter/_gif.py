"""
A GIF with one palette for all frames, as stock's, in bounded memory.

Stock's ``split [a][b];[a] palettegen [p];[b][p] paletteuse`` holds all raw frames back until the
last one has been counted. Here they are on the disk, lossless: the palette is computed while they
are made, and applied in a second pass, to several runs of them at the same time, because what
``paletteuse`` makes of a frame depends on that frame and the palette alone. One encoder then gets
all frames in order, with stock's other options, and so writes the very bytes that stock's does.
(GIF files do not join by a copy: each has a header and colours of its own.)
"""

import bisect
import collections
import contextlib
import dataclasses
import itertools
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ._encode import Encoder, OwnSegments
from ._ffmpeg import Encoding
from ._options import without_palette
from ._palette import Palette
from ._process import PipedFFMpeg, RunningFFMpeg
from ._settings import Settings, worker_count
from ._stitch import Segment, concat_line
from ._trial import raw_input_args

# Frames of a segment made in this process: there are several to share out, even if it makes all.
_SEGMENT_FRAMES = 50
# The same where its frames are not counted before it is complete.
_COUNTED_FRAMES = 25
# What follows the pixels of a raw frame with a palette: 256 colours of four bytes.
_COLOURS_BYTES = 1024
# How many runs of frames each core maps: few, as ``paletteuse`` is slow until it has seen the
# colours; of how many frames at most, and how many more runs than cores at a time, as the outcome
# waits on the disk for the encoder.
_RUNS_PER_CORE = 2
_RUN_FRAMES = 500
_RUNS_WAITING = 2
# Seconds between two looks for more frames that are mapped.
_NAP = 0.01


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
        self._own = OwnSegments(encoding, new_segment_path)
        self._segments: list[Segment] = []
        self._palette = Palette(encoding, f"{new_segment_path()}.png")
        self._mapping: collections.deque[_Mapping] = collections.deque()
        self._gif: PipedFFMpeg | None = None

    @property
    def takes_end_first(self) -> bool:
        return self._palette.takes_any_order

    @property
    def encode_seconds(self) -> float | None:
        # To keep a frame takes little besides; to map it, much, but that is done later, by all
        # cores, whoever made the frames.
        return self._palette.seconds_each

    def write(self, image: memoryview) -> None:
        self._own.write(image)
        if self._palette.keeps_order:
            self._palette.write(image)
        if self._own.frames >= (_SEGMENT_FRAMES if self._palette.keeps_order else _COUNTED_FRAMES):
            self._end_own()

    def pause(self) -> None:
        pass  # segments of this process end with their frames

    def append(self, segment: Segment) -> None:
        self._end_own()
        self._palette.append(segment)
        self._segments.append(segment)

    def foresee(self, segment: Segment) -> None:
        if self._palette.may_foresee(segment):
            self._end_own()
            self._palette.foresee(segment)

    def restart(self, segment: Segment) -> None:
        self.discard()
        self._segments = []
        self.append(segment)

    def finish(self) -> None:
        self._end_own()
        if not self._segments:
            Encoder(self._encoding, self._draft, whole=True).close()
            return
        self._palette.finish(self._segments)
        self._encode()

    def discard(self) -> None:
        self._palette.discard()
        if self._gif is not None:
            self._gif.kill()
        for mapping in self._mapping:
            mapping.process.kill()
        self._mapping.clear()
        self._own.abort()
        self._gif = None

    def _end_own(self) -> None:
        for segment in self._own.end():
            # While a segment is counted, frames of this process would have to wait. So once some
            # are counted before their turn, its own are counted as segments, too.
            if not self._palette.keeps_order:
                self._palette.append(segment)
            self._segments.append(segment)

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
        if self._gif.finish() or self._gif.broken:
            raise self._gif.error(f"{str(self._draft)!r} could not be encoded.")
        self._gif = None

    def _mapped(self) -> Iterator[bytes]:
        """Yield all frames, raw, with the palette; the segments are gone afterwards."""
        width, height = self._encoding.size
        cores = worker_count(Settings())[0]
        runs = collections.deque(_runs_of(self._segments, _RUNS_PER_CORE * cores))
        while runs or self._mapping:
            self._begin_mapping(runs, cores)
            mapping = self._mapping[0]
            frames = 0
            for frame in mapping.frames(width * height + _COLOURS_BYTES):
                self._begin_mapping(runs, cores)
                yield frame
                frames += 1
            wanted = mapping.run.frames
            if mapping.process.wait() or frames != wanted:
                raise mapping.process.error(f"{frames} of {wanted} frames got their colours.")
            self._mapping.popleft()
            for path in mapping.used_up:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _begin_mapping(self, runs: "collections.deque[_Run]", cores: int) -> None:
        """Map more *runs* if there is a core for it, whether or not the encoder keeps up."""
        while (
            runs
            and len(self._mapping) < cores + _RUNS_WAITING
            and sum(not mapping.process.has_ended for mapping in self._mapping) < cores
        ):
            self._mapping.append(self._map(runs.popleft()))

    def _map(self, run: "_Run") -> "_Mapping":
        """Begin to map the frames of *run* to the palette."""
        name = f"{run.segments[0].path}.{run.skipped}"
        path, source = Path(f"{name}.pal8"), Path(f"{name}.ffconcat")
        lines = ["ffconcat version 1.0", *map(concat_line, run.segments)]
        source.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        # Segments are cut where that gives each core as much to do, rather than between them.
        end = run.skipped + run.frames
        part = f"trim=start_frame={run.skipped}:end_frame={end},setpts=PTS-STARTPTS"
        command = [self._encoding.ffmpeg, "-nostdin", "-loglevel", "error", "-threads", "1"]
        command += ["-f", "concat", "-safe", "0", "-i", str(source), "-i", self._palette.path]
        command += ["-filter_complex", f"[0:v]{part}[a];[a][1:v]paletteuse"]
        command += ["-f", "rawvideo", "-y", str(path)]
        path.touch()  # it is read while it grows
        return _Mapping(process=RunningFFMpeg(command), path=path, run=run)


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Run:
    """Frames that one ffmpeg maps: those of *segments*, but for the first ones and maybe some."""

    segments: tuple[Segment, ...]
    skipped: int
    frames: int
    ends_segment: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Mapping:
    """An ffmpeg that maps the frames of *run* to the palette, into the file *path*."""

    process: RunningFFMpeg
    path: Path
    run: _Run

    @property
    def used_up(self) -> list[Path]:
        """The files that nobody needs any more, once its frames are encoded."""
        segments = self.run.segments if self.run.ends_segment else self.run.segments[:-1]
        return [self.path, *(Path(segment.path) for segment in segments)]

    def frames(self, frame_bytes: int) -> Iterator[bytes]:
        """Yield the frames as they come."""
        with self.path.open("rb") as file:
            is_last_look = False
            while not is_last_look:
                is_last_look = self.process.has_ended
                while len(frame := file.read(frame_bytes)) == frame_bytes:
                    yield frame
                file.seek(-len(frame), os.SEEK_CUR)
                if not is_last_look:
                    time.sleep(_NAP)


def _runs_of(segments: Sequence[Segment], count: int) -> Iterator[_Run]:
    """Yield the frames of *segments*, in order, in about *count* runs of as many frames each."""
    ends = list(itertools.accumulate(segment.frames for segment in segments))
    frames = ends[-1]
    most = max(1, min(math.ceil(frames / count), _RUN_FRAMES))
    for start in range(0, frames, most):
        stop = min(start + most, frames)
        first = bisect.bisect_right(ends, start)
        last = bisect.bisect_left(ends, stop)
        yield _Run(
            segments=tuple(segments[first : last + 1]),
            skipped=start - (ends[first] - segments[first].frames),
            frames=stop - start,
            ends_segment=stop == ends[last],
        )
