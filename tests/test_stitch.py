"""Segments joined by a copy, against movies that stock's command line makes of the same frames."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from compare import FFMPEG
from movie_tools import (
    describe,
    encode_segments,
    frame_hashes,
    make_frames,
    packet_times,
    plan,
    stock_args,
    stock_movie,
)

from matplotlib_parwriter import _stitch
from matplotlib_parwriter._errors import FFMpegError
from matplotlib_parwriter._ffmpeg import ffmpeg_version
from matplotlib_parwriter._options import _IN_MOV, _IN_MP4
from matplotlib_parwriter._stitch import Segment, stitch
from matplotlib_parwriter._trial import probe_encoder

# Segments of one and two frames between longer ones are where decoding times overlap.
COUNTS = (5, 1, 2, 7, 1)

ENCODERS: dict[str, list[str]] = {
    "h264": ["-pix_fmt", "yuv420p"],
    "libx264": ["-pix_fmt", "yuv420p"],
    "libx264rgb": ["-qp", "0"],
    "libopenh264": [],
    "hevc": ["-pix_fmt", "yuv420p"],
    "libx265": ["-pix_fmt", "yuv420p"],
    "mpeg4": ["-bf", "2"],
    "libxvid": [],
    "mpeg2video": [],
    "mjpeg": [],
    "ffv1": [],
    "png": [],
    "jpeg2000": [],
    "libopenjpeg": [],
    "vp9": ["-pix_fmt", "yuv420p"],
    "libvpx-vp9": ["-pix_fmt", "yuv420p"],
    "av1": ["-pix_fmt", "yuv420p", "-cpu-used", "8"],
    "libaom-av1": ["-pix_fmt", "yuv420p", "-cpu-used", "8"],
    "libsvtav1": ["-preset", "12"],
    "librav1e": ["-pix_fmt", "yuv420p", "-speed", "10"],
    "prores": [],
    "prores_aw": [],
    "prores_ks": [],
    "huffyuv": [],
    "ffvhuff": [],
    "utvideo": [],
    "magicyuv": [],
    "cfhd": [],
    "tiff": [],
    "rawvideo": [],
    "qtrle": [],
}
LOSSLESS = {
    *("libx264rgb", "ffv1", "png", "jpeg2000", "libopenjpeg", "huffyuv", "ffvhuff", "utvideo"),
    *("magicyuv", "tiff", "rawvideo", "qtrle"),
}
# They need hardware; their streams are H.264, HEVC and AV1 like any other.
ON_GPU = {"h264_nvenc", "hevc_nvenc", "av1_nvenc"}


def _without_colours(lines: list[str]) -> list[str]:
    """Leave out what stands in parentheses after the name of the codec and the pixel format."""
    return [re.sub(r"(?<=[a-z0-9])\([^)]*\)", "", line) for line in lines]


def test_every_encoder_of_the_table_is_tested() -> None:
    assert set(ENCODERS) | ON_GPU == _IN_MP4 | _IN_MOV


# Other names of encoders that are tested under their own names in all containers.
ALIASES = {"h264", "hevc", "vp9", "av1"}


@pytest.mark.parametrize(
    ("encoder", "suffix"),
    [(e, s) for e in ENCODERS for s in (".mp4", ".mov", ".mkv") if s == ".mp4" or e not in ALIASES],
)
def test_encoder_joins(encoder: str, suffix: str, tmp_path: Path) -> None:
    frames = make_frames(sum(COUNTS))
    target, stock = tmp_path / f"movie{suffix}", tmp_path / f"stock{suffix}"
    args = stock_args(target, codec=encoder, extra_args=ENCODERS[encoder])
    done = stock_movie(stock, args, frames)
    if done.returncode:
        words = done.stderr.decode()
        if "Unknown encoder" in words:
            pytest.skip(f"{ffmpeg_version(FFMPEG)} has no {encoder}")
        # What stock's command cannot make, we refuse before a frame is drawn.
        with pytest.raises(FFMpegError):
            plan(target, args, codec=encoder)
        return
    encoding = plan(target, args, codec=encoder)
    if (encoder, suffix) == ("qtrle", ".mkv"):
        assert encoding.assembly != "joined"
        return
    assert encoding.assembly == "joined", encoding.assembly_reason
    segments = encode_segments(encoding, tmp_path, frames, COUNTS)
    stitch(encoding, segments, target)
    assert packet_times(target) == packet_times(stock)
    if encoder in LOSSLESS:
        assert frame_hashes(target) == frame_hashes(stock)
    else:
        assert frame_hashes(target) == [hash_ for s in segments for hash_ in frame_hashes(s.path)]
    if suffix == ".mkv":
        # MP4 segments do not carry which colours an unusual format has, and Matroska names them.
        assert _without_colours(describe(target)) == _without_colours(describe(stock))
    else:
        assert describe(target) == describe(stock)
    assert not list(tmp_path.glob("*.ffconcat"))


@pytest.mark.gpu
@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("encoder", sorted(ON_GPU))
def test_gpu_encoder_joins(encoder: str, suffix: str, tmp_path: Path) -> None:
    size = (256, 256)
    words = probe_encoder(FFMPEG, encoder, size)
    if words is not None:
        pytest.skip(f"{encoder} does not work here: {words.splitlines()[0]}")
    if (encoder, suffix) == ("av1_nvenc", ".mov"):
        pytest.skip("AV1 does not go into MOV")
    frames = make_frames(sum(COUNTS), size)
    target = tmp_path / f"movie{suffix}"
    args = stock_args(target, codec=encoder, extra_args=["-pix_fmt", "yuv420p"])
    encoding = plan(target, args, codec=encoder, size=size)
    segments = encode_segments(encoding, tmp_path, frames, COUNTS)
    stitch(encoding, segments, target)
    apart = [frame for s in segments for frame in frame_hashes(s.path)]
    assert frame_hashes(target) == apart


@pytest.mark.parametrize(
    "fps",
    [1, 5, 12.5, 23.976, 29.97, 30, 60, 1000 / 33, 1000.0 / 200, 0.5, 1 / 3, 3.14159, 47.9999991],
)
def test_times_are_stocks(fps: float, tmp_path: Path) -> None:
    # One Matroska movie, whose times are rounded, with a rate that makes them uneven.
    suffix = ".mkv" if fps == 29.97 else ".mp4"
    counts = (7, 4, 5, 6)
    frames = make_frames(sum(counts))
    target, stock = tmp_path / f"movie{suffix}", tmp_path / f"stock{suffix}"
    args = stock_args(target)
    assert stock_movie(stock, args, frames, fps).returncode == 0
    encoding = plan(target, args, fps=fps)
    stitch(encoding, encode_segments(encoding, tmp_path, frames, counts), target)
    assert packet_times(target) == packet_times(stock)
    assert _without_colours(describe(target)) == _without_colours(describe(stock))


@pytest.mark.parametrize(
    "extra",
    [
        ["-movflags", "+faststart"],
        ["-movflags", "frag_keyframe+empty_moov"],
        ["-metadata:s:v:0", "language=deu"],
        ["-tag:v", "avc1"],
        ["-vcodec", "libx265", "-tag:v", "hvc1"],
        ["-vf", "scale=64:-2,setsar=4/3"],
        ["-g", "3", "-bf", "1", "-profile:v", "main", "-level", "4.0"],
        ["-preset", "ultrafast", "-tune", "zerolatency"],
        ["-x264-params", "open-gop=1:keyint=4:bframes=5"],
        ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"],
        ["-strict", "-2", "-an", "-y", "-loglevel", "quiet"],
    ],
    ids=" ".join,
)
def test_options_give_the_same_file(extra: list[str], tmp_path: Path) -> None:
    suffix = ".mkv" if "-g" in extra or "bt709" in extra else ".mp4"
    frames = make_frames(sum(COUNTS))
    target, stock = tmp_path / f"movie{suffix}", tmp_path / f"stock{suffix}"
    args = stock_args(
        target,
        metadata={"title": 'It\'s "a" film, ünd = more', "artist": "me", "comment": "-y"},
        extra_args=["-qmin", "3", *extra],
    )
    done = stock_movie(stock, args, frames)
    assert done.returncode == 0, done.stderr
    encoding = plan(target, args)
    assert encoding.assembly == "joined", encoding.assembly_reason
    stitch(encoding, encode_segments(encoding, tmp_path, frames, COUNTS), target)
    assert packet_times(target) == packet_times(stock)
    assert _without_colours(describe(target)) == _without_colours(describe(stock))
    if suffix == ".mp4":
        assert describe(target) == describe(stock)


@pytest.mark.parametrize("counts", [(1,), (2,), (9,), (1, 1, 1), (1, 8), (8, 1), (3, 3, 3)])
def test_few_frames(counts: tuple[int, ...], tmp_path: Path) -> None:
    frames = make_frames(sum(counts))
    target, stock = tmp_path / "movie.mp4", tmp_path / "stock.mp4"
    args = stock_args(target, extra_args=["-bf", "8"])
    stock_movie(stock, args, frames)
    encoding = plan(target, args)
    segments = encode_segments(encoding, tmp_path, frames, counts)
    stitch(encoding, segments, target)
    assert packet_times(target) == packet_times(stock)
    apart = [frame for s in segments for frame in frame_hashes(s.path)]
    assert frame_hashes(target) == apart


def test_odd_paths(tmp_path: Path) -> None:
    folder = tmp_path / 'it\'s a "folder" % with ünïcode, [brackets]; #1'
    folder.mkdir()
    frames = make_frames(6)
    target = folder / "the 'movie' 100% ü.mp4"
    encoding = plan(target, stock_args(target))
    stitch(encoding, encode_segments(encoding, folder, frames, (3, 3)), str(target))
    assert frame_hashes(target)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["0.mp4", "1.mp4", target.name])


def test_segments_without_frames_are_left_out(tmp_path: Path) -> None:
    target = tmp_path / "movie.mp4"
    encoding = plan(target, stock_args(target))
    segments = encode_segments(encoding, tmp_path, make_frames(6), (0, 3, 0, 3, 0))
    stitch(encoding, segments, target)
    assert len(frame_hashes(target)) == 6
    with pytest.raises(ValueError, match="no frames"):
        stitch(encoding, [segment for segment in segments if not segment.frames], target)


@pytest.mark.parametrize("wrong", [-1, 1])
def test_a_wrong_number_of_frames_is_noticed(wrong: int, tmp_path: Path) -> None:
    target = tmp_path / "movie.mp4"
    encoding = plan(target, stock_args(target))
    first, last = encode_segments(encoding, tmp_path, make_frames(10), (5, 5))
    lying = dataclasses.replace(last, frames=last.frames + wrong)
    with pytest.raises(FFMpegError, match="10 frames, though"):
        stitch(encoding, [first, lying], target)


def test_uneven_times_are_noticed(tmp_path: Path) -> None:
    target = tmp_path / "movie.mp4"
    args = stock_args(target)
    encoding = plan(target, args)
    frames = make_frames(10)
    (slow,) = encode_segments(plan(target, args, fps=15), tmp_path, frames[:5], (5,))
    slow_path = tmp_path / "slow.mp4"
    Path(slow.path).rename(slow_path)
    (good,) = encode_segments(encoding, tmp_path, frames[5:], (5,))
    with pytest.raises(FFMpegError, match="is shown at"):
        stitch(encoding, [good, Segment(path=str(slow_path), frames=5)], target)


def test_a_missing_segment_is_an_error(tmp_path: Path) -> None:
    target = tmp_path / "movie.mp4"
    encoding = plan(target, stock_args(target))
    segments = encode_segments(encoding, tmp_path, make_frames(8), (4, 4))
    Path(segments[1].path).unlink()
    with pytest.raises(FFMpegError) as caught:
        stitch(encoding, segments, target)
    assert "1.mp4" in str(caught.value)
    assert not list(tmp_path.glob("*.ffconcat"))


def test_a_warning_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "movie.mp4"
    encoding = plan(target, stock_args(target))
    segments = encode_segments(encoding, tmp_path, make_frames(8), (4, 4))
    run = _stitch.run_ffmpeg

    def run_with_a_word(command: list[str]) -> object:
        done = run(command)
        done.stderr += "[mp4 @ 0x1] Something is not quite right\n"
        return done

    monkeypatch.setattr(_stitch, "run_ffmpeg", run_with_a_word)
    with pytest.raises(FFMpegError, match="Something is not quite right"):
        stitch(encoding, segments, target)
