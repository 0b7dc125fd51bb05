"""The private directory of a save, and whether there is room in it."""

import contextlib
import errno
import os
import shutil
import tempfile
import time
from pathlib import Path

from ._janitor import Janitor

# Bytes that are left alone, for what is not counted here.
_RESERVE = 250_000
# How often, and how many seconds after one another, it is tried to remove a directory.
_REMOVALS, _REMOVAL_SECONDS = 20, 0.02


class NoRoomError(OSError):
    """The disk is too small for the frames of a movie; with ENOSPC."""


class Storage:
    """
    Hold what is temporary: on the target's file system, unless the user names another directory.

    It is made when it is first needed, and removed even if this process is killed.

    Parameters
    ----------
    target : Path
        The movie.
    temp_dir : str or None
        Where to make the directory; None for beside the movie, or, where that is not allowed, the
        system's directory for temporary files.
    frames : int or None
        How many frames the movie will have, if that is known.
    """

    def __init__(self, target: Path, temp_dir: str | None, frames: int | None) -> None:
        self._target = target
        self._temp_dir = temp_dir
        self._frames = frames
        self._directory: Path | None = None
        self._janitor: Janitor | None = None
        self._guarded: list[Path] = []
        self._made: list[Path] = []

    @property
    def directory(self) -> Path:
        """The directory."""
        if self._directory is None:
            self._directory = self._make_directory()
            self._janitor = Janitor([self._directory, *self._guarded])
        return self._directory

    def guard(self, path: Path) -> None:
        """Let the file *path*, to be written later, be removed, too, if this process is killed."""
        self._guarded.append(path)
        with contextlib.suppress(OSError):  # said again when something is to be written there
            _ = self.directory

    def new_path(self, suffix: str) -> Path:
        """Return a path for a file with frames, which nobody else writes to."""
        path = self.directory / f"{len(self._made) + 1:06d}{suffix}"
        self._made.append(path)
        return path

    def check(self, done: int, *, expected: float = 0.0) -> None:
        """
        Make sure that there is room for the rest of the movie.

        Parameters
        ----------
        done : int
            How many frames there are already; how much room they take is measured.
        expected : float, default: 0.0
            Bytes that a frame takes at least, for as long as there are none.

        Raises
        ------
        NoRoomError
            If there is not.
        """
        used = sum(map(_size, self._made))
        per_frame = used / done if done else expected
        remaining = max(0, self._frames - done) if self._frames is not None else 0
        needed = remaining * per_frame
        free = shutil.disk_usage(self.directory).free
        if free > needed + _RESERVE:
            return
        rest = f"about {_megabytes(needed)} more for {remaining} frames" if needed else "more"
        raise NoRoomError(
            errno.ENOSPC,
            f"There is no room for the movie's frames: they take {_megabytes(used)} so far and "
            f"need {rest}, but only {_megabytes(free)} are free; make room, or set temp_dir to a "
            "directory on a larger disk",
            str(self.directory),
        )

    def remove(self) -> None:
        """Remove the directory and all that is in it."""
        if self._directory is not None:
            remove_directory(self._directory)
        if self._janitor is not None:
            self._janitor.dismiss()

    def _make_directory(self) -> Path:
        if self._temp_dir is None:
            with contextlib.suppress(OSError):
                return Path(tempfile.mkdtemp(prefix=".parwriter-", dir=self._target.parent))
        return Path(tempfile.mkdtemp(prefix="parwriter-", dir=self._temp_dir))


def is_stream(path: str | os.PathLike[str]) -> bool:
    """
    Return whether what is written to a file is gone: into a pipe or a device.

    Parameters
    ----------
    path : path-like
        The file, which need not exist.
    """
    return Path(path).exists() and not Path(path).is_file()


def remove_directory(directory: Path) -> None:
    """Remove *directory*, though somebody may be making a file in it just then; never raises."""
    for _ in range(_REMOVALS):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            return
        time.sleep(_REMOVAL_SECONDS)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # removed, or not written yet
        return 0


def _megabytes(size: float) -> str:
    return f"{size / 1e6:.0f} MB"
