"""A GIF of which frames are mapped in this process is the file that one ffmpeg makes."""

from __future__ import annotations

import dataclasses
import itertools
import logging
import os
import random
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ffmpeg_stand_in import write_program
from gif_tools import (
    FRAMES,
    counted,
    encoding_of,
    frames_of,
    plain_frames_of,
    segments_of,
    split,
    stocks,
)
from matplotlib.animation import FuncAnimation

from matplotlib_parwriter import ParallelFFMpegWriter, _colours, _dither, _gif_here
from matplotlib_parwriter._errors import FFMpegError
from matplotlib_parwriter._gif import Gif
from matplotlib_parwriter._gif_here import GifHere


@pytest.fixture(autouse=True)
def is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be tried, whatever the machine, with small GIFs, too."""
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "2")
    monkeypatch.setattr(_gif_here, "_LEAST_PIXELS", 0)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Follow more errors than it is worth."""
    monkeypatch.setattr(_dither, "_ERROR", 0)
    monkeypatch.setattr(_dither, "_QUESTION", 0)


@pytest.mark.parametrize(
    ("fps", "args"),
    [
        (30, ()),
        (29.97, ()),
        (7, ("-loop", "-1")),
        (60, ("-final_delay", "77")),
        (210, ()),
        (0.3, ()),
        (24, ("-gifflags", "0")),
        (24, ("-gifflags", "-offsetting", "-loop", "4")),
        (24, ("-gifflags", "-transdiff", "-metadata", "title=dots")),
    ],
)
def test_same_bytes(
    fps: float, args: Sequence[str], ffmpeg: str, work: Path, patient: None
) -> None:
    rng = random.Random(f"{fps} {args}")
    encoding = encoding_of(ffmpeg, *args, fps=fps)
    frames = plain_frames_of(3)
    here = GifHere(counted(encoding, segments_of(encoding, frames, split(FRAMES, rng))))
    assert here.encode(Path("ours.gif"))
    assert Path("ours.gif").read_bytes() == stocks(encoding, frames)


@pytest.mark.parametrize("count", [1, 2])
def test_few_frames(count: int, ffmpeg: str, work: Path, patient: None) -> None:
    encoding = encoding_of(ffmpeg)
    frames = plain_frames_of(1, count=count)
    here = GifHere(counted(encoding, segments_of(encoding, frames, [count])))
    assert here.encode(Path("ours.gif"))
    assert Path("ours.gif").read_bytes() == stocks(encoding, frames)


@pytest.mark.parametrize("why", ["cores", "version", "stream", "small", "clear"])
def test_not_tried(
    why: str, ffmpeg: str, work: Path, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding = encoding_of(ffmpeg)
    frames = frames_of(2, count=5, clear=True) if why == "clear" else plain_frames_of(2, count=5)
    draft = Path("ours.gif")
    here = GifHere(counted(encoding, segments_of(encoding, frames, [5])))
    if why != "clear":
        assert here.encode(draft)
    match why:
        case "cores":
            monkeypatch.setattr(_gif_here, "worker_count", lambda _: (4, ""))
        case "version":
            monkeypatch.setattr(_gif_here, "is_known", lambda _: False)
        case "stream":
            draft = Path("pipe.gif")
            os.mkfifo(draft)
        case "small":
            monkeypatch.setattr(_gif_here, "_LEAST_PIXELS", 1 << 20)
    assert not here.encode(draft)


@pytest.mark.parametrize("why", ["colours", "later", "silence"])
def test_left_to_ffmpeg(why: str, ffmpeg: str, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoding = encoding_of(ffmpeg)
    frames = plain_frames_of(2, count=5)
    match why:
        case "colours":
            frames = frames_of(2, count=5)
        case "later":
            frames = [b"\xff" * len(frames[0])] * 3 + frames_of(2, count=25)
        case "silence":
            monkeypatch.setattr(_colours, "_PATIENCE", -1)
            monkeypatch.setattr(_colours, "_NAP", 0)
    tried: list[bool] = []
    encode = GifHere.encode

    def seen(here: GifHere, draft: Path) -> bool:
        tried.append(encode(here, draft))
        return tried[-1]

    monkeypatch.setattr(GifHere, "encode", seen)
    Path("segments").mkdir()
    paths = (f"segments/{i}.mov" for i in itertools.count())
    gif = Gif(encoding, Path("ours.gif"), lambda: next(paths))
    for frame in frames:
        gif.write(memoryview(frame))
    assert gif.finish() == ""
    gif.discard()
    assert tried == [False]
    assert Path("ours.gif").read_bytes() == stocks(encoding, frames)


@pytest.mark.parametrize("route", ["in-process", "jump"])
def test_a_plot(route: str, ffmpeg: str, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []
    encode = GifHere.encode

    def seen(here: GifHere, draft: Path) -> bool:
        made.append(encode(here, draft))
        return made[-1]

    monkeypatch.setattr(GifHere, "encode", seen)
    fig, ax = plt.subplots(figsize=(3.21, 2.41))
    rng = np.random.default_rng(0)
    start = rng.normal(size=(300, 2))
    points = ax.scatter(*start.T, s=6)

    def update(frame: int) -> None:
        points.set_offsets(start + np.array([frame / 9, 0]))
        ax.set_title(f"frame {frame}")

    animation = FuncAnimation(fig, update, frames=30)
    writer = ParallelFFMpegWriter(fps=30, route=route, max_workers=2)
    with mpl.rc_context({"animation.ffmpeg_path": ffmpeg}):
        animation.save("stocks.gif", writer="ffmpeg", fps=30)
        animation.save("ours.gif", writer=writer)
    assert writer.report.route == route
    assert made == [True]
    assert Path("ours.gif").read_bytes() == Path("stocks.gif").read_bytes()


OTHER = """
import os, sys
args = sys.argv[1:]
if {marks!r} in " ".join(args):
    args[-1:-1] = ["-nonsense", "1"]
os.execv({ffmpeg!r}, [{ffmpeg!r}, *args])
"""


@pytest.mark.parametrize(
    ("marks", "says"),
    [
        ("concat", "0 of 23 frames"),
        ("dither=none", "where in the palette"),
        ("-pix_fmt pal8 -framerate", "could not be encoded"),
    ],
)
def test_an_ffmpeg_that_fails(
    marks: str, says: str, ffmpeg: str, work: Path, patient: None
) -> None:
    other = str(write_program(work / "other", OTHER.format(ffmpeg=ffmpeg, marks=marks)))
    encoding = encoding_of(ffmpeg)
    frames = counted(encoding, segments_of(encoding, plain_frames_of(2), [FRAMES]))
    broken = dataclasses.replace(frames, encoding=dataclasses.replace(encoding, ffmpeg=other))
    with pytest.raises(FFMpegError, match=f"(?s){says}.*nonsense"):
        GifHere(broken).encode(Path("ours.gif"))


def test_a_place_where_nothing_can_be_written(ffmpeg: str, work: Path, patient: None) -> None:
    encoding = encoding_of(ffmpeg)
    here = GifHere(counted(encoding, segments_of(encoding, plain_frames_of(2) * 9, [9 * FRAMES])))
    with pytest.raises(FFMpegError, match=r"missing.ours\.gif' could not be encoded"):
        here.encode(Path("missing", "ours.gif"))


def test_too_few_frames(ffmpeg: str, work: Path, patient: None) -> None:
    encoding = encoding_of(ffmpeg)
    (segment,) = segments_of(encoding, plain_frames_of(2), [FRAMES])
    frames = counted(encoding, [segment])
    more = dataclasses.replace(segment, frames=FRAMES + 1)
    with pytest.raises(FFMpegError, match="23 of 24 frames"):
        GifHere(dataclasses.replace(frames, segments=[more])).encode(Path("ours.gif"))


def test_interrupted(
    ffmpeg: str,
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    encoding = encoding_of(ffmpeg)
    here = GifHere(counted(encoding, segments_of(encoding, plain_frames_of(2), [FRAMES])))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_gif_here.Dither, "map", interrupt)
    started: list[object] = []
    for name in ("RunningFFMpeg", "PipedFFMpeg"):
        kind = getattr(_gif_here, name)
        monkeypatch.setattr(
            _gif_here, name, lambda *args, kind=kind: started.append(kind(*args)) or started[-1]
        )
    with caplog.at_level(logging.DEBUG), pytest.raises(KeyboardInterrupt):
        here.encode(Path("ours.gif"))
    assert len(started) == 2
    for process in started:
        assert process._process.poll() is not None  # type: ignore[attr-defined]
