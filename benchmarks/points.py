"""Draw more and more points with scatter, StreamedScatter and datashader: time and memory.

    python benchmarks/points.py [--quick] [--points N ...] [--longest SECONDS]
        [--tools TOOL ...] [KIND ...]

The points are rows of x, y and a value in a file that is mapped, normally distributed; the picture
has 640 x 480 pixels. Kinds are ``one color``, ``values`` (mapped to colours, with transparency) and
``zoom`` (the same, a view of one in four hundred points or so). Every picture is made in a process
of its own:

- *first* is the processor time from the mapped file to the first picture; *again* is that of
  drawing the same figure once more, as for a frame in which something else has changed.
- *memory* is the peak of the proportional set size, without what the process takes for importing.
- *pixels* says whether the picture is that of ``scatter``. Datashader aggregates points by pixel
  instead of painting markers, so its pictures are others; it gets points as columns of a pandas
  DataFrame, and its functions are compiled before.

What would take more than a third of the memory there is, or longer than *longest* by the row
before, is left out. The table is Markdown and goes to stdout. The exit status is 1 if pixels were
not those of ``scatter``. Linux only.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from machine import describe_command, describe_machine
from proportional import is_available, watch

KINDS = ("one color", "values", "zoom")
TOOLS = ("scatter", "StreamedScatter", "datashader")
SIZES = (10**5, 10**6, 10**7, 10**8)
QUICK_SIZES = (10**4, 10**5)
# What scatter takes for a point, roughly: offsets, values, masks and colours, some of them twice.
_SCATTER_BYTES = {"one color": 120, "values": 220, "zoom": 220}
_DATASHADER_BYTES = 80

# One picture, in a process of its own: it prints what it found out as JSON.
DRAW = """
import hashlib, json, sys, time
import matplotlib.pyplot as plt
import numpy as np
from matplotlib_parwriter import StreamedScatter

tool, kind, count, file = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
points = np.memmap(file, dtype=float, mode="r", shape=(count, 3)) if count else np.zeros((1, 3))
look = {"s": 1} if kind == "one color" else {"s": 1, "alpha": 0.3}

def by_scatter():
    values = {} if kind == "one color" else {"c": points[:, 2]}
    ax.scatter(points[:, 0], points[:, 1], **look, **values)

def by_streamed_scatter():
    StreamedScatter(ax, points[:, :2] if kind == "one color" else points, **look)

def drawn(add):
    global ax
    fig, ax = plt.subplots()
    if kind == "zoom":
        ax.set(xlim=(0, 0.1), ylim=(0, 0.1))
    add()
    fig.canvas.draw()
    return fig

def by_datashader():
    import datashader
    import pandas
    frame = pandas.DataFrame({name: points[:, i] for i, name in enumerate("xyz")}, copy=False)
    ends = (0, 0.1) if kind == "zoom" else None
    canvas = datashader.Canvas(496, 370, x_range=ends, y_range=ends)
    sums = datashader.count() if kind == "one color" else datashader.mean("z")
    return datashader.transfer_functions.shade(canvas.points(frame, "x", "y", sums))

start = time.process_time()
digest = again = None
if tool == "datashader":
    if count:
        whole, points = points, np.zeros((9, 3))
        by_datashader()
        points = whole
        start = time.process_time()
    by_datashader()
    first = time.process_time() - start
else:
    figure = drawn(by_scatter if tool == "scatter" else by_streamed_scatter)
    first = time.process_time() - start
    start = time.process_time()
    figure.canvas.draw()
    again = time.process_time() - start
    digest = hashlib.sha256(figure.canvas.buffer_rgba()).hexdigest()
print(json.dumps({"first": first, "again": again, "digest": digest}))
"""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What it took to draw, in seconds and MB, and what came out."""

    first: float
    again: float | None
    memory: float
    digest: str | None


def draw(tool: str, kind: str, count: int, file: Path) -> Picture:
    """Draw *count* points in a process of its own."""
    command = [sys.executable, "-c", DRAW, tool, kind, str(count), str(file)]
    watched = watch(command, os.environ | {"MPLBACKEND": "agg"})
    return Picture(memory=watched.peak, **json.loads(watched.output.splitlines()[-1]))


def why_not(tool: str, kind: str, count: int, before: Picture | None, longest: float) -> str:
    """Return why a picture is left out, "" if it is not."""
    if tool == "datashader" and importlib.util.find_spec("datashader") is None:
        return "not installed"
    need = {"scatter": _SCATTER_BYTES[kind], "datashader": _DATASHADER_BYTES}.get(tool, 0) * count
    if need > _available_bytes() / 3:
        return "would not fit"
    if before is not None and 10 * before.first > longest:
        return "would take too long"
    return ""


def _available_bytes() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return sys.maxsize


def write_points(file: Path, count: int) -> None:
    """Write normally distributed points to a file, some at a time."""
    rng = np.random.default_rng(0)
    with file.open("wb") as opened:
        for start in range(0, count, 10**6):
            opened.write(rng.normal(size=(min(10**6, count - start), 3)).data)


def table(
    kind: str, sizes: Sequence[int], tools: Sequence[str], file: Path, longest: float
) -> bool:
    """Print the rows of a kind of picture; return whether all pixels were right."""
    right = True
    latest: dict[str, Picture] = {}
    empty = dict.fromkeys(tools, 0.0)
    for tool in tools:
        if not why_not(tool, kind, 0, None, longest):
            empty[tool] = draw(tool, kind, 0, file).memory
    for count in sizes:
        made: dict[str, Any] = {}
        for tool in tools:
            reason = why_not(tool, kind, count, latest.get(tool), longest)
            if reason:
                print(f"| {kind} | {count:.0e} | {tool} | | | | {reason} |", flush=True)
                continue
            picture = made[tool] = latest[tool] = draw(tool, kind, count, file)
            pixels = ""
            if tool == "StreamedScatter" and "scatter" in made:
                same = picture.digest == made["scatter"].digest
                right = right and same
                pixels = "identical" if same else "differ"
            again = "" if picture.again is None else f"{picture.again:.2f}"
            memory = max(picture.memory - empty[tool], 0)
            columns = (kind, f"{count:.0e}", tool, f"{picture.first:.2f}", again, f"{memory:.0f}")
            print(f"| {' | '.join((*columns, pixels))} |", flush=True)
    return right


def main() -> None:
    """Measure what the command line asks for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer points")
    parser.add_argument("--points", type=float, nargs="+", metavar="N", help="default: 1e5 to 1e8")
    parser.add_argument("--longest", type=float, default=120, help="seconds (default: 120)")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=TOOLS, help="default: all")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of: {', '.join(KINDS)}")
    given = parser.parse_args()
    for name in given.kinds:
        if name not in KINDS:
            parser.error(f"{name!r} is none of: {', '.join(KINDS)}")
    if not is_available():
        parser.exit(1, "This system does not tell proportional set sizes.\n")
    sizes = [int(n) for n in given.points or (QUICK_SIZES if given.quick else SIZES)]
    right = True
    print("| kind | points | tool | first (s) | again (s) | memory (MB) | pixels |")
    print("|---|---:|---|---:|---:|---:|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "points")
        write_points(file, max(sizes))
        for kind in given.kinds or KINDS:
            right &= table(kind, sorted(sizes), given.tools, file, given.longest)
    print(f"\nOne picture each, {describe_machine()}. {describe_command('points.py')}")
    if not right:
        sys.exit(1)


if __name__ == "__main__":
    main()
