"""
What a movie is put together from, and how.

Three ways lead from frames and segments to the same movie that stock's one ffmpeg makes. Which one
it is, `_ffmpeg` decides, and `Encoding.assembly` says:

"joined"
    Segments are encoded as the movie is, and joined without encoding again (`_joined`).
"piped"
    Segments are lossless, and their frames go to one ffmpeg, with stock's options, that makes the
    movie (`_piped`).
"gif"
    Segments are lossless, and are gone through twice: for the palette, and with it (`_gif`).

A fourth one leads to a page that shows images, by way of no ffmpeg:

"page"
    Segments are image files one after the other, which go into the page or beside it (`_page`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ._encode import AnyEncoding
from ._gif import Gif
from ._images import ImageEncoding
from ._joined import Joined
from ._page import PageAssembly
from ._piped import Piped
from ._stitch import Segment


class Assembly(Protocol):
    """
    Put a movie together from frames made in this process, and from segments made elsewhere.

    Attributes
    ----------
    stores : bool
        Whether there are frames on the disk until the movie is complete.
    is_full : bool
        Whether further frames would be left out.
    takes_end_first : bool
        Whether the end of the movie is of use before the frames between are there.
    encode_seconds : float or None
        What encoding a frame takes one core, if that is known better than by a guess.
    """

    @property
    def stores(self) -> bool: ...

    @property
    def is_full(self) -> bool: ...

    @property
    def takes_end_first(self) -> bool: ...

    @property
    def encode_seconds(self) -> float | None: ...

    def write(self, image: memoryview) -> None:
        """Add a frame, after all so far."""

    def pause(self) -> None:
        """Take note that no frame is made in this process for the time being; does not wait."""

    def expect_segments(self) -> None:
        """Take note that segments made elsewhere will come, too."""

    def append(self, segment: Segment) -> None:
        """Add the frames of *segment*, after all so far."""

    def foresee(self, segment: Segment) -> None:
        """Prepare for *segment*, which is likely to be added later."""

    def restart(self, segment: Segment) -> None:
        """Drop all frames so far, for those of *segment*."""

    def finish(self) -> str:
        """
        Complete the movie.

        Returns
        -------
        str
            What there is to say about how that had to be done, as a sentence; mostly "".

        Raises
        ------
        FFMpegError
            If ffmpeg failed, now or with something that was added earlier.
        """

    def discard(self) -> None:
        """Stop what runs; never raises."""


def assembly_of(
    encoding: AnyEncoding, draft: Path, new_segment_path: Callable[[], str]
) -> Assembly:
    """
    Return what puts a movie together.

    Parameters
    ----------
    encoding : Encoding or ImageEncoding
        How the movie is encoded.
    draft : Path
        Where to write it.
    new_segment_path : callable
        Returns a path for one more segment, in a directory that somebody else removes.
    """
    if isinstance(encoding, ImageEncoding):
        return PageAssembly(encoding, draft, new_segment_path)
    match encoding.assembly:
        case "joined":
            return Joined(encoding, draft, new_segment_path)
        case "piped":
            return Piped(encoding, draft)
        case "gif":
            return Gif(encoding, draft, new_segment_path)
