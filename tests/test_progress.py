"""The progress bar: where it is shown, and that it disturbs nobody."""

from __future__ import annotations

import io
import subprocess
import sys
import threading

import pytest

from matplotlib_parwriter import _progress
from matplotlib_parwriter._progress import Progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Return a clock that is moved by hand; tqdm looks at the same one."""
    now = [1000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    monkeypatch.setattr("tqdm.std.time", lambda: now[0])
    return now


def _save(clock, *, setting, seconds, total=100):
    progress = Progress(total=total, setting=setting, description="movie")
    for done in range(1, 101):
        clock[0] += seconds / 100
        progress.update(done)
    progress.close()


@pytest.mark.parametrize(
    ("terminal", "setting", "seconds", "shown"),
    [
        (True, None, 5, True),
        (True, None, 1.9, False),
        (True, False, 5, False),
        (True, True, 1, True),
        (False, None, 5, False),
        (False, True, 5, True),
    ],
)
def test_where_it_is_shown(monkeypatch, clock, terminal, setting, seconds, shown):
    stderr = _Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", stderr)
    _save(clock, setting=setting, seconds=seconds)
    assert bool(stderr.getvalue()) == shown
    if shown:
        assert "movie:" in stderr.getvalue()
        assert "/100" in stderr.getvalue()


def test_a_terminal_is_left_clean(monkeypatch, clock):
    stderr = _Terminal()
    monkeypatch.setattr("sys.stderr", stderr)
    _save(clock, setting=None, seconds=10)
    assert "\n" not in stderr.getvalue()
    assert not stderr.getvalue().split("\r")[-1].strip()
    assert not stderr.getvalue().split("\r")[-2].strip()


def test_a_file_keeps_the_last_state(monkeypatch, clock):
    stderr = io.StringIO()
    monkeypatch.setattr("sys.stderr", stderr)
    _save(clock, setting=True, seconds=10)
    assert "100/100" in stderr.getvalue().splitlines()[-1]


def test_time_counts_from_the_start(monkeypatch, clock):
    stderr = _Terminal()
    monkeypatch.setattr("sys.stderr", stderr)
    progress = Progress(total=None, setting=None, description="movie")
    for done in range(1, 31):
        clock[0] += 1
        progress.update(done)
    progress.close()
    assert "30frame [00:30" in stderr.getvalue()


def test_counts_may_go_back(monkeypatch, clock):
    stderr = _Terminal()
    monkeypatch.setattr("sys.stderr", stderr)
    progress = Progress(total=10, setting=None, description="movie")
    for done in (2, 8, 4, 10):
        clock[0] += 3
        progress.update(done)
    assert "10/10" in stderr.getvalue()
    progress.close()
    progress.close()
    progress.update(3)


@pytest.mark.parametrize("stderr", [None, object()])
def test_a_strange_stderr(monkeypatch, clock, stderr):
    monkeypatch.setattr("sys.stderr", stderr)
    _save(clock, setting=None, seconds=5)
    _save(clock, setting=True, seconds=5)


def test_a_stderr_that_breaks(monkeypatch, clock):
    stderr = _Terminal()
    monkeypatch.setattr("sys.stderr", stderr)
    progress = Progress(total=10, setting=None, description="movie")
    clock[0] += 3
    progress.update(1)
    stderr.close()
    for done in range(2, 10):
        clock[0] += 1
        progress.update(done)
    progress.close()


def test_tqdm_that_breaks(monkeypatch, clock):
    def fail():
        raise RuntimeError

    monkeypatch.setattr(_progress, "_bar_class", fail)
    monkeypatch.setattr("sys.stderr", _Terminal())
    _save(clock, setting=None, seconds=5)


def test_no_thread_is_left(monkeypatch, clock):
    monkeypatch.setattr("sys.stderr", _Terminal())
    before = threading.enumerate()
    _save(clock, setting=True, seconds=5)
    assert threading.enumerate() == before


def test_short_work_imports_no_widgets():
    code = (
        "import sys\n"
        "from matplotlib_parwriter._progress import Progress\n"
        "p = Progress(total=3, setting=None, description='movie'); p.update(1); p.close()\n"
        "assert not {'tqdm.notebook', 'IPython', 'ipywidgets'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdin=subprocess.DEVNULL)


def test_notebook(monkeypatch, clock):
    """A kernel without widgets gets the text bar, though its stderr is no terminal."""

    class ZMQInteractiveShell:
        pass

    class IPython:
        get_ipython = staticmethod(ZMQInteractiveShell)

    monkeypatch.setitem(sys.modules, "IPython", IPython)
    monkeypatch.setattr("tqdm.notebook.IProgress", None, raising=False)
    stderr = io.StringIO()
    monkeypatch.setattr("sys.stderr", stderr)
    _save(clock, setting=None, seconds=5)
    assert "movie:" in stderr.getvalue()
