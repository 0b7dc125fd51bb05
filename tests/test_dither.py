"""Frames get the colours that paletteuse gives them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ffmpeg_stand_in import write_program

from matplotlib_parwriter import _colours, _dither
from matplotlib_parwriter._colours import Colours, SilenceError
from matplotlib_parwriter._dither import Dither, TooMuchDitheringError
from matplotlib_parwriter._encode import PALETTE_INPUT
from matplotlib_parwriter._errors import FFMpegError

Size = tuple[int, int]
Ask = Callable[[], Colours]
OPAQUE = 0xFF000000


def some_colours(rng: np.random.Generator, count: int, *, low: int = 0, high: int = 256) -> Any:
    red, green, blue = rng.integers(low, high, (3, count), dtype=np.uint32)
    return red << 16 | green << 8 | blue


def write_palette(colours: Any) -> None:
    """Write *colours*, at most 255, as palettegen does: the first one again, and a clear one."""
    palette = np.full(256, colours[0] | OPAQUE, "<u4")
    palette[: len(colours)] = colours | OPAQUE
    palette[255] = 0
    palette.tofile("own.palette")


def by_ffmpeg(ffmpeg: str, frames: Sequence[Any], size: Size) -> list[Any]:
    """Return what paletteuse makes of *frames*, with stock's options."""
    command = [ffmpeg, "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "bgra"]
    command += ["-s", f"{size[0]}x{size[1]}", "-i", "pipe:", *PALETTE_INPUT, "own.palette"]
    command += ["-filter_complex", "paletteuse", "-f", "rawvideo", "-pix_fmt", "pal8", "pipe:"]
    raw = b"".join(frame.tobytes() for frame in frames)
    told = subprocess.run(command, input=raw, capture_output=True, check=True).stdout
    mapped = np.frombuffer(told, np.uint8).reshape(len(frames), -1)
    return list(mapped[:, : size[0] * size[1]])


def by_us(dither: Dither, frames: Sequence[Any]) -> list[Any]:
    rooms = [dither.room(), dither.room()]
    mapped = []
    for i, frame in enumerate(frames):
        room = rooms[i % 2]
        room[: len(frame)] = frame
        mapped.append(dither.map(room))
    return mapped


@pytest.fixture
def ask(ffmpeg: str, work: Path) -> Iterator[Ask]:
    """Give what asks about the palette, and is closed at the end."""
    opened = []

    def colours() -> Colours:
        opened.append(Colours(ffmpeg, "own.palette"))
        return opened[-1]

    yield colours
    for each in opened:
        each.close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Follow all errors, however many there are."""
    monkeypatch.setattr(_dither, "_ERROR", 0)
    monkeypatch.setattr(_dither, "_QUESTION", 0)


def check(ask: Ask, ffmpeg: str, frames: Sequence[Any], size: Size) -> None:
    colours = ask()
    colours.learn(np.arange(1 << 16, dtype=np.uint32))  # in one go, for those without red
    dither = Dither(colours, size, len(frames))
    for ours, theirs in zip(by_us(dither, frames), by_ffmpeg(ffmpeg, frames, size), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (2, 2), (31, 17), (40, 30)])
@pytest.mark.parametrize("kind", ["close", "far", "few", "corners"])
def test_as_paletteuse(size: Size, kind: str, ffmpeg: str, ask: Ask, patient: None) -> None:
    rng = np.random.default_rng([*size, *kind.encode()])
    if kind == "close":  # errors of some, in all directions
        palette = some_colours(rng, 255, low=90, high=110)
        of_frames = some_colours(rng, 500, low=88, high=112)
    elif kind == "far":  # errors of many, which are cut off at black and white
        palette = some_colours(rng, 12) & 0xFFFF
        of_frames = some_colours(rng, 300) & 0xFFFF
    elif kind == "few":  # and the same one several times
        palette = np.array([0xFFFFFF, 0, 0x1F77B4, 0x1F77B4, 0x2278B4], np.uint32)
        of_frames = np.array([0xFFFFFF, 0x1F77B4, 0x2178B4, 0x2678B4, 0x050505], np.uint32)
    else:
        palette = np.array([0x8080, 0x7F00], np.uint32)
        of_frames = np.array([0, 0xFFFF, 0xFF00, 0xFF, 0xFE01], np.uint32)
    write_palette(palette)
    frames = [rng.choice(of_frames, size[0] * size[1]) | OPAQUE for _ in range(3)]
    # The next frames differ in some pixels only.
    for _ in range(3):
        again = frames[-1].copy()
        at = rng.integers(0, len(again), max(1, len(again) // 9))
        again[at] = rng.choice(of_frames, len(at)) | OPAQUE
        frames.append(again)
    check(ask, ffmpeg, [frame.astype("<u4") for frame in frames], size)


def test_a_palette_of_many_alike(ffmpeg: str, ask: Ask, patient: None) -> None:
    rng = np.random.default_rng(5)
    write_palette(np.arange(0x101010, 0x101010 + 255, dtype=np.uint32))
    frames = [rng.integers(0x101000, 0x101200, 600, dtype=np.uint32) | OPAQUE for _ in range(2)]
    check(ask, ffmpeg, [frame.astype("<u4") for frame in frames], (30, 20))


def test_many_questions(ask: Ask) -> None:
    write_palette(np.array([0], np.uint32))
    colours = ask()
    # One colour after the other is far from all that are known, in a few pixels of small frames.
    dither = Dither(colours, (100, 100), 60)
    frames = [np.full(10_000, OPAQUE, "<u4") for _ in range(60)]
    for i, frame in enumerate(frames):
        frame[:3] |= np.uint32(0x00FE00 >> 6 * (i % 2) | i * 0x40000 % 0x1000000)
    with pytest.raises(TooMuchDitheringError):
        by_us(dither, frames)
    assert 1 < colours.questions < 10


def test_silence(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import sys; sys.stdin.buffer.read()"
    silent = str(write_program(work / "silent", text))
    write_palette(np.array([0], np.uint32))
    monkeypatch.setattr(_colours, "_PATIENCE", 0.2)
    with pytest.raises(SilenceError):
        Colours(silent, "own.palette")


@pytest.mark.parametrize(
    ("errors", "at_first", "later"),
    # Parts of all pixels: what is done counts, so that more is followed later on.
    [(0.0005, True, True), (0.005, False, True), (0.5, False, False)],
)
def test_many_errors(errors: float, at_first: bool, later: bool, ask: Ask) -> None:
    size, frames = (200, 100), 20
    write_palette(np.array([0, 0xFFFFFF], np.uint32))
    pixels = size[0] * size[1]
    plain = np.full(pixels, 0xFFFFFFFF, "<u4")
    with_errors = plain.copy()
    # Below white, so that nothing is handed on by those that get something.
    with_errors[:: round(1 / errors)] -= 0x020202
    for before, works in ((0, at_first), (10, later)):
        dither = Dither(ask(), size, frames)
        by_us(dither, [plain] * before)
        if works:
            by_us(dither, [with_errors])
        else:
            with pytest.raises(TooMuchDitheringError):
                by_us(dither, [with_errors])


def test_what_ffmpeg_says(ffmpeg: str, work: Path) -> None:
    Path("own.palette").write_bytes(b"no palette at all")
    with pytest.raises((FFMpegError, ValueError)):
        Colours(ffmpeg, "own.palette")
    np.zeros(255, "<u4").tofile("own.palette")
    with pytest.raises(FFMpegError, match="where in the palette"):
        Colours(ffmpeg, "own.palette")
