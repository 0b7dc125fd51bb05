"""Choosing the encoder: by what the user says, and by what an ffmpeg can do on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from compare import FFMPEG
from ffmpeg_stand_in import X264_QUALITY, StandIn
from movie_tools import SIZE, make_frames, plan, stock_args

from matplotlib_parwriter import _encoding, _trial
from matplotlib_parwriter._encode import Encoder
from matplotlib_parwriter._trial import probe_encoder


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    _trial.prove.cache_clear()
    _trial.has_bitstream_filter.cache_clear()


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    if os.name == "nt":
        pytest.skip("the stand-in starts by its first line")
    monkeypatch.setattr(_encoding, "gpu_presence", lambda: (True, "The test says so."))
    return StandIn(tmp_path / "stand-in")


def _plan(
    stand_in: StandIn, tmp_path: Path, gpu: str = "auto", **writer: Any
) -> _encoding.Encoding:
    target = tmp_path / "movie.mp4"
    return plan(target, stock_args(target, **writer), ffmpeg=stand_in.path, gpu=gpu, sessions=2)


def test_nvenc_where_it_works(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.can(sessions=2)
    encoding = _plan(stand_in, tmp_path, metadata={"title": "x"})
    assert encoding.encoder == "h264_nvenc"
    assert "worked" in encoding.encoder_reason
    assert encoding.assembly == "joined"
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
    assert encoding.whole_args == ("-vcodec", "libx264", *X264_QUALITY, "-pix_fmt", "yuv420p")
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
    monkeypatch.setattr(_encoding, "gpu_presence", lambda: (False, "There is none."))
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
    assert encoding.assembly != "joined"
    assert "older than FFmpeg 4.4" in encoding.assembly_reason


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
    assert encoding.assembly != "joined"
    assert "cannot put 'ffv1' into segments" in encoding.assembly_reason


@pytest.mark.parametrize("extra", [["-pass", "1"], ["-i", "sound.mp3"], ["-f", "tee"]], ids=str)
def test_what_a_trial_could_spoil_is_not_tried(
    extra: list[str], stand_in: StandIn, tmp_path: Path
) -> None:
    stand_in.can(sessions=2)
    encoding = _plan(stand_in, tmp_path, extra_args=extra)
    assert not any(" ".join(extra) in " ".join(call) for call in stand_in.calls)
    assert encoding.assembly != "joined"
    assert encoding.whole_args == ("-vcodec", "h264", "-pix_fmt", "yuv420p", *extra)


@pytest.mark.gpu
def test_nvenc_of_this_machine(tmp_path: Path) -> None:
    words = probe_encoder(FFMPEG, "h264_nvenc")
    if words is not None:
        pytest.skip(f"h264_nvenc does not work here: {words.splitlines()[0]}")
    target = tmp_path / "movie.mp4"
    encoding = plan(target, stock_args(target), gpu="require", size=(640, 480), sessions=2)
    assert encoding.encoder == "h264_nvenc"
