"""The benchmarks of whole saves run, and say whether frames were identical."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="they measure processes as Unix has"
)
BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def rows(script: str, *arguments: str) -> list[list[str]]:
    """Return the rows of all tables that a benchmark prints; it must find nothing wrong."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), "--frames", "3", "--repeats", "1", *arguments],
        env=os.environ | {"MPLBACKEND": "agg"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    return [[column.strip() for column in line.split("|")[1:-1]] for line in lines]


@pytest.mark.in_turn
def test_gif_has_a_row_for_each_writer() -> None:
    header, *writers = rows("gif.py")
    assert header[-2:] == ["pixels", "bytes"]
    assert [row[0].replace("`", "") for row in writers] == [
        "stock ffmpeg",
        "PillowWriter",
        "ImageMagickWriter",
        "parallel-ffmpeg",
    ]
    assert writers[0][-2] == writers[3][-2] == "identical"


@pytest.mark.in_turn
def test_peers_have_a_row_for_each_tool(tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    header, *tools, _, summary = rows("peers.py", "--chart", str(chart), "short line")
    assert [row[:2] for row in tools] == [["short line", "3"]] * 5
    pixels = {row[2].replace("`", ""): row[header.index("pixels")] for row in tools}
    del pixels["parallel-matplotlib-animation"]  # which may be installed or not
    assert list(pixels) == [
        "stock ffmpeg",
        "stock ffmpeg_file",
        "fork and split",
        "parallel-ffmpeg",
    ]
    assert set(pixels.values()) == {"identical"}
    assert summary[0] == "short line"
    assert chart.read_text().rstrip().endswith("</svg>")


def test_peers_know_all_their_animations() -> None:
    code = "import animations, peers; assert set(peers.TARGETS) == set(animations.CASES)"
    subprocess.run([sys.executable, "-c", code], cwd=BENCHMARKS, check=True)


def test_pages_are_compared() -> None:
    header, row = rows("pages.py", "line")
    assert header[0] == "animation"
    assert (row[0], row[1], row[-1]) == ("line", "3", "identical")
