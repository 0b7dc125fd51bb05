"""The memory of a process and all that it starts, each shared page counted once (Linux only)."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PERIOD = 0.03  # seconds between two looks


@dataclass(kw_only=True)
class Use:
    """What one process used at most, in MB: its share of all pages, and pages of its own."""

    kind: str
    proportional: float = 0.0
    anonymous: float = 0.0


@dataclass(kw_only=True)
class Watched:
    """A command that has run: its output, and what it used at most, in MB."""

    output: str = ""
    peak: float = 0.0
    processes: dict[int, Use] = field(default_factory=dict)

    def of(self, kind: str) -> list[Use]:
        """Return the processes of a *kind*: "main", "worker", "ffmpeg" or "other"."""
        return [use for use in self.processes.values() if use.kind == kind]


def is_available() -> bool:
    """Return whether this system tells proportional set sizes."""
    return Path("/proc/self/smaps_rollup").exists() and bool(_sizes(Path("/proc/self")))


def watch(command: Sequence[str], env: Mapping[str, str]) -> Watched:
    """Run *command*, and look at it and at all that it starts until it ends."""
    watched = Watched()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=output, text=True
        )
        while True:
            _look(process.pid, watched)
            try:
                status = process.wait(_PERIOD)
            except subprocess.TimeoutExpired:
                continue
            break
        output.seek(0)
        watched.output = output.read()
    if status:
        raise subprocess.CalledProcessError(status, command, watched.output)
    return watched


def _look(root: int, watched: Watched) -> None:
    total = 0.0
    for process in family(root):
        folder = Path(f"/proc/{process}")
        sizes = _sizes(folder)
        if not sizes:
            continue
        kind = "main" if process == root else _kind(folder)
        use = watched.processes.setdefault(process, Use(kind=kind))
        if process != root:
            use.kind = kind  # it was a fork of the main process before it became what it is
        use.proportional = max(use.proportional, sizes["Pss:"])
        use.anonymous = max(use.anonymous, sizes["Anonymous:"])
        total += sizes["Pss:"]
    watched.peak = max(watched.peak, total)


def family(process: int) -> list[int]:
    """Return a process and all that it started, and these started, by their numbers."""
    found = [process]
    for parent in found:  # grows meanwhile
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            found.extend(map(int, _read(children).split()))
    return found


def _kind(folder: Path) -> str:
    command = _read(folder / "cmdline").split("\0")
    if "ffmpeg" in Path(command[0]).name:
        return "ffmpeg"
    return "worker" if any("popen_loky" in word for word in command) else "other"


def _sizes(folder: Path) -> dict[str, float]:
    rows = [line.split() for line in _read(folder / "smaps_rollup").splitlines()[1:]]
    return {row[0]: int(row[1]) * 1024 / 1e6 for row in rows if len(row) == 3}


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended
        return ""
