"""The same small animation, started in every way a user may start it, gives stock's movie.

Every way runs in a process of its own. That workers took part is seen by their being alive after
the save, since the pool is kept warm; a silent fall-back to in-process would leave none.
"""

from __future__ import annotations

import base64
import functools
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from compare import (
    PARALLEL,
    compare_movies,
    read_movie,
    write_matplotlibrc,
)
from compare import run_python as run_python_by_two

# What every way has in common: state of its own in the main module, and something printed.
ANIMATION = """
import multiprocessing
import sys

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")  # most of what a draw takes
(line,) = ax.plot([0, 1], [0, 1])
calls = []

def update(i):
    calls.append(i)
    line.set_ydata([i / 17, len(calls) / 20])
    print("update", i)

anim = FuncAnimation(fig, update, frames=17)
"""
# Whether workers find their way into the script does not depend on how many they are.
ONE_WORKER = {**PARALLEL, "PARWRITER_MAX_WORKERS": "1"}
SAVE = 'anim.save("movie.mkv")\n'
WORKERS = 'print("workers:", len(multiprocessing.active_children()))\n'
PRINTED = ["update 0", *(f"update {i}" for i in range(17))]
TWO_LINES = ["animation.writer: parallel-ffmpeg", "figure.hooks: matplotlib_parwriter:install"]


run_python = functools.partial(run_python_by_two, env=ONE_WORKER)


@pytest.fixture(scope="module")
def stock_movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give stock's movie of the animation."""
    folder = tmp_path_factory.mktemp("stock_movie")
    write_matplotlibrc(folder)
    done = run_python(["-c", ANIMATION + SAVE], folder, env={})
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == PRINTED
    return folder / "movie.mkv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder whose matplotlibrc makes our writer the default, with its two lines."""
    write_matplotlibrc(tmp_path, TWO_LINES)
    return tmp_path


def check(
    done: subprocess.CompletedProcess[str], folder: Path, stock_movie: Path, *, stderr: str = ""
) -> None:
    """Check that the movie is stock's, that workers helped, and what the update printed."""
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("update")]
    assert lines == PRINTED
    match = re.search(r"workers: (\d+)", done.stdout)
    assert match is not None, done.stdout
    assert int(match[1]) >= 1, "no worker took part"
    assert done.stderr == stderr
    assert compare_movies(stock_movie, folder / "movie.mkv") == []
    assert list((folder / "temp").iterdir()) == []


def test_script(folder: Path, stock_movie: Path) -> None:
    """A plain script without a guard, with no import of ours: two lines of a matplotlibrc do it."""
    (folder / "script.py").write_text(ANIMATION + SAVE + WORKERS)
    check(run_python(["script.py"], folder), folder, stock_movie)


def test_script_elsewhere(folder: Path, stock_movie: Path) -> None:
    """A script in another folder, whose name is no module name."""
    (folder / "some where").mkdir()
    path = folder / "some where" / "my-script (2).txt"
    path.write_text(ANIMATION + SAVE + WORKERS)
    check(run_python([str(path)], folder), folder, stock_movie)


def test_script_with_guard(folder: Path, stock_movie: Path) -> None:
    """A script with a guard around everything."""
    body = textwrap.indent(ANIMATION + SAVE + WORKERS, "    ")
    (folder / "script.py").write_text(f'if __name__ == "__main__":\n{body}')
    check(run_python(["script.py"], folder), folder, stock_movie)


def test_script_with_main_function(folder: Path, stock_movie: Path) -> None:
    """A script whose everything is in a function."""
    body = textwrap.indent(ANIMATION + SAVE + WORKERS, "    ")
    (folder / "script.py").write_text(f"def main():\n{body}\nmain()\n")
    check(run_python(["script.py"], folder), folder, stock_movie)


def test_command(folder: Path, stock_movie: Path) -> None:
    """``python -c``."""
    check(run_python(["-c", ANIMATION + SAVE + WORKERS], folder), folder, stock_movie)


def test_standard_input(folder: Path, stock_movie: Path) -> None:
    """``python < script``."""
    text = ANIMATION + SAVE + WORKERS
    check(run_python([], folder, stdin=text), folder, stock_movie)
    (folder / "movie.mkv").unlink()
    check(run_python(["-"], folder, stdin=text), folder, stock_movie)


def test_interactive(folder: Path, stock_movie: Path) -> None:
    """``python -i``: each statement is compiled by itself, as at the prompt."""
    text = ANIMATION.replace("i)\n\nanim", "i)\n\n\nanim") + SAVE + WORKERS
    done = run_python(["-i", "-q"], folder, stdin=text, env={**ONE_WORKER, "PYTHONSTARTUP": ""})
    prompts = re.sub(r"^(?:>>> |\.\.\. )*\n?", "", done.stderr).replace(">>> ", "")
    prompts = prompts.replace("... ", "").strip()
    check(
        subprocess.CompletedProcess(done.args, done.returncode, done.stdout, prompts),
        folder,
        stock_movie,
    )


def test_module(folder: Path, stock_movie: Path) -> None:
    """``python -m package.module``, with a relative import."""
    package = folder / "my_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "numbers.py").write_text("LENGTH = 17\n")
    text = ANIMATION.replace("frames=17", "frames=LENGTH")
    (package / "movie.py").write_text("from .numbers import LENGTH\n" + text + SAVE + WORKERS)
    check(run_python(["-m", "my_package.movie"], folder), folder, stock_movie)


def test_imported_module(folder: Path, stock_movie: Path) -> None:
    """The animation is made and saved while a module is imported by a script of one line."""
    (folder / "makes_movie.py").write_text(ANIMATION + SAVE + WORKERS)
    check(run_python(["-c", "import makes_movie"], folder), folder, stock_movie)


def test_thread(folder: Path, stock_movie: Path) -> None:
    """Saved by a thread that is not the main one."""
    text = f"""
import threading
def work():
    {SAVE}
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""
    (folder / "script.py").write_text(ANIMATION + text + WORKERS)
    check(run_python(["script.py"], folder), folder, stock_movie)


def test_through_the_package(tmp_path: Path, stock_movie: Path) -> None:
    """``python -m matplotlib_parwriter script.py``; the script sees its own arguments."""
    write_matplotlibrc(tmp_path)
    text = ANIMATION + SAVE + WORKERS + "print(sys.argv, __name__, __file__)\n"
    (tmp_path / "script.py").write_text(text)
    done = run_python(["-m", "matplotlib_parwriter", "script.py", "a", "-b"], tmp_path)
    check(done, tmp_path, stock_movie)
    assert done.stdout.splitlines()[-1].startswith("['script.py', 'a', '-b'] __main__ ")


def test_through_the_package_stock_named(tmp_path: Path, stock_movie: Path) -> None:
    """A script that asks for "ffmpeg" by name is made parallel by that command as well."""
    write_matplotlibrc(tmp_path)
    save = 'anim.save("movie.mkv", writer="ffmpeg")\n'
    (tmp_path / "script.py").write_text(ANIMATION + save + WORKERS)
    done = run_python(["-m", "matplotlib_parwriter", "script.py"], tmp_path)
    check(done, tmp_path, stock_movie)


WAYS_TO_ASK = {
    "by name": 'anim.save("movie.mkv", writer="parallel-ffmpeg")',
    "rcParams": 'plt.rcParams["animation.writer"] = "parallel-ffmpeg"; anim.save("movie.mkv")',
    "instance": 'anim.save("movie.mkv", writer=ParallelFFMpegWriter(fps=5, codec="ffv1"))',
    "keywords": (
        'anim.save("movie.mkv", writer=ParallelFFMpegWriter('
        'fps=5, codec="ffv1", max_workers=2, route="scout", block_frames=4, gpu="never", '
        "progress=False, bitrate=-1, extra_args=[], metadata={}))"
    ),
    "configure": (
        "matplotlib_parwriter.configure(max_workers=1, route='scout', block_frames=6)\n"
        'anim.save("movie.mkv", writer="parallel-ffmpeg")'
    ),
    "configure as context": (
        "with matplotlib_parwriter.configure(max_workers=2, route='scout', block_frames=7):\n"
        '    anim.save("movie.mkv", writer="parallel-ffmpeg")'
    ),
}


@pytest.mark.parametrize("way", WAYS_TO_ASK)
def test_ask_for_it(way: str, tmp_path: Path, stock_movie: Path) -> None:
    """Each way to choose the writer and its settings within a script."""
    write_matplotlibrc(tmp_path)
    text = "import matplotlib_parwriter\nfrom matplotlib_parwriter import ParallelFFMpegWriter\n"
    (tmp_path / "script.py").write_text(f"{text}{ANIMATION}\n{WAYS_TO_ASK[way]}\n{WORKERS}")
    # Where the script itself says how, the environment says nothing.
    env = {} if "route" in WAYS_TO_ASK[way] else ONE_WORKER
    done = run_python(["script.py"], tmp_path, env=env)
    check(done, tmp_path, stock_movie)


def test_report(tmp_path: Path) -> None:
    """What the writer says about a save: route, blocks, workers, encoder, frames, seconds."""
    write_matplotlibrc(tmp_path)
    text = """
from matplotlib_parwriter import ParallelFFMpegWriter
writer = ParallelFFMpegWriter(fps=5, codec="ffv1", max_workers=2, route="scout", block_frames=4)
anim.save("movie.mkv", writer=writer)
r = writer.report
print("REPORT", r.route, r.blocks >= 3, r.workers, r.encoder, r.frames, r.fallback_frame)
print("SECONDS", sum(r.seconds.values()) > 0, bool(r.reason), bool(r.encoder_reason))
"""
    (tmp_path / "script.py").write_text(ANIMATION + text)
    done = run_python(["script.py"], tmp_path, env={})
    assert done.returncode == 0, done.stderr
    assert "REPORT scout True 2 ffv1 17 None\nSECONDS True True True\n" in done.stdout


def test_small_work_starts_no_workers(tmp_path: Path, stock_movie: Path) -> None:
    """Left to itself, the writer starts no pool for a movie that is done before it would be up."""
    write_matplotlibrc(tmp_path, TWO_LINES)
    (tmp_path / "script.py").write_text(ANIMATION + SAVE + WORKERS)
    done = run_python(["script.py"], tmp_path, env={})
    assert done.returncode == 0, done.stderr
    assert "workers: 0" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("update")] == PRINTED
    assert done.stderr == ""
    assert compare_movies(stock_movie, tmp_path / "movie.mkv") == []


def test_to_html5_video(tmp_path: Path) -> None:
    """``to_html5_video`` embeds the same movie as with stock."""
    text = """
plt.rcParams["animation.ffmpeg_args"] = ["-qp", "0"]
with open("video.html", "w") as file:
    file.write(anim.to_html5_video())
"""
    html = {}
    for name in ("stock", "ours"):
        folder = tmp_path / name
        folder.mkdir()
        write_matplotlibrc(folder, TWO_LINES if name == "ours" else [])
        (folder / "script.py").write_text(ANIMATION + text + WORKERS)
        done = run_python(["script.py"], folder)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        assert ("workers: 0" in done.stdout) == (name == "stock")
        html[name] = (folder / "video.html").read_text()
        match = re.search(r"base64,([^\"]+)", html[name])
        assert match is not None
        (tmp_path / f"{name}.mp4").write_bytes(base64.decodebytes(match[1].encode()))
        assert list((folder / "temp").iterdir()) == []
    assert compare_movies(tmp_path / "stock.mp4", tmp_path / "ours.mp4") == []
    tags = [re.sub(r"base64,[^\"]+", "", text) for text in html.values()]
    assert tags[0] == tags[1]


def test_bare_loop(tmp_path: Path) -> None:
    """``with writer.saving(...)`` and ``grab_frame``, without an animation."""
    write_matplotlibrc(tmp_path)
    text = """
import multiprocessing
import matplotlib_parwriter
import matplotlib.pyplot as plt
from matplotlib.animation import writers
for name in ("ffmpeg", "parallel-ffmpeg"):
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    writer = writers[name](fps=15, metadata={"title": "loop"})
    with writer.saving(fig, f"{name}.mkv", dpi=80):
        for i in range(12):
            ax.plot([0, i], [i, 1])
            fig.set_size_inches(3 + i, 2)
            writer.grab_frame(facecolor="0.8")
print(writer.report.route, writer.report.frames, multiprocessing.active_children())
"""
    (tmp_path / "script.py").write_text(text)
    done = run_python(["script.py"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout == "in-process 12 []\n"
    assert read_movie(tmp_path / "ffmpeg.mkv").frames == 12
    assert compare_movies(tmp_path / "ffmpeg.mkv", tmp_path / "parallel-ffmpeg.mkv") == []


def test_executor_of_the_users(tmp_path: Path, stock_movie: Path) -> None:
    """Blocks go to an executor that the user hands over; it is the user's to shut down."""
    write_matplotlibrc(tmp_path)
    text = (
        ANIMATION
        + """
from concurrent.futures import ProcessPoolExecutor
from matplotlib_parwriter import ParallelFFMpegWriter
context = multiprocessing.get_context("spawn")
with ProcessPoolExecutor(2, mp_context=context) as executor:
    writer = ParallelFFMpegWriter(fps=5, codec="ffv1", executor=executor)
    anim.save("movie.mkv", writer=writer)
    print("still works:", executor.submit(abs, -3).result(), writer.report.route)
    print("workers:", len(multiprocessing.active_children()))
"""
    )
    # That executor, unlike ours, needs a guard: it imports the script in its workers.
    body = textwrap.indent(text, "    ")
    (tmp_path / "script.py").write_text(f'if __name__ == "__main__":\n{body}')
    done = run_python(["script.py"], tmp_path)
    check(done, tmp_path, stock_movie)
    assert "still works: 3 scout" in done.stdout


def test_notebook(folder: Path, stock_movie: Path) -> None:
    """Cells of a notebook, run by a kernel."""
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    quiet = {**ONE_WORKER, "PARWRITER_PROGRESS": "off"}  # a bar is shown in notebooks
    cells = [
        f"import os; os.chdir({str(folder)!r})\nos.environ.update({quiet!r})\n"
        f'os.environ["TMPDIR"] = {str(folder / "temp")!r}\n'
        'import matplotlib; matplotlib.rc_file("matplotlibrc")',
        # In one cell, for a notebook shows the figure after the cell that made it, which draws it.
        ANIMATION + SAVE + WORKERS,
    ]
    (folder / "temp").mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    nbclient.NotebookClient(notebook, timeout=90).execute()
    outputs = [o for cell in notebook.cells for o in cell.outputs]
    text = "".join(o.get("text", "") for o in outputs if o.get("name") == "stdout")
    text = re.sub(r"(workers: .*)(?s:.*)", r"\1", text)
    errors = "".join(o.get("text", "") for o in outputs if o.get("name") == "stderr")
    done = subprocess.CompletedProcess([], 0, text, errors)
    check(done, folder, stock_movie)


def test_worker_knows_no_display(folder: Path, stock_movie: Path) -> None:
    """An interactive backend of the user's stays in the process, and workers do not use it."""
    pytest.importorskip("tkinter")
    if not os.environ.get("DISPLAY") or shutil.which("xvfb-run") is None:
        pytest.skip("needs a display")
    (folder / "script.py").write_text(ANIMATION + SAVE + WORKERS)
    env = {**ONE_WORKER, "MPLBACKEND": "tkagg"}
    check(run_python(["script.py"], folder, env=env), folder, stock_movie)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
def test_symlinked_target(folder: Path, stock_movie: Path) -> None:
    """A target that is a link: stock writes what it points to, and so do we."""
    (folder / "elsewhere").mkdir()
    (folder / "movie.mkv").symlink_to(folder / "elsewhere" / "real.mkv")
    (folder / "script.py").write_text(ANIMATION + SAVE + WORKERS)
    check(run_python(["script.py"], folder), folder, stock_movie)
    assert (folder / "movie.mkv").is_symlink()
    assert compare_movies(stock_movie, folder / "elsewhere" / "real.mkv") == []
