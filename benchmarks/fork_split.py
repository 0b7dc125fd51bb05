"""Share the frames of an animation among forks of the process, as pull requests have proposed.

What is here works as matplotlib's pull request 4509 did: each process makes an animation of its own
out of its share of the frames and saves that with the stock writer, and one more ffmpeg joins the
parts without encoding them again. So the updates of earlier frames are not run, and drawing is
matplotlib's own.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from matplotlib.animation import FFMpegWriter, FuncAnimation
from matplotlib.figure import Figure


def save(
    fig: Figure,
    update: Callable[[int], object],
    frames: int,
    path: Path,
    *,
    fps: float,
    codec: str | None,
    processes: int,
) -> None:
    """Save *frames* frames to *path*, by as many *processes* as are said."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        parts: list[Path] = []
        children: list[int] = []
        for share in _shares(frames, processes):
            part = Path(folder, f"{len(parts)}{path.suffix}")
            parts.append(part)
            children.append(_fork(fig, update, share, part, fps, codec))
        statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        if any(statuses):
            raise RuntimeError(f"Forks ended with {statuses}.")
        _join(parts, path)


def _shares(frames: int, processes: int) -> Iterator[range]:
    bounds = [frames * i // processes for i in range(processes + 1)]
    for start, stop in itertools.pairwise(bounds):
        if start < stop:
            yield range(start, stop)


def _fork(
    fig: Figure,
    update: Callable[[int], object],
    share: range,
    part: Path,
    fps: float,
    codec: str | None,
) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        animation = FuncAnimation(fig, update, frames=share)
        animation.save(part, writer=FFMpegWriter(fps=fps, codec=codec))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)  # what the parent has registered for its exit must not run here


def _join(parts: list[Path], path: Path) -> None:
    listed = parts[0].with_suffix(".txt")
    listed.write_text("".join(f"file '{part.name}'\n" for part in parts))
    # An ffmpeg may warn about times; as in the pull request, nobody looks.
    subprocess.run(
        [
            *(FFMpegWriter.bin_path(), "-loglevel", "quiet", "-f", "concat", "-safe", "0"),
            *("-i", str(listed), "-codec", "copy", "-y", str(path)),
        ],
        stdin=subprocess.DEVNULL,
        check=True,
    )
