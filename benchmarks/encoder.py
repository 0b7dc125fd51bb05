"""Choose x264's settings by processor time, size and similarity over kinds of plot movies.

    python benchmarks/encoder.py [--quick] [--repeats N] [--only KIND] [--threads N] [SETTING ...]

A setting is a string of ffmpeg's options, such as ``"-preset veryfast -crf 21"``. Each encodes the
same raw frames as x264 with its defaults does, which is what matplotlib's writer asks for. What is
compared is the processor time of ffmpeg, conversion of the colours included, which other work of
the machine disturbs less than it does the time that passes; the size; and the structural similarity
to the frames as the encoder is given them, of the luma (Y) and of all planes. The movie is encoded
as a whole, and in pieces that are joined by a copy, as the writer does it.

A setting holds if its similarities are at least stock's and its size is at most 1.25 times stock's:
as a whole for every kind, in pieces on average. The tables are Markdown and go to stdout, progress
to stderr; the last lines name the setting that takes the least time of those that hold, by the luma
alone and by all planes.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import matplotlib.pyplot as plt
from animations import CASES, Scene
from figures import texts
from machine import describe_command, describe_machine
from redraw import SAVEFIG

from matplotlib_parwriter._encoding import _X264_QUALITY, Encoding, plan_encoding
from matplotlib_parwriter._ffmpeg import find_ffmpeg
from matplotlib_parwriter._stitch import Segment, stitch
from matplotlib_parwriter._trial import raw_input_args
from matplotlib_parwriter.redraw import Redrawer

FPS = 30
FRAMES, QUICK_FRAMES = 120, 30
PIECES = 2
# What a setting may do, relative to stock.
LARGEST = 1.25
LEAST_ALIKE = -1e-5

KINDS: Mapping[str, Callable[[], Scene]] = MappingProxyType(
    {
        "line": CASES["line"].scene,
        "12 panels, 1600x900": CASES["12 panels, 1600x900"].scene,
        "lines, text, image, 1920x1080": CASES["lines, text, image, 1920x1080"].scene,
        "scatter, 5000 colours": CASES["scatter, 5000 colours"].scene,
        "two images, 800x800": CASES["two images, 800x800"].scene,
        "contour, cleared axes": CASES["contour, cleared axes"].scene,
        "3-D surface, camera": CASES["3-D surface, camera"].scene,
        "walk, 40 3-D lines": CASES["stateful walk, 40 3-D lines"].scene,
        "texts": texts,
    }
)
STOCK = "-preset medium"
SETTINGS: Sequence[str] = (
    shlex.join(_X264_QUALITY),
    *("-preset ultrafast -crf 23", "-preset superfast -crf 23"),
    *(f"-preset veryfast -crf {crf}" for crf in (19, 20, 21, 22)),
    *(f"-preset faster -crf {crf}" for crf in (20, 21, 22)),
    *(f"-preset fast -crf {crf}" for crf in (21, 22, 23)),
)


@dataclass(frozen=True, kw_only=True)
class Movie:
    """Raw frames in two files: as the writer gives them, and as the encoder gets them."""

    rgba: Path
    yuv: Path
    size: tuple[int, int]
    frames: int


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """What a setting took, and what it made."""

    seconds: float
    size: int
    luma: float
    planes: float


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Time and size relative to stock's, and how much more alike to the frames it is."""

    seconds: float
    size: float
    luma: float
    planes: float

    @classmethod
    def between(cls, ours: Encoded, stock: Encoded) -> Relation:
        """Compare what a setting did with what stock did."""
        return cls(
            seconds=ours.seconds / stock.seconds,
            size=ours.size / stock.size,
            luma=ours.luma - stock.luma,
            planes=ours.planes - stock.planes,
        )

    @classmethod
    def mean(cls, relations: Sequence[Relation]) -> Relation:
        """Return the averages."""
        return cls(
            **{
                field: statistics.mean(getattr(relation, field) for relation in relations)
                for field in cls.__annotations__
            }
        )

    def holds(self, *, luma_only: bool = False) -> bool:
        """Return whether this is no larger and as much alike as it has to be."""
        alike = self.luma if luma_only else min(self.luma, self.planes)
        # SSIM is told with six digits: what is equal may differ by the last bit of a float.
        return self.size <= LARGEST and round(alike, 6) >= LEAST_ALIKE


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a setting compares with stock, by kinds of movies: as a whole, and in pieces."""

    setting: str
    whole: Mapping[str, Relation]
    pieces: Mapping[str, Relation]

    @property
    def seconds(self) -> float:
        """Time relative to stock's, as it is in pieces, averaged."""
        return Relation.mean(list(self.pieces.values())).seconds

    def broken(self, *, luma_only: bool = False) -> list[str]:
        """Return for which kinds, if any, this does not hold."""
        relations = {**self.whole, "pieces on average": Relation.mean(list(self.pieces.values()))}
        return [
            kind for kind, relation in relations.items() if not relation.holds(luma_only=luma_only)
        ]


# --- movies -------------------------------------------------------------------------------------


def draw(kind: str, frames: int, directory: Path) -> Movie:
    """Draw the frames of a kind into files."""
    fig, update = KINDS[kind]()
    width, height = fig.canvas.get_width_height()
    movie = Movie(
        rgba=directory / "frames.rgba",
        yuv=directory / "frames.yuv",
        size=(width, height),
        frames=frames,
    )
    with movie.rgba.open("wb") as file, Redrawer(fig, **SAVEFIG) as redrawer:
        for frame in range(frames):
            update(frame)
            file.write(redrawer.frame())
    plt.close(fig)
    convert = (*("-pix_fmt", "yuv420p", "-f", "rawvideo"), "-y", str(movie.yuv))
    _cpu_seconds([find_ffmpeg(), *raw_input_args(movie.size, FPS), *convert], movie)
    return movie


def encode(movie: Movie, setting: str, threads: int | None, pieces: int, repeats: int) -> Encoded:
    """
    Encode a movie as the writer would, and look at the result.

    Parameters
    ----------
    movie : Movie
        The frames.
    setting : str
        Options of ffmpeg.
    threads : int or None
        Threads of each encoder; None is what ffmpeg chooses.
    pieces : int
        Of how many pieces the movie is joined.
    repeats : int
        How often it is encoded; the time is the least, as other work can only add to it.
    """
    path = movie.rgba.parent / "movie.mp4"
    encoding = _plan(path, movie, setting)
    count = [] if threads is None else ["-threads", str(threads)]
    ends = [movie.frames * (piece + 1) // pieces for piece in range(pieces)]
    segments: list[Segment] = []
    seconds = [0.0] * repeats
    for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        segment = path.with_name(f"{number}{encoding.segment_suffix}")
        segments.append(Segment(path=str(segment), frames=end - start))
        command = [encoding.ffmpeg, *raw_input_args(movie.size, FPS), *encoding.segment_args]
        command += [*count, "-frames:v", str(end - start), "-y", str(segment)]
        for repeat in range(repeats):
            seconds[repeat] += _cpu_seconds(command, movie, start)
    if pieces > 1:
        stitch(encoding, segments, path)
    else:
        Path(segments[0].path).replace(path)
    luma, planes = _similarity(path, movie)
    return Encoded(seconds=min(seconds), size=path.stat().st_size, luma=luma, planes=planes)


def _plan(path: Path, movie: Movie, setting: str) -> Encoding:
    return plan_encoding(
        ffmpeg=find_ffmpeg(),
        outfile=path,
        output_args=["-vcodec", "h264", *shlex.split(setting), "-pix_fmt", "yuv420p"],
        codec="h264",
        size=movie.size,
        fps=FPS,
        gpu="never",
        sessions=1,
    )


def _cpu_seconds(command: Sequence[str], movie: Movie, start: int = 0) -> float:
    """Give ffmpeg the frames from *start* on, and return the processor time that it takes."""
    width, height = movie.size
    with movie.rgba.open("rb", buffering=0) as frames:
        frames.seek(start * width * height * 4)
        process = subprocess.Popen(command, stdin=frames)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def _similarity(path: Path, movie: Movie) -> tuple[float, float]:
    """Return the mean structural similarity of a movie to its frames: of the luma, of all."""
    width, height = movie.size
    # Frames are paired by their number, whatever the container says about time.
    graph = "[0:v]settb=1/30,setpts=N[a];[1:v]settb=1/30,setpts=N[b];[a][b]ssim=shortest=1"
    said = subprocess.run(
        [
            *(find_ffmpeg(), "-hide_banner", "-nostats", "-i", str(path)),
            *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}"),
            *("-framerate", str(FPS), "-i", str(movie.yuv)),
            *("-lavfi", graph, "-f", "null", "-"),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    found = re.search(r"SSIM Y:([0-9.]+).* All:([0-9.]+)", said)
    if found is None:
        raise RuntimeError(f"ffmpeg tells no SSIM of {path}:\n{said}")
    return float(found[1]), float(found[2])


# --- the tables ---------------------------------------------------------------------------------


def measure(
    kinds: Sequence[str], settings: Sequence[str], frames: int, threads: int, repeats: int
) -> list[Result]:
    """Compare settings with stock on each kind."""
    whole: dict[str, dict[str, Relation]] = {setting: {} for setting in settings}
    pieces: dict[str, dict[str, Relation]] = {setting: {} for setting in settings}
    for kind in kinds:
        with tempfile.TemporaryDirectory() as directory:
            movie = draw(kind, frames, Path(directory))
            stock = encode(movie, STOCK, None, 1, repeats)
            print(f"{kind}: stock, {stock}", file=sys.stderr)
            for setting in settings:
                for pieces_of, relations in ((1, whole), (PIECES, pieces)):
                    ours = encode(movie, setting, threads, pieces_of, repeats)
                    relations[setting][kind] = Relation.between(ours, stock)
                print(f"{kind}: {setting}, {whole[setting][kind]}", file=sys.stderr)
    return [
        Result(setting=setting, whole=whole[setting], pieces=pieces[setting])
        for setting in settings
    ]


def summary(result: Result) -> str:
    """Return a setting's row of the first table."""
    whole, pieces = list(result.whole.values()), Relation.mean(list(result.pieces.values()))
    columns = (
        f"`{result.setting}`",
        f"{Relation.mean(whole).seconds:.2f}",
        f"{pieces.seconds:.2f}",
        f"{Relation.mean(whole).size:.2f}",
        f"{max(relation.size for relation in whole):.2f}",
        f"{pieces.size:.2f}",
        f"{min(relation.luma for relation in whole):+.5f}",
        f"{min(relation.planes for relation in whole):+.5f}",
        f"{pieces.luma:+.5f}",
        f"{pieces.planes:+.5f}",
        "; ".join(result.broken(luma_only=True)) or "**holds**",
        "; ".join(result.broken()) or "**holds**",
    )
    return f"| {' | '.join(columns)} |"


def details(result: Result) -> str:
    """Return a setting's table by kinds."""
    rows = [f"\n`{result.setting}`:\n", "| movie | time | size | Y | all | size in pieces |"]
    rows.append("|---|---:|---:|---:|---:|---:|")
    for kind, relation in result.whole.items():
        columns = (
            kind,
            f"{relation.seconds:.2f}",
            f"{relation.size:.2f}",
            f"{relation.luma:+.5f}",
            f"{relation.planes:+.5f}",
            f"{result.pieces[kind].size:.2f}",
        )
        rows.append(f"| {' | '.join(columns)} |")
    return "\n".join(rows)


def main() -> None:
    """Measure what the command line asks for, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer frames")
    parser.add_argument("--repeats", type=int, default=1, help="take the least time of N")
    parser.add_argument("--only", action="append", choices=KINDS, metavar="KIND", help="repeatable")
    parser.add_argument("--threads", type=int, default=1, help="of a setting's encoders")
    parser.add_argument("settings", nargs="*", metavar="SETTING", help="options of ffmpeg")
    # Settings begin with a dash, so they are what argparse does not know.
    given, unknown = parser.parse_known_args()
    wanted = [*given.settings, *unknown]
    for setting in wanted:
        if " " not in setting:
            parser.error(f"{setting!r} is neither an option nor a setting in quotes")
    settings = list(dict.fromkeys(wanted or SETTINGS))
    frames = QUICK_FRAMES if given.quick else FRAMES
    results = measure(given.only or list(KINDS), settings, frames, given.threads, given.repeats)
    print("| setting | time | in pieces | size | largest | in pieces ", end="")
    print("| least Y | least all | Y in pieces | all in pieces ", end="")
    print("| by Y, does not hold for | by all, does not hold for |")
    print(f"|---|{'---:|' * 9}---|---|")
    for result in results:
        print(summary(result))
    for result in results:
        print(details(result))
    print(
        f"\nAll relative to x264's defaults, time and size as ratios, similarities (SSIM) as "
        f"differences. {frames} frames of each movie, in {PIECES} pieces; time is ffmpeg's on the "
        f"processor, the least of {given.repeats}; stock's threads are ffmpeg's choice, settings "
        f"had {given.threads}. {describe_machine()}. {describe_command('encoder.py')}\n"
    )
    for planes, luma_only in (("the luma alone", True), ("all planes", False)):
        holding = [result for result in results if not result.broken(luma_only=luma_only)]
        best = min(holding, key=lambda result: result.seconds, default=None)
        fastest = "none holds" if best is None else f"`{best.setting}` is the fastest that holds"
        print(f"- For {planes}: {fastest}.")


if __name__ == "__main__":
    main()
