"""
Joins segments to a movie by a copy, and checks frame by frame what came out.

Nothing is decoded or encoded: ffmpeg's concat demuxer copies packets. It works in microseconds and
believes what segments say about their length, so it is told each exact length. It joins segments
of different make without a word, and a few others with a warning: hence any warning is an error,
and the number of frames and each frame's time are read back from the movie.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from ._encoding import Encoding
from ._errors import FFMpegError
from ._process import run_ffmpeg

# What muxers say about the format as such; stock's movies get the same at this log level.
_HARMLESS = (
    "codec timebase is very high",
    "file may not be playable by quicktime",
    "or choose different container",
    "Starting new cluster due to timestamp",
    "Last message repeated",
    "has not been used for any stream",
)
# Output options for raw frames on stdout, as they were handed to the encoder of a segment.
RAW_OUTPUT = ("-f", "rawvideo", "-pix_fmt", "rgba", "pipe:")
_MICRO = 1_000_000
# ffmpeg takes a frame rate as the nearest fraction of numbers up to this one.
_LARGEST_IN_RATE = 1_001_000


@dataclasses.dataclass(frozen=True, kw_only=True)
class Segment:
    """
    A file that holds a block of frames.

    Attributes
    ----------
    path : str
        The file.
    frames : int
        The number of frames in it.
    is_opaque : bool, default: False
        Whether they are known to be opaque.
    """

    path: str
    frames: int
    is_opaque: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Packet:
    dts: int
    pts: int


def stitch(encoding: Encoding, segments: Sequence[Segment], path: str | os.PathLike[str]) -> None:
    """
    Join segments to a movie, in their order, and check its frames and their times.

    Parameters
    ----------
    encoding : Encoding
        How the segments were made.
    segments : sequence of Segment
        At least one frame in all.
    path : path-like
        The movie; the suffix decides on the container. An existing file is overwritten.

    Raises
    ------
    FFMpegError
        When ffmpeg fails or warns, or the movie is not what it should be.
    ValueError
        When there are no frames.
    """
    path = os.fspath(path)
    segments = [segment for segment in segments if segment.frames]
    frames = sum(segment.frames for segment in segments)
    if not frames:
        raise ValueError("There are no frames to join to a movie.")
    rate = _rate(encoding.fps)
    with _concat_list(segments, rate) as source:
        command, said = _copy(encoding, source, path)
        if re.search("non.monoton", said, re.IGNORECASE):
            # Encoders that reorder frames shift the decoding times of a segment of one or two
            # frames less than those of a longer one, so that they overlap where these follow.
            # (Other encoder options for short segments would change the stream's parameters.)
            command, said = _copy(
                encoding, source, path, "-bsf:v", _regular_dts(encoding, source, rate)
            )
    unexpected = [
        line
        for line in said.splitlines()
        if line.strip() and not any(harmless in line for harmless in _HARMLESS)
    ]
    if unexpected:
        raise FFMpegError(
            0,
            command,
            stderr=said,
            summary=f"ffmpeg warned while it joined the {len(segments)} segments of {path!r}.",
        )
    _verify(encoding, path, frames, rate, command)


def _rate(fps: float) -> Fraction:
    """Return the frame rate as ffmpeg understands it."""
    rate = Fraction(float(fps)).limit_denominator(_LARGEST_IN_RATE)
    if rate.numerator > _LARGEST_IN_RATE:
        rate = rate.limit_denominator(max(1, int(_LARGEST_IN_RATE / rate)))
    return rate


def reading(ffmpeg: str, *source: str) -> list[str]:
    """
    Return how the command line of an ffmpeg begins that decodes segments, in one thread.

    Parameters
    ----------
    ffmpeg : str
        The program.
    *source : str
        Its options for the input, up to the file.
    """
    return [ffmpeg, "-nostdin", "-loglevel", "error", "-threads", "1", *source]


def concat_line(segment: Segment) -> str:
    """Return the line for *segment* in a list for the concat demuxer."""
    quoted = str(Path(segment.path).absolute()).replace("'", r"'\''")
    return f"file '{quoted}'"


def decoding(
    encoding: Encoding, segments: Sequence[Segment], source: str, *, skipped: int = 0
) -> list[str]:
    """
    Return how the command line of an ffmpeg begins that decodes lossless segments.

    Parameters
    ----------
    encoding : Encoding
        How they were made.
    segments : sequence of Segment
        Where the frames are, in order.
    source : str
        Where to write the list of segments for ffmpeg.
    skipped : int, default: 0
        How many frames to leave out at the beginning, all of the first segment.
    """
    lines = ["ffconcat version 1.0", *map(concat_line, segments)]
    if skipped:
        # Each frame of a lossless segment can be begun with.
        lines.insert(2, f"inpoint {skipped / encoding.segment_fps:.6f}")
    Path(source).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return reading(encoding.ffmpeg, "-f", "concat", "-safe", "0", "-i", source)


@contextlib.contextmanager
def _concat_list(segments: Sequence[Segment], rate: Fraction) -> Iterator[str]:
    """Write the list for the concat demuxer beside the first segment; remove it at the end."""
    lines = ["ffconcat version 1.0"]
    done = end = 0
    for segment in segments:
        done += segment.frames
        # Lengths are differences of rounded ends, so that roundings do not add up.
        start, end = end, round(done * _MICRO / rate)
        lines += [concat_line(segment), f"duration {(end - start) / _MICRO:.6f}"]
    handle, name = tempfile.mkstemp(suffix=".ffconcat", dir=Path(segments[0].path).parent)
    os.close(handle)
    try:
        Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        yield name
    finally:
        Path(name).unlink(missing_ok=True)


def _copy(encoding: Encoding, source: str, path: str, *more: str) -> tuple[list[str], str]:
    """Copy all segments into the movie; return the command and what ffmpeg said."""
    command = [
        *(encoding.ffmpeg, "-nostdin", "-hide_banner", "-loglevel", "warning"),
        *("-f", "concat", "-safe", "0", "-i", source),
        *("-map", "0", "-c", "copy", *more, *encoding.stitch_args, "-y", path),
    ]
    result = run_ffmpeg(command)
    if result.returncode:
        raise FFMpegError(
            result.returncode,
            command,
            stderr=result.stderr,
            summary=f"ffmpeg could not join the segments of {path!r}.",
        )
    return command, result.stderr


def _packets(command: Sequence[str], summary: str) -> tuple[Fraction, list[_Packet]]:
    """Run a command that ends in ffmpeg's framecrc format; return time base and packets."""
    result = run_ffmpeg(command)
    base = None
    packets = []
    for line in result.stdout.splitlines():
        if line.startswith("#tb 0:"):
            base = Fraction(line.partition(":")[2].strip())
        elif line and not line.startswith("#"):
            _, dts, pts, *_ = line.split(",")
            packets.append(_Packet(dts=int(dts), pts=int(pts)))
    if result.returncode or base is None:
        raise FFMpegError(result.returncode, command, stderr=result.stderr, summary=summary)
    return base, packets


def _regular_dts(encoding: Encoding, source: str, rate: Fraction) -> str:
    """Return a bitstream filter that spaces the decoding times of all packets evenly."""
    command = [
        *(encoding.ffmpeg, "-nostdin", "-hide_banner", "-loglevel", "error"),
        *("-f", "concat", "-safe", "0", "-i", source, "-map", "0:v:0", "-c", "copy"),
        # ffmpeg "corrects" decoding times that go back, and presentation times with them;
        # with these, far before any of the movie's, it leaves the latter alone.
        *("-bsf:v", f"setts=pts=PTS:dts=N-{2**40}", "-f", "framecrc", "-"),
    ]
    _, packets = _packets(command, "ffmpeg cannot read the segments it made.")
    order = sorted(range(len(packets)), key=lambda at: packets[at].pts)
    # A frame must be decoded before it is shown.
    delay = max(decoded - shown for shown, decoded in enumerate(order))
    ticks = f"(N-{delay})*{rate.denominator}/({rate.numerator}*TB)"
    return f"setts=pts=PTS:dts=round({ticks})"


def _verify(
    encoding: Encoding, path: str, frames: int, rate: Fraction, made_by: Sequence[str]
) -> None:
    """Raise FFMpegError unless the movie has so many frames, evenly spaced."""
    command = [
        *(encoding.ffmpeg, "-nostdin", "-hide_banner", "-loglevel", "error", "-i", path),
        *("-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-"),
    ]
    base, packets = _packets(command, f"ffmpeg cannot read {path!r}, which it has just made.")
    if len(packets) != frames:
        raise FFMpegError(
            0,
            made_by,
            summary=f"{path!r} has {len(packets)} frames, though {frames} were encoded.",
        )
    shown = sorted(packet.pts for packet in packets)
    # A container rounds times to its ticks, the concat demuxer to microseconds.
    tolerance = base + Fraction(2, _MICRO)
    for number, pts in enumerate(shown):
        seconds, expected = (pts - shown[0]) * base, number / rate
        if abs(seconds - expected) > tolerance:
            raise FFMpegError(
                0,
                made_by,
                summary=(
                    f"Frame {number} of {path!r} is shown at {float(seconds):.6f} s "
                    f"instead of {float(expected):.6f} s."
                ),
            )
