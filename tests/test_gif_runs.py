"""A GIF encoded in runs of frames is the file that one ffmpeg makes, byte by byte."""

from __future__ import annotations

import dataclasses
import logging
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from ffmpeg_stand_in import write_program

from matplotlib_parwriter import _gif_runs
from matplotlib_parwriter._encode import Encoder, OwnSegments
from matplotlib_parwriter._errors import FFMpegError
from matplotlib_parwriter._ffmpeg import Encoding, plan_encoding
from matplotlib_parwriter._gif_file import GifFile, UnlikeError
from matplotlib_parwriter._gif_runs import GifRuns
from matplotlib_parwriter._palette import Palette
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


def encoding_of(ffmpeg: str, *args: str, fps: float = 30) -> Encoding:
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


def runs_of(encoding: Encoding, segments: Sequence[Segment]) -> GifRuns:
    palette = Palette(encoding, "palette.nut")
    for segment in segments:
        palette.append(segment)
    palette.finish(segments)
    folder = Path("runs")
    folder.mkdir()
    return GifRuns(encoding=encoding, segments=segments, palette=palette.path, folder=folder)


def short_runs(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Let runs have *most* frames at most."""
    monkeypatch.setattr(_gif_runs, "_LEAST_FRAMES", 1)
    monkeypatch.setattr(_gif_runs, "_MOST_FRAMES", most)


def split(count: int, rng: random.Random) -> list[int]:
    """Return numbers that sum up to *count*."""
    cuts = sorted(rng.sample(range(1, count), min(count - 1, rng.randrange(6))))
    return [b - a for a, b in zip([0, *cuts], [*cuts, count], strict=True)]


@pytest.mark.parametrize("clear", [False, True])
@pytest.mark.parametrize(
    ("fps", "args"),
    [
        (30, ()),
        (29.97, ()),
        (7, ("-loop", "-1")),
        (60, ("-final_delay", "77")),
        # More than a GIF can tell apart.
        (210, ()),
        (0.3, ()),
        (24, ("-gifflags", "0")),
        (24, ("-gifflags", "-offsetting", "-loop", "4")),
        (24, ("-gifflags", "-transdiff", "-metadata", "title=dots")),
    ],
)
def test_same_bytes(
    fps: float,
    args: Sequence[str],
    clear: bool,
    ffmpeg: str,
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(f"{fps} {args} {clear}")
    encoding = encoding_of(ffmpeg, *args, fps=fps)
    frames = frames_of(3, clear=clear)
    short_runs(monkeypatch, rng.randrange(1, 9))
    runs = runs_of(encoding, segments_of(encoding, frames, split(FRAMES, rng)))
    assert runs.encode(Path("ours.gif")) == ""
    assert Path("ours.gif").read_bytes() == stocks(encoding, frames)


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("longest", [1, 500])
def test_few_frames(
    count: int, longest: int, ffmpeg: str, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding = encoding_of(ffmpeg)
    frames = frames_of(1, count=count)
    short_runs(monkeypatch, longest)
    runs = runs_of(encoding, segments_of(encoding, frames, [count]))
    assert runs.encode(Path("ours.gif")) == ""
    assert Path("ours.gif").read_bytes() == stocks(encoding, frames)


# Another ffmpeg, of which runs get other options if they are not the first one, or all of them.
OTHER = """
import os, sys
args = sys.argv[1:]
name = os.path.basename(args[-1])
is_run = args[-1].endswith(".gif") and "paletteuse" in " ".join(args) and "concat" in args
if is_run and (name != "000000.gif" or {all}):
    args[-2:-2] = {options}
os.execv({ffmpeg!r}, [{ffmpeg!r}, *args])
"""


@pytest.mark.parametrize(
    ("options", "of_all", "says"),
    [
        (["-frames:v", "2"], False, "came as 2 frames"),
        # The second frame of a run no longer depends on the first one.
        (["-gifflags", "0"], False, "depends on more than the frame before it"),
        (["-pix_fmt", "bgr8"], False, "the colours differ"),
        (["-f", "rawvideo"], True, "is no GIF"),
    ],
)
def test_what_does_not_join_is_encoded_at_once(
    options: list[str],
    of_all: bool,
    says: str,
    ffmpeg: str,
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = OTHER.format(ffmpeg=ffmpeg, options=options, all=of_all)
    other = str(write_program(work / "other", text))
    short_runs(monkeypatch, 5)
    encoding = encoding_of(ffmpeg, fps=29.97)
    frames = frames_of(2)
    segments = segments_of(encoding, frames, [10, 13])
    runs = runs_of(dataclasses.replace(encoding, ffmpeg=other), segments)
    with caplog.at_level(logging.WARNING):
        said = runs.encode(Path("ours.gif"))
    assert says in said
    assert said in caplog.text
    assert Path("ours.gif").read_bytes() == stocks(encoding, frames)


def test_a_run_that_fails(ffmpeg: str, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = OTHER.format(ffmpeg=ffmpeg, options=["-nonsense", "1"], all=False)
    other = str(write_program(work / "other", text))
    short_runs(monkeypatch, 5)
    encoding = dataclasses.replace(encoding_of(ffmpeg), ffmpeg=other)
    runs = runs_of(encoding, segments_of(encoding, frames_of(2), [FRAMES]))
    try:
        with pytest.raises(FFMpegError, match=r"(?s)Frames \d+ to \d+ of the GIF .*nonsense"):
            runs.encode(Path("ours.gif"))
    finally:
        runs.kill()


@pytest.mark.parametrize("keep", [0, 3, 12, 20, 800, 1000, -1])
def test_files_that_end_too_early(keep: int, ffmpeg: str, work: Path) -> None:
    encoding = encoding_of(ffmpeg)
    whole = stocks(encoding, frames_of(1, count=3))
    path = Path("part.gif")
    path.write_bytes(whole)
    with GifFile(path) as gif:
        assert gif.frames == 3
    path.write_bytes(whole[:keep])
    with pytest.raises(UnlikeError, match=r"part\.gif"):
        GifFile(path)
    path.write_bytes(whole + b"more")
    with pytest.raises(UnlikeError, match="does not end with a frame"):
        GifFile(path)


def test_a_movie_of_no_gif(ffmpeg: str, work: Path) -> None:
    encoding = encoding_of(ffmpeg)
    encoder = Encoder(encoding, "some.mov")
    encoder.write(frames_of(1, count=1)[0])
    encoder.close()
    with pytest.raises(UnlikeError, match=r"some\.mov is no GIF"):
        GifFile(Path("some.mov"))
