"""The file that a save writes: complete under the target's name, or not there at all."""

import contextlib
import os
import shutil
import tempfile
import uuid
from pathlib import Path

from ._encode import Encoder
from ._ffmpeg import Encoding
from ._stitch import Segment, stitch


class Movie:
    """
    Collect what belongs to a movie and deliver it.

    Parameters
    ----------
    target : str
        Where the movie goes.
    encoding : Encoding
        How it is encoded, in pieces or by one ffmpeg.
    temp_dir : str or None
        Where the directory for segments is made; None for the system's.

    Attributes
    ----------
    directory : Path
        Private directory of the save.
    """

    def __init__(self, target: str, encoding: Encoding, temp_dir: str | None) -> None:
        self._encoding = encoding
        # Stock writes through a symbolic link, and so must a rename.
        self._target = Path(os.path.realpath(target))
        self._segments: list[Segment] = []
        self._encoder: Encoder | None = None
        self._made = 0
        self.directory = Path(tempfile.mkdtemp(prefix="parwriter-", dir=temp_dir))
        self._draft = self._draft_path(target)

    def new_segment_path(self) -> str:
        """Return a path for one more segment, which nobody else writes to."""
        self._made += 1
        return str(self.directory / f"{self._made:06d}{self._encoding.segment_suffix}")

    def write(self, image: memoryview) -> None:
        """Encode a frame in this process, after all segments so far."""
        if self._encoder is None:
            if self._encoding.in_pieces:
                self._encoder = Encoder(self._encoding, self.new_segment_path())
            else:
                self._encoder = Encoder(self._encoding, self._draft, whole=True)
        self._encoder.write(image)

    def append(self, segment: Segment) -> None:
        """Add a segment made elsewhere, after all frames so far."""
        self.end_segment()
        self._segments.append(segment)

    def restart(self, segment: Segment) -> None:
        """Drop all frames so far, for those of *segment*, made elsewhere."""
        if self._encoder is not None:
            self._encoder.abort()
            self._encoder = None
        self._segments = [segment]

    def end_segment(self) -> None:
        """Finish the segment being encoded in this process, if there is one."""
        if self._encoder is None or not self._encoding.in_pieces:
            return
        encoder, self._encoder = self._encoder, None
        try:
            encoder.close()
        except BaseException:
            encoder.abort()
            raise
        self._segments.append(Segment(path=encoder.path, frames=encoder.frames))

    def deliver(self) -> None:
        """
        Put the movie under the target's name.

        Raises
        ------
        FFMpegError
            If ffmpeg failed; the target is as it was before then.
        """
        try:
            self.end_segment()
            if self._segments:
                stitch(self._encoding, self._segments, self._draft)
            else:
                self._finish_whole()
            if self._draft != self._target:
                self._move()
        finally:
            self.discard()

    def discard(self) -> None:
        """Stop what runs and remove all that is not the movie."""
        if self._encoder is not None:
            self._encoder.abort()
            self._encoder = None
        if self._draft != self._target:
            with contextlib.suppress(OSError):
                self._draft.unlink()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _finish_whole(self) -> None:
        """Let the one ffmpeg finish; one that never got a frame makes of that what stock's does."""
        encoder = self._encoder or Encoder(self._encoding, self._draft, whole=True)
        self._encoder = None
        try:
            encoder.close()
        except BaseException:
            encoder.abort()
            raise

    def _draft_path(self, target: str) -> Path:
        """
        Return where ffmpeg writes.

        That is a file beside the target, to be renamed; but a device or a pipe has to be written
        itself, and a pattern such as ``frame%03d.png`` stands for files that only ffmpeg knows.
        """
        if self._target.exists() and not self._target.is_file():
            return self._target
        if not self._encoding.in_pieces and "%" in self._target.name:
            return self._target
        name = f".{self._target.stem[:100]}.{uuid.uuid4().hex[:12]}{self._target.suffix}"
        beside = self._target.with_name(name)
        try:
            beside.touch(exist_ok=False)
        except OSError:  # a file that may be written, in a directory where none may be made
            return self.directory / f"movie{self._target.suffix}"
        beside.unlink()
        return beside

    def _move(self) -> None:
        if self._draft.parent != self._target.parent:
            shutil.copyfile(self._draft, self._target)
            return
        if self._target.exists():
            shutil.copymode(self._target, self._draft)
        # On one file system: either the old movie is there or the new one.
        self._draft.replace(self._target)
