"""A page whose JavaScript shows frames one after the other, as stock's `HTMLWriter` makes it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import matplotlib as mpl
from matplotlib.animation import HTMLWriter

from ._images import ImageEncoding, ImageThreads, read_images
from ._stitch import Segment


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

    stores = False  # images are small, or in memory

    def __init__(
        self, encoding: ImageEncoding, draft: Path, new_segment_path: Callable[[], str]
    ) -> None:
        self._encoding = encoding
        self._draft = draft
        self._new_segment_path = new_segment_path
        self._begin()

    def _begin(self) -> None:
        page = self._encoding.page
        self._directory = Path(self._new_segment_path())
        self._directory.mkdir()
        self._frame_dir = self._directory / page.frame_dir_in_page
        self._frame = _EncodedFrame()
        with mpl.rc_context({"animation.frame_format": self._encoding.image_format}):
            self._stock = HTMLWriter(
                fps=page.fps,  # type: ignore[arg-type]
                codec="png",  # an "h264" would want even sizes, which was seen to
                embed_frames=page.frame_dir is None,
                default_mode=page.default_mode,
                embed_limit=page.embed_limit,
            )
        frame: Any = self._frame
        self._stock.setup(frame, self._directory / page.name, 1, frame_dir=self._frame_dir)
        drop_temporary_directory(self._stock)
        self._images = ImageThreads(self._encoding, page.threads, self._add)

    @property
    def is_full(self) -> bool:
        # Private: the one thing that stock's writer does not tell.
        return bool(self._stock._hit_limit)  # type: ignore[attr-defined]

    def write(self, image: memoryview) -> None:
        self._images.write(image)

    def append(self, segment: Segment) -> None:
        self._images.finish()
        for image in read_images(segment.path, segment.frames):
            self._add(image)
        Path(segment.path).unlink()

    def restart(self, segment: Segment) -> None:
        self.discard()
        self._begin()
        self.append(segment)

    def finish(self) -> None:
        self._images.finish()
        self._stock.finish()
        page = self._encoding.page
        if page.frame_dir is not None:
            for path in self._frame_dir.iterdir():
                _move(path, Path(page.frame_dir, path.name))
        _move(self._directory / page.name, self._draft)

    def discard(self) -> None:
        self._images.stop()
        shutil.rmtree(self._directory, ignore_errors=True)

    def _add(self, image: bytes) -> None:
        self._frame.image = image
        self._stock.grab_frame()


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
