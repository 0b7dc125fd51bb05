"""Finding ffmpeg, and refusing before a frame is drawn what cannot work."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from compare import FFMPEG
from ffmpeg_stand_in import X264_QUALITY, write_program
from movie_tools import SIZE, make_frames, plan, stock_args, stock_movie

from matplotlib_parwriter import _trial
from matplotlib_parwriter._errors import FFMpegError
from matplotlib_parwriter._ffmpeg import (
    ffmpeg_version,
    find_ffmpeg,
    gpu_presence,
)
from matplotlib_parwriter._trial import probe_encoder

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in starts by its first line")


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    _trial.prove.cache_clear()
    _trial.has_bitstream_filter.cache_clear()


# --- finding --------------------------------------------------------------------------------------


@posix
def test_rcparams_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, on_path = tmp_path / "my-ffmpeg", tmp_path / "bin" / "ffmpeg"
    on_path.parent.mkdir()
    write_program(mine, "")
    write_program(on_path, "")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert find_ffmpeg() == str(on_path)
    mpl.rcParams["animation.ffmpeg_path"] = str(mine)
    assert find_ffmpeg() == str(mine)


def test_imageio_last(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_ffmpeg() == FFMPEG


def test_rcparams_that_lead_nowhere(tmp_path: Path) -> None:
    mpl.rcParams["animation.ffmpeg_path"] = str(tmp_path / "nothing")
    with pytest.raises(FileNotFoundError, match=r"nothing.*no program can be run"):
        find_ffmpeg()


def test_none_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(FileNotFoundError, match="imageio-ffmpeg"):
        find_ffmpeg()


def test_version_and_probe() -> None:
    assert ffmpeg_version(FFMPEG).startswith("ffmpeg version")
    assert probe_encoder(FFMPEG, "libx264") is None
    assert "Unknown encoder 'nosuchcodec'" in str(probe_encoder(FFMPEG, "nosuchcodec"))
    with pytest.raises(FFMpegError, match="does not tell its version"):
        ffmpeg_version(sys.executable + "" if os.name == "nt" else "/bin/false")


def test_gpu_presence_gives_a_reason() -> None:
    there, why = gpu_presence()
    assert isinstance(there, bool)
    assert why.endswith(".")


# --- errors ---------------------------------------------------------------------------------------


def test_error_says_all_and_survives_pickling() -> None:
    error = FFMpegError(234, ["ffmpeg", "-i", "a b"], stderr="No.\nReally.", summary="It failed.")
    error.add_note("while testing")
    again = pickle.loads(pickle.dumps(error))
    for each in (error, again):
        assert isinstance(each, subprocess.CalledProcessError)
        assert isinstance(each, FFMpegError)
        assert each.returncode == 234
        assert each.cmd == ["ffmpeg", "-i", "a b"]
        assert each.stderr == "No.\nReally."
        assert each.summary == "It failed."
        assert each.__notes__ == ["while testing"]
        assert str(each).startswith("It failed.\n")
        assert "No.\nReally." in str(each)
        if os.name != "nt":
            assert "ffmpeg -i 'a b'" in str(each)
    assert "ffmpeg said nothing" in str(FFMpegError(1, ["ffmpeg"]))


# --- refusing beforehand --------------------------------------------------------------------------

YUV420 = ["-pix_fmt", "yuv420p"]


@pytest.mark.parametrize(
    ("name", "writer", "how", "words"),
    [
        ("movie.mp4", {"codec": "nosuchcodec"}, {}, "Unknown encoder 'nosuchcodec'"),
        ("movie.mp4", {"codec": "huffyuv"}, {}, "huffyuv"),
        ("movie.mp4", {"extra_args": ["-nosuchoption", "3"]}, {}, "nosuchoption"),
        ("movie.mp4", {"extra_args": ["-crf", "abc"]}, {}, "abc"),
        ("movie.mp4", {"extra_args": ["-preset", "nosuchpreset"]}, {}, "nosuchpreset"),
        ("movie.mp4", {"metadata": {}, "extra_args": ["-metadata", "x"]}, {}, "metadata"),
        ("movie.mp4", {"extra_args": ["-movflags", "nosuchflag"]}, {}, "nosuchflag"),
        ("movie.mp4", {}, {"fps": 0}, "framerate"),
        ("movie.mp4", {}, {"fps": -3}, "framerate"),
        ("movie.mp4", {"codec": "libx264", "extra_args": YUV420}, {"size": (95, 63)}, "divisible"),
        ("movie.nosuchsuffix", {}, {}, "movie.nosuchsuffix"),
        ("movie", {}, {}, "format"),
        ("folder", {}, {}, "Is a directory"),
        ("nowhere/movie.mp4", {}, {}, "No such file or directory"),
    ],
    ids=str,
)
def test_refused(
    name: str, writer: dict[str, Any], how: dict[str, Any], words: str, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / name
    args = stock_args(target, **writer)
    size, fps = how.get("size", SIZE), how.get("fps", 30)
    stock = stock_movie(target, args, make_frames(2, size), fps, size)
    assert stock.returncode != 0
    with pytest.raises(subprocess.CalledProcessError) as caught:
        plan(target, args, codec=writer.get("codec", "h264"), **how)
    assert type(caught.value) is FFMpegError
    assert words in str(caught.value)
    assert str(target) in str(caught.value)
    assert "parwriter-trial" not in str(caught.value)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="may write everywhere",
)
def test_refused_where_nothing_may_be_written(tmp_path: Path) -> None:
    target = tmp_path / "movie.mp4"
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FFMpegError, match="Permission denied"):
            plan(target, stock_args(target))
    finally:
        tmp_path.chmod(0o700)


def test_trials_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    target = tmp_path / "movie.mp4"
    target.write_bytes(b"an older movie")
    plan(target, stock_args(target))
    with pytest.raises(FFMpegError):
        plan(target, stock_args(target, codec="nosuchcodec"), codec="nosuchcodec")
    assert target.read_bytes() == b"an older movie"
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    "extra",
    [
        ["-ss", "1"],
        ["-t", "0.01"],
        ["-frames:v", "1"],
        ["-vf", "tblend"],
        ["-vf", "minterpolate=fps=60"],
        ["-vf", "tmix=frames=5"],
        ["-vf", "select=gt(n\\,5)"],
        ["-vf", "trim=start_frame=5"],
        ["-vf", "reverse"],
        ["-vf", "fps=1"],
        ["-r", "7"],
    ],
    ids=" ".join,
)
def test_options_that_need_more_frames_are_not_refused(extra: list[str], tmp_path: Path) -> None:
    encoding = plan(tmp_path / "movie.mp4", stock_args(tmp_path / "movie.mp4", extra_args=extra))
    assert encoding.assembly != "joined"
    assert encoding.segment_suffix
    assert encoding.stitch_args == ()


@pytest.mark.parametrize("name", ["movie.gif", "movie.webp", "movie.avi", "%03d.png", "frame.png"])
def test_other_formats_are_made_by_one_ffmpeg(name: str, tmp_path: Path) -> None:
    codec = "png" if name.endswith(".png") else "h264"
    args = stock_args(tmp_path / name, codec=codec)
    suffix = Path(name).suffix
    codec = suffix[1:] if suffix in {".gif", ".webp"} else codec
    encoding = plan(tmp_path / name, args, codec=codec)
    assert encoding.assembly != "joined"
    assert encoding.assembly_reason.endswith(".")
    at = args.index("h264") if "h264" in args else None
    expected = args if at is None else [*args[:at], "libx264", *X264_QUALITY, *args[at + 1 :]]
    assert list(encoding.whole_args) == expected


@pytest.mark.parametrize(
    "how",
    [
        {"extra_args": ["-crf", "18"]},
        {"extra_args": ["-preset", "slow"]},
        {"extra_args": ["-qp", "0"]},
        {"bitrate": 500},
        {"extra_args": ["-b:v", "1M"]},
    ],
)
def test_quality_is_as_the_user_says(how: dict[str, Any], tmp_path: Path) -> None:
    args = stock_args(tmp_path / "movie.mp4", **how)
    encoding = plan(tmp_path / "movie.mp4", args)
    assert list(encoding.whole_args) == ["libx264" if a == "h264" else a for a in args]


def test_quality_of_another_encoder(tmp_path: Path) -> None:
    args = stock_args(tmp_path / "movie.mp4", codec="libx264")
    assert list(plan(tmp_path / "movie.mp4", args, codec="libx264").whole_args) == args


def test_a_rate_by_name_is_for_one_ffmpeg(tmp_path: Path) -> None:
    encoding = plan(tmp_path / "movie.mp4", stock_args(tmp_path / "movie.mp4"), fps="ntsc")
    assert encoding.assembly != "joined"
    assert "'ntsc'" in encoding.assembly_reason


def test_plan_can_be_sent_to_workers(tmp_path: Path) -> None:
    encoding = plan(tmp_path / "movie.mp4", stock_args(tmp_path / "movie.mp4"))
    assert pickle.loads(pickle.dumps(encoding)) == encoding


def test_paths_in_options(tmp_path: Path) -> None:
    logo: Any = Path("logo.png")
    args = [*stock_args(tmp_path / "movie.mp4"), "-metadata", logo]
    with pytest.raises(FFMpegError, match=r"logo\.png"):
        plan(tmp_path / "movie.mp4", args)
    bad: Any = 3
    with pytest.raises(TypeError):
        plan(tmp_path / "movie.mp4", [*stock_args(tmp_path / "movie.mp4"), "-crf", bad])
