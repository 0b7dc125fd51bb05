"""What every test gets: the Agg backend, no figures of others, an ffmpeg, warnings as errors."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from turns import chosen_part, in_part

mpl.use("agg")

# Each of these has workers and encoders of its own, so more are hardly faster, and need memory.
MOST_PROCESSES = 4


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command line say that all tests are to be run, or which part; see `turns`."""
    parser.addoption("--all", action="store_true", help="run all tests, of many alike as well")
    parser.addoption("--part", type=int, help="run this part, rather than that of the commit")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """
    Run tests in several processes, unless the command line says in how many.

    Not by `addopts`, so that it works without pytest-xdist as well. What is asked for by its name
    is run in this process, for it is likely to be debugged, and so it is with ``--pdb``.
    """
    if not config.pluginmanager.hasplugin("xdist") or hasattr(config, "workerinput"):
        return
    option = config.option
    alone = option.usepdb or option.collectonly or any("::" in name for name in config.args)
    if option.numprocesses is None and option.dist == "no" and not option.tx and not alone:
        option.numprocesses = min(os.cpu_count() or 1, MOST_PROCESSES)
        option.dist = "worksteal"


def pytest_configure(config: pytest.Config) -> None:
    """Turn warnings into errors, and make the markers used here known."""
    for line in (
        "error",
        # Others' code on newer Pythons; nothing a test of this package could do about it.
        "ignore:.*utcfromtimestamp.*:DeprecationWarning",
        "ignore:.*pyarrow.*:DeprecationWarning",
        # matplotlib 3.9's mathtext with a later pyparsing.
        "ignore:.*deprecated.* use '[a-z_]+':DeprecationWarning",
    ):
        config.addinivalue_line("filterwarnings", line)
    config.addinivalue_line("markers", "gpu: needs a GPU that encodes video (NVENC)")
    config.addinivalue_line("markers", "in_turn: takes long, so not run each time; see turns.py")
    # A shell starts what runs in the background deaf to Ctrl-C, and so would be all that is tested.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Settings of the person running the tests must not decide what the tests see.
    for name in list(os.environ):
        if name.startswith("PARWRITER_"):
            del os.environ[name]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist which part is run, as it does not see what was asked for."""
    node.workerinput["part"] = chosen_part(node.config)


def pytest_report_header(config: pytest.Config) -> str:
    """Say which part of the tests is run."""
    part = chosen_part(config)
    return "all tests" if part is None else f"part {part} of the tests; --all runs all"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests whose turn it is not."""
    given = getattr(config, "workerinput", None)
    part = chosen_part(config) if given is None else given["part"]
    if part is None:
        return
    kept = in_part(items, part)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


@pytest.fixture(autouse=True)
def _clean_matplotlib() -> Iterator[None]:
    """Put rcParams back and close every figure after each test."""
    with mpl.rc_context():
        yield
    plt.close("all")


@pytest.fixture(scope="session")
def ffmpeg() -> str:
    """Give the path of the ffmpeg that the tests use."""
    return imageio_ffmpeg.get_ffmpeg_exe()


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty working directory, made the current one for the test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
