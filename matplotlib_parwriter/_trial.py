"""Tries encoders on black frames: what ffmpeg lists is not what works on this machine."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ._errors import FFMpegError
from ._pipe import PipedFFMpeg
from ._process import run_ffmpeg

# What several encoders at the same time are fed with: some frames, and more than a pipe holds, so
# that the last of them has begun to encode before the first is told that there is no more.
_SESSION_FRAMES = 4
_MORE_THAN_A_PIPE = 1 << 21


def raw_input_args(size: tuple[int, int], fps: float | str, *, pixels: str = "rgba") -> list[str]:
    """
    Return ffmpeg's options for raw frames on its stdin, as stock gives them.

    Parameters
    ----------
    size : (int, int)
        Width and height in pixels.
    fps : float or str
        Frames per second.
    pixels : str, default: "rgba"
        ffmpeg's name of their pixel format.
    """
    width, height = size
    return [
        *("-f", "rawvideo", "-vcodec", "rawvideo", "-s", f"{width}x{height}"),
        *("-pix_fmt", pixels, "-framerate", str(fps), "-loglevel", "error", "-i", "pipe:"),
    ]


def _try_commands(
    commands: Sequence[Sequence[str]], size: tuple[int, int], frames: int
) -> FFMpegError | None:
    """Feed black frames to commands that run at the same time; return what the first said."""
    black = b"\x00\x00\x00\xff" * (size[0] * size[1])
    running: list[PipedFFMpeg] = []
    try:
        for command in commands:
            running.append(PipedFFMpeg(command))
        for process in running:
            for _ in range(frames):
                process.write(black)
        # Inputs are ended after all were fed: until then each holds its encoder open. ffmpeg may
        # stop reading early (-frames:v 1) and be right, so only its exit status counts.
        for process in running:
            if process.finish():
                return process.error("ffmpeg cannot encode this movie with these options.")
    finally:
        for process in running:
            process.kill()
    return None


def probe_encoder(
    ffmpeg: str,
    name: str,
    size: tuple[int, int] = (640, 480),
    *,
    args: Sequence[str] = ("-pix_fmt", "yuv420p"),
) -> str | None:
    """
    Return None when an encoder really works here, else what ffmpeg says.

    Parameters
    ----------
    ffmpeg : str
        The program.
    name : str
        ffmpeg's name of the encoder, such as "h264_nvenc".
    size : (int, int), default: (640, 480)
        Width and height in pixels.
    args : sequence of str, default: ("-pix_fmt", "yuv420p")
        More output options.
    """
    command = [ffmpeg, *raw_input_args(size, 25), "-vcodec", name, *args, "-f", "null", "-"]
    error = _try_commands([command], size, 1)
    if error is None:
        return None
    return (error.stderr or "").strip() or f"ffmpeg ended with status {error.returncode}"


@functools.lru_cache(maxsize=8)
def has_bitstream_filter(ffmpeg: str, name: str) -> bool:
    """
    Return whether an ffmpeg has a bitstream filter; asked once in a process.

    Parameters
    ----------
    ffmpeg : str
        The program.
    name : str
        ffmpeg's name of the filter, such as "setts".
    """
    return name in run_ffmpeg([ffmpeg, "-hide_banner", "-bsfs"]).stdout.split()


# Cached for the process, so that a second save of the same kind pays nothing. Only successes are:
# a failure raises, and what raises is not kept, so what the user repaired is tried again.
@functools.lru_cache(maxsize=64)
def prove(
    ffmpeg: str,
    args: tuple[str, ...],
    name: str,
    size: tuple[int, int],
    rate: str,
    sessions: int,
) -> None:
    """
    Raise FFMpegError unless the real options encode black frames of the real size.

    Parameters
    ----------
    ffmpeg : str
        The program.
    args : tuple of str
        Output options, without the name of the movie.
    name : str
        The movie's name, without its directory.
    size : (int, int)
        Width and height in pixels.
    rate : str
        Frames per second.
    sessions : int
        How many encoders must work at the same time.
    """
    with tempfile.TemporaryDirectory(prefix="parwriter-trial-") as folder:
        commands = []
        for number in range(sessions):
            # The movie's own name, in a folder of its own: ffmpeg reads much from a name
            # (container, image sequence), and must refuse it as it would refuse the real one.
            path = Path(folder, str(number), name)
            path.parent.mkdir()
            commands.append([ffmpeg, *raw_input_args(size, rate), *args, "-y", str(path)])
        frames = 1
        if sessions > 1:
            frames = _SESSION_FRAMES + _MORE_THAN_A_PIPE // (size[0] * size[1] * 4)
        error = _try_commands(commands, size, frames)
    if error is not None:
        raise error
