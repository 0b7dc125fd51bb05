"""What a command costs: processor time and memory of all processes that it starts (Unix only)."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proportional import is_available, watch

from matplotlib_parwriter._ffmpeg import find_ffmpeg

HERE = Path(__file__).parent
_PR_SET_CHILD_SUBREAPER = 36  # from <linux/prctl.h>


@dataclass(frozen=True, kw_only=True)
class Memory:
    """Peaks in MB: of all processes together, and of the largest of them."""

    tree: float
    largest: float


def script(name: str, *arguments: object) -> list[str]:
    """Return the command that runs the script *name* of this directory."""
    return [sys.executable, str(HERE / name), *map(str, arguments)]


def environment() -> Mapping[str, str]:
    """Return an environment without settings, in which all tools use one ffmpeg and no screen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARWRITER_")}
    return kept | {"MPLBACKEND": "agg", "IMAGEIO_FFMPEG_EXE": find_ffmpeg()}


def run(command: Sequence[str]) -> tuple[dict[str, Any], float]:
    """
    Run *command* by itself.

    Returns
    -------
    dict
        The JSON in the last line that it printed.
    float
        The seconds of processor time that it and all its descendants took.
    """
    _adopt_orphans()
    before = _children_seconds()
    done = subprocess.run(
        command,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    _wait_for_orphans()
    return _said(done.stdout), _children_seconds() - before


def peak_memory(command: Sequence[str]) -> Memory | None:
    """Run *command* and return its peak memory; None where this system does not tell."""
    if not is_available():
        return None
    watched = watch(command, environment())
    largest = max(use.proportional for use in watched.processes.values())
    return Memory(tree=watched.peak, largest=largest)


def _said(output: str) -> dict[str, Any]:
    # A tool may have printed something itself before.
    return json.loads(output.splitlines()[-1])


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _adopt_orphans() -> None:
    """Let descendants whose parent has ended be ours, so that their time is in ours, too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
