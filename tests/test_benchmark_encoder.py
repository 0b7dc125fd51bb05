"""The benchmark of x264's settings runs, and says which of them hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "encoder.py"
KIND = "scatter, 5000 colours"  # hardly larger in pieces


@pytest.mark.in_turn
def test_the_fastest_setting_that_holds_is_named() -> None:
    settings = ["-preset medium -crf 22.5", "-preset medium -crf 35", "-preset medium -crf 10"]
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "--quick", "--only", KIND, *settings],
        env=os.environ | {"MPLBACKEND": "agg"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| `")]
    assert [row[0] for row in rows] == [f"| `{setting}`" for setting in settings]
    assert [row[-1].startswith(KIND) for row in rows] == [False, True, True]
    assert done.stdout.count("`-preset medium -crf 22.5` is the fastest that holds") == 2
