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
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ._ffmpeg import Encoding
from ._gif import Gif
from ._joined import Joined
from ._piped import Piped
from ._stitch import Segment


class Assembly(Protocol):
    """
    Put a movie together from frames made in this process, and from segments made elsewhere.

    Attributes
    ----------
    stores : bool
        Whether there are frames on the disk until the movie is complete.
    """

    @property
    def stores(self) -> bool: ...

    def write(self, image: memoryview) -> None:
        """Add a frame, after all so far."""

    def append(self, segment: Segment) -> None:
        """Add the frames of *segment*, after all so far."""

    def restart(self, segment: Segment) -> None:
        """Drop all frames so far, for those of *segment*."""

    def finish(self) -> None:
        """
        Complete the movie.

        Raises
        ------
        FFMpegError
            If ffmpeg failed, now or with something that was added earlier.
        """

    def discard(self) -> None:
        """Stop what runs; never raises."""


def assembly_of(encoding: Encoding, draft: Path, new_segment_path: Callable[[], str]) -> Assembly:
    """
    Return what puts a movie together.

    Parameters
    ----------
    encoding : Encoding
        How the movie is encoded.
    draft : Path
        Where to write it.
    new_segment_path : callable
        Returns a path for one more segment, in a directory that somebody else removes.
    """
    match encoding.assembly:
        case "joined":
            return Joined(encoding, draft, new_segment_path)
        case "piped":
            return Piped(encoding, draft)
        case "gif":
            return Gif(encoding, draft, new_segment_path)
