"""After a save, however it ended, nothing is left: no file, no process, no half-written movie."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from compare import (
    PARALLEL,
    members_of_session,
    own_environment,
    read_movie,
    session_signal,
    wait_until_gone,
    write_matplotlibrc,
)

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks for processes in /proc"
)

HEAD = """
import os
import sys
import time

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

MAIN = os.getpid()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")  # most of what a draw takes, and nothing that is looked at here
(line,) = ax.plot([0, 1], [0, 1])

def update(i):
    line.set_ydata([i / 60, 1])

def say(*words):
    print(*words, flush=True)

"""

ENDINGS = {
    "good": """
        FuncAnimation(fig, update, frames=18).save("movie.mkv")
    """,
    "two good": """
        FuncAnimation(fig, update, frames=18).save("movie.mkv")
        FuncAnimation(fig, update, frames=18).save("movie.mkv")
    """,
    "failed": """
        def fail(i):
            update(i)
            if i == 13:
                raise RuntimeError("on purpose")

        try:
            FuncAnimation(fig, fail, frames=18).save("movie.mkv")
        except RuntimeError:
            pass
    """,
    "failed and not caught": """
        def fail(i):
            update(i)
            if i == 13:
                raise RuntimeError("on purpose")

        FuncAnimation(fig, fail, frames=18).save("movie.mkv")
    """,
    "fell back": """
        def differ(i):
            line.set_ydata([i / 60, MAIN == os.getpid()])

        FuncAnimation(fig, differ, frames=18).save("movie.mkv")
    """,
    "bad codec": """
        try:
            FuncAnimation(fig, update, frames=18).save("movie.mkv", codec="no_such_codec")
        except Exception:
            pass
    """,
    "ended hard": """
        FuncAnimation(fig, update, frames=18).save("movie.mkv")
        sys.stdout.flush()
        os._exit(0)
    """,
}


class Started:
    """A script that runs in a session of its own."""

    def __init__(self, text: str, folder: Path, env: dict[str, str] | None = None) -> None:
        self.folder = folder
        write_matplotlibrc(folder, ["animation.writer: parallel-ffmpeg"])
        script = folder / "script.py"
        script.write_text("import matplotlib_parwriter\n" + HEAD + textwrap.dedent(text))
        self.process = subprocess.Popen(
            [sys.executable, "script.py"],
            cwd=folder,
            env=own_environment(folder, {**PARALLEL, **(env or {})}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_for(self, word: str) -> None:
        """Read what the script says until it says *word*."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip() == word:
                return
        raise AssertionError(f"it never said {word}: {self.finish()}")

    def finish(self, timeout: float = 60) -> tuple[str, str]:
        """Wait for the end; give what it said."""
        try:
            return self.process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            session_signal(self.process.pid, signal.SIGABRT)
            out, err = self.process.communicate(timeout=20)
            raise AssertionError(f"it did not end:\n{out}\n{err}") from None

    def check_nothing_left(self, *, temp: bool = True) -> None:
        """Check for processes of the session, files beside script and movie, and semaphores."""
        left = wait_until_gone(self.process.pid)
        session_signal(self.process.pid, signal.SIGKILL)
        assert left == {}
        files = {p.name for p in self.folder.iterdir()} - {"script.py", "matplotlibrc", "temp"}
        assert files <= {"movie.mkv"}
        if temp:
            assert [str(p) for p in (self.folder / "temp").rglob("*")] == []
        shared = Path("/dev/shm")
        marks = [f"-{self.process.pid}-", f"_{self.process.pid}_"]
        assert [p.name for p in shared.glob("*") if any(m in p.name for m in marks)] == []


Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Give what starts a script in ``tmp_path``; what it leaves running ends with the test."""
    begun = []

    def start_script(text: str, env: dict[str, str] | None = None) -> Started:
        begun.append(Started(text, tmp_path, env))
        return begun[-1]

    yield start_script
    for started in begun:
        session_signal(started.process.pid, signal.SIGKILL)
        started.process.communicate()


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_left(ending: str, tmp_path: Path, start: Start) -> None:
    """Files are gone when the save returns, processes when the script ends."""
    look = 'say("left:", sorted(os.listdir(os.environ["TMPDIR"])))\n'
    text = textwrap.dedent(ENDINGS[ending])
    raises = ending == "failed and not caught"
    if ending == "ended hard":
        text = text.replace("sys.stdout.flush()", look)
    elif not raises:
        text += look
    started = start(text)
    out, err = started.finish()
    assert started.process.returncode == int(raises), err
    if not raises:
        assert out == "left: []\n"
    started.check_nothing_left()
    expected = {"bad codec": None, "failed": 13, "failed and not caught": 13}.get(ending, 18)
    if expected is None:
        assert not (tmp_path / "movie.mkv").exists()
    else:
        assert read_movie(tmp_path / "movie.mkv").frames == expected


SLOW = """
def progress(i, n):
    if i == 7:
        say("ready")
        # Not to be through before the test has sent its signal.
        for _ in range(1200):
            time.sleep(0.05)

try:
    FuncAnimation(fig, update, frames=60).save("movie.mkv", progress_callback=progress)
except BaseException as error:
    say(type(error).__name__, sorted(os.listdir(os.environ["TMPDIR"])))
    raise
"""


@pytest.mark.parametrize("whole_group", [True, False])
def test_interrupted(tmp_path: Path, start: Start, whole_group: bool) -> None:
    """Ctrl-C, which a terminal sends to all processes of the group, leaves what was done so far."""
    started = start(SLOW)
    started.wait_for("ready")
    if whole_group:
        os.killpg(started.process.pid, signal.SIGINT)
    else:
        os.kill(started.process.pid, signal.SIGINT)
    out, err = started.finish()
    assert out == "KeyboardInterrupt []\n"
    assert started.process.returncode == -signal.SIGINT
    # One traceback, the script's own: workers that are interrupted say nothing.
    assert err.count("Traceback (most recent call last)") == 1, err
    assert re.search(r"^KeyboardInterrupt$", err, flags=re.M), err
    assert re.search(r"\bframe 7\b", err), err
    started.check_nothing_left()
    assert read_movie(tmp_path / "movie.mkv").frames == 7


def test_interrupted_while_workers_work(tmp_path: Path, start: Start) -> None:
    """Ctrl-C while the parent waits for slow workers ends the save soon, and ends the workers."""
    text = """
    def slow(i):
        update(i)
        if i >= 20 and os.getpid() != MAIN:
            time.sleep(600)  # nobody could wait for this

    def progress(i, n):
        if i == 6:
            say("ready")

    try:
        FuncAnimation(fig, slow, frames=40).save("movie.mkv", progress_callback=progress)
    except KeyboardInterrupt:
        say("interrupted", sorted(os.listdir(os.environ["TMPDIR"])))
    """
    started = start(text)
    started.wait_for("ready")
    os.killpg(started.process.pid, signal.SIGINT)
    out, _ = started.finish()
    assert out == "interrupted []\n"
    started.check_nothing_left()
    assert 6 <= read_movie(tmp_path / "movie.mkv").frames <= 20


@pytest.mark.parametrize("number", [signal.SIGTERM, getattr(signal, "SIGKILL", 9)])
def test_killed(tmp_path: Path, start: Start, number: int) -> None:
    """However the main process ends, its workers and ffmpegs end too; the target is as before."""
    (tmp_path / "movie.mkv").write_text("an older movie")
    started = start(SLOW)
    started.wait_for("ready")
    assert len(members_of_session(started.process.pid)) >= 2, "no worker was running"
    os.kill(started.process.pid, number)
    started.finish()
    started.check_nothing_left(temp=False)  # workers that are killed cannot tidy up
    assert (tmp_path / "movie.mkv").read_text() == "an older movie"


@pytest.mark.parametrize("number", [signal.SIGTERM, getattr(signal, "SIGKILL", 9)])
@pytest.mark.parametrize("route", ["in-process", "scout"])
@pytest.mark.parametrize("name", ["movie.mkv", "movie.gif", "movie.avi"])
def test_killed_with_its_group(
    tmp_path: Path, start: Start, number: int, route: str, name: str
) -> None:
    """What ends all processes of a save, as time limits do, leaves no file of the save either."""
    started = start(SLOW.replace("movie.mkv", name), {"PARWRITER_ROUTE": route})
    started.wait_for("ready")
    beside = {"script.py", "matplotlibrc", "temp"}
    assert {path.name for path in tmp_path.iterdir()} > beside, "nothing was begun"
    os.killpg(started.process.pid, number)
    started.finish()
    end = time.monotonic() + 20
    while (left := {path.name for path in tmp_path.iterdir()} - beside) and time.monotonic() < end:
        time.sleep(0.02)
    assert left == set()


def test_target_is_never_half_written(tmp_path: Path, start: Start) -> None:
    """Until the movie is whole, the name keeps what it had, from the first frame to the last."""
    (tmp_path / "movie.mkv").write_text("an older movie")
    text = """
    seen = set()

    def progress(i, n):
        with open("movie.mkv") as file:
            seen.add(file.read())
        beside.update(os.listdir("."))

    beside = set()
    FuncAnimation(fig, update, frames=18).save("movie.mkv", progress_callback=progress)
    say(seen)
    """
    started = start(text)
    out, err = started.finish()
    assert started.process.returncode == 0, err
    assert out == "{'an older movie'}\n"
    started.check_nothing_left()
    assert read_movie(tmp_path / "movie.mkv").frames == 18


def test_temp_dir_setting(tmp_path: Path, start: Start) -> None:
    """Segments go to the folder that was set and are gone after the save."""
    own = tmp_path / "somebody's own ü"
    own.mkdir()
    text = """
    OWN = os.environ["PARWRITER_TEMP_DIR"]
    used = set()

    def progress(i, n):
        used.update(os.listdir(OWN))
        others.update(os.listdir(os.environ["TMPDIR"]))

    others = set()
    FuncAnimation(fig, update, frames=18).save("movie.mkv", progress_callback=progress)
    say(bool(used), others, os.listdir(OWN))
    os.rmdir(OWN)
    """
    started = start(text, {"PARWRITER_TEMP_DIR": str(own)})
    out, err = started.finish()
    assert started.process.returncode == 0, err
    assert out == "True set() []\n"
    started.check_nothing_left()
