"""Every script in tests/scripts gives stock's frames, and leaves the process as stock leaves it.

A script is what a user would write; it knows nothing of this package. Comment lines at its top say
what is expected of the writer:

``# expect: scout``
    Rendered in blocks by workers, every check passed, nothing logged.
``# expect: falls back``
    Some or all frames are done in-process, and exactly one WARNING says so.
``# expect: in-process``
    No block is taken over from a worker at all, and exactly one WARNING says why.
``# warns: text``
    The WARNING contains this text.
``# leave out: stderr, ...``
    Parts of the record that are not compared, with the reason beside it.
``# needs: module module>=version``
    Skipped where one of these cannot be imported.
``# also: in-process``
    Run with the route forced to in-process as well.

To add one, put a file into tests/scripts (or a folder with a ``script.py`` and what it needs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from compare import (
    IN_PROCESS,
    PARALLEL,
    SCRIPTS,
    ScriptRunner,
    compare_movies,
    compare_records,
    compare_values,
    files_in,
    movies_in,
    run_both,
)

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


def find_scripts() -> dict[str, Path]:
    """Give the scripts by name."""
    found = {path.stem: path for path in SCRIPTS.glob("*.py")}
    found.update({path.parent.name: path for path in SCRIPTS.glob("*/script.py")})
    return dict(sorted(found.items()))


def directives(script: Path) -> dict[str, str]:
    """Read the ``# name: value`` lines of a script."""
    pattern = r"^# (expect|warns|leave out|also|needs): (.+)$"
    return dict(re.findall(pattern, script.read_text(encoding="utf-8"), flags=re.M))


ALL = find_scripts()
ALSO_IN_PROCESS = [
    name for name, path in ALL.items() if "in-process" in directives(path).get("also", "")
]


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScriptRunner]:
    """Give a process that saves with matplotlib's ffmpeg writer."""
    runner = ScriptRunner("stock", tmp_path_factory.mktemp("stock"))
    yield runner
    runner.stop()


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScriptRunner]:
    """Give a process that saves with our writer, in parallel."""
    runner = ScriptRunner("ours", tmp_path_factory.mktemp("ours"), PARALLEL)
    yield runner
    runner.stop()


@pytest.fixture(scope="module")
def ours_in_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScriptRunner]:
    """Give a process that saves with our writer, in-process."""
    runner = ScriptRunner("ours", tmp_path_factory.mktemp("in_process"), IN_PROCESS)
    yield runner
    runner.stop()


def differences(folder: Path, a: dict[str, Any], b: dict[str, Any], leave_out: str) -> list[str]:
    """Say in words where the two runs differ: movies, process, files."""
    names = movies_in(folder / "stock")
    found = compare_values(names, movies_in(folder / "ours"), "movies")
    for name in names:
        found += compare_movies(folder / "stock" / name, folder / "ours" / name)
    found += compare_records(
        a, b, leave_out=[part.split()[0] for part in leave_out.split(",") if part]
    )
    found += compare_values(files_in(folder / "stock"), files_in(folder / "ours"), "files")
    if b["temp"]:
        found.append(f"left in the temporary folder: {b['temp']}")
    return found


def wrong_route(record: dict[str, Any], expect: str, warns: str) -> list[str]:
    """Say what is wrong about the way the writer went."""
    reports, log = record["reports"], record["log"]
    found = []
    if not reports:
        return ["our writer made no report"]
    for report in reports:
        done_here = report["route"] == "in-process"
        back = done_here or report["fallback_frame"] is not None
        if expect == "scout" and (back or report["blocks"] < 2):
            found.append(f"expected to be rendered by workers alone: {report}")
        if expect == "falls back" and not back:
            found.append(f"expected to fall back to in-process: {report}")
        if expect == "in-process" and not done_here:
            found.append(f"expected to be done in-process: {report}")
    if expect == "scout" and log:
        found.append(f"logged without need: {log}")
    if expect in ("falls back", "in-process") and len(log) != len(reports):
        found.append(f"one WARNING expected for each save: {log}")
    if warns and warns not in " ".join(log):
        found.append(f"the WARNING should contain {warns!r}: {log}")
    return found


@pytest.mark.parametrize("name", ALL)
def test_script(name: str, stock: ScriptRunner, ours: ScriptRunner, tmp_path: Path) -> None:
    """Our writer, forced to work in parallel with many seams, does what stock does."""
    script = ALL[name]
    words = directives(script)
    for module, _, version in (need.partition(">=") for need in words.get("needs", "").split()):
        pytest.importorskip(module, minversion=version or None)
    a, b = run_both(stock, ours, script, tmp_path)
    assert a["error"] is None, a["error"]
    assert movies_in(tmp_path / "stock"), "the script saved no movie"
    found = differences(tmp_path, a, b, words.get("leave out", ""))
    found += wrong_route(b, words.get("expect", ""), words.get("warns", ""))
    assert not found, "\n".join([f"{name} (report {b['reports']}, log {b['log']}):", *found])


@pytest.mark.parametrize("name", ALSO_IN_PROCESS)
def test_script_in_process(
    name: str, stock: ScriptRunner, ours_in_process: ScriptRunner, tmp_path: Path
) -> None:
    """Our writer without workers does what stock does, however drawing changes the state."""
    a, b = run_both(stock, ours_in_process, ALL[name], tmp_path)
    found = differences(tmp_path, a, b, directives(ALL[name]).get("leave out", ""))
    if any(report["route"] != "in-process" for report in b["reports"]) or not b["reports"]:
        found.append(f"expected to be done in-process: {b['reports']}")
    if b["log"]:
        found.append(f"logged without need: {b['log']}")
    assert not found, "\n".join([name, *found])
