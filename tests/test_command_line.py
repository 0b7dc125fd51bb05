"""The command line: a script runs as Python itself would run it, but for the writer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has other signals and links")
PROGRAM = [sys.executable, "-m", "matplotlib_parwriter"]

# What a script can see of how it was started.
LOOK = """\
import json, os, sys, __main__
print(json.dumps({
    "argv": sys.argv, "path0": sys.path[0], "name": __name__, "file": os.path.normpath(__file__),
    "package": __package__, "spec": __spec__ and __spec__.name, "cached": __cached__,
    "doc": __doc__, "main": vars(__main__) is globals(),
    "loader": type(__loader__).__name__, "builtins": type(__builtins__).__name__,
    "names": sorted(globals()),
}))
"""


def _run(command: list[str], cwd: Path, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
        **options,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["look.py"],
        ["look.py", "-x", "--help", "demo", ""],
        ["folder/look.py", "1"],
        pytest.param(["link.py"], marks=POSIX),
        ["-m", "look", "-m", "a"],
        ["-m", "package"],
        ["-m", "package.module", "--flag"],
        ["./demo", "2"],
    ],
)
def test_as_python_would(tmp_path, arguments):
    for name in ("look.py", "folder/look.py", "package/__main__.py", "package/module.py", "demo"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(LOOK)
    if arguments == ["link.py"]:
        (tmp_path / "link.py").symlink_to(tmp_path / "folder/look.py")
    python = _run([sys.executable, *arguments], tmp_path)
    ours = _run([*PROGRAM, *arguments], tmp_path)
    assert python.returncode == 0, python.stderr
    assert ours.returncode == 0, ours.stderr
    assert json.loads(ours.stdout) == json.loads(python.stdout)


@pytest.mark.parametrize(
    "source",
    [
        "import sys\nprint('out')\nsys.exit(7)\n",
        "raise SystemExit('a message')\n",
        "raise SystemExit\n",
        "def f():\n    1 / 0\ntry:\n    f()\nexcept Exception as e:\n    raise KeyError from e\n",
        "x = (\n",
        "import json\njson.loads('{')\n",
        "import sys\nsys.excepthook = lambda kind, error, tb: print(kind, error)\n1 / 0\n",
        "import atexit, __main__\nx = 3\natexit.register(lambda: print(__main__.x))\n",
        "import threading, time\ndef f():\n    time.sleep(.2)\n    print(y)\ny = 3\n"
        "threading.Thread(target=f).start()\n",
    ],
)
@pytest.mark.parametrize("module", [False, True])
def test_ends_as_python_would(tmp_path, source, module):
    (tmp_path / "script.py").write_text(source)
    arguments = ["-m", "script"] if module else ["script.py"]
    python = _run([sys.executable, *arguments], tmp_path)
    ours = _run([*PROGRAM, *arguments], tmp_path)
    # Python's own runpy and importlib are in the traceback of a module run with -m; not in ours.
    skip = ('  File "<frozen ', "Traceback (most recent call last):")
    said, should = (
        [line for line in done.stderr.splitlines() if not line.startswith(skip)]
        for done in (ours, python)
    )
    assert said == should
    assert (ours.returncode, ours.stdout) == (python.returncode, python.stdout)


@POSIX
def test_interrupt(tmp_path):
    (tmp_path / "script.py").write_text("import time\nprint(1, flush=True)\ntime.sleep(60)\n")
    process = subprocess.Popen(
        [*PROGRAM, "script.py"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == -signal.SIGINT
    assert errors.splitlines()[-1] == "KeyboardInterrupt"
    assert "_run.py" not in errors


WRITERS = """\
import matplotlib as mpl
from matplotlib.animation import writers
from matplotlib_parwriter import ParallelFFMpegWriter, ParallelHTMLWriter
print(mpl.rcParams["animation.writer"], writers["ffmpeg"] is ParallelFFMpegWriter)
print(writers["html"] is ParallelHTMLWriter)
"""


def test_writer_is_the_default(tmp_path):
    (tmp_path / "script.py").write_text(WRITERS)
    for arguments in (["script.py"], ["-m", "script"]):
        assert _run([*PROGRAM, *arguments], tmp_path).stdout == "parallel-ffmpeg True\nTrue\n"


MOVIE = """\
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
fig, ax = plt.subplots(figsize=(2, 2))
line, = ax.plot([0, 1])
def update(frame):
    line.set_ydata([0, frame])
anim = FuncAnimation(fig, update, frames=12)
anim.save("default.mp4")
anim.save("named.mp4", writer="ffmpeg")
"""


def test_script_makes_a_movie(tmp_path):
    (tmp_path / "script.py").write_text(MOVIE)
    environment = os.environ | {
        "MPLBACKEND": "agg",
        "PARWRITER_ROUTE": "scout",
        "PARWRITER_MAX_WORKERS": "2",
        "PARWRITER_BLOCK_FRAMES": "4",
        "PARWRITER_GPU": "never",
    }
    done = _run([*PROGRAM, "script.py"], tmp_path, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "default.mp4").stat().st_size > 1000
    assert (tmp_path / "named.mp4").stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.py"], "can't open the script 'missing.py': No such file"),
        (["."], "can't open the script '.'"),
        (["-m", "no_such_module"], "there is no module named no_such_module"),
        (["-m", "no_such_package.module"], "there is no module named no_such_package.module"),
        (["-m", "json"], "there is no module named json.__main__"),
        (["-m"], "usage: "),
        (["-x"], "usage: "),
        ([], "usage: "),
    ],
)
def test_cannot_run(tmp_path, arguments, words):
    done = _run([*PROGRAM, *arguments], tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_help_and_version(tmp_path):
    for option in ("-h", "--help"):
        done = _run([*PROGRAM, option], tmp_path)
        assert done.returncode == 0
        assert "doctor" in done.stdout
    assert _run([*PROGRAM, "--version"], tmp_path).stdout.startswith("matplotlib_parwriter 0.")
