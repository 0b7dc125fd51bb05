"""
Frames encoded each by itself, as image files, and segments of them.

There is no ffmpeg in it: an image is what `~matplotlib.figure.Figure.savefig` writes for a frame,
byte for byte. Only PNGs are made in threads, for Pillow compresses them without the interpreter's
lock; matplotlib sets an rcParam while it makes a JPEG, which others must not see.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import statistics
import struct
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

import matplotlib as mpl
import matplotlib.image

# What matplotlib's Agg backend hands to Pillow.
IMAGE_FORMATS = ("png", "jpeg", "tiff")
# An image in a segment is preceded by its length.
_LENGTH = struct.Struct("<Q")
# Images under way at once for each thread; more would only take memory.
_AHEAD = 2
# Images of which it is known how long they took.
_RECENT = 12


@dataclass(frozen=True, kw_only=True)
class Page:
    """
    The page that shows the images.

    Attributes
    ----------
    name : str
        The name of its file.
    frame_dir : str or None
        Directory of the image files, absolute; None if the page holds the images itself.
    frame_dir_in_page : str
        The same, as it stands in the page.
    fps : float
        Frames per second.
    default_mode : str
        What it does at the end: "loop", "once" or "reflect".
    embed_limit : float
        Of a page that holds the images, the size in megabytes at which no more go into it.
    threads : int
        How many images are encoded at once in the user's process.
    """

    name: str
    frame_dir: str | None
    frame_dir_in_page: str
    fps: float
    default_mode: str
    embed_limit: float
    threads: int


@dataclass(frozen=True, kw_only=True)
class ImageEncoding:
    """
    How frames are encoded to images; the same in every worker. What `Encoding` is to a movie.

    Attributes
    ----------
    image_format : {"png", "jpeg", "tiff"}
        As `~matplotlib.figure.Figure.savefig` calls it.
    size : (int, int)
        Width and height of a frame in pixels, unless the update changes the figure's.
    dpi : float
        Dots per inch, of which most formats keep a note.
    options : mapping
        The user's ``metadata`` and ``pil_kwargs`` of `~matplotlib.figure.Figure.savefig`.
    page : Page
        Where they are shown.
    """

    image_format: str
    size: tuple[int, int]
    dpi: float
    options: Mapping[str, Any]
    page: Page
    assembly: Literal["page"] = "page"
    assembly_reason: str = ""
    segment_suffix: str = ".images"

    @property
    def encoder(self) -> str:
        """The name of the encoder."""
        return self.image_format

    @property
    def encoder_reason(self) -> str:
        """Why this one, as a sentence."""
        return f"rcParams['animation.frame_format'] is {self.image_format!r}."

    def encode(self, frame: memoryview) -> bytes:
        """
        Return the image file of a frame.

        Parameters
        ----------
        frame : memoryview
            RGBA, eight bits each, of shape (height, width, 4).
        """
        if frame.ndim != 3:
            raise ValueError(
                f"A frame of {frame.nbytes} bytes has not the size that the figure says; frames "
                "must be drawn by matplotlib's Agg."
            )
        sink = io.BytesIO()
        # As FigureCanvasAgg.print_png and its like do, which draw the figure themselves before.
        with _on_white() if self.image_format == "jpeg" else contextlib.nullcontext():
            matplotlib.image.imsave(
                sink,
                frame,  # type: ignore[arg-type]  # what Agg itself hands over
                format=self.image_format,
                origin="upper",
                dpi=self.dpi,
                metadata=self.options.get("metadata"),
                pil_kwargs=self.options.get("pil_kwargs"),
            )
        return sink.getvalue()


def _on_white() -> AbstractContextManager[None]:
    return mpl.rc_context({"savefig.facecolor": "white"})


class ImageEncoder:
    """
    Encode frames into a segment; what `Encoder` is to a movie.

    A Ctrl-C may come anywhere in it: the segment holds the first frames that were written, none of
    them twice, and what was going on is done again when it is asked for again.

    Parameters
    ----------
    encoding : ImageEncoding
        How.
    path : str
        The file to write; an existing one is overwritten.
    threads : int
        How many images are encoded at once.
    """

    def __init__(self, encoding: ImageEncoding, path: str, *, threads: int) -> None:
        self.path = path
        self._encoding = encoding
        self._threads = threads if encoding.image_format == "png" else 1
        self._file: BinaryIO = Path(path).open("wb")  # noqa: SIM115  until close()
        self._pool: ThreadPoolExecutor | None = None
        self._pending: deque[tuple[int, Future[tuple[bytes, float]]]] = deque()
        self._seconds: deque[float] = deque(maxlen=_RECENT)
        self._written = 0
        self._ends = [0]  # where images end in the file; before the first one it is its beginning

    @property
    def frames(self) -> int:
        """Number of frames in the file; all that were written after `close`."""
        return len(self._ends) - 1

    @property
    def encode_seconds(self) -> float | None:
        """What encoding a frame took one core, lately; None before the first one."""
        return statistics.median(self._seconds) if self._seconds else None

    def sizes(self, start: int) -> list[int]:
        """Return the sizes in bytes of the images in the file, from number *start* on."""
        return [b - a - _LENGTH.size for a, b in itertools.pairwise(self._ends[start:])]

    def write(self, frame: memoryview) -> None:
        """Encode one more frame; it is copied, so its memory may be used again."""
        if self._threads == 1 or not self._written:
            # The first one tells at once whether the options are any good.
            self._add(self._written, *self._encode(frame))
        else:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="parwriter")
            own = memoryview(bytes(frame)).cast("B", frame.shape)  # type: ignore[call-overload]
            self._pending.append((self._written, self._pool.submit(self._encode, own)))
        self._written += 1
        most = _AHEAD * self._threads
        while self._pending and (self._pending[0][1].done() or len(self._pending) > most):
            self._take()

    def close(self) -> None:
        """Finish the file."""
        while self._pending:
            self._take()
        self.abort()

    def abort(self) -> None:
        """End the threads, without what is under way, and leave the file as it is."""
        self._pending.clear()
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)
        self._file.close()

    def _take(self) -> None:
        number, future = self._pending[0]
        self._add(number, *future.result())
        self._pending.popleft()

    def _encode(self, frame: memoryview) -> tuple[bytes, float]:
        started = time.thread_time()
        return self._encoding.encode(frame), time.thread_time() - started

    def _add(self, number: int, image: bytes, seconds: float) -> None:
        if number < self.frames:
            return
        self._seconds.append(seconds)
        self._file.seek(self._ends[-1])
        self._file.write(_LENGTH.pack(len(image)) + image)
        self._ends.append(self._ends[-1] + _LENGTH.size + len(image))


def image_sizes(path: str, count: int) -> list[int]:
    """Return the sizes in bytes of the first *count* images of the segment *path*."""
    sizes = []
    with Path(path).open("rb") as file:
        for _ in range(count):
            sizes.append(_LENGTH.unpack(file.read(_LENGTH.size))[0])
            file.seek(sizes[-1], os.SEEK_CUR)
    return sizes


def read_images(path: str, count: int) -> Iterator[bytes]:
    """
    Yield the first images of a segment.

    Parameters
    ----------
    path : str
        The segment.
    count : int
        How many.

    Raises
    ------
    EOFError
        If there are not so many.
    """
    with Path(path).open("rb") as file:
        for i in range(count):
            head = file.read(_LENGTH.size)
            length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else -1
            image = file.read(length) if length >= 0 else b""
            if len(image) != length:
                raise EOFError(f"{path!r} ends in image {i} of the {count} it should hold.")
            yield image
