"""Compare tools that save animations: time, memory, size, and whether the frames are right.

    python benchmarks/peers.py [--quick] [--repeats N] [--checked N] [--chart FILE]
        [--stock-only] [CASE ...]

The tools are matplotlib's ``ffmpeg`` and ``ffmpeg_file`` writers, the ``Animator`` of
`parallel-matplotlib-animation` (from PyPI; its column says so if it is not installed), forks that
share the frames as in matplotlib's pull request 4509, and this writer, each with all its defaults
and as many processes as it takes by itself. Each save is in a process of its own, and all use one
ffmpeg. They take turns; a row gives medians.

- *time* is that of the saving itself; what makes the figure is not in it, but for the `Animator`,
  whose workers make it themselves; what a tool loads for its first save is. *ratio* is
  stock's time by the tool's.
- *CPU* is the processor time of the process and of all that it starts, from the save to its end.
- *memory* is the peak over all these processes, pages that they share counted once, in a save of
  its own that is not timed (Linux only).
- *size* is the file's, relative to stock's.
- *SSIM* is the mean structural similarity of the luma, to the frames that stock hands to ffmpeg.
- *pixels* says whether the frames are right. For MP4, each tool saves once more with a lossless
  codec, and all its frames are compared with stock's, saved the same way. The `Animator` knows
  lossy codecs only, so there its frames are taken where it hands them to its encoder. A GIF is
  compared as it is, with stock's GIF. Beside that, the timed files must have all the frames.
  With ``--checked N``, SSIM, memory and pixels are those of movies of N frames, which takes less
  time; so does leaving out all tools but matplotlib's ``ffmpeg`` writer, by ``--stock-only``.
- *floor* is what updates, redrawing and encoding cost at least, shared among all cores without
  loss; see ``floor.py``.

Tables are Markdown and go to stdout, the rest to stderr. The exit status is 1 if this writer failed
or its frames were not stock's.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import measuring
import movies
import peers_chart
from animations import CASES
from machine import describe_command, describe_machine
from tools import ANIMATOR, FFMPEG_FILE, FORKS, LOSSLESS_SUFFIX, OURS, STOCK, TOOLS

from matplotlib_parwriter._ffmpeg import ffmpeg_version, find_ffmpeg

PEERS = (STOCK, FFMPEG_FILE, ANIMATOR, FORKS, OURS)

# The rows, and how many times as fast as stock this writer is to be on two cores.
TARGETS: Mapping[str, float] = MappingProxyType(
    {
        "line": 10,
        "12 panels, 1600x900": 10,
        "lines, text, image, 1920x1080": 5,
        "scatter, 5000 points": 4,
        "scatter GIF, 432x720": 5,
        "scatter, 5000 colours": 4,
        "colours GIF, 432x720": 5,
        "contour, cleared axes": 3,
        "3-D surface, camera": 2.5,
        "two images, 800x800": 2.5,
        "stateful walk, 40 3-D lines": 3,
        "update of 20 ms": 1.9,
        "short line": 2,
    }
)

COLUMNS = "animation|frames|tool|time (s)|ratio|CPU (s)|memory (MB)|size|SSIM|pixels|route"
ALIGNED = "---|---:|---|---:|---:|---:|---:|---:|---:|---|---"


@dataclass(kw_only=True)
class Result:
    """What was found out about one tool and one animation."""

    obstacle: str = ""
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    size: int = 0
    memory: measuring.Memory | None = None
    ssim: float = 0.0
    wrong: str = ""
    route: str = ""

    @property
    def time(self) -> float:
        """The median of the seconds."""
        return statistics.median(self.seconds)


class Row:
    """Measure all tools with one animation."""

    def __init__(
        self, name: str, frames: int, folder: Path, *, checked: int, tools: Sequence[str] = PEERS
    ) -> None:
        self.name = name
        self.frames = frames
        self._checked = min(frames, checked)
        self.floor = 0.0
        self.results: dict[str, Result] = {}
        self._folder = folder
        self._suffix = CASES[name].suffix
        for tool in PEERS:
            obstacle = TOOLS[tool].obstacle(self._suffix) if tool in tools else "left out"
            self.results[tool] = Result(obstacle=obstacle)

    def ratio(self, tool: str) -> float:
        """Return how many times as fast as stock a tool is."""
        return self.results[STOCK].time / self.results[tool].time

    @property
    def bound(self) -> float:
        """How many times as fast as stock the floor is."""
        return self.results[STOCK].time / self.floor

    def measure(self, repeats: int) -> None:
        """Measure all there is to know, the repeats of the tools taking turns."""
        reference = self._path("reference", LOSSLESS_SUFFIX)
        measuring.run(self._command(STOCK, reference, self._checked, lossless=True))
        for repeat in range(repeats):
            for tool in self._working():
                self._attempt(tool, self._time, repeat)
        for tool in self._working():
            self._attempt(tool, self._look_at, reference)
        for tool in self._working():
            self._attempt(tool, self._weigh)
        path = self._path("floor", self._suffix)
        said, _ = measuring.run(measuring.script("floor.py", self.name, self.frames, path))
        self.floor = said["floor"]
        self._log(f"floor {said}")

    def _working(self) -> list[str]:
        return [tool for tool, result in self.results.items() if not result.obstacle]

    def _attempt(self, tool: str, step: Callable[..., None], *arguments: object) -> None:
        """Take a *step*; where the tool fails, go on without it, unless all hangs on it."""
        try:
            step(tool, *arguments)
        except subprocess.CalledProcessError as error:
            if tool == STOCK:
                raise
            self._log(f"{tool}: {error}")
            self.results[tool].obstacle = "failed"

    def _time(self, tool: str, repeat: int) -> None:
        result, path = self.results[tool], self._movie(tool)
        said, cpu = measuring.run(self._command(tool, path, self.frames))
        result.seconds.append(said["seconds"])
        result.cpu.append(cpu - said["cpu_before"])
        result.size = path.stat().st_size
        result.route = describe_route(said)
        self._log(f"{tool} {repeat + 1}: {said['seconds']:.2f} s, CPU {result.cpu[-1]:.2f} s")

    def _look_at(self, tool: str, reference: Path) -> None:
        """Compare the frames of the latest timed save, or of a shorter one, with stock's."""
        result, path = self.results[tool], self._movie(tool)
        if self._checked != self.frames:
            measuring.run(self._command(tool, path, self._checked))
        if movies.frame_size(path) != movies.frame_size(reference):
            result.wrong = f"{movies.frame_size(path)} pixels"
            return
        count, result.ssim = movies.luma_ssim(path, reference)
        if self._suffix == ".gif":
            ours, stocks = path, self._movie(STOCK)
        elif tool == STOCK:
            return
        else:
            ours, stocks = self._path("check", LOSSLESS_SUFFIX), reference
            measuring.run(self._command(tool, ours, self._checked, lossless=True))
        result.wrong = movies.compare(movies.frame_hashes(ours), movies.frame_hashes(stocks))
        if not result.wrong and count != self._checked:
            result.wrong = f"{count} frames of {self._checked}"

    def _weigh(self, tool: str) -> None:
        path = self._path("weighed", self._suffix)
        command = self._command(tool, path, self._checked)
        self.results[tool].memory = measuring.peak_memory(command)

    def _command(self, tool: str, path: Path, frames: int, *, lossless: bool = False) -> list[str]:
        flags = ["--lossless"] if lossless else []
        return measuring.script("tools.py", tool, self.name, frames, path, *flags)

    def _movie(self, tool: str) -> Path:
        return self._path(f"movie{PEERS.index(tool)}", self._suffix)

    def _path(self, name: str, suffix: str) -> Path:
        return self._folder / f"{name}{suffix}"

    def _log(self, text: str) -> None:
        print(f"{self.name}: {text}", file=sys.stderr)


def describe_route(said: Mapping[str, object]) -> str:
    """Say which way this writer went; other tools have but one."""
    route = str(said.get("route") or "")
    fallback = said.get("fallback_frame")
    return route if fallback is None else f"{route}, in-process from frame {fallback}"


def details(row: Row) -> str:
    """Return the lines of the long table for one animation."""
    lines = []
    stock = row.results[STOCK]
    for tool, result in row.results.items():
        columns = [row.name, str(row.frames), tool]
        if result.obstacle:
            columns += ["", "", "", "", "", "", result.obstacle, ""]
        else:
            memory = "" if result.memory is None else f"{result.memory.tree:.0f}"
            columns += [
                f"{result.time:.2f}",
                f"**{row.ratio(tool):.2f}**",
                f"{statistics.median(result.cpu):.2f}",
                memory,
                f"{result.size / stock.size:.2f}",
                f"{result.ssim:.4f}" if result.ssim else "",
                f"**{result.wrong}**" if result.wrong else "identical",
                result.route,
            ]
        lines.append(f"| {' | '.join(columns)} |")
    return "\n".join(lines)


def summary(rows: Sequence[Row]) -> str:
    """Return the table of all ratios."""
    others = [tool for tool in PEERS if tool != STOCK]
    lines = [
        f"| animation | stock (s) | {' | '.join(others)} | target | floor (s) | at the floor |",
        f"|---|---:|{'---:|' * len(others)}---:|---:|---:|",
    ]
    for row in rows:
        columns = [row.name, f"{row.results[STOCK].time:.2f}"]
        for tool in others:
            result = row.results[tool]
            if result.obstacle:
                columns.append("")
            else:
                ratio = f"{row.ratio(tool):.1f}"
                columns.append(f"{ratio}, wrong" if result.wrong else f"**{ratio}**")
        columns += [f"{TARGETS[row.name]:g}", f"{row.floor:.2f}", f"{row.bound:.1f}"]
        lines.append(f"| {' | '.join(columns)} |")
    return "\n".join(lines)


def describe_others() -> str:
    """Return the versions of what is not this writer's doing."""
    found = [ffmpeg_version(find_ffmpeg()).split(" Copyright")[0]]
    if not TOOLS[ANIMATOR].obstacle(".mp4"):
        package = "parallel-matplotlib-animation"
        found.append(f"{package} {importlib.metadata.version(package)}")
    return ", ".join(found)


def draw_chart(path: Path, rows: Sequence[Row]) -> None:
    """Draw the ratios of all rows."""
    bars = [
        peers_chart.Bars(
            name=row.name,
            ratios={
                tool: (row.ratio(tool), not result.wrong)
                for tool, result in row.results.items()
                if not result.obstacle and tool != STOCK
            },
            target=TARGETS[row.name],
            bound=row.bound,
        )
        for row in rows
    ]
    peers_chart.draw(path, bars, [tool for tool in PEERS if tool != STOCK])


def main() -> None:
    """Measure what the command line asks for, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer frames")
    parser.add_argument("--frames", type=int, help="so many frames of each animation")
    parser.add_argument("--repeats", type=int, default=3, help="saves for a median (default: 3)")
    parser.add_argument("--checked", type=int, help="frames of the movies that are not timed")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw the ratios: PNG or SVG")
    parser.add_argument("--stock-only", action="store_true", help="leave other tools out")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of: {', '.join(TARGETS)}")
    given = parser.parse_args()
    for name in given.cases:
        if name not in TARGETS:
            parser.error(f"{name!r} is none of: {', '.join(TARGETS)}")
    print(f"| {COLUMNS.replace('|', ' | ')} |\n|{ALIGNED}|", flush=True)
    rows: list[Row] = []
    for name in given.cases or TARGETS:
        case = CASES[name]
        frames = given.frames or (case.quick if given.quick else case.frames)
        with tempfile.TemporaryDirectory() as folder:
            checked = given.checked or frames
            tools = (STOCK, OURS) if given.stock_only else PEERS
            rows.append(Row(name, frames, Path(folder), checked=checked, tools=tools))
            rows[-1].measure(given.repeats)
        print(details(rows[-1]), flush=True)
        if given.chart:  # after every row: a long run may be interrupted
            draw_chart(given.chart, rows)
    print(f"\n{summary(rows)}")
    print(
        f"\nRatios are stock's time by the tool's; medians of {given.repeats}, "
        f"{describe_machine()}, {describe_others()}. {describe_command('peers.py')}"
    )
    ours = [row.results[OURS] for row in rows]
    if any(result.obstacle or result.wrong for result in ours):
        sys.exit(1)


if __name__ == "__main__":
    main()
