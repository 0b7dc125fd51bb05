"""Options of stock's own that this ffmpeg refuses: what is repaired, and what is left alone."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from compare import FFMPEG
from matplotlib.animation import FuncAnimation
from movie_tools import SIZE, describe, make_frames, plan, stock_args, stock_movie
from PIL import Image

from matplotlib_parwriter import ParallelFFMpegWriter, _encoding
from matplotlib_parwriter._errors import FFMpegError
from matplotlib_parwriter._options import option_values
from matplotlib_parwriter._repair import drops_transparency, find_repair
from matplotlib_parwriter._trial import probe_encoder, raw_input_args

GREY = "split [rgb][rgba]; [rgba] alphaextract,setparams=colorspace=unknown [alpha]"
ALPHA = ["-map", "[rgb]", "-map", "[alpha]"]

needs_suffixes = pytest.mark.skipif(
    tuple(int(part) for part in mpl.__version__.split(".")[:2]) < (3, 10),
    reason="stock takes these suffixes for nothing special",
)
needs_avif = pytest.mark.skipif(
    ".avif" not in Image.registered_extensions(), reason="Pillow reads no AVIF"
)


def _stock_works(target: Path, args: list[str]) -> bool:
    return stock_movie(target, args, make_frames(1)).returncode == 0


def _skip_without_encoder(writer: dict[str, Any]) -> None:
    extra = writer.get("extra_args", [])
    encoder = extra[1] if "-vcodec" in extra else writer.get("codec", "h264")
    if "Unknown encoder" in (probe_encoder(FFMPEG, encoder) or ""):
        pytest.skip(f"this ffmpeg has no {encoder}")


# What stock's options become where stock fails; "{}" are stock's own.
REPAIRED: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "webm": ("a.webm", {}, ["-pix_fmt", "yuva420p", "{}"]),
    "webm, another codec": ("a.webm", {"codec": "h264"}, ["-pix_fmt", "yuva420p", "{}"]),
    "webm by VP8": (
        "a.webm",
        {"extra_args": ["-vcodec", "vp8"]},
        ["-auto-alt-ref", "0", "{}"],
    ),
    "webm and a filter": (
        "a.webm",
        {"extra_args": ["-metadata", "x=y"]},
        ["-pix_fmt", "yuva420p", "{}"],
    ),
    "VP9 in MP4": ("a.mp4", {"codec": "vp9"}, ["-pix_fmt", "yuv420p", "{}"]),
    "VP9 in Matroska": ("a.mkv", {"codec": "libvpx-vp9"}, ["-pix_fmt", "yuv420p", "{}"]),
    "VP8 in Matroska": ("a.mkv", {"codec": "vp8"}, ["-pix_fmt", "yuv420p", "{}"]),
    "VP8 in AVI": ("a.avi", {"codec": "libvpx"}, ["-pix_fmt", "yuv420p", "{}"]),
    "VP8 with alpha": (
        "a.mkv",
        {"codec": "vp8", "extra_args": ["-pix_fmt", "yuva420p"]},
        ["-auto-alt-ref", "0", "{}"],
    ),
    "avif": ("a.avif", {"metadata": {"title": "t"}}, ["-filter_complex", GREY, *ALPHA]),
    "avif, no alpha": (
        "a.avif",
        {"extra_args": ["-vcodec", "libsvtav1"]},
        ["-vcodec", "libsvtav1"],
    ),
    "avif, pixels without alpha": (
        "a.avif",
        {"extra_args": ["-pix_fmt", "yuv420p"]},
        ["-pix_fmt", "yuv420p"],
    ),
}


@needs_suffixes
@pytest.mark.parametrize("case", REPAIRED)
def test_what_stock_meant(case: str, tmp_path: Path) -> None:
    name, writer, expected = REPAIRED[case]
    args = stock_args(tmp_path / name, **writer)
    if _stock_works(tmp_path / name, args):
        assert list(plan(tmp_path / name, args, codec="").whole_args) == args
        return
    _skip_without_encoder(writer)
    encoding = plan(tmp_path / name, args, codec="")
    made = list(encoding.whole_args)
    if "{}" in expected:
        at = expected.index("{}")
        assert made == [*expected[:at], *args]
    else:
        assert [*made[: len(expected)]] == expected
    assert "\n" not in encoding.encoder_reason
    assert encoding.encoder_reason.endswith(".")
    assert stock_movie(tmp_path / name, made, make_frames(3)).returncode == 0


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a codec that is none": ("a.webm", {"extra_args": ["-vcodec", "nosuchcodec"]}),
    "H.264 in WebM": ("a.webm", {"extra_args": ["-vcodec", "libx264"]}),
    "H.264 in Ogg": ("a.ogv", {}),
    "VP9 in QuickTime": ("a.mov", {"codec": "vp9"}),
    "ProRes in MP4": ("a.mp4", {"codec": "prores"}),
    "GIF in MP4": ("a.mp4", {"codec": "gif"}),
    "a pixel format that is asked for": ("a.webm", {"extra_args": ["-pix_fmt", "gbrap"]}),
    "the same, by a filter": ("a.webm", {"extra_args": ["-vf", "format=gbrap"]}),
    "filters on what stock filters": ("a.avif", {"extra_args": ["-vf", "hflip"]}),
    "alternative frames asked for": (
        "a.mkv",
        {
            "codec": "vp8",
            "extra_args": ["-pix_fmt", "yuva420p", "-auto-alt-ref", "1"],
        },
    ),
    "an option that is none": ("a.webm", {"extra_args": ["-nosuchoption", "3"]}),
    "a colour space that is asked for": (
        "a.avif",
        {"extra_args": ["-filter_complex", "split [rgb][a]; [a] alphaextract [alpha]", *ALPHA]},
    ),
}


@needs_suffixes
@pytest.mark.parametrize("case", WRONG)
def test_what_the_user_asked_for_is_not_repaired(case: str, tmp_path: Path) -> None:
    name, writer = WRONG[case]
    args = stock_args(tmp_path / name, **writer)
    stock = stock_movie(tmp_path / name, args, make_frames(1))
    if stock.returncode == 0:
        pytest.skip("this ffmpeg can")
    (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(FFMpegError) as caught:
        plan(tmp_path / name, args, codec="")
    said = stock.stderr.decode().splitlines()[0].partition("] ")[2]
    assert said in (caught.value.stderr or "")
    assert caught.value.cmd == [
        FFMPEG,
        *raw_input_args(SIZE, 30),
        *args,
        "-y",
        caught.value.cmd[-1],
    ]
    assert not (tmp_path / name).exists()


@needs_suffixes
def test_the_error_tells_what_was_tried(tmp_path: Path) -> None:
    args = stock_args(tmp_path / "a.mov", codec="vp9")
    with pytest.raises(FFMpegError) as caught:
        plan(tmp_path / "a.mov", args, codec="vp9")
    notes = getattr(caught.value, "__notes__", [])
    if "pixel format" in "".join(notes):
        assert "vp9 only supported in MP4" in "".join(notes)
    else:
        assert "vp9 only supported in MP4" in str(caught.value)


def test_only_what_works_is_taken() -> None:
    tried: list[tuple[str, ...]] = []

    def prove(args: tuple[str, ...]) -> None:
        tried.append(args)
        raise FFMpegError(1, ["ffmpeg"], stderr="No.")

    first = FFMpegError(234, ["ffmpeg"], stderr="Never.")
    with pytest.raises(FFMpegError) as caught:
        find_repair(("-b", "5k"), ".webm", first, prove)
    assert caught.value is first
    assert tried == [("-pix_fmt", "yuva420p", "-b", "5k"), ("-auto-alt-ref", "0", "-b", "5k")]
    assert [note.splitlines()[-1] for note in first.__notes__] == ["No.", "No."]
    tried.clear()
    with pytest.raises(FFMpegError):
        find_repair(("-vcodec", "h264"), ".webm", first, prove)
    assert not tried


def test_stocks_options_are_tried_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it works")

    monkeypatch.setattr(_encoding, "find_repair", never)
    for name, codec in [("a.gif", "gif"), ("a.mov", "prores"), ("a.mkv", "ffv1")]:
        args = stock_args(tmp_path / name, codec=codec)
        assert list(plan(tmp_path / name, args, codec=codec).whole_args) == args


def test_values_of_options() -> None:
    args = ("-pix_fmt:v:0", "yuv420p", "-auto-alt-ref", "-1", "-vf", "null", "-pix_fmt", "gray")
    assert option_values(args, ("pix_fmt",)) == ["yuv420p", "gray"]
    assert option_values(args, ("auto-alt-ref",)) == [""]
    assert option_values(args, ("filter", "vf")) == ["null"]
    assert option_values(args, ("c",)) == []


# --- frames ---------------------------------------------------------------------------------------


@needs_suffixes
@needs_avif
def test_frames_are_opaque_where_the_movie_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where transparency is given up, figures are put on white, as stock does for such movies."""
    _skip_without_encoder({"extra_args": ["-vcodec", "libsvtav1"]})
    fig = plt.figure(figsize=(0.96, 0.64), dpi=100, facecolor=(0, 0, 0, 0))
    anim = FuncAnimation(fig, lambda i: fig.set_facecolor((1, 0, 0, 0.0)), frames=3)
    target = tmp_path / "a.avif"
    writer = ParallelFFMpegWriter(fps=10, extra_args=["-vcodec", "libsvtav1"])
    with caplog.at_level(logging.INFO, "matplotlib_parwriter"):
        anim.save(target, writer=writer, savefig_kwargs={"transparent": True})
    warnings = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert warnings == [
        "The movie is made opaque, for its encoder does not take stock's transparency."
    ]
    assert writer.report is not None
    assert "opaque" in writer.report.encoder_reason
    assert not writer._supports_transparency()
    with Image.open(target) as image:
        assert image.mode == "RGB"
        pixel: Any = image.getpixel((48, 32))
        assert min(pixel) > 250
    # The next movie of the same writer is another matter.
    writer.extra_args = []
    anim.save(tmp_path / "b.gif", writer=writer, savefig_kwargs={"transparent": True})
    assert writer._supports_transparency()
    with Image.open(tmp_path / "b.gif") as image:
        transparent: Any = image.convert("RGBA").getpixel((48, 32))
        assert transparent[3] == 0


@needs_suffixes
@needs_avif
def test_avif_keeps_transparency(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    fig = plt.figure(figsize=(0.96, 0.64), dpi=100, facecolor=(1, 0, 0, 0.0))
    fig.text(0, 0, "x")
    anim = FuncAnimation(fig, lambda i: None, frames=3)
    writer = ParallelFFMpegWriter(fps=10)
    with caplog.at_level(logging.WARNING, "matplotlib_parwriter"):
        anim.save(tmp_path / "a.avif", writer=writer, savefig_kwargs={"transparent": True})
    assert not caplog.records
    with Image.open(tmp_path / "a.avif") as image:
        pixel: Any = image.convert("RGBA").getpixel((60, 10))
        assert pixel[3] == 0


@needs_suffixes
def test_webm_keeps_transparency(tmp_path: Path) -> None:
    fig = plt.figure(figsize=(0.96, 0.64), dpi=100, facecolor=(1, 0, 0, 0.0))
    anim = FuncAnimation(fig, lambda i: None, frames=3)
    anim.save(tmp_path / "a.webm", writer="parallel-ffmpeg")
    assert any("alpha_mode" in line for line in describe(tmp_path / "a.webm"))


def test_transparency_dropped_or_not() -> None:
    stock = ["-filter_complex", GREY.replace(",setparams=colorspace=unknown", ""), *ALPHA]
    assert drops_transparency(stock, ["-b", "5k"])
    assert not drops_transparency(stock, stock)
    assert not drops_transparency(stock, ["-filter_complex", GREY, *ALPHA])
    assert not drops_transparency(["-b", "5k"], ["-b", "5k"])
