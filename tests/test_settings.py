"""Settings: who wins, what is refused, and in which words."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from matplotlib_parwriter._settings import (
    NAMES,
    Settings,
    configure,
    explain,
    resolve,
    worker_count,
)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch):
    """Start from what is built in, and leave nothing behind."""
    for name in NAMES:
        monkeypatch.delenv(f"PARWRITER_{name.upper()}", raising=False)
    with configure(**dict.fromkeys(NAMES)):
        yield


class _Remote(Executor):
    """An executor as third parties write them."""

    def submit(self, fn, /, *args, **kwargs):
        return Future()


def test_built_in():
    assert resolve() == Settings()


def test_order(monkeypatch):
    monkeypatch.setenv("PARWRITER_MAX_WORKERS", "3")
    assert resolve().max_workers == 3
    with configure(max_workers=4):
        assert resolve().max_workers == 4
        assert resolve(max_workers=5).max_workers == 5
        assert resolve(max_workers=None).max_workers == 4
    assert resolve().max_workers == 3


def test_configure_holds_without_with():
    earlier = configure(gpu="never")
    assert resolve().gpu == "never"
    with earlier:
        assert resolve().gpu == "never"
    assert resolve().gpu == "auto"


def test_configure_nests_and_restores_on_error():
    with configure(route="scout", block_frames=7):
        with contextlib.suppress(RuntimeError), configure(route="in-process"):
            assert resolve() == Settings(route="in-process", block_frames=7)
            raise RuntimeError
        assert resolve() == Settings(route="scout", block_frames=7)


def test_configure_none_puts_back(monkeypatch):
    configure(gpu="never", route="scout")
    configure(gpu=None)
    assert resolve() == Settings(route="scout")
    monkeypatch.setenv("PARWRITER_ROUTE", "in-process")
    configure(route=None)
    assert resolve().route == "in-process"


def test_configure_sets_all_or_nothing():
    with pytest.raises(ValueError, match="gpu"):
        configure(route="scout", gpu="always")
    assert resolve() == Settings()


def test_configure_in_threads_loses_nothing():
    threads = [
        threading.Thread(target=configure, kwargs={"route": "scout"}),
        threading.Thread(target=configure, kwargs={"gpu": "never"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert resolve() == Settings(route="scout", gpu="never")


def test_unknown_name():
    with pytest.raises(TypeError, match=r"'max_worker' is not a setting.*did you mean max_workers"):
        configure(max_worker=2)
    with pytest.raises(TypeError, match=r"The settings are max_workers, .*, temp_dir"):
        resolve(colour=2)


def test_unknown_environment_variable(monkeypatch):
    monkeypatch.setenv("PARWRITER_WORKERS", "2")
    with pytest.raises(ValueError, match=r"PARWRITER_WORKERS .*did you mean PARWRITER_MAX_WORKERS"):
        resolve()


@pytest.mark.parametrize(
    ("name", "value", "error", "words"),
    [
        ("max_workers", 0, ValueError, "at least 1"),
        ("max_workers", True, TypeError, "whole number"),
        ("max_workers", 2.0, TypeError, "whole number"),
        ("block_frames", -3, ValueError, "at least 1"),
        ("block_frames", "10", TypeError, "whole number"),
        ("route", "sprint", ValueError, '"auto", "in-process", "scout"'),
        ("route", 1, TypeError, '"auto", "in-process", "scout"'),
        ("gpu", "always", ValueError, '"auto", "never", "require"'),
        ("gpu", False, TypeError, '"auto", "never", "require"'),
        ("progress", "on", TypeError, "True .*, False .* or None"),
        ("progress", 1, TypeError, "True .*, False .* or None"),
        ("executor", "dask", ValueError, '"loky"'),
        ("executor", 4, TypeError, r"concurrent\.futures\.Executor"),
        ("executor", ProcessPoolExecutor, TypeError, "an instance"),
        ("temp_dir", 7, TypeError, "path of a directory"),
        ("temp_dir", b"x", TypeError, "path of a directory"),
        ("temp_dir", "no/such/directory", ValueError, "not an existing directory"),
    ],
)
def test_bad_values(name, value, error, words):
    with pytest.raises(error, match=rf"^{name} is .*\(given as a keyword argument\).*{words}"):
        resolve(**{name: value})
    with pytest.raises(error, match=rf"^{name} is .*\(given to configure\(\)\).*{words}"):
        configure(**{name: value})


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("max_workers", "many", "whole number of at least 1"),
        ("max_workers", "0", "whole number of at least 1"),
        ("block_frames", "1.5", "whole number of at least 1"),
        ("route", "sprint", '"auto", "in-process", "scout"'),
        ("gpu", "1", '"auto", "never", "require"'),
        ("progress", "maybe", '"auto", "on", .*"off"'),
        ("executor", "threads", '"loky"'),
        ("temp_dir", "no/such/directory", "not an existing directory"),
    ],
)
def test_bad_environment(monkeypatch, name, text, words):
    variable = f"PARWRITER_{name.upper()}"
    monkeypatch.setenv(variable, text)
    with pytest.raises(
        ValueError, match=rf"^{name} is .*\(from the environment variable {variable}\).*{words}"
    ):
        resolve()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("max_workers", " 3 ", 3),
        ("block_frames", "12", 12),
        ("route", "SCOUT", "scout"),
        ("gpu", "never", "never"),
        ("executor", "loky", "loky"),
        ("progress", "auto", None),
        ("progress", "on", True),
        ("progress", "1", True),
        ("progress", "True", True),
        ("progress", "off", False),
        ("progress", "0", False),
        ("progress", "false", False),
        ("gpu", "", "auto"),
        ("max_workers", "", None),
    ],
)
def test_environment(monkeypatch, name, text, value):
    monkeypatch.setenv(f"PARWRITER_{name.upper()}", text)
    assert getattr(resolve(), name) == value


def test_temp_dir_becomes_absolute(tmp_path, monkeypatch):
    (tmp_path / "scratch").mkdir()
    monkeypatch.chdir(tmp_path)
    with configure(temp_dir=Path("scratch")):
        monkeypatch.chdir(tmp_path.parent)
        assert resolve().temp_dir == str(tmp_path / "scratch")


def test_temp_dir_must_be_writable(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(ValueError, match="cannot be written to"):
        resolve(temp_dir=tmp_path)


def test_thread_pools_are_refused():
    class Subclass(ThreadPoolExecutor):
        """As InterpreterPoolExecutor is."""

    for kind in (ThreadPoolExecutor, Subclass):
        with kind(1) as pool, pytest.raises(TypeError, match="not thread-safe"):
            resolve(executor=pool)


def test_own_executor():
    remote = _Remote()
    assert resolve(executor=remote).executor is remote
    count, reason = worker_count(resolve(executor=remote))
    assert count >= 1
    assert "_Remote does not say" in reason
    assert worker_count(resolve(executor=remote, max_workers=9)) == (9, "as max_workers says")
    with ProcessPoolExecutor(3) as pool:
        assert worker_count(resolve(executor=pool)) == (3, "as the ProcessPoolExecutor has")


def test_worker_count(monkeypatch):
    assert worker_count(Settings(max_workers=6)) == (6, "as max_workers says")
    count, reason = worker_count(Settings())
    assert count >= 1
    assert "core" in reason
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "1")
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: range(64), raising=False)
    assert worker_count(Settings()) == (1, "as LOKY_MAX_CPU_COUNT limits the machine's 64 cores")


def test_explain(monkeypatch):
    monkeypatch.setenv("PARWRITER_GPU", "never")
    with configure(block_frames=5):
        said = explain(route="scout")
    assert tuple(said) == NAMES
    assert said["gpu"] == ("never", "from the environment variable PARWRITER_GPU")
    assert said["block_frames"] == (5, "set by configure()")
    assert said["route"] == ("scout", "given as a keyword argument")
    assert said["progress"] == (None, "built in")
