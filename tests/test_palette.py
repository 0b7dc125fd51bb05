"""The palette of a GIF is that of its frames, whenever they are counted."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path

import numpy as np
import pytest

from matplotlib_parwriter import _palette
from matplotlib_parwriter._encode import Encoder, OwnSegments
from matplotlib_parwriter._encoding import Encoding, plan_encoding
from matplotlib_parwriter._errors import FFMpegError
from matplotlib_parwriter._palette import Palette
from matplotlib_parwriter._stitch import Segment
from matplotlib_parwriter._trial import raw_input_args

SIZE = 64, 48
STOCKS = ("-filter_complex", "split [a][b];[a] palettegen [p];[b][p] paletteuse")


@pytest.fixture
def encoding(ffmpeg: str, work: Path) -> Encoding:
    return plan_encoding(
        ffmpeg=ffmpeg,
        outfile=work / "movie.gif",
        output_args=STOCKS,
        codec="h264",
        size=SIZE,
        fps=25,
        gpu="never",
        sessions=1,
    )


def frame(seed: int, *, alpha: int = 255) -> bytes:
    """Return a frame of many colours, most of them in no other frame."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(20 * seed, 20 * seed + 60, (SIZE[0] * SIZE[1], 4), dtype=np.uint8)
    pixels[:, 3] = alpha
    return pixels.tobytes()


def segment_of(encoding: Encoding, *frames: bytes) -> Segment:
    own = OwnSegments(encoding, lambda: f"{abs(hash(frames))}{encoding.segment_suffix}")
    for image in frames:
        own.write(image)
    (segment,) = own.end()
    return segment


def in_order(encoding: Encoding, *frames: bytes) -> bytes:
    """Return the palette of frames that are counted one after the other."""
    command = [encoding.ffmpeg, *raw_input_args(SIZE, 25), "-vf", "palettegen"]
    command += ["-f", "rawvideo", "-pix_fmt", "bgra", "-y", "in_order.palette"]
    subprocess.run(command, input=b"".join(frames), check=True)
    return Path("in_order.palette").read_bytes()


def test_the_order_does_not_matter(encoding: Encoding) -> None:
    frames = [frame(seed) for seed in range(9)]
    parts = [segment_of(encoding, *frames[i : i + 2]) for i in (1, 3, 5, 7)]
    palette = Palette(encoding, "own.palette")
    assert all(palette.may_foresee(part) for part in parts)
    palette.append(segment_of(encoding, frames[0]))
    palette.foresee(parts[3])
    palette.foresee(parts[1])
    for part in parts:
        palette.append(part)
        assert not palette.may_foresee(part)
    # Were they counted again, there would be none.
    palette.finish([])
    assert Path("own.palette").read_bytes() == in_order(encoding, *frames)


def test_what_was_foreseen_may_not_come(encoding: Encoding) -> None:
    frames = [frame(seed) for seed in range(4)]
    first, other, last = (segment_of(encoding, image) for image in (frames[0], *frames[2:]))
    palette = Palette(encoding, "own.palette")
    palette.append(first)
    palette.foresee(other)
    palette.append(last)
    palette.finish([first, last])
    assert Path("own.palette").read_bytes() == in_order(encoding, frames[0], frames[3])


@pytest.mark.parametrize("clear", [0, 1, 2])
def test_transparent_frames_are_counted_in_order(clear: int, encoding: Encoding) -> None:
    frames = [frame(seed, alpha=100 if seed == clear else 255) for seed in range(3)]
    parts = [segment_of(encoding, image) for image in frames]
    palette = Palette(encoding, "own.palette")
    palette.append(parts[0])
    assert palette.may_foresee(parts[2]) is (clear == 1)
    palette.foresee(parts[2])
    for part in parts[1:]:
        palette.append(part)
    palette.finish(parts)
    assert Path("own.palette").read_bytes() == in_order(encoding, *frames)


def test_a_segment_that_cannot_be_read(encoding: Encoding) -> None:
    good = segment_of(encoding, frame(1), frame(2))
    palette = Palette(encoding, "own.palette")
    palette.append(dataclasses.replace(good, frames=3))
    with pytest.raises(FFMpegError, match="2 of 3 frames"):
        palette.finish([])
    palette.discard()
    palette.append(good)
    palette.append(dataclasses.replace(good, path="missing.mov"))
    with pytest.raises(FFMpegError, match=r"missing\.mov"):
        palette.finish([])
    palette.discard()


@pytest.mark.parametrize("alpha", [255, 100])
def test_frames_are_kept_and_counted_at_once(alpha: int, encoding: Encoding) -> None:
    frames = [frame(seed, alpha=alpha) for seed in range(5)]
    own = OwnSegments(encoding, lambda: "own.mov", palette="own.palette")
    for image in frames:
        own.write(image)
    (segment,) = own.end()
    assert (segment.frames, segment.is_opaque) == (5, alpha == 255)
    assert Path("own.palette").read_bytes() == in_order(encoding, *frames)
    command = [encoding.ffmpeg, "-i", segment.path, "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"".join(frames)


def test_what_a_frame_takes(encoding: Encoding) -> None:
    encoder = Encoder(encoding, "own.mov", palette="own.palette")
    assert encoder.seconds_each is None
    encoder.write(frame(1))
    while encoder.seconds_each is None and Path("/proc/self/stat").exists():
        encoder.write(frame(3))
    assert (encoder.seconds_each or 0) >= 0
    encoder.close()
    assert encoder.seconds_each is None


@pytest.mark.parametrize(
    ("versions", "alike"),
    [
        ("libavutil 56.70.100 / 56.70.100\nlibavfilter     7.110.100 /  7.110.100\n", False),
        ("libavfilter     9.  3.100 /  9.  3.100\n", False),
        ("libavfilter     9. 12.100 /  9. 12.100\n", True),
        # What it was built with, and what runs.
        ("libavfilter     9. 12.100 /  8. 44.100\n", False),
        ("libavfilter    12.  1.102 / 12.  1.102\n", True),
        ("libavfilter    13.  0.100 / 13.  0.100\n", False),
        ("something else\n", False),
    ],
)
def test_only_of_versions_that_are_known(
    versions: str, alike: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = subprocess.CompletedProcess([], 0, f"ffmpeg version 1\n{versions}", "")
    monkeypatch.setattr(_palette, "run_ffmpeg", lambda _: said)
    assert _palette.counts_alike(versions) is alike
