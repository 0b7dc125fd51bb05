"""What is around a script: files called as modules of others, bars, forks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from compare import PARALLEL, compare_movies, run_python, write_matplotlibrc

POSIX = pytest.mark.skipif(os.name != "posix", reason="there are no forks")
PROGRAM = ["-m", "matplotlib_parwriter"]

# A module with a state of its own, which says when it is run.
MODULE = """\
print("run")
CALLS = 0

def compute(i):
    global CALLS
    CALLS += 1
    return i * CALLS
"""
MOVIE = """\
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
fig, ax = plt.subplots(figsize=(2, 1), dpi=50)
(line,) = ax.plot([0, 1], [0, 1])
def compute(i):
    return i
{before}
def update(i):
    line.set_ydata([0, compute(i) / 300])
    {inside}
def save():
    FuncAnimation(fig, update, frames=17).save("movie.mkv")
save()
{after}
"""


def _check(
    tmp_path: Path,
    script: str = "script.py",
    *,
    route: str = "scout",
    arguments: list[str] | None = None,
) -> str:
    """Run a script with stock and with ours, compare all that comes of it, return what it says."""
    said = []
    env = {**PARALLEL, "PARWRITER_ROUTE": route}
    for tool, program in (("stock", []), ("ours", PROGRAM)):
        write_matplotlibrc(tmp_path)
        done = run_python([*program, *(arguments or [script])], tmp_path, env=env)
        assert (done.returncode, done.stderr) == (0, "")
        (tmp_path / "movie.mkv").rename(tmp_path / f"{tool}.mkv")
        said.append(done.stdout)
    assert compare_movies(tmp_path / "stock.mkv", tmp_path / "ours.mkv") == []
    assert said[0] == said[1]
    return said[0]


# Some are imported by this package or by what it needs, some by workers only, or by the processes
# that look after these.
@pytest.mark.parametrize(
    "name", ["queue", "statistics", "email", "tqdm", "glob", "csv", "psutil", "resource", "zipfile"]
)
def test_file_called_as_a_module(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.py").write_text(MODULE)
    text = f"import {name} as mine; compute = mine.compute"
    (tmp_path / "script.py").write_text(
        MOVIE.format(before=text, inside="", after="print(mine.CALLS)")
    )
    assert _check(tmp_path) == "run\n18\n"


def test_package_called_as_a_module(tmp_path: Path) -> None:
    (tmp_path / "email").mkdir()
    (tmp_path / "email" / "__init__.py").write_text("")
    (tmp_path / "email" / "message.py").write_text(MODULE)
    text = "from email import message as mine; compute = mine.compute"
    (tmp_path / "script.py").write_text(
        MOVIE.format(before=text, inside="", after="print(mine.CALLS)")
    )
    assert _check(tmp_path, route="jump") == "run\n18\n"
    assert _check(tmp_path, arguments=["-m", "script"]) == "run\n18\n"


def test_files_where_it_is_started(tmp_path: Path) -> None:
    """A script elsewhere has nothing to do with files of the working directory."""
    for name in ("queue", "statistics", "glob", "psutil"):
        (tmp_path / f"{name}.py").write_text("print('run')")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "script.py").write_text(
        MOVIE.format(before="import statistics", inside="", after="print(statistics.mean([1, 3]))")
    )
    assert _check(tmp_path, "folder/script.py") == "2\n"


def test_environment_of_updates(tmp_path: Path) -> None:
    """What keeps workers from importing the script's files is not there for updates to see."""
    text = "import os\ndef compute(i):\n    return 300 if 'PYTHONSAFEPATH' in os.environ else i"
    (tmp_path / "script.py").write_text(MOVIE.format(before=text, inside="", after=""))
    assert _check(tmp_path) == ""


def test_bar_in_workers_that_are_ended(tmp_path: Path) -> None:
    """A lock that tqdm makes for all processes is not left behind by a worker."""
    write_matplotlibrc(tmp_path)
    # What a bar shows is not known to workers.
    inside = "ax.set_title(bar.n); bar.update(1)"
    text = "import io, tqdm; bar = tqdm.tqdm(total=18, file=io.StringIO())"
    (tmp_path / "script.py").write_text(
        MOVIE.format(before=text, inside=inside, after="bar.close(); print(bar.n)")
    )
    done = run_python([*PROGRAM, "script.py"], tmp_path)
    assert done.stdout == "18\n"
    assert "resource_tracker" not in done.stderr


@POSIX
@pytest.mark.parametrize("end", ["sys.exit()", "os._exit(0)"])
def test_fork_after_a_save(end: str, tmp_path: Path) -> None:
    """It neither waits for its parent's workers, nor complains."""
    text = f"""\
import os, sys
if (pid := os.fork()) == 0:
    save()
    {end}
print(os.waitpid(pid, 0)[1])
"""
    (tmp_path / "script.py").write_text(MOVIE.format(before="", inside="", after=text))
    assert _check(tmp_path) == "0\n"
