"""
Movies of every format that stock writes, from stock and from here, by all routes.

Each row of the table is saved by stock's writer once, and by ours in-process and with workers. What
is compared: every decoded frame, the time of each, and all that ffmpeg or Pillow tells about the
file: size, pixel format, duration, metadata, loops. Where this ffmpeg refuses stock's command line,
stock's frames are encoded by the command line that stands in the row.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from compare import FFMPEG
from matplotlib.animation import FFMpegWriter, FuncAnimation
from matplotlib.patches import Rectangle
from movie_tools import describe, packet_times, stock_movie
from PIL import Image

from matplotlib_parwriter import ParallelFFMpegWriter
from matplotlib_parwriter._trial import probe_encoder

FRAMES = 10
FPS = 8
INCHES, DPI = (1.2, 0.8), 80
SIZE = (96, 64)
METADATA = {"title": "A title", "artist": "An artist", "comment": "A comment"}
# Two encodings of one frame by a lossy encoder, with other settings or from another key frame, may
# differ by so much in the mean, of 255; frames that follow each other differ by much more.
CLOSE = 2.5


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """
    One format.

    Attributes
    ----------
    suffix : str
        The movie's.
    codec : str or None
        The writer's; None for rcParams'.
    extra_args : tuple of str
        The writer's.
    transparent : bool
        Whether the figure is.
    in_pieces : bool
        Whether its segments are encoded each for itself, by an encoder that looks at other frames.
    exact : bool
        Whether decoded frames are stock's; else they are close.
    by_hand : tuple of str or None
        Options that do what stock meant, where stock's may fail.
    opaque : bool
        Whether they give up transparency.
    decoder : tuple of str
        Options before the input to decode it with transparency.
    """

    suffix: str
    codec: str | None = None
    extra_args: tuple[str, ...] = ()
    transparent: bool = False
    in_pieces: bool = False
    exact: bool = True
    by_hand: tuple[str, ...] | None = None
    opaque: bool = False
    decoder: tuple[str, ...] = ()

    def __str__(self) -> str:
        kind = "transparent" if self.transparent else ""
        return " ".join(filter(None, [self.suffix, self.codec, *self.extra_args, kind]))


CLEAR = {"transparent": True}
PIECES = {"in_pieces": True}
VP9 = {"by_hand": ("-vcodec", "vp9", "-pix_fmt", "yuv420p")}
VP8 = {"by_hand": ("-vcodec", "vp8", "-pix_fmt", "yuv420p")}
WEBM = {"by_hand": ("-pix_fmt", "yuva420p"), "decoder": ("-c:v", "libvpx-vp9")}
# libaom takes seconds by default, for a second of movie.
AV1 = {"extra_args": ("-cpu-used", "8")}
AVIF = {
    **AV1,
    "by_hand": (
        "-filter_complex",
        "split [rgb][rgba]; [rgba] alphaextract,setparams=colorspace=unknown [alpha]",
        *("-map", "[rgb]", "-map", "[alpha]", *AV1["extra_args"]),
    ),
}
# Ours of these default H.264 is another preset; so it is only close, unless the preset is given.
PRESET = {"extra_args": ("-preset", "medium")}


def _row(suffix: str, codec: str | None = None, *how: dict[str, Any], **more: Any) -> Row:
    settings: dict[str, Any] = {}
    for part in (*how, more):
        settings.update(part)
    return Row(suffix=suffix, codec=codec, **settings)


ROWS = [
    _row(".mp4", None, exact=False),
    _row(".mp4", "h264", PRESET, PIECES),
    _row(".mp4", "hevc"),
    _row(".mp4", "vp9", VP9, PIECES),
    _row(".mp4", "av1", AV1, PIECES),
    _row(".mp4", "mpeg4", PIECES),
    _row(".mp4", "ffv1", CLEAR),
    _row(".mp4", "png", CLEAR),
    _row(".mov", "h264", exact=False),
    _row(".mov", "prores"),
    _row(".mov", "prores", CLEAR),
    _row(".mov", "prores_ks", CLEAR),
    _row(".mov", "png", CLEAR),
    _row(".mov", "qtrle"),
    _row(".mov", "qtrle", CLEAR),
    _row(".mkv", "h264", exact=False),
    _row(".mkv", "hevc"),
    _row(".mkv", "hevc", PIECES, extra_args=("-pix_fmt", "yuv420p")),
    _row(".mkv", "vp9", VP9, PIECES),
    _row(".mkv", "vp9", extra_args=("-pix_fmt", "yuva420p")),
    _row(".mkv", "vp8", VP8),
    _row(".mkv", "av1", AV1, PIECES),
    _row(".mkv", "ffv1", CLEAR),
    _row(".mkv", "utvideo", CLEAR),
    _row(".mkv", "gif"),
    _row(".avi", "h264", exact=False),
    _row(".avi", "h264", PRESET),
    _row(".avi", "mpeg4"),
    _row(".avi", "mjpeg"),
    _row(".avi", "ffv1", CLEAR),
    _row(".avi", "huffyuv"),
    _row(".webm", None, WEBM),
    _row(".webm", None, WEBM, CLEAR),
    _row(".webm", "h264", WEBM),
    _row(
        ".webm",
        None,
        CLEAR,
        extra_args=("-vcodec", "vp8"),
        by_hand=("-vcodec", "vp8", "-auto-alt-ref", "0"),
        decoder=("-c:v", "libvpx"),
    ),
    _row(".webm", None, extra_args=("-vcodec", "libaom-av1", "-cpu-used", "8")),
    _row(".gif"),
    _row(".gif", None, CLEAR),
    _row(".gif", "h264", extra_args=("-loop", "3")),
    _row(".apng", None),
    _row(".apng", None, CLEAR),
    _row(".apng", None, extra_args=("-plays", "0")),
    _row(".webp"),
    _row(".webp", None, CLEAR),
    _row(".webp", None, CLEAR, extra_args=("-lossless", "1", "-loop", "0")),
    _row(".avif", None, AVIF),
    _row(".avif", None, AVIF, CLEAR),
    _row(
        ".avif",
        None,
        CLEAR,
        extra_args=("-vcodec", "librav1e", "-speed", "10"),
        by_hand=("-vcodec", "librav1e", "-speed", "10"),
        opaque=True,
    ),
    _row(".ts", "h264", PRESET),
    _row(".ts", "mpeg4"),
    _row(".ogv", "theora"),
    _row(".flv", "h264", PRESET),
    _row(".wmv", "wmv2"),
    _row(".nut", "ffv1", CLEAR),
]
OF_PICTURES = (".gif", ".apng", ".webp", ".avif")


def _animation(transparent: bool) -> FuncAnimation:
    """Make an animation of which all frames differ, with whatever transparency may be."""
    fig = plt.figure(figsize=INCHES, dpi=DPI, facecolor=(0, 0, 0, 0) if transparent else "0.9")
    # Drawn over each other: what is opaque, half transparent, and not there at all.
    fig.add_artist(Rectangle((0.1, 0.1), 0.5, 0.4, color="tab:green"))
    fig.add_artist(Rectangle((0.4, 0.3), 0.4, 0.4, color="tab:red", alpha=0.5))
    bar = Rectangle((0, 0.75), 0.1, 0.2, color="tab:blue")
    fig.add_artist(bar)

    def update(number: int) -> None:
        bar.set_width(0.1 + 0.09 * number)
        bar.set_alpha(1 - 0.05 * number)

    return FuncAnimation(fig, update, frames=FRAMES)


def _save(row: Row, target: Path, writer: FFMpegWriter) -> None:
    _animation(row.transparent).save(
        target, writer=writer, dpi=DPI, savefig_kwargs={"transparent": row.transparent}
    )
    plt.close("all")


def _writer(cls: Callable[..., FFMpegWriter], row: Row, **settings: Any) -> FFMpegWriter:
    given = {"codec": row.codec, "extra_args": list(row.extra_args), "metadata": METADATA}
    return cls(fps=FPS, **given, **settings)


# --- what is in a file ----------------------------------------------------------------------------


def _pixels(row: Row, path: Path) -> np.ndarray:
    """Decode a movie to RGBA, each frame as the file has it."""
    if row.suffix in (".gif", ".webp", ".avif"):
        # (Of an APNG, Pillow 12 does not put together half transparent frames as it should.)
        with Image.open(path) as image:
            frames = []
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                frames.append(np.asarray(image.convert("RGBA")))
            return np.stack(frames)
    done = subprocess.run(
        [
            *(FFMPEG, "-v", "error", *row.decoder, "-i", str(path), "-map", "0:v:0"),
            *("-fps_mode", "passthrough", "-pix_fmt", "rgba", "-f", "rawvideo", "-"),
        ],
        capture_output=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return np.frombuffer(done.stdout, np.uint8).reshape(-1, SIZE[1], SIZE[0], 4)


def _facts(row: Row, path: Path) -> dict[str, Any]:
    """Return all that can be told about a movie but its pixels."""
    facts: dict[str, Any] = {}
    if row.suffix in OF_PICTURES:
        with Image.open(path) as image:
            facts["picture"] = (image.size, image.mode, image.info.get("loop"))
            facts["durations"] = []
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                image.load()
                facts["durations"].append(image.info.get("duration", image.info.get("timestamp")))
        if row.suffix == ".webp":
            return facts  # older ffmpegs read none with more than one frame
    facts["ffmpeg"] = [re.sub(" @ 0x[0-9a-f]+", "", line) for line in describe(path)]
    if row.suffix == ".mkv":
        # MP4 segments do not carry which colours an unusual format has, and Matroska names them.
        facts["ffmpeg"] = [re.sub(r"(?<=[a-z0-9])\([^)]*\)", "", line) for line in facts["ffmpeg"]]
    facts["times"] = packet_times(path)
    return facts


@dataclasses.dataclass(frozen=True)
class Reference:
    """What stock makes of a row; where its command line fails, what it meant to make."""

    facts: dict[str, Any]
    pixels: np.ndarray


@functools.cache
def _drawn(transparent: bool, opaque: bool, folder: Path) -> np.ndarray:
    """Return the frames that stock draws, by way of a lossless movie."""
    # Into the one, stock draws transparent frames; into the other, it puts them on white.
    codec, args = ("libx264rgb", ("-qp", "0")) if opaque else ("rawvideo", ())
    row = Row(suffix=".mkv", codec=codec, extra_args=args, transparent=transparent)
    target = folder / f"drawn-{transparent}-{opaque}.mkv"
    _save(row, target, _writer(FFMpegWriter, row))
    return _pixels(row, target)


@functools.cache
def _reference(row: Row, folder: Path) -> Reference | None:
    """Make a row's movie as stock does, or is meant to; None where it is right to refuse it."""
    target = folder / f"stock-{ROWS.index(row)}{row.suffix}"
    writer = _writer(FFMpegWriter, row)
    try:
        _save(row, target, writer)
    except subprocess.CalledProcessError:
        plt.close("all")
        if row.by_hand is None:
            return None
        # matplotlib 3.9 does not ask, and draws transparent frames for all formats.
        supports = getattr(writer, "_supports_transparency", lambda: True)
        frames = _drawn(row.transparent, row.opaque or not supports(), folder)
        metadata = [word for pair in METADATA.items() for word in ("-metadata", "=".join(pair))]
        args = [*row.by_hand, *metadata]
        done = stock_movie(target, args, [frame.tobytes() for frame in frames], FPS, SIZE)
        assert done.returncode == 0, done.stderr.decode()
    if row.suffix == ".ts" and "Stream #0" not in "".join(describe(target)):
        pytest.skip("this ffmpeg crashes when it reads what it wrote")
    return Reference(_facts(row, target), _pixels(row, target))


def _missing(row: Row) -> str:
    """Return why a row cannot be tried here; empty if it can."""
    if row.suffix in OF_PICTURES[1:] or row.suffix == ".webm":
        version = tuple(int(part) for part in mpl.__version__.split(".")[:2])
        if version < (3, 10):
            return "stock does nothing special for this suffix"
    if row.suffix in OF_PICTURES and row.suffix not in Image.registered_extensions():
        return "Pillow cannot read it"
    # For these suffixes, stock takes no notice of the codec.
    codec = None if row.suffix in (*OF_PICTURES, ".webm") else row.codec
    extra = dict(zip(row.extra_args[::2], row.extra_args[1::2], strict=True))
    encoder = extra.get("-vcodec", codec)
    said = probe_encoder(FFMPEG, encoder, SIZE) if encoder is not None else None
    if said is not None and "Unknown encoder" in said:
        return said.splitlines()[0]
    return ""


# --- the table ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory for what stock makes, once for all tests."""
    return tmp_path_factory.mktemp("stock")


@pytest.fixture(autouse=True)
def _ffmpeg_for_stock() -> None:
    mpl.rcParams["animation.ffmpeg_path"] = FFMPEG


@pytest.mark.parametrize("route", ["in-process", "scout"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_format(row: Row, route: str, folder: Path, tmp_path: Path) -> None:
    missing = _missing(row)
    if missing:
        pytest.skip(missing)
    reference = _reference(row, folder)
    target = tmp_path / f"movie{row.suffix}"
    settings = {"route": route, "block_frames": 3, "max_workers": 2, "gpu": "never"}
    writer = _writer(ParallelFFMpegWriter, row, **settings)
    if reference is None:
        with pytest.raises(subprocess.CalledProcessError):
            _save(row, target, writer)
        assert not target.exists()
        return
    _save(row, target, writer)
    assert writer.report.route == route

    facts, pixels = _facts(row, target), _pixels(row, target)
    assert facts == reference.facts
    assert pixels.shape == reference.pixels.shape == (FRAMES, SIZE[1], SIZE[0], 4)
    if row.exact and not (row.in_pieces and route == "scout"):
        np.testing.assert_array_equal(pixels, reference.pixels)
    distance = _distances(pixels, reference.pixels)
    assert distance.diagonal().max() < CLOSE
    np.testing.assert_array_equal(distance.argmin(axis=1), np.arange(FRAMES))


def _distances(ours: np.ndarray, stock: np.ndarray) -> np.ndarray:
    """Return how much each frame differs from each frame of stock's, in the mean."""
    a, b = ours.astype(np.int16), stock.astype(np.int16)
    return np.abs(a[:, None] - b[None]).mean(axis=(2, 3, 4))
