"""What a movie costs at least: the processor time of its updates, of redrawing and of encoding.

    python benchmarks/floor.py CASE FRAMES PATH

Updates and draws are timed in this process, the encoding is that of one ffmpeg that is given the
raw frames, with the options that the writer chooses by default. It prints the seconds as JSON. Were
all of that shared among the cores without any loss, a save would take these seconds by the number
of cores; reading the frames, starting processes and checking results come on top. A save can still
be below it, where it encodes at less expense, or where cores wait for each other in this
measurement but not in that save.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from pathlib import Path

from animations import CASES
from redraw import SAVEFIG
from tools import FPS, usable_cores

from matplotlib_parwriter import ParallelFFMpegWriter
from matplotlib_parwriter._encoding import Encoding, plan_encoding
from matplotlib_parwriter._ffmpeg import find_ffmpeg
from matplotlib_parwriter.redraw import Redrawer


def plan(path: Path, size: tuple[int, int]) -> Encoding:
    """Return how the writer, left to itself, encodes a movie."""
    writer = ParallelFFMpegWriter(fps=FPS)
    writer.outfile = str(path)
    return plan_encoding(
        ffmpeg=find_ffmpeg(),
        outfile=path,
        output_args=writer.output_args[:-2],  # without "-y" and the name of the movie
        codec=writer.codec,
        size=size,
        fps=FPS,
        gpu="auto",
        sessions=1,
    )


def measure(name: str, frames: int, path: Path) -> dict[str, float]:
    """Return the processor seconds of all updates, draws and encoding of a case."""
    fig, update = CASES[name].scene()
    width, height = fig.canvas.get_width_height()
    encoding = plan(path, (width, height))
    ffmpeg = subprocess.Popen(
        [
            *(encoding.ffmpeg, "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgba"),
            *("-s", f"{width}x{height}", "-framerate", str(FPS), "-i", "pipe:"),
            *(*encoding.whole_args, "-y", str(path)),
        ],
        stdin=subprocess.PIPE,
    )
    assert ffmpeg.stdin is not None
    updating = drawing = 0.0
    with Redrawer(fig, **SAVEFIG) as redrawer:
        for frame in range(frames):
            start = time.process_time()
            update(frame)
            updated = time.process_time()
            image = redrawer.frame()
            drawing += time.process_time() - updated
            updating += updated - start
            ffmpeg.stdin.write(image)
    ffmpeg.stdin.close()
    _, status, usage = os.wait4(ffmpeg.pid, 0)
    ffmpeg.returncode = os.waitstatus_to_exitcode(status)
    if ffmpeg.returncode:
        raise RuntimeError(f"ffmpeg ended with {ffmpeg.returncode}.")
    encoding_seconds = usage.ru_utime + usage.ru_stime
    return {
        "update": updating,
        "draw": drawing,
        "encode": encoding_seconds,
        "floor": (updating + drawing + encoding_seconds) / usable_cores(),
    }


def main() -> None:
    """Measure one case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", choices=CASES)
    parser.add_argument("frames", type=int)
    parser.add_argument("path", type=Path)
    given = parser.parse_args()
    print(json.dumps(measure(given.case, given.frames, given.path.absolute())))


if __name__ == "__main__":
    main()
