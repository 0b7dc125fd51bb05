"""A GIF encoded in runs of frames is the file that one ffmpeg makes, byte by byte."""

from __future__ import annotations

import dataclasses
import logging
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from ffmpeg_stand_in import write_program
from gif_tools import FRAMES, counted, encoding_of, frames_of, segments_of, split, stocks

from matplotlib_parwriter import _gif_runs
from matplotlib_parwriter._encode import Encoder
from matplotlib_parwriter._errors import FFMpegError
from matplotlib_parwriter._gif_file import GifFile, UnlikeError
from matplotlib_parwriter._gif_runs import GifRuns


def short_runs(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Let runs have *most* frames at most."""
    monkeypatch.setattr(_gif_runs, "_LEAST_FRAMES", 1)
    monkeypatch.setattr(_gif_runs, "_MOST_FRAMES", most)


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
    runs = GifRuns(counted(encoding, segments_of(encoding, frames, split(FRAMES, rng))))
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
    runs = GifRuns(counted(encoding, segments_of(encoding, frames, [count])))
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
    runs = GifRuns(counted(dataclasses.replace(encoding, ffmpeg=other), segments))
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
    runs = GifRuns(counted(encoding, segments_of(encoding, frames_of(2), [FRAMES])))
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
