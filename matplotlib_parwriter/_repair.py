"""
Repairs options of stock's own that the ffmpeg at hand refuses.

Stock leaves to ffmpeg how pixels are stored, and some ffmpegs choose what their own encoders then
refuse. A repair says what stock left open, or takes back what stock alone asked for; nothing that
the user gave is changed. It is looked for only where stock's command line fails, and used only
where a trial shows that it works; else the error is the one of stock's command line.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator, Sequence

from ._errors import FFMpegError
from ._options import option_values, split_output_args

_log = logging.getLogger(__name__)

# Names of the codec and of the encoder. FFmpeg 9 chooses RGB with alpha for VP9, which it does not
# encode unless told to; for VP8, YUV with alpha, together with frames that forbid alpha.
_VPX = frozenset({"vp9", "libvpx-vp9", "vp8", "libvpx"})
_FILTER = ("vf", "filter")
# Stock's: one stream with the colours, and for AVIF one with how opaque they are.
_AVIF_GRAPH = "split [rgb][rgba]; [rgba] alphaextract [alpha]"
_AVIF_ALPHA = ("-filter_complex", _AVIF_GRAPH, "-map", "[rgb]", "-map", "[alpha]")
# The grey picture that is extracted from RGBA is still said to be RGB, and libaom refuses grey RGB.
_AVIF_GREY_GRAPH = _AVIF_GRAPH.replace("alphaextract", "alphaextract,setparams=colorspace=unknown")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Repair:
    """
    Options that do what stock meant.

    Attributes
    ----------
    args : tuple of str
        All output options, without the name of the movie.
    reason : str
        What is different from stock's, and why, as a sentence.
    keeps_transparency : bool
        Whether frames may be transparent, where they may with stock.
    """

    args: tuple[str, ...]
    reason: str
    keeps_transparency: bool = True


def find_repair(
    args: tuple[str, ...],
    suffix: str,
    error: FFMpegError,
    prove: Callable[[tuple[str, ...]], None],
) -> Repair:
    """
    Return what works in the place of options that failed.

    Parameters
    ----------
    args : tuple of str
        Stock's output options, without ``-y`` and the name of the movie.
    suffix : str
        The movie's suffix, with the dot.
    error : FFMpegError
        How they failed.
    prove : callable
        Raises FFMpegError where the movie cannot be made with the options that it is given.

    Raises
    ------
    FFMpegError
        The given *error* where nothing is found, with a note on what was tried.
    """
    for repair in _repairs(args, suffix):
        try:
            prove(repair.args)
        except FFMpegError as again:
            error.add_note(f"{repair.reason} That fails too:\n{again.stderr}")
            continue
        _log.log(logging.INFO if repair.keeps_transparency else logging.WARNING, repair.reason)
        return repair
    raise error


def drops_transparency(stock_args: Sequence[str], args: Sequence[str]) -> bool:
    """
    Return whether frames must be opaque because of a repair.

    Parameters
    ----------
    stock_args : sequence of str
        Stock's output options.
    args : sequence of str
        The options that the movie is made with.
    """
    return _AVIF_GRAPH in stock_args and not {_AVIF_GRAPH, _AVIF_GREY_GRAPH}.intersection(args)


def _repairs(args: tuple[str, ...], suffix: str) -> Iterator[Repair]:
    """Yield what may be meant by options, best first."""
    if option_values(args, _FILTER):
        return  # of the user's: it may be what fails, and it says what the encoder gets
    at = _find(args, _AVIF_ALPHA)
    if suffix == ".avif" and at is not None:
        before, after = args[:at], args[at + len(_AVIF_ALPHA) :]
        yield Repair(
            args=(*before, "-filter_complex", _AVIF_GREY_GRAPH, *_AVIF_ALPHA[2:], *after),
            reason=(
                "Transparency is encoded without a colour space, for this ffmpeg refuses the one "
                "that stock's options give it."
            ),
        )
        yield Repair(
            args=(*before, *after),
            reason="The movie is made opaque, for its encoder does not take stock's transparency.",
            keeps_transparency=False,
        )
    encoder = split_output_args(args).encoder
    if encoder in _VPX or (encoder is None and suffix == ".webm"):
        # Elsewhere than in WebM, stock draws no transparent frames.
        pixels = "yuva420p" if suffix == ".webm" else "yuv420p"
        if not option_values(args, ("pix_fmt",)):
            yield Repair(
                args=("-pix_fmt", pixels, *args),
                reason=(
                    f"The pixel format {pixels} is used, for this ffmpeg's encoder refuses the "
                    "one that ffmpeg chooses."
                ),
            )
        if not option_values(args, ("auto-alt-ref",)):
            yield Repair(
                args=("-auto-alt-ref", "0", *args),
                reason=(
                    "The encoder makes no alternative reference frames, for this ffmpeg's makes "
                    "none with transparency."
                ),
            )


def _find(args: tuple[str, ...], part: tuple[str, ...]) -> int | None:
    """Return where some options stand one after the other among others; None if they do not."""
    for at in range(len(args) - len(part) + 1):
        if args[at : at + len(part)] == part:
            return at
    return None
