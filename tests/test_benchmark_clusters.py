"""The model of saves on clusters agrees with its simulation, and the benchmark runs."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import clusters
import pytest
from scaling_model import predict

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "clusters.py"


@pytest.mark.parametrize("scene", ["costly draw", "costly update, jumping"])
@pytest.mark.parametrize("network", clusters.NETWORKS)
@pytest.mark.parametrize("workers", [16, 256, 1024])
@pytest.mark.parametrize("snapshot", [1e6, 1e9])
def test_model_and_simulation_agree(
    scene: str, network: str, workers: int, snapshot: float
) -> None:
    of_size = dataclasses.replace(clusters.NETWORKS[network], snapshot=snapshot)
    save = clusters.on_hosts(scene, workers)
    model, found = clusters.predict_on(of_size, save), clusters.simulate_on(of_size, save)
    assert 1 / 1.5 < model.seconds / found.seconds < 1.5


def test_a_network_costs_and_a_perfect_one_does_not() -> None:
    save = clusters.on_hosts("costly draw", 64)
    perfect = clusters.Network(
        bandwidth=1e15, latency=0.0, dispatch=0.0, files=0.0, sharing=1, snapshot=1e6
    )
    slow = dataclasses.replace(perfect, bandwidth=1e8, snapshot=1e9)
    assert clusters.predict_on(perfect, save).seconds == pytest.approx(predict(save).seconds)
    assert clusters.simulate_on(slow, save).seconds > 640
    assert clusters.predict_on(slow, save).seconds > 640


def test_a_row_for_each_network_and_number_of_workers() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "--quick"], stdout=subprocess.PIPE, text=True, check=True
    )
    rows = [line for line in done.stdout.splitlines() if line.startswith("| costly draw")]
    assert len(rows) == 2 * len(clusters.NETWORKS) * 2
