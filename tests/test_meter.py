"""What frames cost, on a machine that has other things to do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matplotlib_parwriter import _meter
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
        meter.begin(i)
        meter.mark()
        if i == 15:
            end = time.perf_counter() + 0.05
            while time.perf_counter() < end:
                pass
        meter.mark()
        meter.end(is_reference=False)
    costs = meter.costs()
    assert costs.encode == 0.5
    assert 0 <= costs.draw < 0.05


def _measured(
    monkeypatch: pytest.MonkeyPatch,
    draws: list[float],
    *,
    references: frozenset[int] = frozenset(),
    numbers: list[int] | None = None,
) -> Meter:
    """Return a meter of frames whose draws took so many seconds."""
    ticks = iter([tick for draw in draws for tick in (0.0, 0.0, draw, draw)])
    monkeypatch.setattr(_meter, "undelayed", lambda: next(ticks))
    meter = Meter(pixels=100, cores=2, encode_seconds=lambda: 0.0)
    for i in range(len(draws)):
        meter.begin(i if numbers is None else numbers[i])
        meter.mark()
        meter.mark()
        meter.end(is_reference=i in references)
    return meter


@pytest.mark.parametrize("slow", [1, 30])
def test_first_frames_do_not_count_even_where_they_take_long(
    slow: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = [0.1 * slow, 0.2 * slow, 0.01 * slow, 0.01 * slow, 0.01 * slow, 0.1 * slow]
    known = [
        _measured(monkeypatch, (draws + 6 * [0.01 * slow])[:frames]) for frames in range(1, 13)
    ]
    first = next(meter for meter in known if meter.is_enough())
    assert first.costs().draw == pytest.approx(0.01 * slow)


def test_reference_frames_tell_what_a_plain_draw_costs_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draws = [0.42, 0.30, 0.024, 0.041, 0.019, 0.265]
    costs = _measured(monkeypatch, draws, references=frozenset({1, 5})).costs()
    assert costs.draw == pytest.approx(0.024)
    assert costs.plain == pytest.approx(0.241)
    assert _measured(monkeypatch, draws).costs().plain == 0.0


def test_first_frames_that_take_long_make_nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are drawn plainly and recorded; what others will cost is known later."""
    draws = [0.9, 0.7, 0.06, 0.15, 0.04, 0.6, 0.04, 0.04]
    references = frozenset({1, 5})
    enough = [
        frames
        for frames in range(1, 9)
        if _measured(monkeypatch, draws[:frames], references=references).is_enough()
    ]
    assert enough == [8]


@pytest.mark.parametrize(("draw", "frames"), [(0.01, 8), (0.3, 5), (5.0, 3)])
def test_it_is_known_after_fewer_frames_where_they_take_long(
    draw: float, frames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    enough = [n for n in range(1, 12) if _measured(monkeypatch, n * [draw]).is_enough()]
    assert enough == list(range(frames, 12))


def test_costs_that_grow_are_taken_to_go_on_growing(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [*range(16), *range(46, 54), *range(113, 121)]
    meter = _measured(monkeypatch, [0.01 + 0.0001 * i for i in numbers], numbers=numbers)
    now = 0.01 + 0.0001 * 117
    assert meter.costs().draw == pytest.approx(now, rel=0.01)
    assert meter.costs(180).draw == pytest.approx(now + 0.0001 * 90, rel=0.02)
    assert meter.costs(2000).draw == pytest.approx(now, rel=0.01)  # that far nobody sees


def test_costs_that_shrink_do_not_go_on_shrinking(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [*range(16), *range(46, 54), *range(113, 121)]
    meter = _measured(monkeypatch, [0.03 - 0.0001 * i for i in numbers], numbers=numbers)
    assert meter.costs(180) == meter.costs()
