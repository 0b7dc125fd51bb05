"""Writers that are finished twice or never, and saves while the interpreter exits."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest
from compare import compare_movies, run_python, write_matplotlibrc

BEGIN = """
import sys
import matplotlib_parwriter
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation, writers

fig, ax = plt.subplots(figsize=(2, 1.5))
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
Writer = writers[sys.argv[1]]
writer = Writer(fps=5, codec=None if sys.argv[2] == ".gif" else "ffv1")

def grab(writer=writer, frames=5):
    for i in range(frames):
        line.set_ydata([0, i / frames])
        writer.grab_frame()

def path(name):
    return f"{name}{sys.argv[2]}"
"""
BY_HAND = {
    "finished_twice": """
        with writer.saving(fig, path("a"), 50):
            grab()
        writer.finish()
    """,
    "finished_inside": """
        with writer.saving(fig, path("a"), 50):
            grab()
            writer.finish()
    """,
    "never_finished": """
        writer.setup(fig, path("a"), 50)
        grab()
    """,
    "never_finished_after_an_error": """
        writer.setup(fig, path("a"), 50)
        grab()
        raise ValueError
    """,
    "freed": """
        writer.setup(fig, path("a"), 50)
        grab()
        grab.__defaults__ = ()
        del writer
    """,
    "set_up_again": """
        writer.setup(fig, path("a"), 50)
        grab()
        writer.setup(fig, path("b"), 40)
        grab(frames=3)
        writer.finish()
    """,
    "forked": """
        import os
        writer.setup(fig, path("a"), 50)
        grab(frames=2)
        if not os.fork():
            sys.exit()
        os.wait()
        grab()
        writer.finish()
    """,
    "at_exit": """
        import atexit
        animation = FuncAnimation(fig, lambda i: line.set_ydata([0, i / 9]), frames=9)
        atexit.register(lambda: animation.save(path("a"), writer=writer))
    """,
}


@pytest.mark.parametrize("suffix", [".mkv", ".gif"])
@pytest.mark.parametrize("name", BY_HAND)
def test_no_one_can_tell(name: str, suffix: str, tmp_path: Path) -> None:
    if name == "forked" and not hasattr(os, "fork"):
        pytest.skip("no forks here")
    text = BEGIN + textwrap.dedent(BY_HAND[name])
    found = {}
    for writer in ("ffmpeg", "parallel-ffmpeg"):
        folder = tmp_path / writer
        folder.mkdir()
        write_matplotlibrc(folder)
        done = run_python(["-c", text, writer, suffix], folder)
        movies = sorted(path.name for path in folder.glob(f"*{suffix}"))
        found[writer] = done.returncode, done.stdout, movies
        assert movies, done.stderr
        assert list((folder / "temp").iterdir()) == []
    assert found["ffmpeg"] == found["parallel-ffmpeg"]
    for movie in found["ffmpeg"][2]:
        paths = [tmp_path / writer / movie for writer in found]
        assert compare_movies(*paths) == []


@pytest.mark.parametrize("route", ["jump", "scout"])
def test_workers_are_not_waited_for_at_exit(route: str, tmp_path: Path) -> None:
    write_matplotlibrc(tmp_path)
    text = BEGIN + textwrap.dedent(BY_HAND["at_exit"]) + "\nprint('ends')\n"
    environment = {"PARWRITER_ROUTE": route, "PARWRITER_BLOCK_FRAMES": "3"}
    done = run_python(
        ["-c", text, "parallel-ffmpeg", ".mkv"], tmp_path, env=environment, timeout=50
    )
    assert (done.returncode, done.stdout) == (0, "ends\n"), done.stderr
    assert (tmp_path / "a.mkv").exists()
