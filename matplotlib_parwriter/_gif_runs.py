"""
The frames of a GIF in the colours of its palette, encoded on all cores.

What ``paletteuse`` makes of a frame depends on that frame and the palette alone, and what the
encoder makes of it on the frame before, too. So runs of frames are mapped and encoded beside each
other, each by one ffmpeg that begins with the frame before its own, and joined byte by byte. How
long frames are shown, which is counted from the beginning of the movie, comes from a GIF of dots
with as many frames, made with stock's options.

If some ffmpeg's files turn out not to join, one ffmpeg encodes all frames.
"""

import bisect
import collections
import dataclasses
import itertools
import logging
import math
import time
from collections.abc import Sequence
from pathlib import Path

from ._encode import PALETTE_INPUT
from ._gif_file import GifFile, GifJoiner, UnlikeError
from ._options import without_palette
from ._palette import CountedFrames
from ._pipe import PipedFFMpeg
from ._process import RunningFFMpeg
from ._settings import Settings, worker_count
from ._stitch import RAW_OUTPUT, Segment, decoding
from ._storage import is_stream
from ._trial import raw_input_args

_log = logging.getLogger(__name__)

# Frames of a run at least, as an ffmpeg starts in the time of some five, and at most, so that what
# is lost where one fails or a core has more to do stays small.
_LEAST_FRAMES, _MOST_FRAMES = 10, 500
# Dots that go into the pipe at once.
_DOTS = 1000
# Seconds between two looks whether a run has ended.
_NAP = 0.01


class GifRuns:
    """
    Encode the frames of segments as a GIF.

    Parameters
    ----------
    counted : CountedFrames
        The frames.
    """

    def __init__(self, counted: CountedFrames) -> None:
        self._counted = counted
        self._encoding = counted.encoding
        self._args = without_palette(counted.encoding.whole_args) or ()
        self._running: collections.deque[_Running] = collections.deque()
        self._piped: PipedFFMpeg | None = None

    def encode(self, draft: Path) -> str:
        """
        Write the GIF.

        Parameters
        ----------
        draft : Path
            Where; an existing file is overwritten.

        Returns
        -------
        str
            If one ffmpeg had to encode all frames, why, as a sentence; else "".

        Raises
        ------
        FFMpegError
            If ffmpeg failed.
        """
        if is_stream(draft):
            # What went there cannot be taken back.
            self._encode_at_once(draft)
            return ""
        try:
            self._encode_in_runs(draft)
        except UnlikeError as reason:
            self.kill()
            said = f"One ffmpeg encoded all frames, for pieces of this GIF do not join: {reason}."
            _log.warning("%s", said)
            self._encode_at_once(draft)
            return said
        return ""

    def kill(self) -> None:
        """Stop what runs; never raises."""
        while self._running:
            self._running.popleft().process.kill()
        if self._piped is not None:
            self._piped.kill()
            self._piped = None

    def _encode_in_runs(self, draft: Path) -> None:
        cores = worker_count(Settings())[0]
        waiting = collections.deque(_runs_of(self._counted.segments, cores))
        self._run_more(waiting, cores)
        delays = self._delays()
        with draft.open("wb") as file:
            joiner = GifJoiner(file, delays)
            while self._running:
                self._run_more(waiting, cores)
                process, run = self._running[0].process, self._running[0].run
                if not process.has_ended:
                    time.sleep(_NAP)
                    continue
                if process.wait():
                    named = f"Frames {run.start} to {run.stop - 1}"
                    raise process.error(f"{named} of the GIF could not be encoded.")
                path = self._running.popleft().path
                with GifFile(path) as piece:
                    joiner.add(piece, run.stop - run.start)
                path.unlink()
            joiner.end()

    def _run_more(self, waiting: "collections.deque[_Run]", cores: int) -> None:
        """Begin with more runs, if there are cores for them."""
        while waiting and sum(not running.process.has_ended for running in self._running) < cores:
            self._running.append(self._begin(waiting.popleft()))

    def _begin(self, run: "_Run") -> "_Running":
        path = self._counted.folder / f"{run.start:06d}.gif"
        # Times are counted anew, as those of segments one after the other are not exact, at the
        # pace of segments: a GIF has all frames then, of which the delays say nothing.
        times = f"settb=1/{self._encoding.segment_fps},setpts=N"
        graph = f"[0:v]trim=end_frame={run.shown},{times}[a];[a][1:v]paletteuse"
        command = [
            *decoding(self._encoding, run.segments, f"{path}.ffconcat", skipped=run.skipped),
            *(*PALETTE_INPUT, self._counted.palette, "-filter_complex", graph),
            *(*self._args, "-y", str(path)),
        ]
        return _Running(process=RunningFFMpeg(command), path=path, run=run)

    def _encode_at_once(self, draft: Path) -> None:
        decoder = decoding(
            self._encoding, self._counted.segments, str(self._counted.folder / "all.ffconcat")
        )
        self._piped = PipedFFMpeg(
            [
                self._encoding.ffmpeg,
                *raw_input_args(self._encoding.size, self._encoding.fps),
                *(*PALETTE_INPUT, self._counted.palette, "-filter_complex", "[0:v][1:v]paletteuse"),
                *(*self._args, "-y", str(draft)),
            ]
        )
        self._piped.write_from([*decoder, *RAW_OUTPUT], self._counted.count)
        self._finish_piped(f"{str(draft)!r} could not be encoded.")

    def _delays(self) -> list[bytes]:
        """Return for how long each frame is shown."""
        path = self._counted.folder / "dots.gif"
        self._piped = PipedFFMpeg(
            [
                self._encoding.ffmpeg,
                *raw_input_args((1, 1), self._encoding.fps, pixels="gray"),
                *(*self._args, "-y", str(path)),
            ]
        )
        dots = itertools.islice(itertools.cycle(b"\x00\xff"), self._counted.count)
        while some := bytes(itertools.islice(dots, _DOTS)):
            self._piped.write(some)
        self._finish_piped("ffmpeg does not tell for how long frames are shown.")
        with GifFile(path) as clock:
            if clock.frames != self._counted.count:
                raise UnlikeError(f"{clock.frames} of {self._counted.count} frames would be shown")
            return [clock.delay(k) for k in range(clock.frames)]

    def _finish_piped(self, summary: str) -> None:
        assert self._piped is not None
        if self._piped.finish() or self._piped.broken:
            raise self._piped.error(summary)
        self._piped = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Run:
    """
    Frames that one ffmpeg encodes.

    Attributes
    ----------
    start, stop : int
        The first one in the movie, and the one behind the last one.
    segments : tuple of Segment
        Where these and their neighbours are.
    skipped : int
        How many frames come before that.
    shown : int
        How many frames it shows to the encoder.
    """

    start: int
    stop: int
    segments: tuple[Segment, ...]
    skipped: int
    shown: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Running:
    """An ffmpeg that encodes the frames of *run* into the file *path*."""

    process: RunningFFMpeg
    path: Path
    run: _Run


def _runs_of(segments: Sequence[Segment], cores: int) -> list[_Run]:
    """Return the frames of *segments*, in order, in as long runs for all *cores*."""
    ends = list(itertools.accumulate(segment.frames for segment in segments))
    frames = ends[-1]
    most_runs = math.ceil(frames / _LEAST_FRAMES)
    count = min(most_runs, cores * math.ceil(frames / (cores * _MOST_FRAMES)))
    bounds = [frames * k // count for k in range(count + 1)]
    runs = []
    for start, stop in itertools.pairwise(bounds):
        begin, end = max(0, start - 1), min(frames, stop + 1)
        first, last = bisect.bisect_right(ends, begin), bisect.bisect_left(ends, end)
        runs.append(
            _Run(
                start=start,
                stop=stop,
                segments=tuple(segments[first : last + 1]),
                skipped=begin - (ends[first] - segments[first].frames),
                shown=end - begin,
            )
        )
    return runs
