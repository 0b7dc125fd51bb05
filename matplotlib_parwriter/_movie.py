"""The file that a save writes: complete under the target's name, or not there at all."""

import contextlib
import os
import shutil
import uuid
from pathlib import Path

from ._assembly import assembly_of
from ._block import BlockRecord
from ._encode import AnyEncoding
from ._stitch import Segment
from ._storage import Storage, is_stream

# Frames between two looks at the room on the disk.
_CHECK_EVERY = 50
# Of the size of raw frames, what lossless segments of plots take at least.
_LEAST_SHARE = 0.005


class Movie:
    """
    Collect what belongs to a movie and deliver it.

    Parameters
    ----------
    target : str
        Where the movie goes.
    encoding : Encoding or ImageEncoding
        How it is encoded and put together.
    temp_dir : str or None
        Where the directory for segments is made; None for beside the target.
    frames : int or None
        How many frames there will be, if that is known.
    """

    def __init__(
        self, target: str, encoding: AnyEncoding, *, temp_dir: str | None, frames: int | None
    ) -> None:
        self._encoding = encoding
        # Stock writes through a symbolic link, and so must a rename.
        self._target = Path(os.path.realpath(target))
        self._storage = Storage(self._target, temp_dir, frames)
        self._draft = self._draft_path()
        if self._draft != self._target:
            self._storage.guard(self._draft)
        self._assembly = assembly_of(encoding, self._draft, self.new_segment_path)
        self._frames = 0
        self._checked = 0  # frames after which there was room for more
        if encoding.assembly == "gif":
            try:
                self._storage.check(0, expected=_LEAST_SHARE * encoding.frame_bytes)
            except OSError:
                self._storage.remove()
                raise

    @property
    def directory(self) -> Path:
        """Private directory of the save."""
        return self._storage.directory

    def new_segment_path(self) -> str:
        """Return a path for one more segment, which nobody else writes to."""
        return str(self._storage.new_path(self._encoding.segment_suffix))

    def can_restart(self) -> bool:
        """Return whether frames that were added can be taken back."""
        # What went into a pipe or a device is gone.
        return self._draft != self._target or "%" in self._target.name

    @property
    def is_full(self) -> bool:
        """Whether it takes no more frames, and is complete without them."""
        return self._assembly.is_full

    @property
    def takes_end_first(self) -> bool:
        """Whether the end of the movie is of use before the frames between are there."""
        return self._assembly.takes_end_first

    @property
    def encode_seconds(self) -> float | None:
        """What encoding a frame takes one core, if that is known better than by a guess."""
        return self._assembly.encode_seconds

    def write(self, image: memoryview) -> None:
        """Add a frame made in this process, after all so far."""
        self._assembly.write(image)
        self._grow(1)

    def pause(self) -> None:
        """Take note that no frame is made in this process for the time being; does not wait."""
        self._assembly.pause()

    def expect_segments(self) -> None:
        """Take note that segments made elsewhere will come, too."""
        self._assembly.expect_segments()

    def append(self, segment: Segment) -> None:
        """Add a segment made elsewhere, after all frames so far."""
        self._assembly.append(segment)
        self._grow(segment.frames)

    def foresee(self, block: BlockRecord) -> None:
        """Prepare for the frames of *block*, made elsewhere, which are likely to be added later."""
        if block.segment is not None and not block.stopped:
            self._assembly.foresee(block.segment)

    def restart(self, segment: Segment) -> None:
        """Drop all frames so far, for those of *segment*, made elsewhere."""
        self._assembly.restart(segment)
        self._frames = self._checked = 0
        self._grow(segment.frames)

    def deliver(self) -> str:
        """
        Put the movie under the target's name.

        Returns
        -------
        str
            What there is to say about how it was encoded, as a sentence; mostly "".

        Raises
        ------
        FFMpegError
            If ffmpeg failed; the target is as it was before then.
        """
        try:
            remark = self._assembly.finish()
            if self._draft != self._target:
                self._move()
            return remark
        finally:
            self.discard()

    def discard(self) -> None:
        """Stop what runs and remove all that is not the movie."""
        self._assembly.discard()
        if self._draft != self._target:
            with contextlib.suppress(OSError):
                self._draft.unlink()
        self._storage.remove()

    def _grow(self, frames: int) -> None:
        """Take note of more frames, and now and then see whether there is room for the rest."""
        self._frames += frames
        if self._assembly.stores and self._frames - self._checked >= _CHECK_EVERY:
            self._checked = self._frames
            self._storage.check(self._frames)

    def _draft_path(self) -> Path:
        """
        Return where ffmpeg writes.

        That is a file beside the target, to be renamed; but a device or a pipe has to be written
        itself, and a pattern such as ``frame%03d.png`` stands for files that only ffmpeg knows.
        """
        if is_stream(self._target):
            return self._target
        if self._encoding.assembly == "piped" and "%" in self._target.name:
            return self._target
        name = f".{self._target.stem[:100]}.{uuid.uuid4().hex[:12]}{self._target.suffix}"
        beside = self._target.with_name(name)
        try:
            beside.touch(exist_ok=False)
        except OSError:  # a file that may be written, in a directory where none may be made
            return self._storage.directory / f"movie{self._target.suffix}"
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
