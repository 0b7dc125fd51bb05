"""Movies of synthetic frames, by stock's command line and by ours, and what ffmpeg tells."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from compare import FFMPEG
from matplotlib.animation import FFMpegWriter

from matplotlib_parwriter._encode import Encoder
from matplotlib_parwriter._encoding import Encoding, plan_encoding
from matplotlib_parwriter._stitch import Segment

SIZE = (96, 64)


def make_frames(count: int, size: tuple[int, int] = SIZE) -> list[bytes]:
    """Draw frames that all differ, with flat areas, noise, and a moving edge."""
    width, height = size
    noise = np.random.default_rng(0).integers(0, 255, (height // 2, width // 2, 4), np.uint8)
    frames = []
    for number in range(count):
        frame = np.full((height, width, 4), 255, np.uint8)
        frame[: height // 2, : width // 2, :3] = noise[..., :3]
        frame[-8:, : 2 + 3 * number % (width - 2), 1] = 0
        frame[height // 2 :, :8, 0] = 11 * number % 256
        frames.append(frame.tobytes())
    return frames


def stock_args(outfile: Path, codec: str = "h264", **writer: Any) -> list[str]:
    """Return the output options that stock's writer gives, without ``-y`` and the file."""
    stock = FFMpegWriter(codec=codec, **writer)
    stock.outfile = str(outfile)
    return stock.output_args[:-2]


def stock_movie(
    outfile: Path,
    args: Sequence[str],
    frames: Sequence[bytes],
    fps: object = 30,
    size: tuple[int, int] = SIZE,
) -> subprocess.CompletedProcess[bytes]:
    """Encode frames with the command line of stock's writer."""
    return subprocess.run(
        [
            *(FFMPEG, "-f", "rawvideo", "-vcodec", "rawvideo", "-s", "{}x{}".format(*size)),
            *("-pix_fmt", "rgba", "-framerate", str(fps), "-loglevel", "error", "-i", "pipe:"),
            *(*args, "-y", str(outfile)),
        ],
        input=b"".join(frames),
        capture_output=True,
        check=False,
    )


def plan(outfile: Path, args: Sequence[str], **how: Any) -> Encoding:
    """Plan an encoding with the tests' usual settings."""
    settings: Mapping[str, Any] = {
        "ffmpeg": FFMPEG,
        "codec": "h264",
        "size": SIZE,
        "fps": 30,
        "gpu": "never",
        "sessions": 2,
        **how,
    }
    return plan_encoding(outfile=str(outfile), output_args=args, **settings)


def encode_segments(
    encoding: Encoding, folder: Path, frames: Sequence[bytes], counts: Sequence[int]
) -> list[Segment]:
    """Encode frames to segments of so many frames each."""
    segments = []
    start = 0
    for number, count in enumerate(counts):
        path = str(folder / f"{number}{encoding.segment_suffix}")
        encoder = Encoder(encoding, path, threads=1)
        for frame in frames[start : start + count]:
            encoder.write(frame)
        encoder.close()
        start += count
        segments.append(Segment(path=path, frames=encoder.frames))
    return segments


def describe(path: Path) -> list[str]:
    """Return what ``ffmpeg -i`` says about a movie, without sizes of files."""
    done = subprocess.run(
        [FFMPEG, "-hide_banner", "-i", str(path)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    lines = done.stderr.replace(str(path), "").splitlines()
    return [re.sub(r"bitrate: .*|\d+ kb/s,? ?", "", line) for line in lines]


def packet_times(path: Path) -> list[str]:
    """Return time base and presentation times of a movie's packets, in order of time."""
    done = subprocess.run(
        [
            FFMPEG,
            "-v",
            "error",
            "-i",
            str(path),
            "-map",
            "0:v",
            "-c",
            "copy",
            "-f",
            "framecrc",
            "-",
        ],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    lines = done.stdout.splitlines()
    times = sorted(int(line.split(",")[2]) for line in lines if not line.startswith("#"))
    return [line for line in lines if line.startswith("#tb")] + [str(time) for time in times]


def frame_hashes(path: Path | str) -> list[str]:
    """Decode a movie and return a hash of each frame, in the pixel format that it has."""
    done = subprocess.run(
        [
            *(FFMPEG, "-v", "error", "-i", str(path), "-map", "0:v:0"),
            *("-fps_mode", "passthrough", "-f", "framemd5", "-"),
        ],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return [line.split(",")[5].strip() for line in done.stdout.splitlines() if line[0] != "#"]
