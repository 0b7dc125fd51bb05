"""The user's own process after a save: what was called, what it holds, what was given back.

test_scripts compares what scripts leave with stock, for every script; here is what that cannot see.
"""

from __future__ import annotations

import re
import subprocess
import textwrap
from pathlib import Path

import pytest
from compare import FFMPEG, PARALLEL, compare_movies, read_movie, run_python, write_matplotlibrc

HEAD = """
import gc
import os
import sys
import threading
import weakref

import matplotlib.pyplot as plt
import matplotlib_parwriter
import numpy as np
from matplotlib.animation import FuncAnimation, writers

def make(frames=18, **kwargs):
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    ax.axis("off")  # most of what a draw takes, and nothing that is looked at here
    (line,) = ax.plot([0, 1], [0, 1])

    def update(i):
        line.set_ydata([i / 20, 1])

    return FuncAnimation(fig, update, frames=frames, **kwargs)
"""


def run(
    text: str, folder: Path, env: dict[str, str] | None = None, *, quiet: bool = True
) -> list[str]:
    """Run a script with our writer as the default, and give the lines it prints."""
    write_matplotlibrc(folder, ["animation.writer: parallel-ffmpeg"])
    (folder / "script.py").write_text(
        "import matplotlib_parwriter\n" + HEAD + textwrap.dedent(text)
    )
    done: subprocess.CompletedProcess[str] = run_python(["script.py"], folder, env=env)
    assert done.returncode == 0, done.stderr
    if quiet:
        assert done.stderr == ""
    return done.stdout.splitlines()


def test_figure_and_animation_are_freed(tmp_path: Path) -> None:
    """Nothing of ours holds on to the figure, the animation or the writer after the save."""
    lines = run(
        """
        anim = make()
        writer = writers["parallel-ffmpeg"](fps=5)
        anim.save("movie.mkv", writer=writer)
        print(writer.report.route)
        watched = {
            "animation": weakref.ref(anim), "figure": weakref.ref(anim._fig),
            "writer": weakref.ref(writer), "update": weakref.ref(anim._func),
        }
        plt.close(anim._fig)
        del anim, writer
        gc.collect()
        print([name for name, ref in watched.items() if ref() is not None])
        """,
        tmp_path,
    )
    assert lines == ["scout", "[]"]


def test_no_descriptors_or_threads_pile_up(tmp_path: Path) -> None:
    """The pool costs a process something once, a save nothing."""
    lines = run(
        """
        counts = []
        for number in range(5):
            anim = make()
            anim.save("movie.mkv")
            plt.close(anim._fig)
            gc.collect()
            descriptors = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
            counts.append((descriptors, threading.active_count()))
        print(counts[1] == counts[-1], counts)
        """,
        tmp_path,
    )
    assert lines[0].startswith("True "), lines


def test_pool_is_kept_between_saves(tmp_path: Path) -> None:
    """The second save uses the workers of the first."""
    lines = run(
        """
        import multiprocessing
        make().save("movie.mkv")
        first = {p.pid for p in multiprocessing.active_children()}
        make().save("movie2.mkv")
        print(bool(first), first == {p.pid for p in multiprocessing.active_children()})
        """,
        tmp_path,
    )
    assert lines == ["True True"]


@pytest.mark.in_turn
def test_workers_carry_nothing_from_save_to_save(tmp_path: Path) -> None:
    """What the script changes between two saves is what workers see in the second; only that."""
    lines = run(
        """
        import matplotlib as mpl
        state = {}

        def plain(i):
            state["calls"] += 1
            ax.clear()
            ax.plot([0, state["calls"]], [i, 0])
            ax.set_title(f"{np.random.rand():.2f} {plt.get_fignums()}")

        def with_line(i):
            plain(i)
            ax.axhline(state["height"])

        def save(name, writer, update, **settings):
            global ax
            plt.close("all")
            np.random.seed(1)
            state.clear()
            state.update(calls=0, height=int(name[-5]))
            with mpl.rc_context(settings):
                fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
                FuncAnimation(fig, update, frames=13).save(name, writer=writer)

        for writer in ("ffmpeg", "parallel-ffmpeg"):
            save(f"{writer}0.mkv", writer, plain)
            save(f"{writer}1.mkv", writer, plain, **{"lines.linewidth": 6, "axes.grid": True})
            save(f"{writer}2.mkv", writer, with_line)
            save(f"{writer}3.mkv", writer, plain)
        print(state)
        """,
        tmp_path,
    )
    assert lines == ["{'calls': 14, 'height': 3}"]
    for number in range(4):
        a, b = (tmp_path / f"{name}{number}.mkv" for name in ("ffmpeg", "parallel-ffmpeg"))
        assert compare_movies(a, b) == []
    # They are not all the same movie, or the comparison would say nothing.
    for number in (1, 2):
        other = tmp_path / f"ffmpeg{number}.mkv"
        assert compare_movies(tmp_path / "ffmpeg0.mkv", other) != []


def test_instances_are_as_before(tmp_path: Path) -> None:
    """No attribute of ours stays on animation, figure or canvas, however the save ends."""
    lines = run(
        """
        def fingerprint(anim):
            return [sorted(vars(x)) for x in (anim, anim._fig, anim._fig.canvas, anim._fig.axes[0])]

        stock, ours, failed = make(), make(), make()
        for anim, writer in ((stock, "ffmpeg"), (ours, "parallel-ffmpeg")):
            anim.save("movie.mkv", writer=writer)

        def fail(i, n):
            if i == 12:
                raise RuntimeError("on purpose")

        try:
            failed.save("movie.mkv", progress_callback=fail)
        except RuntimeError:
            print(fingerprint(stock) == fingerprint(ours) == fingerprint(failed))
        print(failed.new_saved_frame_seq.__func__ is FuncAnimation.new_saved_frame_seq)
        print(failed._draw_next_frame.__func__ is FuncAnimation._draw_next_frame)
        """,
        tmp_path,
    )
    assert lines == ["True", "True", "True"]


def test_one_thread_after_another(tmp_path: Path) -> None:
    """The pool that one thread's save started serves the next thread's."""
    lines = run(
        """
        # One at a time: matplotlib itself is not safe to draw with in two threads at once.
        lock = threading.Lock()
        errors = []

        def work(anim, name):
            with lock:
                try:
                    anim.save(name)
                except BaseException as error:
                    errors.append(error)

        anims = [make(18), make(21), make(16)]
        threads = [threading.Thread(target=work, args=(a, f"{k}.mkv")) for k, a in enumerate(anims)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(errors)
        for k, frames in enumerate((18, 21, 16)):
            make(frames).save(f"stock{k}.mkv", writer="ffmpeg")
        """,
        tmp_path,
    )
    assert lines == ["[]"]
    for k in range(3):
        assert compare_movies(tmp_path / f"stock{k}.mkv", tmp_path / f"{k}.mkv") == []


def test_save_within_an_update(tmp_path: Path) -> None:
    """An update that saves another movie makes both as with stock; no worker may write one."""
    lines = run(
        """
        inner = make(6)

        def save(outer_writer, inner_writer, name):
            fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
            ax.axis("off")
            (line,) = ax.plot([0, 1], [0, 1])

            def update(i):
                line.set_ydata([i / 20, 1])
                if i == 9:
                    inner.save(f"inner_{name}.mkv", writer=inner_writer)

            FuncAnimation(fig, update, frames=16).save(f"{name}.mkv", writer=outer_writer)

        save("ffmpeg", "ffmpeg", "stock")
        save("parallel-ffmpeg", "parallel-ffmpeg", "ours")
        print(sorted(name for name in os.listdir(".") if name.endswith(".mkv")))
        """,
        tmp_path,
        quiet=False,
    )
    assert lines == ["['inner_ours.mkv', 'inner_stock.mkv', 'ours.mkv', 'stock.mkv']"]
    for prefix in ("", "inner_"):
        a, b = (tmp_path / f"{prefix}{name}.mkv" for name in ("stock", "ours"))
        assert compare_movies(a, b) == []


@pytest.mark.parametrize("route", ["scout", "in-process", "auto"])
def test_order_of_calls(route: str, tmp_path: Path) -> None:
    """Updates and progress calls come in stock's order, in the main thread, on every route."""
    lines = run(
        """
        def trace(writer):
            calls = []
            fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
            ax.axis("off")
            (line,) = ax.plot([0, 1], [0, 1])

            def update(i):
                calls.append(("update", i, threading.current_thread() is threading.main_thread()))
                line.set_ydata([i / 20, 1])

            anim = FuncAnimation(fig, update, frames=18)
            anim.save("movie.mkv", writer=writer, progress_callback=lambda *a: calls.append(a))
            return calls

        a, b = trace("ffmpeg"), trace("parallel-ffmpeg")
        print(a == b, len(a))
        """,
        tmp_path,
        {**PARALLEL, "PARWRITER_ROUTE": route},
    )
    assert lines == ["True 37"]


def test_logging_is_quiet(tmp_path: Path) -> None:
    """A save that goes well says nothing at WARNING; what it says at INFO names our logger."""
    lines = run(
        """
        import logging
        records = []

        class Keep(logging.Handler):
            def emit(self, record):
                records.append((record.name.split(".")[0], record.levelno))

        root = logging.getLogger()
        root.addHandler(Keep())
        logging.getLogger("matplotlib_parwriter").setLevel(logging.DEBUG)
        make().save("movie.mkv")
        print(max((level for _, level in records), default=0) < logging.WARNING)
        print({name for name, level in records if level >= logging.INFO})
        print(logging.getLogger("matplotlib_parwriter").handlers)
        """,
        tmp_path,
    )
    assert lines[0] == "True"
    assert lines[1] in ("{'matplotlib_parwriter'}", "set()")
    assert lines[2] == "[]"


def test_order_of_sets(tmp_path: Path) -> None:
    """Sets of strings and of objects have the order they have in this process, in the movie too."""
    lines = run(
        """
        class Thing:
            def __init__(self, number):
                self.number = number

        words = {"anna", "berta", "carla", "dora", "emma", "frieda", "gerda"}
        things = {Thing(k) for k in range(9)}

        def save(name, writer):
            fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
            ax.axis("off")
            text = ax.text(0, 0.5, "", size=7)

            def update(i):
                numbers = [thing.number for thing in things]
                text.set_text(f"{i} {' '.join(words)}\\n{numbers}")

            FuncAnimation(fig, update, frames=16).save(name, writer=writer)

        save("stock.mkv", "ffmpeg")
        save("ours.mkv", "parallel-ffmpeg")
        """,
        tmp_path,
        quiet=False,  # falling back is one way to get it right
    )
    assert lines == []
    assert compare_movies(tmp_path / "stock.mkv", tmp_path / "ours.mkv") == []


@pytest.mark.parametrize("size", [1, 2, 3])
def test_smallest_blocks(size: int, tmp_path: Path) -> None:
    """H.264 in blocks of one to three frames: same frames, same times."""
    numbers = (1, 2, 7, 16)
    lines = run(
        f"""
        for number in {numbers}:
            for name, writer in (("stock", "ffmpeg"), ("ours", "parallel-ffmpeg")):
                args = ["-qp", "0"]  # no loss but yuv420p's, which does not depend on other frames
                name = f"{{name}}{{number}}.mp4"
                make(number).save(name, writer=writer, codec="h264", fps=30, extra_args=args)
        """,
        tmp_path,
        {**PARALLEL, "PARWRITER_BLOCK_FRAMES": str(size)},
    )
    assert lines == []
    for number in numbers:
        a, b = (tmp_path / f"{name}{number}.mp4" for name in ("stock", "ours"))
        assert read_movie(a).frames == number
        assert compare_movies(a, b) == []


def test_stream_and_metadata(tmp_path: Path) -> None:
    """An MP4 with all defaults has stock's stream: codec, pixel format, size, rate, metadata."""
    lines = run(
        """
        for name, writer in (("stock.mp4", "ffmpeg"), ("ours.mp4", "parallel-ffmpeg")):
            metadata = {"title": "A = title; #1", "comment": "it's\\\\\\\\ new", "artist": "nobody"}
            make().save(name, writer=writer, codec="h264", fps=30, metadata=metadata)
        """,
        tmp_path,
    )
    assert lines == []
    stock, ours = (describe(tmp_path / f"{name}.mp4") for name in ("stock", "ours"))
    assert "h264" in stock["stream"]
    assert stock == ours


def describe(path: Path) -> dict[str, str]:
    """Say what ffmpeg reports of a movie, without what depends on how well it was compressed."""
    said = subprocess.run([FFMPEG, "-hide_banner", "-i", path], capture_output=True, text=True)
    (stream,) = re.findall(r"Stream #0:0.*?: (Video: .*)", said.stderr)
    names = ("title", "comment", "artist", "major_brand", "Duration", "encoder")
    found = {
        name: re.search(rf"^\s+{name}\s*: ([^,\n]*)", said.stderr, flags=re.M) for name in names
    }
    return {
        "stream": re.sub(r"\d+ kb/s, ", "", stream),
        **{name: match[1] if match else "" for name, match in found.items()},
    }
