"""Running encoders: raw frames in, a segment or a whole movie out."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ._encoding import Encoding
from ._images import ImageEncoder, ImageEncoding
from ._pipe import PipedFFMpeg
from ._stitch import Segment
from ._trial import raw_input_args

if TYPE_CHECKING:
    from typing_extensions import Buffer


# How a palette is kept, and read again: as bytes, in a file of which the name says nothing to
# ffmpeg. (In that of an image, "%d" would be a number, even in the name of the user's directory.)
PALETTE_ARGS = ("-f", "rawvideo", "-pix_fmt", "bgra")
PALETTE_INPUT = (*PALETTE_ARGS, "-s", "16x16", "-i")
PALETTE_SUFFIX = ".palette"

# The least that four bytes of an opaque pixel are, as a number.
_OPAQUE = 0xFF000000

AnyEncoding = Encoding | ImageEncoding


class Encoder:
    """
    Run one ffmpeg that encodes raw RGBA frames.

    Parameters
    ----------
    encoding : Encoding
        How.
    path : path-like
        The file to write; an existing one is overwritten.
    whole : bool, default: False
        Whether this ffmpeg makes the movie, with stock's options, rather than a segment of it.
    threads : int, optional
        Encoding threads of a segment, unless the user's options say how many; default: ffmpeg's.
    palette : str, optional
        Where to write the palette of all frames as well, for a GIF.

    Attributes
    ----------
    path : str
        As given.
    is_opaque : bool
        Whether all frames so far are known to be opaque; only looked at where that matters.
    """

    def __init__(
        self,
        encoding: Encoding,
        path: str | os.PathLike[str],
        *,
        whole: bool = False,
        threads: int | None = None,
        palette: str | None = None,
    ) -> None:
        if not whole and not encoding.segment_suffix:
            raise ValueError(f"This movie has no segments. {encoding.assembly_reason}")
        args = encoding.whole_args if whole else encoding.segment_args
        given = any(arg.partition(":")[0] == "-threads" for arg in args)
        if threads is not None and not whole and not given:
            args = (*args, "-threads", str(threads))
        self.path = os.fspath(path)
        outputs = [*args, "-y", self.path]
        if palette is not None:
            # Both take colours in this order of bytes, which are brought into it once.
            graph = "format=bgra,split[frames][counted];[counted]palettegen[palette]"
            outputs = ["-filter_complex", graph, "-map", "[frames]", *outputs]
            outputs += ["-map", "[palette]", *PALETTE_ARGS, "-y", palette]
        self.is_opaque = encoding.assembly == "gif"
        self._bytes = encoding.frame_bytes
        self._process = PipedFFMpeg(
            [
                encoding.ffmpeg,
                *raw_input_args(encoding.size, encoding.fps if whole else encoding.segment_fps),
                *outputs,
            ]
        )

    @property
    def frames(self) -> int:
        """Number of frames that ffmpeg has taken; all that were written after `close`."""
        return self._process.written

    @property
    def seconds_each(self) -> float | None:
        """What a frame took one core so far, if the system tells."""
        return self._process.seconds_each

    @property
    def command(self) -> list[str]:
        """The command line of ffmpeg."""
        return list(self._process.command)

    @property
    def pid(self) -> int:
        """The process id of ffmpeg."""
        return self._process.pid

    def write(self, frame: Buffer) -> None:
        """
        Encode one more frame; it is copied, so its memory may be used again.

        Parameters
        ----------
        frame : bytes-like
            RGBA, eight bits each, row by row from the top.

        Raises
        ------
        FFMpegError
            When ffmpeg has died, at this frame or at one of the last few; in ffmpeg's words.
        ValueError
            When the frame has another size than the movie.
        """
        data = memoryview(frame).cast("B")
        if data.nbytes != self._bytes:
            # One such frame would shift all the pixels of the frames after it.
            raise ValueError(
                f"A frame of {data.nbytes} bytes was handed over for a movie whose frames have "
                f"{self._bytes} bytes; the figure's size must not change during a save."
            )
        self.check()
        self.is_opaque = self.is_opaque and is_opaque(data)
        self._process.write(data)

    def check(self) -> None:
        """
        Make sure that ffmpeg still takes frames.

        Raises
        ------
        FFMpegError
            When it does not; in its words.
        """
        if self._process.broken:
            self._process.finish()
            raise self._process.error(f"ffmpeg took only {self.frames} frames of {self.path!r}.")

    def wants_no_more(self) -> bool:
        """
        Return whether ffmpeg took all frames it wanted (``-frames:v``) and completed the file.

        Where it no longer reads, that is known once it has ended, which is waited for.
        """
        return self._process.broken and self._process.finish() == 0

    def begin_close(self) -> None:
        """Let ffmpeg finish the file once it has taken all frames, without waiting for it."""
        self._process.end_input()

    def close(self) -> None:
        """
        Wait until ffmpeg has taken all frames and finished the file.

        Raises
        ------
        FFMpegError
            When it failed, or did not take all frames.
        """
        if self._process.finish() or self._process.broken:
            raise self._process.error(f"ffmpeg took only {self.frames} frames of {self.path!r}.")

    def end(self) -> None:
        """End ffmpeg at once, and a `write` that waits for it; to be followed by `abort`."""
        self._process.end()

    def abort(self) -> None:
        """End ffmpeg at once, leaving the file as it is; never raises."""
        self._process.kill()


def is_opaque(frame: bytes | memoryview[int]) -> bool:
    """Return whether all pixels of a raw RGBA frame are opaque."""
    return bool(np.frombuffer(frame, "<u4").min() >= _OPAQUE)


def segment_of(encoder: Encoder | ImageEncoder, frames: int) -> Segment:
    """Return the segment that *encoder*, which is closed, has made of *frames* frames."""
    known = isinstance(encoder, Encoder) and encoder.is_opaque
    return Segment(path=encoder.path, frames=frames, is_opaque=known)


def segment_encoder(
    encoding: AnyEncoding, path: str, *, threads: int | None, palette: str | None = None
) -> Encoder | ImageEncoder:
    """
    Return what encodes frames into a segment.

    Parameters
    ----------
    encoding : Encoding or ImageEncoding
        How.
    path : str
        The file to write; an existing one is overwritten.
    threads : int or None
        Encoding threads.
    palette : str, optional
        Where to write the palette of all frames as well.
    """
    if isinstance(encoding, ImageEncoding):
        return ImageEncoder(encoding, path, threads=threads or 1)
    return Encoder(encoding, path, threads=threads, palette=palette)


class OwnSegments:
    """
    Encode frames made in this process, into one segment after the other.

    Parameters
    ----------
    encoding : Encoding or ImageEncoding
        How.
    new_segment_path : callable
        Returns a path for one more segment.
    threads : int, optional
        Encoding threads; default: ffmpeg's.
    palette : str, optional
        Where to write the palette of the frames of a segment as well.

    Attributes
    ----------
    encoder : Encoder or ImageEncoder or None
        What makes the segment, once it has got a frame.
    frames : int
        Of the segment that is being made.
    is_ending : bool
        Whether that gets no more frames.
    """

    def __init__(
        self,
        encoding: AnyEncoding,
        new_segment_path: Callable[[], str],
        *,
        threads: int | None = None,
        palette: str | None = None,
    ) -> None:
        self._encoding = encoding
        self._new_segment_path = new_segment_path
        self._threads = threads
        self._palette = palette
        self.encoder: Encoder | ImageEncoder | None = None
        self.frames = 0
        self.is_ending = False

    def write(self, frame: Buffer) -> None:
        """Encode one more frame."""
        if self.encoder is None:
            path = self._new_segment_path()
            self.encoder = segment_encoder(
                self._encoding, path, threads=self._threads, palette=self._palette
            )
        self.encoder.write(memoryview(frame))
        self.frames += 1

    def begin_end(self) -> None:
        """Let ffmpeg finish the segment that is being made, without waiting for it."""
        if isinstance(self.encoder, Encoder):
            self.is_ending = True
            self.encoder.begin_close()

    def end(self) -> list[Segment]:
        """Return the segment that was being made, complete; an empty list if there is none."""
        if self.encoder is None:
            return []
        self.encoder.close()  # may be interrupted, and is done again then
        segment = segment_of(self.encoder, self.encoder.frames)
        self.encoder = None
        self.frames, self.is_ending = 0, False
        return [segment]

    def abort(self) -> None:
        """End ffmpeg at once; never raises."""
        encoder, self.encoder = self.encoder, None
        self.frames, self.is_ending = 0, False
        if encoder is not None:
            encoder.abort()
