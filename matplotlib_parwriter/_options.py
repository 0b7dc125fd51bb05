"""
What an ffmpeg output option means for a movie that is encoded in pieces.

A movie is encoded in pieces (*segments*) and joined by a copy only if every output option is listed
here as one that means the same for pieces as for the whole. The tables are short on purpose: an
option that is not listed costs speed, never a wrong movie, because one ffmpeg then gets all frames.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Sequence


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Options of a segment's stream, each with a value. Left out on purpose: what counts frames or
# seconds (-frames, -t, -ss, -r, -pass, -force_key_frames), what adds streams or inputs (-i, -map,
# -filter_complex), and what the copy of a stream does not keep (-aspect).
_STREAM = _names(
    "vcodec c codec pix_fmt vf filter color_primaries color_trc colorspace color_range"
)
# The same, but named or understood by some encoders only.
_ENCODER = _names(
    """
    crf preset tune profile level g bf qp q qscale refs keyint_min
    sc_threshold qmin qmax trellis coder context slices slicecrc pred x264-params x264opts
    x265-params svtav1-params aq-mode aq-strength rc-lookahead threads cpu-used deadline row-mt
    lag-in-frames tile-columns speed compression_level vendor bits_per_mb alpha_bits mbs_per_slice
    cq rc spatial-aq temporal-aq gpu multipass
    """
)
# Options that bound or aim at a bit rate, which an encoder can only keep to over the whole movie.
_RATE = _names("b maxrate minrate bufsize")
# Options of the file, each with a value.
_FILE = _names("metadata movflags tag vtag brand")
# Options that the encoder looks at, and the muxer too.
_BOTH = _names("strict")
# Options that change nothing about the movie: without a value, and with one.
_IDLE_FLAGS = _names("an sn dn y hide_banner nostats nostdin")
_IDLE = _names("loglevel v")
# Options without a value that are not for pieces; known, so that the next word is not theirs.
_OTHER_FLAGS = _names(
    "vn n stats shortest copyts start_at_zero bitexact report benchmark xerror re"
)

_CODEC = _names("vcodec c codec")
_FILTER = _names("vf filter")
# Filters that see one frame at a time and know neither its time nor its number ...
_FRAME_FILTERS = _names("scale format pad crop hflip vflip transpose negate setsar setdar null eq")
# ... unless an expression asks for them.
_TIMED = re.compile(r"(?<![\w.])(n|t|pos|pts)(?![\w.])|eval\s*=\s*frame|enable\s*=")
# Parameters that name frames of the whole movie, or files shared by passes.
_WHOLE_MOVIE = re.compile(r"(?:^|:)\s*(pass|stats|qpfile|zones|analysis-\w+)\s*=")

# What stock makes a palette for a GIF with (`matplotlib.animation.FFMpegBase.output_args`), and the
# options that change nothing about what it makes of frames.
_STOCKS_PALETTE = "split [a][b];[a] palettegen [p];[b][p] paletteuse"
_OF_GIF = _names("b metadata loop final_delay gifflags loglevel")

# Options with which a trial could last for ever, read or write other files, or fail with a few
# frames though the movie would not.
_NO_TRIAL = _names(
    """
    i f pass passlogfile vstats vstats_file progress report stats_file sdp_file dump attach
    filter_script filter_complex_script stream_loop re xerror
    """
)

# Encoders whose streams join by a copy with the right number of frames, times and decoded frames
# (tests/test_stitch.py goes through them), by the container that their segments need.
_IN_MP4 = _names(
    """
    h264 libx264 libx264rgb libopenh264 h264_nvenc hevc libx265 hevc_nvenc mpeg4 libxvid mpeg2video
    mjpeg ffv1 png jpeg2000 libopenjpeg vp9 libvpx-vp9 av1 libaom-av1 libsvtav1 librav1e av1_nvenc
    """
)
_IN_MOV = _names(
    "prores prores_aw prores_ks huffyuv ffvhuff utvideo magicyuv cfhd tiff rawvideo qtrle"
)
# Containers that they are joined in.
_JOINED = frozenset({".mp4", ".m4v", ".mov", ".mkv"})
# Encoders that take the YUV format that they are given, or fail.
_YUV_ENCODERS = _names("h264 libx264 h264_nvenc libopenh264")
# These encode transparency unless the pixel format is one without. ffmpeg complains when it copies
# x265's, and VP9's goes beside the stream, where MP4 has no place for it.
_X265 = _names("hevc libx265")
_VP9 = _names("vp9 libvpx-vp9")
_NO_ALPHA = re.compile("yuvj?4|gbrp|gray")
# Matroska does not say how deep the colours of QuickTime Animation are; nothing can decode it.
_NOT_IN_MKV = _names("qtrle")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Split:
    """
    Stock's output options, told apart.

    Attributes
    ----------
    segment : tuple of str
        Options for the ffmpeg of each segment.
    stitch : tuple of str
        Options for the ffmpeg that joins them.
    obstacle : str
        Why the movie cannot be encoded in pieces, as a sentence; empty when it can.
    has_rate : bool
        Whether they say anything about the bit rate.
    encoder_options : tuple of str
        Names, as given, of options that are for some encoders only, or not known here.
    encoder : str or None
        The encoder named last, which is the one that ffmpeg takes; None when none is named.
    encoder_at : int
        Its place in the arguments; -1 when none is named.
    """

    segment: tuple[str, ...]
    stitch: tuple[str, ...]
    obstacle: str
    has_rate: bool
    encoder_options: tuple[str, ...]
    encoder: str | None
    encoder_at: int


def split_output_args(args: Sequence[str]) -> Split:
    """
    Tell apart which options belong to the segments and which to the file as a whole.

    Parameters
    ----------
    args : sequence of str
        Stock's output options, without ``-y`` and the name of the movie.
    """
    segment: list[str] = []
    stitch: list[str] = []
    encoder_options: list[str] = []
    obstacles: list[str] = []
    encoder: str | None = None
    encoder_at = -1
    has_rate = False
    for at, option, value in _options(args):
        name, specifier = _bare(option)
        # Any stream is the one video stream; metadata may also be the file's or a chapter's.
        ours = specifier in {"", "v", "V", "v:0", "V:0", "0"} or name == "metadata"
        if name in _IDLE_FLAGS:
            continue
        if value is None or not ours:
            obstacles.append(f"{option!r} is not known to mean the same in pieces.")
            encoder_options.append(option)
            continue
        if name in _CODEC:
            encoder, encoder_at = value, at + 1
        # A rate of zero is none.
        rated = name in _RATE and value != "0"
        if name in _STREAM | _ENCODER | _RATE | _BOTH and not rated:
            segment += (option, value)
        if name in _FILE | _BOTH:
            stitch += (option, value)
        if rated:
            has_rate = True
            obstacles.append(f"{option!r} is about the whole movie.")
        elif name not in _STREAM | _ENCODER | _RATE | _BOTH | _FILE | _IDLE:
            obstacles.append(f"{option!r} is not known to mean the same in pieces.")
        if name not in _STREAM | _RATE | _BOTH | _FILE | _IDLE:
            encoder_options.append(option)
        obstacles += filter(None, [_value_obstacle(name, value)])
    return Split(
        segment=tuple(segment),
        stitch=tuple(stitch),
        obstacle=obstacles[0] if obstacles else "",
        has_rate=has_rate,
        encoder_options=tuple(encoder_options),
        encoder=encoder,
        encoder_at=encoder_at,
    )


def _options(args: Sequence[str]) -> Iterator[tuple[int, str, str | None]]:
    """Yield the place, name and value of each option; a word that is none comes by itself."""
    valued = _STREAM | _ENCODER | _RATE | _FILE | _BOTH | _IDLE | _NO_TRIAL | _OF_GIF
    at = 0
    while at < len(args):
        option, following = args[at], args[at + 1 : at + 2]
        name = _bare(option)[0]
        takes_value = (
            option.startswith("-")
            and name not in _IDLE_FLAGS | _OTHER_FLAGS
            # ffmpeg takes any word as the value of an option that has one; of an option that
            # is not known here, a value that looks like an option is rather the next option.
            and bool(following)
            and (name in valued or not following[0].startswith("-"))
        )
        yield at, option, following[0] if takes_value else None
        at += 2 if takes_value else 1


def _bare(option: str) -> tuple[str, str]:
    """Return an option's name without its dash, and the stream specifier."""
    name, _, specifier = option.removeprefix("-").partition(":")
    return name, specifier


def _value_obstacle(name: str, value: str) -> str:
    """Return why an option with this value cannot be given to pieces; empty when it can."""
    if name in _FILTER:
        return _filter_obstacle(value)
    if name.endswith(("-params", "opts")) and _WHOLE_MOVIE.search(value):
        return f"'-{name} {value}' needs all frames in one encoder."
    return ""


def _filter_obstacle(graph: str) -> str:
    """Return why filters cannot be applied to pieces; empty when they can."""
    if re.search(r"[;\[\]'\\]", graph):
        return f"The filter graph {graph!r} is more than a plain chain of filters."
    for part in graph.split(","):
        name = re.split("[=@]", part.strip(), maxsplit=1)[0]
        if name not in _FRAME_FILTERS or _TIMED.search(part.partition("=")[2]):
            return f"The filter {part.strip()!r} may depend on a frame's time or number."
    return ""


def trial_obstacle(args: Sequence[str]) -> str | None:
    """
    Return the first option that forbids to try these options on a few frames; None without one.

    Parameters
    ----------
    args : sequence of str
        Output options, without the name of the movie.
    """
    for _, option, _ in _options(args):
        # A word where an option should be names one more output, which a trial would overwrite.
        if not option.startswith("-") or _bare(option)[0] in _NO_TRIAL:
            return option
    return None


def option_values(args: Sequence[str], names: Collection[str]) -> list[str]:
    """
    Return the values of options, for whichever stream they are; empty for one without a value.

    Parameters
    ----------
    args : sequence of str
        Output options, without the name of the movie.
    names : collection of str
        Names of options, without the dash.
    """
    return [value or "" for _, option, value in _options(args) if _bare(option)[0] in names]


def segment_suffixes(encoder: str, target_suffix: str) -> tuple[str, ...]:
    """
    Return suffixes of segments that can be copied into a movie, best first; none if that fails.

    Never Matroska's, which rounds the time of each frame to milliseconds.

    Parameters
    ----------
    encoder : str
        ffmpeg's name of the encoder.
    target_suffix : str
        The movie's suffix, with the dot.
    """
    if encoder not in _IN_MP4 | _IN_MOV:
        return ()
    match target_suffix.lower():
        case ".mp4" | ".m4v":
            return (".mp4",)  # what MP4 does not take is refused before anything is rendered
        case ".mov":
            return (".mov",)
        case ".mkv" if encoder not in _NOT_IN_MKV:
            # MP4 does not take some of these before FFmpeg 8.
            return (".mp4", ".mov") if encoder in _IN_MP4 else (".mov",)
    return ()


def joins(target_suffix: str) -> bool:
    """
    Return whether movies of this kind may be joined from pieces, with some encoders.

    Parameters
    ----------
    target_suffix : str
        The movie's suffix, with the dot.
    """
    return target_suffix.lower() in _JOINED


def container_args(split: Split, target_suffix: str) -> tuple[str, ...]:
    """
    Return options for joining that make up for what segments say and stock's movies do not.

    Parameters
    ----------
    split : Split
        The movie's options.
    target_suffix : str
        The movie's suffix, with the dot.
    """
    if target_suffix.lower() != ".mkv":
        return ()
    # Every MP4 and MOV stream has these tags, and Matroska would keep them.
    args = ["-metadata:s:v:0", "handler_name=", "-metadata:s:v:0", "vendor_id="]
    options = dict(zip(split.segment[::2], split.segment[1::2], strict=True))
    if split.encoder in _YUV_ENCODERS and options.get("-pix_fmt", "").startswith("yuv"):
        # Matroska notes that these go from 16 to 235; MP4 leaves it to be understood.
        args += ["-color_range", "tv"]
    return tuple(args)


def container_obstacle(split: Split, target_suffix: str) -> str:
    """
    Return why this container cannot be joined from pieces with these options; empty when it can.

    Parameters
    ----------
    split : Split
        The movie's options.
    target_suffix : str
        The movie's suffix, with the dot.
    """
    pixels = (option_values(split.segment, ("pix_fmt",)) or [""])[-1]
    if split.encoder in _X265 and not _NO_ALPHA.match(pixels):
        return f"{split.encoder!r} may encode transparency, which does not join from pieces."
    if target_suffix.lower() == ".mkv":
        if split.encoder in _VP9 and not _NO_ALPHA.match(pixels):
            return f"{split.encoder!r} may encode transparency, which MP4 segments would lose."
        for word in split.segment:
            if "range" in word or "yuvj" in word:
                return f"{word!r} would be lost on the way through MP4 segments to Matroska."
    return ""


def without_filters(segment_args: Sequence[str]) -> tuple[str, ...]:
    """
    Return the options of a segment for frames that have been through its filters already.

    Parameters
    ----------
    segment_args : sequence of str
        Options of a segment, which all have a value.
    """
    pairs = zip(segment_args[::2], segment_args[1::2], strict=True)
    return tuple(word for pair in pairs if _bare(pair[0])[0] not in _FILTER for word in pair)


def without_palette(args: Sequence[str]) -> tuple[str, ...] | None:
    """
    Return stock's options for a GIF without those that compute a palette and apply it.

    Parameters
    ----------
    args : sequence of str
        Stock's output options, without ``-y`` and the name of the movie.

    Returns
    -------
    tuple of str or None
        None if these options do something else, or more, to frames.
    """
    rest: list[str] = []
    found = 0
    for _, option, value in _options(args):
        if option == "-filter_complex" and value == _STOCKS_PALETTE:
            found += 1
        elif option.removeprefix("-") in _OF_GIF and value is not None:
            rest += (option, value)
        elif _bare(option)[0] not in _IDLE_FLAGS:
            return None
    return tuple(rest) if found == 1 else None
