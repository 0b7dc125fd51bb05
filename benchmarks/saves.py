"""Time whole saves with matplotlib's writer and with this one, and compare their frames.

    python benchmarks/saves.py [--quick] [--repeats N] [CASE ...]

Every save runs in a process of its own, so that what a first save costs (a pool of workers, fonts,
modules) is in its time; what is timed is ``Animation.save``. The two writers take turns, and a row
gives the medians. Beside the times, some frames are saved losslessly with both and compared, with
worker processes whatever pays. The table is Markdown and goes to stdout, the rest to stderr.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from animations import CASES
from machine import describe_command, describe_machine

WRITERS = {"stock": "ffmpeg", "ours": "parallel-ffmpeg"}
CHECKED_FRAMES = 40

# One save, in a process of its own: it prints what it found out as JSON.
SAVE = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from animations import CASES
import matplotlib as mpl
from matplotlib.animation import writers
import matplotlib_parwriter
from matplotlib_parwriter._ffmpeg import find_ffmpeg

name, frames, writer, path, codec = sys.argv[2:]
mpl.rcParams["animation.ffmpeg_path"] = find_ffmpeg()
animation = CASES[name].make(int(frames))
made = writers[writer](fps=30, codec=codec or None)
start = time.perf_counter()
animation.save(path, writer=made)
seconds = time.perf_counter() - start
report = getattr(made, "report", None)
print(json.dumps({
    "seconds": seconds,
    "route": report and report.route,
    "fallback_frame": report and report.fallback_frame,
    "encoder": report and report.encoder,
}))
"""

HASH = """
import subprocess, sys
from matplotlib_parwriter._ffmpeg import find_ffmpeg
subprocess.run([find_ffmpeg(), "-v", "error", "-i", sys.argv[1], "-f", "framemd5", "-"], check=True)
"""


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What one save took and left."""

    seconds: float
    size: int
    route: str | None
    fallback_frame: int | None
    encoder: str | None


def python(code: str, *arguments: str, env: dict[str, str] | None = None) -> str:
    """Return what *code* prints in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"MPLBACKEND": "agg"} | (env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def save(
    name: str,
    frames: int,
    writer: str,
    path: Path,
    *,
    codec: str = "",
    env: dict[str, str] | None = None,
) -> Saved:
    """Save *frames* frames of the animation *name* to *path* in a process of its own."""
    here = str(Path(__file__).parent)
    said = json.loads(
        python(SAVE, here, name, str(frames), WRITERS[writer], str(path), codec, env=env)
    )
    return Saved(size=path.stat().st_size, **said)


def compare_frames(name: str, directory: Path) -> str:
    """Say whether losslessly saved frames are the same, drawn by workers in several blocks."""
    scout = {"PARWRITER_ROUTE": "scout", "PARWRITER_BLOCK_FRAMES": "10"}
    hashes, saved = {}, {}
    for writer in WRITERS:
        path = directory / f"{writer}.mkv"
        saved[writer] = save(name, CHECKED_FRAMES, writer, path, codec="ffv1", env=scout)
        said = python(HASH, str(path))
        # One line a frame, its last column the hash.
        hashes[writer] = [row.split(",")[-1] for row in said.splitlines() if row[0] != "#"]
    same = len(hashes["stock"]) == CHECKED_FRAMES and hashes["stock"] == hashes["ours"]
    return ("identical" if same else "**differ**") + describe_fallback(saved["ours"])


def describe_fallback(saved: Saved) -> str:
    """Say from which frame on, if any, workers could not be used although they should have been."""
    if saved.fallback_frame is None:
        return ""
    return f", in-process from frame {saved.fallback_frame}"


def measure(name: str, frames: int, repeats: int, directory: Path) -> str:
    """Return the row of the table for the animation *name*."""
    runs: dict[str, list[Saved]] = {writer: [] for writer in WRITERS}
    for repeat in range(repeats):
        for writer, saved in runs.items():
            saved.append(save(name, frames, writer, directory / f"{writer}{CASES[name].suffix}"))
            note = f"{saved[-1].seconds:.2f} s"
            print(f"{name}: {writer} {repeat + 1}/{repeats}: {note}", file=sys.stderr)
    stock, ours = (statistics.median(run.seconds for run in runs[w]) for w in WRITERS)
    last = runs["ours"][-1]
    columns = (
        name,
        f"{frames}",
        f"{stock:.2f}",
        f"{ours:.2f}",
        f"**{stock / ours:.1f}**",
        f"{last.route}{describe_fallback(last)}",
        f"{last.size / runs['stock'][-1].size:.2f}",
        compare_frames(name, directory),
    )
    return f"| {' | '.join(columns)} |"


def main() -> None:
    """Measure what the command line asks for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer frames")
    parser.add_argument("--repeats", type=int, default=3, help="saves for a median (default: 3)")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of: {', '.join(CASES)}")
    given = parser.parse_args()
    for name in given.cases:
        if name not in CASES:
            parser.error(f"{name!r} is none of: {', '.join(CASES)}")
    print("| animation | frames | stock (s) | ours (s) | ratio | route | file size | pixels |")
    print("|---|---:|---:|---:|---:|---|---:|---|", flush=True)
    for name in given.cases or CASES:
        case = CASES[name]
        with tempfile.TemporaryDirectory() as directory:
            frames = case.quick if given.quick else case.frames
            print(measure(name, frames, given.repeats, Path(directory)), flush=True)
    print(
        f"\nMedians of {given.repeats}, {describe_machine()}. File sizes are relative to stock's; "
        f"pixels were compared through ffv1, {CHECKED_FRAMES} frames of each, drawn by workers. "
        f"{describe_command('saves.py')}"
    )


if __name__ == "__main__":
    main()
