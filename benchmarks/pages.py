"""Save pages with JavaScript with matplotlib's writer and with this one, and compare their bytes.

    python benchmarks/pages.py [--frames N] [--quick] [--repeats N] [CASE ...]

A page holds its images, as those of ``to_jshtml`` do, without a limit of its size. Every save runs
in a process of its own, and the two writers take turns; what is timed is ``Animation.save``, and a
row gives the medians. The table is Markdown and goes to stdout, the rest to stderr. The exit status
is 1 if a page was not, byte for byte, stock's, but for the number that every page gets.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
from pathlib import Path

import measuring
from animations import CASES
from machine import describe_command, describe_machine

WRITERS = {"stock": "html", "ours": "parallel-html"}

# One save, in a process of its own: it prints what it found out as JSON.
SAVE = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from animations import CASES
from matplotlib.animation import writers
import matplotlib_parwriter

name, frames, writer, path = sys.argv[2:]
animation = CASES[name].make(int(frames))
made = writers[writer](embed_frames=True, embed_limit=1e6)
start = time.perf_counter()
animation.save(path, writer=made)
seconds = time.perf_counter() - start
report = getattr(made, "report", None)
print(json.dumps({"seconds": seconds, "route": report and report.route}))
"""

HEADER = """\
| animation | frames | stock (s) | ours (s) | ratio | route | page (MB) | bytes |
|---|---:|---:|---:|---:|---|---:|---|"""


def measure(name: str, frames: int, repeats: int, folder: Path) -> bool:
    """Print the row of the animation *name*; return whether the page is stock's."""
    seconds: dict[str, list[float]] = {writer: [] for writer in WRITERS}
    pages: dict[str, str] = {}
    route = ""
    for repeat in range(repeats):
        for writer, registered in WRITERS.items():
            path = folder / f"{writer}.html"
            arguments = (measuring.HERE, name, frames, registered, path)
            said, _ = measuring.run([sys.executable, "-c", SAVE, *map(str, arguments)])
            seconds[writer].append(said["seconds"])
            pages[writer] = re.sub(r"[0-9a-f]{32}", "", path.read_text())
            route = said["route"] or route
            print(f"{name}: {writer} {repeat + 1}/{repeats}: {said}", file=sys.stderr)
    stock, ours = (statistics.median(seconds[writer]) for writer in WRITERS)
    same = pages["ours"] == pages["stock"]
    columns = (
        *(name, f"{frames}", f"{stock:.2f}", f"{ours:.2f}", f"**{stock / ours:.1f}**", route),
        *(f"{len(pages['stock']) / 1e6:.1f}", "identical" if same else "**differ**"),
    )
    print(f"| {' | '.join(columns)} |", flush=True)
    return same


def main() -> None:
    """Measure what the command line asks for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer frames")
    parser.add_argument("--frames", type=int, help="default: those of the case")
    parser.add_argument("--repeats", type=int, default=3, help="saves for a median (default: 3)")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of: {', '.join(CASES)}")
    given = parser.parse_args()
    for name in given.cases:
        if name not in CASES:
            parser.error(f"{name!r} is none of: {', '.join(CASES)}")
    print(HEADER, flush=True)
    right = True
    with tempfile.TemporaryDirectory() as folder:
        for name in given.cases or CASES:
            frames = given.frames or (CASES[name].quick if given.quick else CASES[name].frames)
            right = measure(name, frames, given.repeats, Path(folder)) and right
    print(f"\nMedians of {given.repeats}, {describe_machine()}. {describe_command('pages.py')}")
    if not right:
        sys.exit(1)


if __name__ == "__main__":
    main()
