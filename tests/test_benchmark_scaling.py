"""The model of how saves scale agrees with its simulation, and the benchmark of it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import scaling
from scaling_model import Costs, Save, predict
from scaling_simulation import Improvements, Machine, Signal, Work, simulate

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "scaling.py"
# One core's work on two cores or more; the parent has next to nothing to do.
PLAIN = Costs(update=0, digest=0, draw=0.1, plain=0, encode=0, proof=0, boot=0, record=0, restore=0)


def test_processes_share_the_cores() -> None:
    machine, ends, done = Machine(2), [], Signal()

    def work(seconds):
        yield Work(seconds)
        ends.append(machine.now)
        if len(ends) == 3:
            done.give()

    for seconds in (1.0, 1.0, 2.0):
        machine.start(work(seconds))
    machine.run(lambda: len(ends) == 3)
    # Three share two cores until two of them are done; then one has a core for itself.
    assert ends == pytest.approx([1.5, 1.5, 2.5])
    assert machine.worked == pytest.approx(4.0)


@pytest.mark.parametrize("scene", scaling.SCENES)
@pytest.mark.parametrize("workers", [1, 2, 16, 128, 1024])
def test_model_and_simulation_agree(scene: str, workers: int) -> None:
    save = scaling.SCENES[scene].save(workers)
    model, simulated = predict(save), simulate(save)
    assert 1 / 1.5 < model.seconds / simulated.seconds < 1.5
    # Nothing is faster than its work on all cores.
    assert simulated.seconds >= simulated.work / save.cores * 0.999
    assert simulated.seconds >= simulated.parent


def test_a_movie_of_draws_alone_scales_with_workers() -> None:
    seconds = {
        workers: simulate(
            Save(costs=PLAIN, frames=5000, workers=workers, cores=2 * workers)
        ).seconds
        for workers in (1, 4, 16)
    }
    assert seconds[1] / seconds[4] == pytest.approx(4, rel=0.1)
    assert seconds[1] / seconds[16] == pytest.approx(16, rel=0.2)


def test_what_is_better_is_not_worse() -> None:
    scene = scaling.SCENES["costly update, jumping"].save(64)
    better = Improvements(rehearsals=8, stays_inside=True)
    assert simulate(scene, better).seconds < 0.9 * simulate(scene).seconds


@pytest.mark.in_turn
@pytest.mark.skipif(not hasattr(os, "fork"), reason="it measures processes as Unix has")
def test_a_row_for_each_measured_and_each_simulated_save() -> None:
    arguments = ["--quick", "--frames", "8", "--only", "update of 20 ms", "--workers", "1"]
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), *arguments],
        env=os.environ | {"MPLBACKEND": "agg"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    header, measured, *simulated = (
        [column.strip() for column in line.split("|")[1:-1]] for line in lines
    )
    assert measured[:4] == ["update of 20 ms, .mp4", "jump", "8", "1"]
    assert float(measured[header.index("measured (s)")]) > 0
    assert float(measured[header.index("CPU ratio")]) > 0.3
    assert len(simulated) == 2 + 2 * 4 * len(scaling.SCENES)
