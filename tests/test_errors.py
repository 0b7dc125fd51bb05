"""What goes wrong ends as it does with stock: the same exception, and the frames before it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from compare import (
    PARALLEL,
    ScriptRunner,
    compare_movies,
    compare_records,
    compare_values,
    movies_in,
    read_movie,
    run_both,
    run_python,
    write_matplotlibrc,
)

HEAD = """
import os
import signal
import subprocess
import sys

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

MAIN = os.getpid()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")  # most of what a draw takes, and nothing that is looked at here
(line,) = ax.plot([0, 1], [0, 1])
calls = []
"""


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


class Both:
    """Runs the text of a script with both writers, and keeps what they left."""

    def __init__(self, stock: ScriptRunner, ours: ScriptRunner, folder: Path) -> None:
        self.runners = stock, ours
        self.folder = folder
        self.a: dict[str, Any] = {}
        self.b: dict[str, Any] = {}

    def run(self, text: str) -> None:
        """Run *text*, after what every script here starts with."""
        script = self.folder / "the_script" / "script.py"
        script.parent.mkdir()
        script.write_text(HEAD + textwrap.dedent(text))
        self.a, self.b = run_both(*self.runners, script, self.folder)
        for state in (self.a, self.b):
            state["globals"].pop("MAIN")  # the one thing here that must differ

    def movie(self, writer: str) -> Path:
        """Give the path of the movie that a writer made."""
        return self.folder / writer / "movie.mkv"

    def check_same_error(self, *, canvas: bool = True) -> None:
        """Check that both raised the same in the same place, and left the same.

        With *canvas* False, what the canvas showed last may differ.
        """
        if not canvas:
            for state in (self.a, self.b):
                for figure in state["figures"].values():
                    del figure["as_left"], figure["canvas"]
        assert self.a["error"] is not None, "stock raised nothing"
        assert self.b["error"] is not None, "ours raised nothing"
        notes = self.b["error"].pop("notes"), self.a["error"].pop("notes")
        assert compare_values(self.a["error"], self.b["error"], "error") == []
        self.b["error"]["notes"], self.a["error"]["notes"] = notes
        assert compare_records(self.a, self.b, leave_out=["error"]) == []
        assert self.b["temp"] == []

    def check_frames(self, number: int) -> None:
        """Check that both left a movie of *number* frames, the same ones."""
        assert read_movie(self.movie("stock")).frames == number
        assert compare_movies(self.movie("stock"), self.movie("ours")) == []
        assert movies_in(self.folder / "ours") == movies_in(self.folder / "stock")

    def check_note(self, frame: int) -> None:
        """Check that the exception's notes name the frame."""
        notes = self.b["error"]["notes"]
        assert any(re.search(rf"\bframe {frame}\b", note) for note in notes), notes


@pytest.fixture
def both(stock: ScriptRunner, ours: ScriptRunner, tmp_path: Path) -> Both:
    """Give what runs a script with both writers."""
    return Both(stock, ours, tmp_path)


# An exception that cannot be pickled: what takes it from a worker to the parent would break.
FAILING = """
class Broken(Exception):
    def __init__(self, where, why):
        super().__init__(f"{{why}} at {{where}}")
        self.where = where

def fail(i):
    raise {error}

def update(i):
    calls.append(i)
    line.set_ydata([i / 18, len(calls) / 20])
    if i == {frame}:
        fail(i)

anim = FuncAnimation(fig, update, init_func=lambda: None, frames=18)
anim.save("movie.mkv")
"""


@pytest.mark.parametrize("frame", [1, 2, 7, 9, 17])
def test_exception_in_update(both: Both, frame: int) -> None:
    """It reaches the caller as itself, naming the frame; the frames before it are a movie."""
    both.run(FAILING.format(error='Broken(i, "not good")', frame=frame))
    both.check_same_error()
    assert both.b["error"]["type"] == "__main__.Broken"
    assert [name for name, _ in both.b["error"]["users_frames"]][-2:] == ["update", "fail"]
    both.check_note(frame)
    both.check_frames(frame)


@pytest.mark.parametrize(
    "error",
    [
        "StopIteration(3)",
        "SystemExit(3)",
        "KeyboardInterrupt()",
        "GeneratorExit()",
        "BrokenPipeError(32, 'not the one you think')",
        "MemoryError()",
        "subprocess.CalledProcessError(3, 'something else')",
        "Broken(i, 'not good') from ValueError('the reason')",
    ],
)
def test_exception_types(both: Both, error: str) -> None:
    """Exceptions that mean something to generators, pipes and pools are passed on as well."""
    both.run(FAILING.format(error=error, frame=8))
    both.check_same_error()
    both.check_note(8)
    both.check_frames(8)


def test_exception_without_a_place_for_notes(both: Both) -> None:
    both.run(FAILING.format(error="type('Odd', (Exception,), {'__notes__': ()})()", frame=8))
    both.check_same_error()
    both.check_frames(8)


def test_exception_before_the_first_frame(both: Both) -> None:
    """An update that fails at once fails in the first draw; there is nothing to make a movie of."""
    both.run(FAILING.replace("init_func=lambda: None, ", "").format(error="Broken(i, 1)", frame=0))
    both.check_same_error()
    assert both.b["globals"]["calls"] == ["list", "0"]
    assert both.b["error"]["notes"]


def test_exception_in_the_first_frame(both: Both) -> None:
    """With an init_func it is the first frame itself that fails."""
    both.run(FAILING.format(error="Broken(i, 1)", frame=0))
    both.check_same_error()
    both.check_note(0)


def test_exception_in_frames_generator(both: Both) -> None:
    """A generator of frames that fails ends the save there."""
    both.run("""
        def frames():
            for k in range(11):
                yield k
            raise LookupError("no more numbers")

        def update(i):
            calls.append(i)
            line.set_ydata([i / 18, 1])

        anim = FuncAnimation(fig, update, frames=frames, save_count=40)
        anim.save("movie.mkv")
    """)
    both.check_same_error()
    both.check_note(11)
    both.check_frames(11)


def test_exception_while_drawing(both: Both) -> None:
    """An artist that cannot be drawn fails its frame, though the parent itself draws few frames."""
    both.run("""
        from matplotlib.lines import Line2D

        class Fragile(Line2D):
            broken = False

            def draw(self, renderer):
                if self.broken:
                    raise ArithmeticError("cannot be drawn")
                super().draw(renderer)

        fragile = ax.add_line(Fragile([0, 1], [1, 0]))

        def update(i):
            calls.append(i)
            line.set_ydata([i / 18, 1])
            fragile.broken = i == 13

        anim = FuncAnimation(fig, update, frames=18)
        anim.save("movie.mkv")
    """)
    both.check_same_error()
    both.check_note(13)
    both.check_frames(13)


@pytest.mark.parametrize(
    ("what", "frame"),
    [
        *(("raise Ended(i, n)", frame) for frame in (0, 7, 9, 17)),
        ("raise KeyboardInterrupt", 9),
        *(("signal.raise_signal(signal.SIGINT)", frame) for frame in (0, 6, 10)),
    ],
)
def test_progress_callback_raises(both: Both, what: str, frame: int) -> None:
    """A callback that raises, or during which Ctrl-C comes, ends the save before its frame."""
    both.run(f"""
        class Ended(Exception):
            pass

        def progress(i, n):
            calls.append((i, n))
            if i == {frame}:
                {what}

        def update(i):
            line.set_ydata([i / 18, 1])

        anim = FuncAnimation(fig, update, frames=18)
        anim.save("movie.mkv", progress_callback=progress)
    """)
    # Stock had drawn that frame for nobody to see; a frame that is given up need not be drawn.
    both.check_same_error(canvas=False)
    if frame:
        both.check_frames(frame)


def test_zero_frames(both: Both) -> None:
    """No frames at all end as with stock."""
    both.run("""
        def update(i):
            calls.append(i)

        anim = FuncAnimation(fig, update, frames=[])
        anim.save("movie.mkv")
    """)
    assert (both.a["error"] is None) == (both.b["error"] is None)
    if both.a["error"] is not None:
        assert both.a["error"]["type"] in (both.b["error"]["type"], *both.b["error"]["bases"])
    assert compare_records(both.a, both.b, leave_out=["error"]) == []
    assert both.movie("stock").exists() == both.movie("ours").exists()
    assert both.b["temp"] == []


# Bad requests: (arguments of save, what ffmpeg or Python says).
BAD_REQUESTS = {
    "missing directory": ('"no/such/directory/movie.mkv"', "no/such|No such file"),
    "target is a directory": ('"a_directory.mkv"', "a_directory.mkv"),
    "below a file": ('"a_file/movie.mkv"', "a_file"),
    "unknown codec": ('"movie.mkv", codec="no_such_codec"', "no_such_codec"),
    "unknown option": ('"movie.mkv", extra_args=["-no_such_option", "1"]', "no_such_option"),
    "unknown format": ('"movie.no_such_format"', "no_such_format"),
    "codec does not fit": ('"movie.mp4", codec="flv1"', "flv1"),
}


@pytest.mark.parametrize("case", BAD_REQUESTS)
def test_bad_requests_fail_at_once(both: Both, case: str) -> None:
    """They fail before an update is called, with stock's type, and spoil no movie that is there."""
    arguments, words = BAD_REQUESTS[case]
    both.run(f"""
        os.mkdir("a_directory.mkv")
        for name in ("a_file", "movie.mkv"):
            with open(name, "w") as file:
                file.write("precious")

        def update(i):
            calls.append(i)

        anim = FuncAnimation(fig, update, frames=18)
        anim.save({arguments})
    """)
    assert both.a["error"] is not None, "stock raised nothing"
    assert both.b["error"] is not None, "ours raised nothing"
    assert both.a["error"]["bases"][0] in both.b["error"]["bases"]
    assert re.search(words, both.b["error"]["text"]), both.b["error"]["text"]
    assert both.b["globals"]["calls"] == ["list"]
    assert both.b["temp"] == []
    folder = both.folder / "ours"
    left = {p.name for p in folder.iterdir()} - {"record.json"}
    assert left == {"a_directory.mkv", "a_file", "movie.mkv"}
    assert (folder / "movie.mkv").read_text() == "precious"
    assert list((folder / "a_directory.mkv").iterdir()) == []


def test_ffmpegs_own_words(both: Both) -> None:
    """The exception shows what ffmpeg said, and the command."""
    both.run("""
        def update(i):
            calls.append(i)

        anim = FuncAnimation(fig, update, frames=18)
        anim.save("movie.mkv", codec="no_such_codec")
    """)
    text = both.b["error"]["text"]
    assert "Unknown encoder 'no_such_codec'" in text
    assert "-vcodec no_such_codec" in text or "'-vcodec', 'no_such_codec'" in text


def test_worker_dies_every_time(both: Both) -> None:
    """A frame that kills its worker again and again is done in-process, with one WARNING."""
    both.run("""
        def update(i):
            calls.append(i)
            if i == 12 and os.getpid() != MAIN:
                signal.raise_signal(signal.SIGKILL)
            line.set_ydata([i / 18, len(calls) / 20])

        anim = FuncAnimation(fig, update, frames=18)
        anim.save("movie.mkv")
    """)
    assert both.b["error"] is None, both.b["error"]
    assert compare_records(both.a, both.b) == []
    both.check_frames(18)
    assert len(both.b["log"]) == 1, both.b["log"]
    (report,) = both.b["reports"]
    assert report["fallback_frame"] is not None
    assert report["fallback_frame"] <= 12
    assert both.b["temp"] == []


def test_workers_killed_once(both: Both) -> None:
    """Workers that somebody kills are replaced, and their blocks done again."""
    both.run("""
        import multiprocessing

        killed = []

        def progress(i, n):
            workers = multiprocessing.active_children()
            if i >= 6 and not killed:
                for worker in workers:
                    os.kill(worker.pid, signal.SIGKILL)
                    killed.append(worker.pid)

        def update(i):
            calls.append(i)
            line.set_ydata([i / 40, len(calls) / 50])

        anim = FuncAnimation(fig, update, frames=40)
        anim.save("movie.mkv", progress_callback=progress)
        killed = len(killed)
    """)
    assert both.b["error"] is None, both.b["error"]
    assert both.b["globals"].pop("killed") not in ("0", "list")
    both.a["globals"].pop("killed")
    assert compare_records(both.a, both.b) == []
    both.check_frames(40)
    assert both.b["log"] == []
    (report,) = both.b["reports"]
    assert report["route"] == "scout"
    assert report["fallback_frame"] is None
    assert both.b["temp"] == []


def test_next_save_after_failures(both: Both) -> None:
    """A failed save leaves nothing behind that the next one in the same process stumbles over."""
    both.run("""
        def update(i):
            calls.append(i)
            if i == 12 and len(calls) < 20:
                raise RuntimeError("the first time")
            line.set_ydata([i / 18, 1])

        anim = FuncAnimation(fig, update, frames=18)
        try:
            anim.save("first.mkv")
        except RuntimeError as error:
            text = str(error)
        FuncAnimation(fig, update, frames=18).save("movie.mkv")
    """)
    assert both.b["error"] is None, both.b["error"]
    assert compare_records(both.a, both.b) == []
    both.check_frames(18)
    folder = both.folder
    assert compare_movies(folder / "stock" / "first.mkv", folder / "ours" / "first.mkv") == []
    assert [report["route"] for report in both.b["reports"]][-1] == "scout"


@pytest.mark.parametrize("how", ["raise RuntimeError('only here')", "os._exit(3)", "sys.exit(3)"])
def test_update_fails_only_in_workers(both: Both, how: str) -> None:
    """What the parent does not raise as well is no exception, but a reason to fall back."""
    both.run(f"""
        def update(i):
            calls.append(i)
            if i == 13 and os.getpid() != MAIN:
                {how}
            line.set_ydata([i / 18, 1])

        anim = FuncAnimation(fig, update, frames=18)
        anim.save("movie.mkv")
    """)
    assert both.b["error"] is None, both.b["error"]
    assert compare_records(both.a, both.b) == []
    both.check_frames(18)
    assert len(both.b["log"]) == 1, both.b["log"]
    assert both.b["temp"] == []


def test_process_dependent_frames(both: Both) -> None:
    """Frames that look different in another process are noticed."""
    both.run("""
        def update(i):
            line.set_ydata([i / 18, 1 if os.getpid() == MAIN else 0.5])

        anim = FuncAnimation(fig, update, frames=18)
        anim.save("movie.mkv")
    """)
    assert both.b["error"] is None, both.b["error"]
    both.check_frames(18)
    assert len(both.b["log"]) == 1, both.b["log"]
    assert "frame" in both.b["log"][0]


@pytest.mark.parametrize(
    ("name", "value", "choice"),
    [
        ("ROUTE", "sideways", "in-process"),
        ("MAX_WORKERS", "many", "MAX_WORKERS"),
        ("MAX_WORKERS", "0", "MAX_WORKERS"),
        ("BLOCK_FRAMES", "-5", "BLOCK_FRAMES"),
        ("GPU", "please", "require"),
        ("TEMP_DIR", "no/such/directory", "TEMP_DIR"),
    ],
)
def test_bad_environment_variables(tmp_path: Path, name: str, value: str, choice: str) -> None:
    """A bad setting raises before anything is rendered, with its name and the choices."""
    write_matplotlibrc(tmp_path)
    text = HEAD + textwrap.dedent("""
        import matplotlib_parwriter

        def update(i):
            calls.append(i)

        try:
            FuncAnimation(fig, update, frames=18).save("movie.mkv", writer="parallel-ffmpeg")
        except ValueError as error:
            print(len(calls), error)
    """)
    done = run_python(["-c", text], tmp_path, env={**PARALLEL, f"PARWRITER_{name}": value})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 ")
    assert choice.lower() in done.stdout.lower()
    assert not (tmp_path / "movie.mkv").exists()


def test_unknown_writer_keywords() -> None:
    """A keyword nobody knows is refused when the writer is made, with the ones there are."""
    from matplotlib_parwriter import ParallelFFMpegWriter, configure

    with pytest.raises(TypeError, match="max_workers"):
        ParallelFFMpegWriter(max_wrokers=2)
    with pytest.raises(TypeError, match="max_workers"):
        configure(max_wrokers=2)
    with pytest.raises(ValueError, match="in-process"):
        ParallelFFMpegWriter(route="sideways")
