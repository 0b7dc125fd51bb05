"""Which ffmpeg options may be given to pieces of a movie, and which may be tried beforehand."""

from __future__ import annotations

import pytest

from matplotlib_parwriter._options import (
    container_args,
    container_obstacle,
    segment_suffixes,
    split_output_args,
    trial_obstacle,
)

STOCK = ["-vcodec", "h264", "-pix_fmt", "yuv420p"]


def test_stocks_options() -> None:
    split = split_output_args([*STOCK, "-b", "0", "-metadata", "title=x", "-metadata", "a=-y"])
    assert split.segment == (*STOCK, "-b", "0")
    assert split.stitch == ("-metadata", "title=x", "-metadata", "a=-y")
    assert split.obstacle == ""
    assert split.encoder_options == ()
    assert not split.has_rate
    assert split.encoder == "h264"
    assert split.encoder_at == 1


@pytest.mark.parametrize(
    ("extra", "segment", "stitch"),
    [
        (["-crf", "18"], ["-crf", "18"], []),
        (["-bf", "-1"], ["-bf", "-1"], []),
        (["-profile:v:0", "high"], ["-profile:v:0", "high"], []),
        (["-movflags", "+faststart"], [], ["-movflags", "+faststart"]),
        (["-metadata:s:v:0", "language=deu"], [], ["-metadata:s:v:0", "language=deu"]),
        (["-tag:v", "hvc1"], [], ["-tag:v", "hvc1"]),
        (["-strict", "-2"], ["-strict", "-2"], ["-strict", "-2"]),
        (["-an", "-y", "-loglevel", "debug", "-hide_banner"], [], []),
        (["-vf", "scale=640:-2,format=yuv420p"], ["-vf", "scale=640:-2,format=yuv420p"], []),
        (["-filter:v", "hflip"], ["-filter:v", "hflip"], []),
        (["-x264-params", "keyint=9:bframes=2"], ["-x264-params", "keyint=9:bframes=2"], []),
    ],
    ids=str,
)
def test_options_for_pieces(extra: list[str], segment: list[str], stitch: list[str]) -> None:
    split = split_output_args([*STOCK, *extra])
    assert split.obstacle == ""
    assert split.segment == (*STOCK, *segment)
    assert split.stitch == tuple(stitch)


@pytest.mark.parametrize(
    "extra",
    [
        ["-filter_complex", "split [a][b]"],
        ["-b", "500k"],
        ["-b:v", "1M"],
        ["-maxrate", "1M"],
        ["-minrate", "1M"],
        ["-bufsize", "1M"],
        ["-frames:v", "10"],
        ["-vframes", "10"],
        ["-r", "25"],
        ["-t", "3"],
        ["-ss", "1"],
        ["-pass", "1"],
        ["-i", "sound.mp3"],
        ["-map", "0"],
        ["-shortest"],
        ["-vn"],
        ["-aspect", "16:9"],
        ["-force_key_frames", "expr:gte(t,n_forced*5)"],
        ["-b:a", "128k"],
        ["-crf"],
        ["second.mp4"],
        ["-an", "second.mp4"],
        ["-vf", "fade=in:0:30"],
        ["-vf", "scale=640:-2,tblend"],
        ["-vf", "crop=100:100:n:0"],
        ["-vf", "crop=w=100:h=100:x='10*t'"],
        ["-vf", "eq=brightness=0.1:eval=frame"],
        ["-vf", "hflip=enable=gte(t\\,1)"],
        ["-vf", "[in]hflip[out]"],
        ["-x264-params", "keyint=9:pass=2"],
        ["-x264opts", "qpfile=frames.txt"],
        ["-x265-params", "zones=0,10,b=2"],
        ["-svtav1-params", "pass=1"],
    ],
    ids=str,
)
def test_options_for_one_ffmpeg_only(extra: list[str]) -> None:
    split = split_output_args([*STOCK, *extra])
    assert split.obstacle.endswith(".")
    assert split.encoder == "h264"


def test_the_encoder_named_last_counts() -> None:
    split = split_output_args([*STOCK, "-crf", "5", "-c:v", "libx265"])
    assert split.encoder == "libx265"
    assert split.encoder_at == 7
    assert split_output_args(["-pix_fmt", "rgba"]).encoder is None
    assert split_output_args(["-c:a", "aac"]).encoder is None


@pytest.mark.parametrize(
    ("extra", "specific"),
    [
        (["-vf", "hflip", "-b:v", "1M", "-movflags", "+faststart", "-colorspace", "bt709"], []),
        (["-crf", "18", "-preset", "slow"], ["-crf", "-preset"]),
        (["-nosuch", "1"], ["-nosuch"]),
        (["-frames:v", "1"], ["-frames:v"]),
        (["-shortest"], ["-shortest"]),
    ],
)
def test_options_of_one_encoder(extra: list[str], specific: list[str]) -> None:
    assert list(split_output_args([*STOCK, *extra]).encoder_options) == specific


@pytest.mark.parametrize(
    ("extra", "obstacle"),
    [
        ([], None),
        (["-nosuch", "3"], None),
        (["-nosuch", "-crf", "3"], None),
        (["-metadata", "title=-i"], None),
        (["-metadata", "-i"], None),
        (["-crf"], None),
        (["-i", "sound.mp3"], "-i"),
        (["-pass", "1"], "-pass"),
        (["-f", "tee"], "-f"),
        (["-an", "second.mp4"], "second.mp4"),
        (["-crf", "3", "second.mp4"], "second.mp4"),
        (["-shortest", "second.mp4"], "second.mp4"),
    ],
    ids=str,
)
def test_what_may_be_tried(extra: list[str], obstacle: str | None) -> None:
    assert trial_obstacle([*STOCK, *extra]) == obstacle


@pytest.mark.parametrize(
    ("encoder", "target", "segment"),
    [
        ("libx264", ".mp4", (".mp4",)),
        ("libx264", ".MOV", (".mov",)),
        ("h264_nvenc", ".mkv", (".mp4", ".mov")),
        ("prores", ".mkv", (".mov",)),
        ("qtrle", ".mov", (".mov",)),
        ("qtrle", ".mkv", ()),
        ("libx264", ".avi", ()),
        ("libx264", "", ()),
        ("gif", ".gif", ()),
        ("libvvenc", ".mp4", ()),
    ],
)
def test_suffix_of_segments(encoder: str, target: str, segment: tuple[str, ...]) -> None:
    assert segment_suffixes(encoder, target) == segment


@pytest.mark.parametrize(
    "extra", [["-color_range", "pc"], ["-pix_fmt", "yuvj420p"], ["-vf", "scale=out_range=pc"]]
)
def test_range_of_colours_in_matroska(extra: list[str]) -> None:
    split = split_output_args([*STOCK, *extra])
    assert "Matroska" in container_obstacle(split, ".mkv")
    assert container_obstacle(split, ".mp4") == ""


def test_tags_in_matroska() -> None:
    rgb = split_output_args([*STOCK, "-vcodec", "libx264rgb"])
    assert container_args(split_output_args(STOCK), ".mp4") == ()
    assert "-color_range" in container_args(split_output_args(STOCK), ".mkv")
    assert "-color_range" not in container_args(rgb, ".mkv")
    assert "handler_name=" in container_args(rgb, ".mkv")
