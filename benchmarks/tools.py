"""The tools that are compared, and one save with one of them in a process of its own.

    python benchmarks/tools.py TOOL CASE FRAMES PATH [--lossless]

It prints as JSON what it found out. What is timed is what a user would call to save an animation
that is there already: ``Animation.save`` or what stands for it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import fork_split
import matplotlib as mpl
import numpy as np
from animations import CASES, Case
from matplotlib.animation import writers

import matplotlib_parwriter  # noqa: F401  it registers the writer
from matplotlib_parwriter._ffmpeg import find_ffmpeg

FPS = 30
LOSSLESS = "ffv1"
LOSSLESS_SUFFIX = ".mkv"

# Saves so many frames of a case, losslessly or as the tool does it, and returns what it found out.
Save = Callable[[Case, int, Path, bool], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Tool:
    """How to save with a tool, and why it cannot save into files with a suffix, if so."""

    save: Save
    obstacle: Callable[[str], str] = lambda suffix: ""


def timed(save: Callable[[], object]) -> dict[str, Any]:
    """Return the seconds that *save* takes, and the processor time that was gone before."""
    before = sum(os.times()[:4])
    start = time.perf_counter()
    save()
    return {"seconds": time.perf_counter() - start, "cpu_before": before}


def save_with_writer(name: str) -> Save:
    """Return how to save with a writer of matplotlib's registry, all its settings left alone."""

    def save(case: Case, frames: int, path: Path, lossless: bool) -> dict[str, Any]:
        animation = case.make(frames)
        writer = writers[name](fps=FPS, codec=LOSSLESS if lossless else None)
        found = timed(lambda: animation.save(path, writer=writer))
        report = getattr(writer, "report", None)
        return found | {
            "route": report and report.route,
            "fallback_frame": report and report.fallback_frame,
        }

    return save


def save_with_forks(case: Case, frames: int, path: Path, lossless: bool) -> dict[str, Any]:
    """Save with as many forks as there are cores."""
    fig, update = case.scene()
    codec = LOSSLESS if lossless else None
    cores = usable_cores()
    return timed(
        lambda: fork_split.save(fig, update, frames, path, fps=FPS, codec=codec, processes=cores)
    )


def save_with_animator(case: Case, frames: int, path: Path, lossless: bool) -> dict[str, Any]:
    """
    Save with ``parallel_animate.Animator``, all its settings left alone.

    In the time are what it does at its first save: each worker makes the figure anew, and PyTorch
    is imported to look for a GPU.
    """
    import parallel_animate
    import pvio

    class Adapted(parallel_animate.Animator):
        def setup(self) -> Any:
            figure, self._update = case.scene()
            return figure

        def update(self, frame_idx: int, params: int) -> None:
            self._update(params)

    if lossless:
        # It knows lossy formats only; to see its frames, something else has to encode them.
        pvio.write_frames_to_video = _write_lossless
    return timed(
        lambda: Adapted().make_video(path, range(frames), fps=FPS, disable_progress_bar=True)
    )


def _write_lossless(path: Path, frames: Iterable[np.ndarray], fps: float, **_: Any) -> None:
    images = iter(frames)
    first = next(images)
    size = f"{first.shape[1]}x{first.shape[0]}"
    process = subprocess.Popen(
        [
            *(find_ffmpeg(), "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size),
            *("-framerate", str(fps), "-i", "pipe:", "-vcodec", LOSSLESS, "-pix_fmt", "bgr0"),
            *("-y", str(path)),
        ],
        stdin=subprocess.PIPE,
    )
    with process, process.stdin:  # type: ignore[union-attr]
        for image in (first, *images):
            process.stdin.write(image.data)  # type: ignore[union-attr]
    if process.returncode:
        raise RuntimeError(f"ffmpeg ended with {process.returncode}.")


def usable_cores() -> int:
    """Return on how many cores this process may run."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _animator_obstacle(suffix: str) -> str:
    if importlib.util.find_spec("parallel_animate") is None:
        return "not installed (`pip install parallel-matplotlib-animation`)"
    return "" if suffix == ".mp4" else "writes MP4 only"


def _fork_obstacle(suffix: str) -> str:
    return "" if hasattr(os, "fork") else "this system cannot fork"


def _imagemagick_obstacle(suffix: str) -> str:
    return "" if writers.is_available("imagemagick") else "neither `magick` nor `convert` is there"


def _use_what_is_here() -> None:
    mpl.rcParams["animation.ffmpeg_path"] = find_ffmpeg()
    # ImageMagick 7 may come without the old name, by which matplotlib looks for it.
    mpl.rcParams["animation.convert_path"] = shutil.which("magick") or "convert"


_use_what_is_here()

STOCK = "stock `ffmpeg`"
OURS = "`parallel-ffmpeg`"
FFMPEG_FILE = "stock `ffmpeg_file`"
PILLOW = "`PillowWriter`"
IMAGEMAGICK = "`ImageMagickWriter`"
ANIMATOR = "`parallel-matplotlib-animation`"
FORKS = "fork and split"

TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        STOCK: Tool(save=save_with_writer("ffmpeg")),
        FFMPEG_FILE: Tool(save=save_with_writer("ffmpeg_file")),
        PILLOW: Tool(save=save_with_writer("pillow")),
        IMAGEMAGICK: Tool(save=save_with_writer("imagemagick"), obstacle=_imagemagick_obstacle),
        ANIMATOR: Tool(save=save_with_animator, obstacle=_animator_obstacle),
        FORKS: Tool(save=save_with_forks, obstacle=_fork_obstacle),
        OURS: Tool(save=save_with_writer("parallel-ffmpeg")),
    }
)


def main() -> None:
    """Make one save."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("frames", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--lossless", action="store_true", help="encode without loss")
    given = parser.parse_args()
    found = TOOLS[given.tool].save(
        CASES[given.case], given.frames, given.path.absolute(), given.lossless
    )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
