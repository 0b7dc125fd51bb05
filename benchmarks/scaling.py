"""How saves scale with workers: measured, by formulas, and simulated.

    python benchmarks/scaling.py [--quick] [--simulate-only] [--frames N] [--only CASE] ...

The first table has whole saves with 1, 2, 4, ... workers, up to one a core, the route set. What the
formulas and the simulation say beside it is computed from what parts of a save cost, each measured
by itself in the same run, in processor time. So on a machine that does something else, too, a
measured save takes longer than they say; the columns of processor time suffer less from that. What
a process waits for that is neither a core nor another process is in neither.

The other tables are simulations of 1 to 1024 workers on as many cores, and what some changes to the
package would bring. Their costs are round numbers near measured ones (`SCENES`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from machine import describe_command, describe_machine
from scaling_model import Costs, Save, predict
from scaling_simulation import Improvements, simulate

MANY = (1, 2, 4, 8, 16, 64, 128, 256, 512, 1024)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is measured: an animation, how it is saved, into what, and of how many frames."""

    name: str
    route: str
    suffix: str
    frames: int
    quick: int


KINDS = (
    Kind(name="3-D surface, camera", route="scout", suffix=".mp4", frames=600, quick=150),
    Kind(name="3-D surface, camera", route="scout", suffix=".avi", frames=600, quick=150),
    Kind(name="update of 20 ms", route="jump", suffix=".mp4", frames=600, quick=150),
)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is simulated: a movie of so many frames, and what its parts cost."""

    frames: int
    costs: Costs
    jumps: bool = False
    lead_in: int = 0

    def save(self, workers: int) -> Save:
        """Return the save by *workers* workers on as many cores."""
        return Save(
            costs=self.costs,
            frames=self.frames,
            workers=workers,
            cores=workers,
            jumps=self.jumps,
            lead_in=self.lead_in,
        )


_DRAWING = Costs(update=1e-4, digest=1e-3, draw=0.1, plain=0.12, encode=0.015, proof=0.04)
SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "costly draw": Scene(frames=10000, costs=_DRAWING),
        "costly draw, piped": Scene(
            frames=10000,
            costs=Costs(**{**vars(_DRAWING), "encode": 0.004, "final": 0.012, "final_threads": 4}),
        ),
        "12 panels, redrawn": Scene(
            frames=10000,
            costs=Costs(
                update=2e-4, digest=3.5e-3, draw=0.015, plain=0.124, encode=0.014, proof=0.09
            ),
        ),
        "update a tenth of draw": Scene(
            frames=10000,
            costs=Costs(update=5e-3, digest=1e-3, draw=0.05, plain=0.06, encode=0.01, proof=0.03),
        ),
        "costly update, jumping": Scene(
            frames=10000,
            costs=Costs(update=0.1, digest=1e-3, draw=0.02, plain=0.03, encode=0.005, proof=0.02),
            jumps=True,
        ),
        "layout engine": Scene(
            frames=10000,
            costs=Costs(update=2e-4, digest=4e-3, draw=0.04, plain=0.18, encode=0.01, proof=0.05),
            lead_in=8,
        ),
    }
)

CHANGES: Mapping[str, Improvements] = MappingProxyType(
    {
        "as it is": Improvements(),
        "parent digests a tenth of frames": Improvements(digests=0.1),
        "no block after one's own": Improvements(never_next=True),
        "rehearsal in 8 parts": Improvements(rehearsals=8),
        "all of these": Improvements(digests=0.1, never_next=True, rehearsals=8, stays_inside=True),
    }
)


def worker_counts(cores: int) -> Iterator[int]:
    """Yield 1, 2, 4, ... up to *cores*."""
    workers = 1
    while workers <= cores:
        yield workers
        workers *= 2


def table(header: str, rows: Iterator[str]) -> None:
    """Print a table in Markdown, row by row as they come."""
    columns = header.split(" | ")
    print(f"\n| {header} |\n|---|{'---:|' * (len(columns) - 1)}")
    for row in rows:
        print(f"| {row} |", flush=True)


def measured(
    *, quick: bool, frames: int | None, only: str | None, most: int | None
) -> Iterator[str]:
    """
    Save, and yield rows that compare what that took with what was to be expected.

    Parameters
    ----------
    quick : bool
        Whether fewer frames do.
    frames : int or None
        How many there are to be whatever is usual.
    only : str or None
        The only animation to save.
    most : int or None
        Workers at most; None for as many as there are cores.
    """
    from measuring import run, script

    from matplotlib_parwriter._settings import Settings, worker_count

    cores, _ = worker_count(Settings())
    for kind in KINDS:
        if only not in (None, kind.name):
            continue
        said, _ = run(script("scaling_costs.py", "costs", kind.name, kind.suffix))
        print(f"{kind.name}, {kind.suffix}: {json.dumps(said)}", file=sys.stderr)
        costs = Costs(**said)
        count = frames or (kind.quick if quick else kind.frames)
        for workers in worker_counts(most or cores):
            more = (kind.name, kind.suffix, count, kind.route, workers)
            saved, spent = run(script("scaling_costs.py", "save", *more))
            print(f"{more}: {json.dumps(saved)}", file=sys.stderr)
            save = Save(
                costs=costs,
                frames=count,
                workers=workers,
                cores=cores,
                jumps=kind.route == "jump",
            )
            model, simulated = predict(save), simulate(save)
            spent -= saved["before"]
            took = saved["route"]
            if saved["fallback_frame"] is not None:
                took += f", in-process from frame {saved['fallback_frame']}"
            columns = (
                f"{kind.name}, {kind.suffix}",
                took,
                f"{count}",
                f"{workers}",
                f"{saved['seconds']:.2f}",
                f"{model.seconds:.2f}",
                f"{simulated.seconds:.2f}",
                f"{saved['seconds'] / model.seconds:.2f}",
                f"{spent:.2f}",
                f"{model.work:.2f}",
                f"{spent / model.work:.2f}",
            )
            yield " | ".join(columns)


def simulated(many: tuple[int, ...]) -> Iterator[str]:
    """Yield rows that compare simulations with the formulas."""
    for name, scene in SCENES.items():
        for workers in many:
            save = scene.save(workers)
            model, found = predict(save), simulate(save)
            columns = (
                name,
                f"{workers}",
                f"{len(save.blocks)}",
                f"{found.seconds:.1f}",
                f"{model.seconds:.1f}",
                f"{model.seconds / found.seconds:.2f}",
                f"{save.alone / found.seconds:.1f}",
                model.bound,
                f"{found.parent / found.seconds:.0%}",
            )
            yield " | ".join(columns)


def changed(many: tuple[int, ...]) -> Iterator[str]:
    """Yield rows of what changes to the package would bring."""
    for name, scene in SCENES.items():
        for workers in many:
            found = (simulate(scene.save(workers), change).seconds for change in CHANGES.values())
            yield " | ".join((name, f"{workers}", *(f"{seconds:.1f}" for seconds in found)))


def main() -> None:
    """Measure and simulate what the command line asks for, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer frames, fewer simulations")
    parser.add_argument("--simulate-only", action="store_true", help="save nothing")
    parser.add_argument("--frames", type=int, help="frames of the movies that are saved")
    parser.add_argument("--only", metavar="CASE", help="the only animation that is saved")
    parser.add_argument("--workers", type=int, help="at most so many (default: one a core)")
    given = parser.parse_args()
    if not given.simulate_only:
        header = (
            "animation | route | frames | workers | measured (s) | model (s) | simulated (s) | "
            "measured / model | measured CPU (s) | model CPU (s) | CPU ratio"
        )
        rows = measured(quick=given.quick, frames=given.frames, only=given.only, most=given.workers)
        table(header, rows)
    many = (2, 16, 128, 1024) if given.quick else MANY
    header = (
        "scene | workers | blocks | simulated (s) | model (s) | model / simulated | "
        "speed-up | bound | parent busy"
    )
    table(header, simulated(many))
    table(" | ".join(("scene", "workers", *CHANGES)), changed((16, 64, 256, 1024)))
    print(f"\n{describe_machine()}. {describe_command('scaling.py')}")


if __name__ == "__main__":
    main()
