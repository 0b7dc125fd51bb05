"""The benchmark of the redraw engine runs, and says whether frames were identical."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "redraw.py"


@pytest.mark.in_turn
def test_a_row_for_each_kind_asked_for() -> None:
    kinds = ["--only", "line", "--only", "texts"]
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "--quick", "--repeats", "1", *kinds],
        env=os.environ | {"MPLBACKEND": "agg"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")]
    assert [row[0] for row in rows] == ["| figure", "| line", "| texts"]
    assert [row[-1] for row in rows[1:]] == ["15 of 15 |"] * 2
    assert "All frames were identical." in done.stdout
