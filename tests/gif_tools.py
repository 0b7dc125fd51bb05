"""GIFs as stock's ffmpeg makes them, and what ours are made of."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from matplotlib_parwriter._encode import OwnSegments
from matplotlib_parwriter._encoding import Encoding, plan_encoding
from matplotlib_parwriter._palette import CountedFrames, Palette
from matplotlib_parwriter._stitch import Segment
from matplotlib_parwriter._trial import raw_input_args

SIZE = 64, 48
PALETTE = "-filter_complex", "split [a][b];[a] palettegen [p];[b][p] paletteuse"
FRAMES = 23


def frames_of(seed: int, *, count: int = FRAMES, clear: bool = False) -> list[bytes]:
    """Return frames: parts that move, some frames that are as the one before, maybe clear parts."""
    rng = np.random.default_rng(seed)
    frames = []
    image = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    for i in range(count):
        if i % 5 != 3:
            image[...] = 255
            image[5:30, i : i + 20, :3] = rng.integers(0, 256, (25, 20, 3))
            if clear:
                image[40:, : 3 * i, 3] = 0 if i % 2 else 90
        frames.append(image.tobytes())
    return frames


def plain_frames_of(seed: int, *, count: int = FRAMES) -> list[bytes]:
    """Return frames of more colours than a palette has, and some that are as the one before."""
    rng = np.random.default_rng(seed)
    frames: list[bytes] = []
    for i in range(count):
        if i % 5 == 3:
            frames.append(frames[-1])
            continue
        image = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
        image[10:40, i : i + 30, :3] = rng.integers(100, 106, (30, 30, 3))
        image[20:22, 3:50, 1] = 7 + 2 * i
        frames.append(image.tobytes())
    return frames


def encoding_of(ffmpeg: str, *args: str, fps: float = 30) -> Encoding:
    """Return how such a GIF is encoded."""
    return plan_encoding(
        ffmpeg=ffmpeg,
        outfile="movie.gif",
        output_args=(*PALETTE, *args),
        codec="h264",
        size=SIZE,
        fps=fps,
        gpu="never",
        sessions=1,
    )


def segments_of(encoding: Encoding, frames: Sequence[bytes], sizes: Sequence[int]) -> list[Segment]:
    """Return *frames* in segments of some *sizes*."""
    segments = []
    rest = iter(frames)
    for i, size in enumerate(sizes):
        own = OwnSegments(encoding, lambda i=i: f"{i}.mov")  # type: ignore[misc]
        for _ in range(size):
            own.write(next(rest))
        segments += own.end()
    assert next(rest, None) is None
    return segments


def stocks(encoding: Encoding, frames: Sequence[bytes]) -> bytes:
    """Return the GIF that stock's ffmpeg makes."""
    path = Path("stocks.gif")
    command = [encoding.ffmpeg, *raw_input_args(SIZE, encoding.fps), *encoding.whole_args]
    subprocess.run([*command, "-y", str(path)], input=b"".join(frames), check=True)
    return path.read_bytes()


def split(count: int, rng: random.Random) -> list[int]:
    """Return numbers that sum up to *count*."""
    cuts = sorted(rng.sample(range(1, count), min(count - 1, rng.randrange(6))))
    return [b - a for a, b in zip([0, *cuts], [*cuts, count], strict=True)]


def counted(encoding: Encoding, segments: Sequence[Segment]) -> CountedFrames:
    """Compute the palette of *segments*, and make a folder for what will be needed."""
    palette = Palette(encoding, "own.palette")
    for segment in segments:
        palette.append(segment)
    palette.finish(segments)
    folder = Path("runs")
    folder.mkdir()
    return CountedFrames(encoding=encoding, segments=segments, palette=palette.path, folder=folder)
