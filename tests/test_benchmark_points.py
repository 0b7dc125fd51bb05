"""The benchmark of points runs, and says whether pixels were identical."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import proportional
import pytest

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "points.py"


@pytest.mark.in_turn
@pytest.mark.skipif(
    not proportional.is_available(), reason="this system does not tell proportional set sizes"
)
def test_a_row_for_each_tool() -> None:
    tools = ["scatter", "StreamedScatter"]
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "--points", "2e3", "--tools", *tools, "--", "values"],
        env=os.environ | {"MPLBACKEND": "agg"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    _, *rows = [[column.strip() for column in line.split("|")[1:-1]] for line in lines]
    assert [row[:3] for row in rows] == [["values", "2e+03", tool] for tool in tools]
    assert rows[1][-1] == "identical"
