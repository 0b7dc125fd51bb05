"""
How a movie is encoded: decided, and proven to work, before a frame is drawn.

A decision is an `Encoding`: made once per movie in the user's process, sent to every worker, so
that all segments are made by one encoder with one set of parameters (others do not join).
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from ._errors import FFMpegError
from ._ffmpeg import gpu_presence
from ._options import (
    Split,
    container_args,
    container_obstacle,
    joins,
    segment_suffixes,
    split_output_args,
    trial_obstacle,
    without_palette,
)
from ._repair import find_repair
from ._storage import is_stream
from ._trial import has_bitstream_filter, prove, raw_input_args

# Of some 150 settings tried on nine kinds of plots (benchmarks/encoder.py), these take least time
# among those that give at least the structural similarity of the luma that x264's defaults
# ("medium", 23) give, in files up to a quarter larger: about six tenths of the defaults' time.
_X264_QUALITY = (
    *("-preset", "veryfast", "-crf", "21.8", "-x264-params"),
    "ref=2:mixed-refs=1:trellis=1:me=dia:rc-lookahead=40:deblock=-1,-1",
)
# For segments that are decoded again: run lengths with transparency, which compress plots well, and
# of all that does so take least time: encoded in half the time of QuickTime's run lengths, read in
# as little, in files that are up to three times as large. Every ffmpeg has it.
_LOSSLESS = ("-vcodec", "targa", "-pix_fmt", "bgra")
_LOSSLESS_SUFFIX = ".mov"
_ANY_FPS = 25.0
# Without a quality of its own, NVENC aims at 2 Mbit/s whatever the size of the frames.
_NVENC_QUALITY = ("-rc", "vbr", "-cq", "23", "-b:v", "0")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Encoding:
    """
    How a movie is encoded; decided once per movie, and the same in every worker.

    Attributes
    ----------
    ffmpeg : str
        The program.
    size : (int, int)
        Width and height of the raw frames in pixels.
    fps : float
        Frames per second, as the user gave it; ``str(fps)`` goes to ffmpeg.
    encoder : str
        ffmpeg's name of the encoder.
    encoder_reason : str
        Why this one, as a sentence.
    assembly : {"joined", "piped", "gif"}
        How the movie is put together; see `_assembly`.
    assembly_reason : str
        Why it cannot be joined from segments, as a sentence; empty where it can.
    segment_args, segment_suffix : tuple of str, str
        Output options of one segment, and the suffix of its file; both empty where this ffmpeg can
        make no segments for this movie.
    segment_fps : float
        Frames per second of a segment, where they do not matter any that ffmpeg understands.
    stitch_args : tuple of str
        Output options of the ffmpeg that joins the segments.
    whole_args : tuple of str
        Output options where one ffmpeg makes the movie: stock's, but for the encoder's name.
    """

    ffmpeg: str
    size: tuple[int, int]
    fps: float
    encoder: str
    encoder_reason: str
    assembly: Literal["joined", "piped", "gif"]
    assembly_reason: str
    segment_args: tuple[str, ...]
    segment_suffix: str
    segment_fps: float
    stitch_args: tuple[str, ...]
    whole_args: tuple[str, ...]

    @property
    def frame_bytes(self) -> int:
        """Size of a raw frame."""
        return self.size[0] * self.size[1] * 4


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Request:
    """What the user wants."""

    ffmpeg: str
    outfile: str
    args: tuple[str, ...]
    split: Split
    codec: str
    size: tuple[int, int]
    fps: float
    gpu: str
    sessions: int

    def command(self, args: Sequence[str]) -> list[str]:
        """Return the command line that makes the movie with these options."""
        return [self.ffmpeg, *raw_input_args(self.size, self.fps), *args, "-y", self.outfile]

    def prove(self, args: tuple[str, ...], sessions: int = 1) -> None:
        """Raise FFMpegError unless the movie can be encoded with these options."""
        name = Path(self.outfile).name
        try:
            prove(self.ffmpeg, args, name, self.size, str(self.fps), sessions)
        except FFMpegError as error:
            # Tell it as if it had happened to the movie itself.
            raise FFMpegError(
                error.returncode,
                self.command(args),
                stderr=(error.stderr or "").replace(error.cmd[-1], self.outfile),
                summary=f"ffmpeg cannot make {self.outfile!r} with these options.",
            ) from None

    def says_quality(self) -> bool:
        """Return whether the user says anything about how well, or how hard, to compress."""
        return self.split.has_rate or bool(self.split.encoder_options)

    def with_encoder(self, *encoder: str) -> tuple[str, ...]:
        """Return the options with another encoder, and more options right after its name."""
        at = self.split.encoder_at
        return (*self.args[:at], *encoder, *self.args[at + 1 :])


def plan_encoding(
    *,
    ffmpeg: str,
    outfile: str | os.PathLike[str],
    output_args: Sequence[str],
    codec: str,
    size: tuple[int, int],
    fps: float,
    gpu: str,
    sessions: int,
) -> Encoding:
    """
    Decide how a movie is encoded, and prove that it works with a black frame of its size.

    Parameters
    ----------
    ffmpeg : str
        The program.
    outfile : path-like
        The movie; it is neither opened nor changed.
    output_args : sequence of str
        Stock's output options, without ``-y`` and *outfile*.
    codec : str
        The writer's codec; "h264" leaves the choice of the encoder to this function.
    size : (int, int)
        Width and height of the frames in pixels.
    fps : float
        Frames per second.
    gpu : {"auto", "never", "require"}
        Whether to use NVENC where it works.
    sessions : int
        How many encoders will run at the same time; drivers limit how many NVENC may.

    Raises
    ------
    FFMpegError
        When ffmpeg refuses the options, the size, the frame rate or the target.
    RuntimeError
        When *gpu* is "require" and the GPU cannot encode this movie.
    """
    args = tuple(os.fsdecode(arg) for arg in output_args)
    request = _Request(
        ffmpeg=ffmpeg,
        outfile=os.fsdecode(outfile),
        args=args,
        split=split_output_args(args),
        codec=codec,
        size=(int(size[0]), int(size[1])),
        fps=fps,
        gpu=gpu,
        sessions=max(1, sessions),
    )
    _check_target(request)
    target_suffix = Path(request.outfile).suffix
    with ThreadPoolExecutor(max_workers=2) as beside:
        # Each question takes ffmpeg some hundredths of a second, and the user waits for them. They
        # are asked again below, where the answers are known then.
        with contextlib.suppress(RuntimeError):  # not while the interpreter exits
            beside.submit(has_bitstream_filter, ffmpeg, "setts")
            if not joins(target_suffix):
                beside.submit(_makes_lossless, request)
        encoder, reason, whole_args = _choose_encoder(request)
    split = split_output_args(whole_args)
    obstacle = split.obstacle or container_obstacle(split, target_suffix)
    if is_stream(request.outfile):
        obstacle = "What is written to a pipe or a device cannot be looked at again."
    if not obstacle and not has_bitstream_filter(ffmpeg, "setts"):
        obstacle = f"{ffmpeg} is older than FFmpeg 4.4 and cannot correct decoding times."
    suffix = ""
    if not obstacle:
        suffix, obstacle = _segment_suffix(request, encoder, split)
    encoding = Encoding(
        ffmpeg=ffmpeg,
        size=request.size,
        fps=fps,
        encoder=encoder,
        encoder_reason=reason,
        assembly="joined",
        assembly_reason="",
        segment_args=split.segment,
        segment_suffix=suffix,
        segment_fps=fps,
        stitch_args=(*container_args(split, target_suffix), *split.stitch),
        whole_args=whole_args,
    )
    return encoding if not obstacle else _without_joining(request, encoding, obstacle)


def _without_joining(request: _Request, encoding: Encoding, obstacle: str) -> Encoding:
    """Return the encoding for lossless segments, if this ffmpeg can make those."""
    lossless = _makes_lossless(request)
    is_gif = lossless and without_palette(encoding.whole_args) is not None
    return dataclasses.replace(
        encoding,
        assembly="gif" if is_gif else "piped",
        assembly_reason=obstacle,
        segment_args=_LOSSLESS if lossless else (),
        segment_suffix=_LOSSLESS_SUFFIX if lossless else "",
        segment_fps=_ANY_FPS,
        stitch_args=(),
    )


def _makes_lossless(request: _Request) -> bool:
    """Return whether this ffmpeg makes lossless segments."""
    try:
        prove(request.ffmpeg, _LOSSLESS, f"0{_LOSSLESS_SUFFIX}", request.size, str(_ANY_FPS), 1)
    except FFMpegError:
        return False
    return True


def _segment_suffix(request: _Request, encoder: str, split: Split) -> tuple[str, str]:
    """Return the suffix of segments, or "" and why this ffmpeg cannot make and join any."""
    target_suffix = Path(request.outfile).suffix.lower()
    suffixes = segment_suffixes(encoder, target_suffix)
    if not suffixes:
        return "", f"{encoder!r} in {target_suffix!r} cannot be joined from pieces."
    if not _is_number(request.fps):
        return "", f"The frame rate {request.fps!r} is not a number."
    for suffix in suffixes:
        if suffix == target_suffix:
            return suffix, ""  # proven with the movie itself
        try:
            prove(request.ffmpeg, split.segment, f"0{suffix}", request.size, str(request.fps), 1)
        except FFMpegError:
            continue
        return suffix, ""
    return "", f"{request.ffmpeg} cannot put {encoder!r} into segments."


def _check_target(request: _Request) -> None:
    """Raise FFMpegError where ffmpeg could not write the movie; touch nothing."""
    target = Path(request.outfile)
    problem = ""
    if target.is_dir():
        problem = "Is a directory"
    elif target.exists():
        if not os.access(target, os.W_OK):
            problem = "Permission denied"
    elif "://" not in request.outfile:
        if not target.parent.is_dir():
            problem = "No such file or directory"
        elif not os.access(target.parent, os.W_OK):
            problem = "Permission denied"
    if problem:
        raise FFMpegError(
            1,
            request.command(request.args),
            stderr=f"{request.outfile}: {problem}",
            summary=f"The movie cannot be written to {request.outfile!r}.",
        )


def _choose_encoder(request: _Request) -> tuple[str, str, tuple[str, ...]]:
    """Return the encoder, why it is this one, and the movie's options with it, proven."""
    split, args = request.split, request.args
    exotic = trial_obstacle(args)
    if not split.encoder == request.codec == "h264":
        encoder = split.encoder if split.encoder is not None else request.codec
        if request.gpu == "require" and "nvenc" not in encoder:
            raise RuntimeError(
                f"gpu='require', but the movie is to be encoded by {encoder!r}; "
                "leave the codec at 'h264', or set gpu to 'auto'."
            )
        if split.encoder is None:
            reason = "ffmpeg chooses the encoder by the movie's suffix."
        else:
            reason = f"{encoder} is what the script or rcParams ask for."
        if exotic is None:
            try:
                request.prove(args)
            except FFMpegError as error:
                repair = find_repair(args, Path(request.outfile).suffix, error, request.prove)
                return encoder, f"{reason} {repair.reason}", repair.args
        return encoder, reason, args
    nvenc, reason = _try_nvenc(request)
    if nvenc is not None:
        return "h264_nvenc", reason, nvenc
    if exotic is not None:
        return "h264", f"{exotic} cannot be tried, so ffmpeg chooses the H.264 encoder.", args
    x264 = request.with_encoder("libx264", *(() if request.says_quality() else _X264_QUALITY))
    try:
        request.prove(x264)
    except FFMpegError as error:
        if "Unknown encoder" not in (error.stderr or ""):
            raise
    else:
        return "libx264", reason, x264
    request.prove(args)
    return "h264", "This ffmpeg has no libx264, so it chooses the H.264 encoder.", args


def _try_nvenc(request: _Request) -> tuple[tuple[str, ...] | None, str]:
    """Return the options to encode on the GPU, or None where that is not possible, and why."""
    if request.gpu == "never":
        return None, "libx264 is used because gpu is 'never'."
    there, why = gpu_presence()
    if there and request.split.encoder_options:
        why = f"{request.split.encoder_options[0]!r} may not mean to NVENC what it means to x264."
    elif there:
        quality = () if request.says_quality() else _NVENC_QUALITY
        nvenc = request.with_encoder("h264_nvenc", *quality)
        try:
            request.prove(nvenc, request.sessions)
        except FFMpegError as error:
            why = f"{request.sessions} trial encodes with h264_nvenc at once failed"
            if request.gpu == "require":
                raise RuntimeError(f"gpu='require', but {why}.") from error
            said = (error.stderr or "").strip() or "nothing"
            why = f"{why}; ffmpeg said: {said.splitlines()[0]}"
        else:
            return nvenc, f"{request.sessions} trial encodes with h264_nvenc at once worked."
    if request.gpu == "require":
        raise RuntimeError(f"gpu='require', but the GPU cannot encode this movie. {why}")
    return None, f"libx264 is used. {why}"


def _is_number(fps: object) -> bool:
    try:
        return float(fps) > 0  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
