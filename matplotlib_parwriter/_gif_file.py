"""
Where in a GIF file its frames are, and one GIF of the frames of several.

A file begins with a header and a table of colours, which are followed by blocks and one byte for
the end. A frame is an image block and the extensions before it, of which the graphic control
extension says for how long the frame is shown (W3C, *Graphics Interchange Format, Version 89a*,
1990, sections 17 to 27).
"""

from __future__ import annotations

import dataclasses
import mmap
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

_HEADER_BYTES = 13
_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_CONTROL = 0xF9
_IMAGE_BYTES = 10
# Of a graphic control extension, and where in it is for how long the frame is shown.
_CONTROL_BYTES = 8
_DELAY = slice(4, 6)


class UnlikeError(ValueError):
    """GIF files cannot be joined, or are none; the message says why."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Frame:
    """Where a frame is: its extensions begin, the one that has its delay does, its image ends."""

    start: int
    control: int
    end: int


class GifFile:
    """
    Read a GIF file of one table of colours; a context manager.

    Parameters
    ----------
    path : Path
        The file.

    Attributes
    ----------
    frames : int
        How many frames there are.

    Raises
    ------
    UnlikeError
        If it is not such a file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            if not path.stat().st_size:
                raise UnlikeError(f"{path.name} is empty")
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._begin, self._frames = self._found()
        except IndexError:
            self._data.close()
            raise UnlikeError(f"{path.name} ends too early") from None
        except UnlikeError:
            self._data.close()
            raise

    def __enter__(self) -> GifFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._data.close()

    @property
    def frames(self) -> int:
        return len(self._frames)

    @property
    def header(self) -> bytes:
        """All before the first frame and its extensions."""
        return self._data[: self._begin]

    def delay(self, k: int) -> bytes:
        """Return for how long frame *k* is shown, as the file says it."""
        at = self._frames[k].control
        return self._data[at : at + _CONTROL_BYTES][_DELAY]

    def frame(self, k: int, delay: bytes) -> bytes:
        """Return frame *k* as the file has it, but shown for *delay*."""
        where = self._frames[k]
        data = bytearray(self._data[where.start : where.end])
        control = where.control - where.start
        data[control + _DELAY.start : control + _DELAY.stop] = delay
        return bytes(data)

    def is_plain(self, k: int) -> bool:
        """Return whether frame *k* has no extension besides the graphic control extension."""
        where = self._frames[k]
        return where.start == where.control and self._data[where.start + _CONTROL_BYTES] == _IMAGE

    def _found(self) -> tuple[int, list[_Frame]]:
        """Return where the first frame begins, and where frames are."""
        data = self._data
        if data[:3] != b"GIF":
            raise UnlikeError(f"{self._path.name} is no GIF")
        at = begin = _HEADER_BYTES + _colours_bytes(data[10])
        frames: list[_Frame] = []
        start, control = at, None
        while (kind := data[at]) != _END:
            if kind == _EXTENSION:
                if data[at + 1] == _CONTROL:
                    control = at
                at = self._after(at + 2)
            elif kind == _IMAGE:
                # One byte says how the image is packed.
                at = self._after(at + _IMAGE_BYTES + _colours_bytes(data[at + 9]) + 1)
                if control is None:
                    raise UnlikeError(f"frame {len(frames)} of {self._path.name} has no delay")
                frames.append(_Frame(start=start, control=control, end=at))
                start, control = at, None
            else:
                raise UnlikeError(f"{self._path.name} has a block of kind {kind}")
        if start != at or at + 1 != len(data):
            raise UnlikeError(f"{self._path.name} does not end with a frame")
        return begin, frames

    def _after(self, at: int) -> int:
        """Return where the blocks of data end that begin at *at*."""
        data = self._data
        while size := data[at]:
            at += size + 1
        return at + 1


def _colours_bytes(flags: int) -> int:
    """Return the size of the table of colours of which a byte of *flags* tells."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


class GifJoiner:
    """
    Write one GIF of the frames of several, which overlap.

    What an encoder makes of a frame depends on the frame before it. So each file but the first one
    begins with the frame before its own, and each but the last one ends with the one after them,
    which the next file has, too: both have to be the same.

    Parameters
    ----------
    file : binary file
        Where to write it.
    delays : sequence of bytes
        For how long each frame is shown.
    """

    def __init__(self, file: IO[bytes], delays: Sequence[bytes]) -> None:
        self._file = file
        self._delays = delays
        self._written = 0
        self._header: bytes | None = None
        self._next: bytes | None = None  # the next frame, in the words of the latest file

    def add(self, piece: GifFile, frames: int) -> None:
        """
        Write the next *frames* frames.

        Parameters
        ----------
        piece : GifFile
            These frames, with the one before them and the one after them, if there are such.
        frames : int
            How many.

        Raises
        ------
        UnlikeError
            If they do not join what was written so far.
        """
        start, stop = self._written, self._written + frames
        lead, rest = min(1, start), min(1, len(self._delays) - stop)
        if piece.frames != lead + frames + rest:
            raise UnlikeError(f"frames {start} to {stop - 1} came as {piece.frames} frames")
        if self._header is None:
            self._header = piece.header
            self._file.write(self._header)
        elif piece.header != self._header:
            raise UnlikeError(f"the colours differ from frame {start} on")
        for k in range(lead, lead + frames + rest):
            i = start + k - lead
            if i and not piece.is_plain(k):
                raise UnlikeError(f"frame {i} has more than an image")
            data = piece.frame(k, self._delays[i])
            if i == start and self._next is not None and data != self._next:
                raise UnlikeError(f"frame {i} depends on more than the frame before it")
            if i == stop:
                self._next = data
            else:
                self._file.write(data)
        self._written = stop

    def end(self) -> None:
        """Write the end of the file."""
        self._file.write(bytes((_END,)))
