"""Finding ffmpeg, choosing the encoder, refusing before a frame is drawn what cannot work."""

from __future__ import annotations

import json
import os
import pickle
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from compare import FFMPEG
from movie_tools import SIZE, make_frames, plan, stock_args, stock_movie

from matplotlib_parwriter import _ffmpeg, _trial
from matplotlib_parwriter._encode import Encoder
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


def _program(path: Path, text: str) -> Path:
    path.write_text(f"#!{sys.executable} -SE\n{text}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


# --- finding --------------------------------------------------------------------------------------


@posix
def test_rcparams_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, on_path = tmp_path / "my-ffmpeg", tmp_path / "bin" / "ffmpeg"
    on_path.parent.mkdir()
    _program(mine, "")
    _program(on_path, "")
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
    assert not encoding.in_pieces
    assert encoding.segment_args == encoding.stitch_args == ()


@pytest.mark.parametrize("name", ["movie.gif", "movie.webp", "movie.avi", "%03d.png", "frame.png"])
def test_other_formats_are_made_by_one_ffmpeg(name: str, tmp_path: Path) -> None:
    codec = "png" if name.endswith(".png") else "h264"
    args = stock_args(tmp_path / name, codec=codec)
    suffix = Path(name).suffix
    codec = suffix[1:] if suffix in {".gif", ".webp"} else codec
    encoding = plan(tmp_path / name, args, codec=codec)
    assert not encoding.in_pieces
    assert encoding.pieces_reason.endswith(".")
    at = args.index("h264") if "h264" in args else None
    expected = args if at is None else [*args[:at], "libx264", *QUALITY, *args[at + 1 :]]
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
    assert not encoding.in_pieces
    assert "'ntsc'" in encoding.pieces_reason


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


# --- choosing the encoder -------------------------------------------------------------------------

# Answers like an ffmpeg with or without NVENC or libx264, and lets the real one do the work.
STAND_IN = f"""
import json, os, sys, time
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "standin.json")) as file:
    can = json.load(file)
args = sys.argv[1:]
if "-bsfs" in args:
    print("Bitstream filters:\\nnull\\n" + ("setts" if can["setts"] else "trace_headers"))
    sys.exit()
with open(os.path.join(here, "calls.jsonl"), "a") as file:
    file.write(json.dumps(args) + "\\n")
def refuse(words, status):
    sys.stdin.buffer.read()
    sys.stderr.write(words + "\\n")
    sys.exit(status)
name = os.path.basename(args[-1])
if name[0] == "0" and not can[name[2:]]:
    refuse("[mp4 @ 0x1] Could not find tag for codec", 1)
if "libx264" in args and not can["libx264"]:
    refuse("[vost#0:0 @ 0x1] Unknown encoder 'libx264'", 8)
if "h264" in args:
    args[args.index("h264")] = "libx264"
if "h264_nvenc" in args:
    mine = os.path.join(here, "session-%d" % os.getpid())
    open(mine, "w").close()
    open_now = sum(name.startswith("session-") for name in os.listdir(here))
    data = sys.stdin.buffer.read()
    os.unlink(mine)
    if not can["sessions"]:
        refuse("[h264_nvenc @ 0x1] No capable devices found", 187)
    if open_now > can["sessions"]:
        refuse("[h264_nvenc @ 0x1] OpenEncodeSessionEx failed: out of memory (10)", 187)
    at = args.index("h264_nvenc")
    args[at] = "libx264"
    for option in ("-rc", "-cq"):
        if option in args:
            del args[args.index(option):args.index(option) + 2]
    import subprocess
    sys.exit(subprocess.run([{FFMPEG!r}, *args], input=data).returncode)
os.execv({FFMPEG!r}, [{FFMPEG!r}, *args])
"""


# What x264 is given where the user says nothing about quality or effort.
QUALITY = ("-preset", "veryfast", "-crf", "21")


class StandIn:
    """An ffmpeg of which the test says what it can, and which records what it was asked."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.path = str(_program(folder / "ffmpeg", STAND_IN))

    def can(self, **can: int) -> None:
        """Say how many NVENC sessions it can have, and what else it has."""
        words = {"sessions": 0, "libx264": 1, "setts": 1, "mp4": 1, "mov": 1} | can
        (self._folder / "standin.json").write_text(json.dumps(words))

    @property
    def calls(self) -> list[list[str]]:
        """The command lines of encodes so far."""
        record = self._folder / "calls.jsonl"
        if not record.exists():
            return []
        return [json.loads(line) for line in record.read_text().splitlines()]

    @property
    def encoders(self) -> list[str]:
        """The encoders it was asked for."""
        return [call[len(call) - call[::-1].index("-vcodec")] for call in self.calls]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    if os.name == "nt":
        pytest.skip("the stand-in starts by its first line")
    monkeypatch.setattr(_ffmpeg, "gpu_presence", lambda: (True, "The test says so."))
    return StandIn(tmp_path / "stand-in")


def _plan(stand_in: StandIn, tmp_path: Path, gpu: str = "auto", **writer: Any) -> _ffmpeg.Encoding:
    target = tmp_path / "movie.mp4"
    return plan(target, stock_args(target, **writer), ffmpeg=stand_in.path, gpu=gpu, sessions=2)


def test_nvenc_where_it_works(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.can(sessions=2)
    encoding = _plan(stand_in, tmp_path, metadata={"title": "x"})
    assert encoding.encoder == "h264_nvenc"
    assert "worked" in encoding.encoder_reason
    assert encoding.in_pieces
    # The trial has the real size and the real options; with a quality, which stock's x264 has too.
    assert stand_in.encoders == ["h264_nvenc"] * 2
    assert all("{}x{}".format(*SIZE) in call for call in stand_in.calls)
    assert all("title=x" in call for call in stand_in.calls)
    assert encoding.whole_args[4:6] == ("-cq", "23")
    assert encoding.segment_args[:2] == ("-vcodec", "h264_nvenc")
    encoder = Encoder(encoding, tmp_path / "0.mp4")
    encoder.write(make_frames(1)[0])
    encoder.close()
    assert stand_in.encoders == ["h264_nvenc"] * 3


def test_the_users_bitrate_stands(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.can(sessions=2)
    encoding = _plan(stand_in, tmp_path, bitrate=700)
    assert encoding.whole_args == ("-vcodec", "h264_nvenc", "-pix_fmt", "yuv420p", "-b", "700k")


def test_a_second_plan_tries_nothing(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.can(sessions=2)
    first = _plan(stand_in, tmp_path)
    calls = stand_in.calls
    assert _plan(stand_in, tmp_path) == first
    assert stand_in.calls == calls


@pytest.mark.parametrize(
    ("sessions", "words"), [(0, "No capable devices found"), (1, "OpenEncodeSessionEx failed")]
)
def test_x264_where_nvenc_fails(
    sessions: int, words: str, stand_in: StandIn, tmp_path: Path
) -> None:
    stand_in.can(sessions=sessions)
    encoding = _plan(stand_in, tmp_path)
    assert encoding.encoder == "libx264"
    assert words in encoding.encoder_reason
    assert encoding.whole_args == ("-vcodec", "libx264", *QUALITY, "-pix_fmt", "yuv420p")
    # The second trial may have been ended before it began.
    assert set(stand_in.encoders[:-1]) == {"h264_nvenc"}
    assert stand_in.encoders[-1] == "libx264"
    with pytest.raises(RuntimeError, match="gpu='require'"):
        _plan(stand_in, tmp_path, gpu="require")


def test_gpu_never_is_not_even_tried(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.can(sessions=2)
    assert _plan(stand_in, tmp_path, gpu="never").encoder == "libx264"
    assert stand_in.encoders == ["libx264"]


def test_no_gpu(stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in.can(sessions=2)
    monkeypatch.setattr(_ffmpeg, "gpu_presence", lambda: (False, "There is none."))
    encoding = _plan(stand_in, tmp_path)
    assert encoding.encoder == "libx264"
    assert "There is none." in encoding.encoder_reason
    assert stand_in.encoders == ["libx264"]
    with pytest.raises(RuntimeError, match="There is none"):
        _plan(stand_in, tmp_path, gpu="require")


def test_options_for_x264_keep_x264(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.can(sessions=2)
    encoding = _plan(stand_in, tmp_path, extra_args=["-crf", "18"])
    assert encoding.encoder == "libx264"
    assert "-crf" in encoding.encoder_reason
    assert stand_in.encoders == ["libx264"]
    with pytest.raises(RuntimeError, match="-crf"):
        _plan(stand_in, tmp_path, gpu="require", extra_args=["-crf", "18"])


@pytest.mark.parametrize(
    "writer", [{"codec": "libx264"}, {"codec": "h264", "extra_args": ["-c:v", "libx264"]}], ids=str
)
def test_the_users_encoder_stands(
    writer: dict[str, Any], stand_in: StandIn, tmp_path: Path
) -> None:
    stand_in.can(sessions=2)
    target = tmp_path / "movie.mp4"
    args = stock_args(target, **writer)
    encoding = plan(
        target, args, codec=writer["codec"], ffmpeg=stand_in.path, gpu="auto", sessions=2
    )
    assert encoding.encoder == "libx264"
    assert encoding.whole_args == tuple(args)
    with pytest.raises(RuntimeError, match="leave the codec"):
        plan(target, args, codec=writer["codec"], ffmpeg=stand_in.path, gpu="require", sessions=2)


def test_an_ffmpeg_without_x264(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.can(sessions=0, libx264=False)
    encoding = _plan(stand_in, tmp_path, gpu="never")
    assert encoding.encoder == "h264"
    assert encoding.whole_args == ("-vcodec", "h264", "-pix_fmt", "yuv420p")
    assert "no libx264" in encoding.encoder_reason


def test_an_old_ffmpeg_is_not_trusted_with_pieces(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.can(setts=False)
    encoding = _plan(stand_in, tmp_path)
    assert not encoding.in_pieces
    assert "older than FFmpeg 4.4" in encoding.pieces_reason


def test_segments_in_another_container_are_tried(stand_in: StandIn, tmp_path: Path) -> None:
    target = tmp_path / "movie.mkv"
    stand_in.can()
    assert plan(target, stock_args(target), ffmpeg=stand_in.path).segment_suffix == ".mp4"
    assert [Path(call[-1]).name for call in stand_in.calls] == ["movie.mkv", "0.mp4"]
    _trial.prove.cache_clear()
    stand_in.can(mp4=False)
    encoding = plan(target, ["-vcodec", "ffv1"], codec="ffv1", ffmpeg=stand_in.path)
    assert encoding.segment_suffix == ".mov"
    _trial.prove.cache_clear()
    stand_in.can(mp4=False, mov=False)
    encoding = plan(target, ["-vcodec", "ffv1"], codec="ffv1", ffmpeg=stand_in.path)
    assert not encoding.in_pieces
    assert "cannot put 'ffv1' into segments" in encoding.pieces_reason


@pytest.mark.parametrize("extra", [["-pass", "1"], ["-i", "sound.mp3"], ["-f", "tee"]], ids=str)
def test_what_a_trial_could_spoil_is_not_tried(
    extra: list[str], stand_in: StandIn, tmp_path: Path
) -> None:
    stand_in.can(sessions=2)
    encoding = _plan(stand_in, tmp_path, extra_args=extra)
    assert stand_in.calls == []
    assert not encoding.in_pieces
    assert encoding.whole_args == ("-vcodec", "h264", "-pix_fmt", "yuv420p", *extra)


@pytest.mark.gpu
def test_nvenc_of_this_machine(tmp_path: Path) -> None:
    words = probe_encoder(FFMPEG, "h264_nvenc")
    if words is not None:
        pytest.skip(f"h264_nvenc does not work here: {words.splitlines()[0]}")
    target = tmp_path / "movie.mp4"
    encoding = plan(target, stock_args(target), gpu="require", size=(640, 480), sessions=2)
    assert encoding.encoder == "h264_nvenc"
