"""A page whose JavaScript shows frames one after the other, as stock's `HTMLWriter` makes it."""

from __future__ import annotations

import contextlib
import math
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

import matplotlib as mpl
from matplotlib.animation import HTMLWriter

from ._encode import OwnSegments
from ._images import ImageEncoder, ImageEncoding, image_sizes, read_images
from ._stitch import Segment

_MEGABYTE = 1024 * 1024  # as stock counts them


class PageAssembly:
    """
    Put a page together; see `Assembly`.

    An `~matplotlib.animation.HTMLWriter` does it, in a directory of its own. Instead of a figure it
    has got one that is "saved" by writing what was made of a frame already, so that the text, the
    names of the files, the limit of the size and what is logged about it are stock's.

    Parameters
    ----------
    encoding : ImageEncoding
        How frames are encoded.
    draft : Path
        Where to write the page.
    new_segment_path : callable
        Returns a path that is free, for the directory.
    """

    stores = True
    takes_end_first = True

    def __init__(
        self, encoding: ImageEncoding, draft: Path, new_segment_path: Callable[[], str]
    ) -> None:
        self._encoding = encoding
        self._draft = draft
        self._new_segment_path = new_segment_path
        self._own = OwnSegments(encoding, new_segment_path, threads=encoding.page.threads)
        self._segments: list[Segment] = []
        self._embedded: list[int] = []  # what each of them takes in a page
        self._seen = ("", 0, 0)  # the same of the own one: path, frames, what those take

    @property
    def is_full(self) -> bool:
        page = self._encoding.page
        if page.frame_dir is not None:
            return False
        for segment in self._segments[len(self._embedded) :]:
            self._embedded.append(_embedded(image_sizes(segment.path, segment.frames)))
        size = sum(self._embedded) + self._own_size()
        # Stock, too, finds out with an image only, if the limit is nothing.
        return size > 0 and size >= page.embed_limit * _MEGABYTE

    @property
    def encode_seconds(self) -> float | None:
        own = self._own.encoder
        return own.encode_seconds if isinstance(own, ImageEncoder) else None

    def _own_size(self) -> int:
        """Return what the segment that is being made takes in a page."""
        own = self._own.encoder
        if not isinstance(own, ImageEncoder):
            return 0
        path, frames, size = self._seen
        if path != own.path:
            frames = size = 0
        sizes = own.sizes(frames)
        self._seen = own.path, frames + len(sizes), size + _embedded(sizes)
        return self._seen[2]

    def write(self, image: memoryview) -> None:
        self._own.write(image)

    def pause(self) -> None:
        pass  # images are encoded one by one

    def expect_segments(self) -> None:
        pass  # they are as welcome as frames

    def append(self, segment: Segment) -> None:
        self._segments += self._own.end()
        self._segments.append(segment)

    def foresee(self, segment: Segment) -> None:
        pass  # there is nothing to do before its turn

    def restart(self, segment: Segment) -> None:
        self.discard()
        self._segments, self._embedded = [segment], []

    def finish(self) -> str:
        self._segments += self._own.end()
        page = self._encoding.page
        directory = Path(self._new_segment_path())
        directory.mkdir()
        frame_dir = directory / page.frame_dir_in_page
        frame: Any = _EncodedFrame()
        with mpl.rc_context({"animation.frame_format": self._encoding.image_format}):
            stock = HTMLWriter(
                fps=page.fps,  # type: ignore[arg-type]
                codec="png",  # an "h264" would want an even size, which was seen to
                embed_frames=page.frame_dir is None,
                default_mode=page.default_mode,
                embed_limit=page.embed_limit,
            )
        stock.setup(frame, directory / page.name, 1, frame_dir=frame_dir)
        drop_temporary_directory(stock)
        for segment in self._segments:
            for frame.image in read_images(segment.path, segment.frames):
                stock.grab_frame()
            Path(segment.path).unlink()
        stock.finish()
        if page.frame_dir is not None:
            for path in frame_dir.iterdir():
                _move(path, Path(page.frame_dir, path.name))
        _move(directory / page.name, self._draft)
        return ""

    def discard(self) -> None:
        self._own.abort()


def _embedded(sizes: Iterable[int]) -> int:
    """Return how many characters images of these sizes take in a page: base64, in lines of 76."""
    return sum(4 * math.ceil(size / 3) + math.ceil(size / 57) for size in sizes)


def _move(path: Path, target: Path) -> None:
    """Move a file to a place where there may be one, or a link to one, which stock follows."""
    if not target.is_symlink():
        with contextlib.suppress(OSError):  # it may be on another file system
            path.replace(target)
            return
    shutil.copyfile(path, target)


def drop_temporary_directory(writer: HTMLWriter) -> None:
    """Remove the directory that `HTMLWriter.setup` makes for images it then keeps in memory."""
    # Private: stock removes it when the page is finished, and again does no harm.
    directory = vars(writer).get("_tmpdir")
    if directory is not None:
        directory.cleanup()


class _EncodedFrame:
    """What stock's writer takes for a figure: it is saved by writing the image of it."""

    image = b""

    def get_size_inches(self) -> tuple[float, float]:
        return 1.0, 1.0

    def savefig(self, file: BinaryIO, **_: Any) -> None:
        file.write(self.image)
