"""Measure the memory of whole saves with matplotlib's writer and with this one.

    python benchmarks/memory.py [--quick] [--workers N] [--plot FILE.png] [CASE ...]

What is measured is the peak of the proportional set size of a script and of all that it starts,
workers and ffmpeg included: pages that several processes share count once. Every save runs in a
process of its own. There are rows for more and more frames and for more and more data, so that one
sees what grows. The table is Markdown and goes to stdout, the rest to stderr. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import describe_command, describe_machine
from proportional import Watched, is_available, watch

WRITERS = {"stock": "ffmpeg", "ours": "parallel-ffmpeg"}

# One save, in a process of its own: it prints what it found out as JSON.
SAVE = """
import json, os, sys, tempfile, time
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import ArtistAnimation, FuncAnimation, writers
import matplotlib_parwriter
from matplotlib_parwriter._ffmpeg import find_ffmpeg

case, frames, megabytes, writer = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
mpl.rcParams["animation.ffmpeg_path"] = find_ffmpeg()

def line():
    fig, ax = plt.subplots()
    x = np.linspace(0, 2 * np.pi, 500)
    (curve,) = ax.plot(x, np.sin(x))
    return FuncAnimation(fig, lambda i: curve.set_ydata(np.sin(x + i / 20)), frames=frames)

def cleared():
    fig, ax = plt.subplots()
    x = np.linspace(0, 2 * np.pi, 500)
    def update(i):
        ax.clear()
        ax.plot(x, np.sin(x + i / 20))
        ax.set_title(f"frame {i}")
    return FuncAnimation(fig, update, frames=frames)

def array(data):
    fig, ax = plt.subplots()
    (curve,) = ax.plot(data[0, 0])
    ax.set_ylim(0, 1)
    def update(i):
        curve.set_ydata(data[i % len(data), 1] / 2 + i % 7 / 14)
    return FuncAnimation(fig, update, frames=frames)

def in_memory():
    data = np.ones((megabytes, 125, 1000))
    data[:, 1] = np.random.default_rng(0).random((megabytes, 1000))
    return array(data)

def memmap():
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.truncate(megabytes * 10**6)
    mapped = np.memmap(file.name, dtype=float, mode="r", shape=(megabytes, 125, 1000))
    return array(mapped)

def artists():
    fig, axs = plt.subplots(1, 2)
    side = int((megabytes * 1e6 / 16 / frames) ** 0.5)
    x = np.linspace(-3, 3, side)
    r = np.hypot(x, x[:, None])
    return ArtistAnimation(fig, [
        [ax.imshow(np.sin(r * 3 + k + i / 10), animated=True) for k, ax in enumerate(axs)]
        for i in range(frames)
    ])

made = writers[writer](fps=30)
animation = globals()[case]()
start = time.perf_counter()
with tempfile.TemporaryDirectory() as folder:
    animation.save(os.path.join(folder, "movie.mp4"), writer=made)
report = getattr(made, "report", None)
print(json.dumps({
    "seconds": time.perf_counter() - start,
    "route": report and report.route,
    "fallback_frame": report and report.fallback_frame,
}))
if case == "memmap":
    os.unlink(animation._func.__closure__[1].cell_contents.filename)
"""


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is animated: more and more frames, or more and more data."""

    name: str
    frames: Sequence[int]
    megabytes: Sequence[int] = (0,)
    quick_frames: Sequence[int]
    quick_megabytes: Sequence[int] = (0,)


CASES = {
    "line": Case(name="line", frames=(200, 1000, 5000), quick_frames=(100, 400)),
    "cleared": Case(name="cleared axes", frames=(200, 1000, 3000), quick_frames=(100, 300)),
    "in_memory": Case(
        name="an array behind the update",
        frames=(200,),
        megabytes=(0, 500, 1000, 2000),
        quick_frames=(100,),
        quick_megabytes=(100, 300),
    ),
    "memmap": Case(
        name="a memmap behind the update",
        frames=(200,),
        megabytes=(0, 500, 1000, 2000),
        quick_frames=(100,),
        quick_megabytes=(100, 300),
    ),
    "artists": Case(
        name="`ArtistAnimation` of images",
        frames=(120,),
        megabytes=(300, 600, 1200),
        quick_frames=(40,),
        quick_megabytes=(100, 200),
    ),
}


def save(case: str, frames: int, megabytes: int, writer: str, env: dict[str, str]) -> Watched:
    """Make a movie in a process of its own, and watch it."""
    arguments = [case, str(frames), str(max(megabytes, 1)), WRITERS[writer]]
    return watch([sys.executable, "-c", SAVE, *arguments], os.environ | {"MPLBACKEND": "agg"} | env)


def row(case: str, frames: int, megabytes: int, env: dict[str, str]) -> tuple[str, list[float]]:
    """Return a row of the table, and the peaks in it."""
    stock, ours = (save(case, frames, megabytes, writer, env) for writer in WRITERS)
    said = json.loads(ours.output)
    seconds = [json.loads(run.output)["seconds"] for run in (stock, ours)]
    workers = [use.proportional for use in ours.of("worker")]
    columns = (
        CASES[case].name,
        f"{frames}",
        f"{megabytes}",
        f"{stock.peak:.0f}",
        f"**{ours.peak:.0f}**",
        f"{max(use.proportional for use in ours.of('main')):.0f}",
        f"{max(workers):.0f}" if workers else "",
        f"{seconds[0]:.1f}",
        f"{seconds[1]:.1f}",
        said["route"] + ("" if said["fallback_frame"] is None else ", fell back"),
    )
    return f"| {' | '.join(columns)} |", [stock.peak, ours.peak]


def plot(path: Path, found: dict[str, list[tuple[int, list[float]]]]) -> None:
    """Plot peaks over frames or data."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    fig, axs = plt.subplots(
        1, len(found), figsize=(3.2 * len(found), 3), squeeze=False, layout="constrained"
    )
    for ax, (name, points) in zip(axs.flat, found.items(), strict=True):
        case = CASES[name]
        for i, writer in enumerate(WRITERS):
            ax.plot([x for x, _ in points], [peaks[i] for _, peaks in points], "o-", label=writer)
        ax.set(title=case.name, xlabel="MB of data" if len(case.megabytes) > 1 else "frames")
        ax.set_ylim(bottom=0)
    axs[0, 0].set_ylabel("peak memory (MB)")
    axs[0, 0].legend()
    fig.savefig(path, dpi=100)


def main() -> None:
    """Measure what the command line asks for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer frames and less data")
    parser.add_argument("--workers", type=int, help="use so many workers, whether or not that pays")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the figures as a PNG")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of: {', '.join(CASES)}")
    given = parser.parse_args()
    for name in given.cases:
        if name not in CASES:
            parser.error(f"{name!r} is none of: {', '.join(CASES)}")
    if not is_available():
        parser.exit(1, "This system does not tell proportional set sizes.\n")
    env = {}
    if given.workers:
        env = {"PARWRITER_ROUTE": "scout", "PARWRITER_MAX_WORKERS": str(given.workers)}
    print(
        "| animation | frames | data (MB) | stock (MB) | ours (MB) | its main process "
        "| its biggest worker | stock (s) | ours (s) | route |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---|", flush=True)
    found: dict[str, list[tuple[int, list[float]]]] = {}
    for name in given.cases or CASES:
        case = CASES[name]
        sizes = case.quick_megabytes if given.quick else case.megabytes
        for frames in case.quick_frames if given.quick else case.frames:
            for megabytes in sizes:
                text, peaks = row(name, frames, megabytes, env)
                print(text, flush=True)
                x = megabytes if len(sizes) > 1 else frames
                found.setdefault(name, []).append((x, peaks))
    if given.plot:
        plot(given.plot, found)
    print(
        "\nPeaks of the proportional set size over all processes, ffmpeg included, one save each, "
        f"{describe_machine()}. {describe_command('memory.py')}"
    )


if __name__ == "__main__":
    main()
