"""
The files that memmaps are made of, which workers map instead of getting their content.

They map them privately where something may be written, so that nothing they write gets there.
"""

import mmap
import os
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import _mapped

_Array = np.ndarray[Any, Any]

# Bytes from which on a memmap that can be written to travels by reference. By value is exact
# whatever is written to it meanwhile; by reference costs nothing.
_BIG_MEMMAP = 16e6
# Bytes that are compared in one go.
_CHUNK = 2**20
# Pages of a memmap's own that are compared with its file, before it is taken to differ from that.
_FEW_PAGES = 4096


@dataclass
class File:
    """
    A file that memmaps are made of.

    Attributes
    ----------
    index : int
        Its number in the snapshot.
    path : str
        Where it is.
    inode : int
        Which one it is, lest another one has taken its place.
    size : int
        How many bytes at least are in it.
    private : bool
        Whether workers write to their copies of it.
    """

    index: int
    path: str
    inode: int
    size: int
    private: bool


class Files:
    """
    Find the files of memmaps for one pickle.

    Attributes
    ----------
    found : list of File
        What has to be mapped again.
    """

    def __init__(self) -> None:
        self.found: list[File] = []
        self._file_of: dict[Any, File] = {}
        self._maps: dict[int, tuple[_Array, File | None]] = {}

    def of(self, root: _Array) -> File | None:
        """
        Return the file that an array is mapped from, if it can be mapped again instead.

        Parameters
        ----------
        root : array
            One that is no view of another.

        Raises
        ------
        pickle.PicklingError
            If reading the array would end the process.
        """
        mapped = root.base
        if not isinstance(root, np.memmap) or not isinstance(mapped, mmap.mmap):
            return None
        if id(mapped) not in self._maps:
            self._maps[id(mapped)] = root, self._new_file(root, mapped)
        return self._maps[id(mapped)][1]

    def without_maps(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """
        Return attributes of an array with what a worker has in the place of maps.

        Parameters
        ----------
        attributes : dict
            By name.
        """
        found = {}
        for key, value in attributes.items():
            if isinstance(value, mmap.mmap):
                _, value = self._maps.get(id(value), (None, None))
            elif key in ("_optinfo", "_basedict") and type(value) is dict:  # of masked arrays
                value = self.without_maps(value)
            found[key] = value
        return found

    def _new_file(self, root: "np.memmap[Any, Any]", mapped: mmap.mmap) -> File | None:
        if root.filename is None:
            return None
        path = Path(root.filename)
        try:
            found = path.stat()
        except OSError:
            return None
        whole = np.frombuffer(mapped, np.uint8)
        address = _mapped.bounds(whole)[0]
        start = root.offset - (_mapped.bounds(root)[0] - address)  # of the map, in the file
        if not _is_file_at(address, found, whole, path, start):
            return None
        if found.st_size < start + len(whole):
            # Reading it would end the process.
            raise pickle.PicklingError(f"{path}, which is mapped, has become shorter since")
        if root.mode == "c" and _differs(address, whole, path, start):
            return None
        if root.mode in ("r+", "w+") and len(whole) < _BIG_MEMMAP:
            return None
        # What one map of a file writes, the others see, but not if it is copied on write.
        key = id(mapped) if root.mode == "c" else (found.st_dev, found.st_ino)
        file = self._file_of.get(key)
        if file is None:
            file = File(len(self.found), str(path.absolute()), found.st_ino, 0, private=False)
            self._file_of[key] = file
            self.found.append(file)
        file.size = max(file.size, start + len(whole))
        file.private = file.private or root.mode != "r"
        return file


def map_file(file: File) -> mmap.mmap:
    """
    Map a file as memmaps in a worker need it.

    Parameters
    ----------
    file : File
        Which one.

    Raises
    ------
    OSError
        If it is not there any more, or another one.
    """
    with Path(file.path).open("rb") as opened:
        found = os.fstat(opened.fileno())
        if found.st_ino != file.inode or found.st_size < file.size:
            raise OSError(f"{file.path}, which is mapped, is not the same any more")
        access = mmap.ACCESS_COPY if file.private else mmap.ACCESS_READ
        mapped = mmap.mmap(opened.fileno(), 0, access=access)
        _mapped.register(mapped, opened.fileno(), f"file {file.index}", fixed=False)
    return mapped


def _is_file_at(
    address: int, found: os.stat_result, mapped: _Array, path: Path, start: int
) -> bool:
    """Return whether the file that was *found* is the one that is mapped at *address*."""
    known = _mapped.identity(address)
    if known is not None and known[1] != found.st_ino:
        return False
    if (known is not None and known[0] == found.st_dev) or sys.platform == "win32":
        return True
    # Some file systems give mappings other devices than files, and some systems tell nothing.
    return _is_content(mapped, path, start)


def _differs(address: int, mapped: _Array, path: Path, start: int) -> bool:
    """Return whether this process has written to a map of its own of the file."""
    with path.open("rb") as file:
        told = _mapped.is_told(file.fileno())
    pages = _mapped.written(address, -(-len(mapped) // mmap.PAGESIZE)) if told else None
    if pages is None:
        return not _is_content(mapped, path, start)
    if len(pages) > _FEW_PAGES:
        return True
    with path.open("rb") as file:
        for page in pages.tolist():
            mine = mapped[page * mmap.PAGESIZE : (page + 1) * mmap.PAGESIZE]
            file.seek(start + page * mmap.PAGESIZE)
            if file.read(len(mine)) != mine.data:
                return True
    return False


def _is_content(mapped: _Array, path: Path, start: int) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(start)
            for i in range(0, len(mapped), _CHUNK):
                chunk = mapped[i : i + _CHUNK]
                if file.read(len(chunk)) != chunk.data:
                    return False
    except OSError:
        return False
    return True
