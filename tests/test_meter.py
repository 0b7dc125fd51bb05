"""What frames cost, on a machine that has other things to do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matplotlib_parwriter._meter import Meter, undelayed


@pytest.mark.skipif(not Path("/proc/thread-self/schedstat").exists(), reason="Linux tells")
def test_waiting_for_a_core_does_not_count() -> None:
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(2 * (os.cpu_count() or 1))
    ]
    try:
        clock, wall, worked = undelayed(), time.perf_counter(), time.thread_time()
        while time.thread_time() < worked + 0.2:
            pass
        taken, passed = undelayed() - clock, time.perf_counter() - wall
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert 0.19 < taken < passed


def test_costs_are_those_of_a_usual_frame() -> None:
    meter = Meter(pixels=100, cores=2, encode_seconds=lambda: 0.5)
    for i in range(20):
        meter.begin()
        meter.mark()
        if i == 15:
            end = time.perf_counter() + 0.05
            while time.perf_counter() < end:
                pass
        meter.mark()
        meter.end()
    costs = meter.costs()
    assert costs.encode == 0.5
    assert 0 <= costs.draw < 0.05
