"""What the user's process asks of an agent, a function that runs in an executor's process."""

import os
import platform
import socket
import sys
import uuid
from dataclasses import dataclass, fields
from importlib import import_module

import matplotlib as mpl
import numpy as np
import PIL
from matplotlib import ft2font

# Together with the process number, lest another host has a process of the same number.
_TOKEN = uuid.uuid4().hex


@dataclass(frozen=True, kw_only=True)
class Kit:
    """
    What must be the same in two processes for them to draw the same, and to understand each other.

    Attributes
    ----------
    system, python, matplotlib, freetype, numpy, pillow, matplotlib_parwriter : str
        Operating system and processor, and versions. Pillow makes images of the frames of a page.
    """

    system: str
    python: str
    matplotlib: str
    freetype: str
    numpy: str
    pillow: str
    matplotlib_parwriter: str


@dataclass(frozen=True, kw_only=True)
class Errand:
    """
    What an agent is to have done.

    Attributes
    ----------
    run : str
        Another one each time, for engines that run equal tasks once.
    home : (str, int)
        Which process it comes from; see `this_process`.
    kit : Kit
        What that process has.
    marker, secret : str, str
        Path of a file of that process, and what is in it, for as long as the save goes on.
    snapshot, key : str, str
        Path of the snapshot there, and what identifies it elsewhere.
    ffmpeg, build : str, str
        Path of ffmpeg there, and all that it says of its version.
    folder : str
        Where segments go, if the agent sees that.
    work : bytes
        The function to run, and its task, pickled.
    """

    run: str
    home: tuple[str, int]
    kit: Kit
    marker: str
    secret: str
    snapshot: str
    key: str
    ffmpeg: str
    build: str
    folder: str
    work: bytes


@dataclass(frozen=True, kw_only=True)
class Reply:
    """
    What a worker answers.

    Attributes
    ----------
    value : bytes
        What the function returned, pickled.
    error : bytes
        What it raised, pickled; empty if it returned.
    size : int
        How many bytes the segment has.
    segment : bytes or None
        The segment itself, where the user's process cannot see its file.
    """

    value: bytes = b""
    error: bytes = b""
    size: int = 0
    segment: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """
    What came of an errand.

    Attributes
    ----------
    agent : str
        Which agent answers: its host and process.
    unfit : str
        Why its workers cannot be used at all, as a sentence; else empty.
    missing : bool
        Whether it has not got the snapshot, and was not sent it.
    shared : bool
        Whether it sees the files of the user's process.
    reply : Reply or None
        What the worker says; None if there is nothing to say any more, for the save is over.
    """

    agent: str
    unfit: str = ""
    missing: bool = False
    shared: bool = False
    reply: Reply | None = None


def this_process() -> tuple[str, int]:
    """Return what identifies this process among those of all hosts, forks of it included."""
    return _TOKEN, os.getpid()


def this_kit() -> Kit:
    """Return what this process has."""
    return Kit(
        system=f"{sys.platform} {platform.machine()}",
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        matplotlib=mpl.__version__,
        freetype=ft2font.__freetype_version__,
        numpy=np.__version__,
        pillow=PIL.__version__,
        matplotlib_parwriter=import_module(__package__).__version__,
    )


def difference(wanted: Kit, found: Kit) -> str:
    """Return in what *found* differs, as a sentence about this host; empty if it does not."""
    for field in fields(Kit):
        here, there = getattr(found, field.name), getattr(wanted, field.name)
        if here != there:
            return (
                f"A worker on {socket.gethostname()} has {field.name} {here}, and the user's own "
                f"process {there}; these must be equal."
            )
    return ""
