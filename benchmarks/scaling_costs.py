"""What the parts of a save cost, each by itself, and what a whole save takes.

A script, so that each measurement has a process of its own; it prints JSON:

    python benchmarks/scaling_costs.py costs CASE SUFFIX
    python benchmarks/scaling_costs.py save CASE SUFFIX FRAMES ROUTE WORKERS
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from animations import CASES
from scaling_model import Costs

FPS = 30
# Frames that are measured, after so many that are not; reference frames are drawn among these.
MEASURED, WARM_UP = 9, 16


def median_cpu(do: Callable[[], Any], times: int = MEASURED) -> float:
    """Return the median of the seconds of processor time that *do* takes this process."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        do()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def children_cpu(do: Callable[[], Any]) -> float:
    """Return the processor time of processes that *do* starts and waits for."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    do()
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime


def in_worker(snapshot: str, look: Any) -> tuple[float, float]:
    """Return what a worker has cost until its first draw is done, and what another copy costs."""
    # Sent to a worker, so it brings its own imports.
    import os
    import time
    from pathlib import Path

    from matplotlib_parwriter._copy import Copy, Timings
    from matplotlib_parwriter._side_effects import Guard

    guard = Guard()
    Copy(Path(snapshot), guard, redraws=True).draw(look, Timings())
    ready = os.times()
    start = time.process_time()
    copy = Copy(Path(snapshot), guard, redraws=True)
    restore = time.process_time() - start
    copy.draw(look, Timings())
    return ready.user + ready.system - (time.process_time() - start), restore


def frameless(name: str, path: Path) -> float:
    """Return the processor time of a save of two frames, which is mostly for all but frames."""
    from matplotlib_parwriter import ParallelFFMpegWriter

    animation = CASES[name].make(2)
    writer = ParallelFFMpegWriter(fps=FPS, route="in-process")
    start = time.process_time()
    children = children_cpu(lambda: animation.save(path, writer=writer))
    spent = time.process_time() - start + children
    plt.close(animation._fig)
    return spent


def measure_costs(name: str, suffix: str) -> Costs:
    """Return the costs of the animation *name*, saved to a file with *suffix*."""
    from matplotlib_parwriter import _digest, _encoding, _ffmpeg, _snapshot
    from matplotlib_parwriter._assembly import assembly_of
    from matplotlib_parwriter._copy import Copy, Timings
    from matplotlib_parwriter._draw import Drawing, Look
    from matplotlib_parwriter._encode import Encoder
    from matplotlib_parwriter._executors import hire
    from matplotlib_parwriter._side_effects import Guard
    from matplotlib_parwriter._stitch import Segment

    animation = CASES[name].make(10 * (WARM_UP + MEASURED))
    figure = animation._fig
    look = Look(size_inches=tuple(figure.get_size_inches()), dpi=figure.dpi, savefig_kwargs={})
    width, height = (round(inches * figure.dpi) for inches in look.size_inches)
    with tempfile.TemporaryDirectory() as directory:
        frameless(name, Path(directory) / f"first{suffix}")  # for what is done once in a process
        fixed = frameless(name, Path(directory) / f"second{suffix}")
        snapshot = Path(directory) / "snapshot"
        taking = median_cpu(lambda: _snapshot.take([animation], snapshot), 1)
        crew = hire(None, 1)
        start = time.perf_counter()
        future = crew.submit(in_worker, str(snapshot), look)
        spawn = time.perf_counter() - start
        boot, restore = future.result()
        crew.release(keep=False)

        copy, timings = Copy(snapshot, Guard(), redraws=True), Timings()
        shown = copy._restored.figure
        images = []
        for _ in range(WARM_UP):
            copy.draw(look, timings)
        whole = median_cpu(lambda: images.append(bytes(copy.draw(look, timings).image)))
        proof = median_cpu(lambda: copy.draw(look, timings, prove=True), 5) - whole
        update = median_cpu(lambda: copy.skip(look, timings, drawn=False))
        digest = median_cpu(lambda: _digest.frame_digest(shown))
        plainly = Drawing(shown, redraws=False)
        with copy._saving():
            plain = median_cpu(lambda: plainly.frame(look), 5)
        pass_over = median_cpu(copy.pass_over)

        encoding = _encoding.plan_encoding(
            ffmpeg=_ffmpeg.find_ffmpeg(),
            outfile=str(Path(directory) / f"movie{suffix}"),
            output_args=["-vcodec", "h264", "-pix_fmt", "yuv420p"],
            codec="h264",
            size=(width, height),
            fps=FPS,
            gpu="never",
            sessions=1,
        )

        numbers = itertools.count()

        def new_path() -> str:
            return str(Path(directory) / f"{next(numbers)}{encoding.segment_suffix}")

        def encode(frames: int) -> Segment:
            encoder = Encoder(encoding, new_path(), threads=1)
            for i in range(frames):
                encoder.write(images[i % len(images)])
            encoder.close()
            return Segment(path=encoder.path, frames=frames)

        many = 4 * len(images)
        segments: list[Segment] = []
        one = children_cpu(lambda: segments.append(encode(1)))
        all_frames = children_cpu(lambda: segments.append(encode(many)))
        encoded = (all_frames - one) / (many - 1)
        final = 0.0
        if encoding.assembly == "piped":
            movie = assembly_of(encoding, Path(directory) / f"movie{suffix}", new_path)
            last = Segment(path=segments[1].path, frames=many)

            def assemble() -> None:
                movie.append(last)
                movie.finish()

            final = children_cpu(assemble) / many
    return Costs(
        fixed=max(0.0, fixed - 2 * (update + plain + encoded)),
        update=update,
        digest=digest,
        draw=max(0.0, whole - update - digest),
        plain=plain,
        encode=encoded,
        segment=max(0.0, one - encoded),
        proof=max(0.0, proof),
        pass_over=pass_over,
        snapshot=taking,
        restore=restore,
        spawn=spawn,
        boot=boot,
        final=final,
        final_threads=min(4, os.cpu_count() or 1),
    )


def save(name: str, suffix: str, frames: int, route: str, workers: int) -> dict[str, Any]:
    """Save a movie, and return what is known of it afterwards."""
    from matplotlib_parwriter import ParallelFFMpegWriter

    animation = CASES[name].make(frames)
    writer = ParallelFFMpegWriter(fps=FPS, route=route, max_workers=workers)
    with tempfile.TemporaryDirectory() as directory:
        before, start = time.process_time(), time.perf_counter()
        animation.save(Path(directory) / f"movie{suffix}", writer=writer)
        seconds = time.perf_counter() - start
    report = writer.report
    return {
        "seconds": seconds,
        "before": before,
        "route": report.route,
        "fallback_frame": report.fallback_frame,
        "stages": dict(report.seconds),
    }


def main() -> None:
    """Measure what the command line says."""
    what, name, suffix, *more = sys.argv[1:]
    if what == "costs":
        print(json.dumps(dataclasses.asdict(measure_costs(name, suffix))))
    else:
        frames, route, workers = more
        print(json.dumps(save(name, suffix, int(frames), route, int(workers))))


if __name__ == "__main__":
    main()
