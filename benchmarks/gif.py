"""Save a GIF with several writers, and compare time, memory, file size and frames.

    python benchmarks/gif.py [--frames N] [--quick] [--repeats N]

The animation is a scatter of 5000 points in many colours, at 432 x 720 pixels. The writers are
matplotlib's ``ffmpeg``, Pillow's and, where it is installed, ImageMagick's, and this one; each save
is in a process of its own, and they take turns. *memory* is the peak over all processes, ffmpeg and
workers included, pages that they share counted once; *largest process* is that of the one that used
most. They are found out by one more save, which is not timed, because looking takes time (Linux
only).

Frames are decoded and compared with those of stock's ``ffmpeg`` writer, and so are the bytes of the
files. Pillow and ImageMagick choose palettes of their own. The table is Markdown and goes to
stdout, the rest to stderr. The exit status is 1 if this writer's frames were not stock's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import measuring
import movies
from animations import CASES
from machine import describe_command, describe_machine
from tools import IMAGEMAGICK, OURS, PILLOW, STOCK, TOOLS

CASE = "colours GIF, 432x720"
WRITERS = (STOCK, PILLOW, IMAGEMAGICK, OURS)

HEADER = """\
| writer | time (s) | ratio | memory (MB) | largest process (MB) | file (MB) | pixels | bytes |
|---|---:|---:|---:|---:|---:|---|---|"""


def save(writer: str, frames: int, path: Path) -> list[str]:
    """Return the command that saves the animation with a writer."""
    return measuring.script("tools.py", writer, CASE, frames, path)


def measure(frames: int, repeats: int, folder: Path) -> bool:
    """Measure all writers and print their rows; return whether this writer's frames were right."""
    obstacles = {writer: TOOLS[writer].obstacle(CASES[CASE].suffix) for writer in WRITERS}
    working = [writer for writer in WRITERS if not obstacles[writer]]
    paths = {writer: folder / f"{i}.gif" for i, writer in enumerate(WRITERS)}
    seconds: dict[str, list[float]] = {writer: [] for writer in working}
    for repeat in range(repeats):
        for writer in working:
            said, _ = measuring.run(save(writer, frames, paths[writer]))
            seconds[writer].append(said["seconds"])
            note = f"{said['seconds']:.2f} s, {said['route'] or 'one way only'}"
            print(f"{writer} {repeat + 1}/{repeats}: {note}", file=sys.stderr)
    medians = {writer: statistics.median(seconds[writer]) for writer in working}
    stocks = movies.frame_hashes(paths[STOCK])
    wrong = {}
    for writer in WRITERS:
        if obstacles[writer]:
            print(f"| {writer} | | | | | | {obstacles[writer]} | |", flush=True)
            continue
        size = paths[writer].stat().st_size
        wrong[writer] = movies.compare(movies.frame_hashes(paths[writer]), stocks)
        same = paths[writer].read_bytes() == paths[STOCK].read_bytes()
        columns = [
            writer,
            f"{medians[writer]:.2f}",
            f"**{medians[STOCK] / medians[writer]:.2f}**",
            *weigh(save(writer, frames, folder / "weighed.gif")),
            f"{size / 1e6:.2f}",
            wrong[writer] or "identical",
            "identical" if same else "differ",
        ]
        print(f"| {' | '.join(columns)} |", flush=True)
    return not wrong[OURS] and len(stocks) == frames


def weigh(command: list[str]) -> tuple[str, str]:
    """Return the columns about the memory of a save."""
    memory = measuring.peak_memory(command)
    if memory is None:
        return "", ""
    return f"{memory.tree:.0f}", f"{memory.largest:.0f}"


def main() -> None:
    """Measure what the command line asks for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer frames")
    parser.add_argument("--frames", type=int, help=f"default: {CASES[CASE].frames}")
    parser.add_argument("--repeats", type=int, default=1, help="saves for a median (default: 1)")
    given = parser.parse_args()
    frames = given.frames or (CASES[CASE].quick if given.quick else CASES[CASE].frames)
    print(HEADER, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        right = measure(frames, given.repeats, Path(folder))
    print(
        f"\n{frames} frames, medians of {given.repeats}, {describe_machine()}. Ratios are stock's "
        f"time by the writer's; pixels and bytes are compared with stock's. "
        f"{describe_command('gif.py')}"
    )
    if not right:
        sys.exit(1)


if __name__ == "__main__":
    main()
