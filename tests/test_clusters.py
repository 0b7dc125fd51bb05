"""Each engine makes stock's movie, whether its workers see the user's files or not."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cluster_tools
import pytest
from cluster_tools import (
    big_array,
    can_hide,
    leftovers,
    make_animation,
    save,
    stock_frames,
    use_temp,
)

# Engines warn of things that are not ours.
pytestmark = pytest.mark.filterwarnings("default")

ENGINES = ("standard_library", "dask", "ipyparallel", "parsl")


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that workers do not see, where that is possible."""
    folder = tmp_path_factory.mktemp("cluster") / "hidden"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def temp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the folder for temporary files of all processes."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield use_temp(tmp_path_factory.mktemp("temp"), monkeypatch)


@pytest.fixture(scope="module", params=ENGINES)
def executor(request: pytest.FixtureRequest, hidden: Path, temp: Path) -> Iterator[Any]:
    with getattr(cluster_tools, request.param)(hidden) as executor:
        yield executor


def test_shared_file_system(executor: Any, work: Path, ffmpeg: str) -> None:
    expected = stock_frames(work, ffmpeg, make_animation())
    report, frames = save(work, make_animation(), executor)
    assert frames == expected
    assert (report.route, report.fallback_frame) == ("scout", None), report.reason
    assert report.workers == cluster_tools.WORKERS
    assert list(work.iterdir()) == []


def test_no_shared_file_system(
    executor: Any, hidden: Path, temp: Path, ffmpeg: str, monkeypatch: Any, caplog: Any
) -> None:
    if not can_hide():
        pytest.skip("folders cannot be hidden from processes here")
    monkeypatch.chdir(hidden)
    caplog.set_level(logging.INFO)
    data = big_array()
    expected = stock_frames(hidden, ffmpeg, make_animation(data))
    report, frames = save(hidden, make_animation(data), executor)
    assert frames == expected
    assert (report.route, report.fallback_frame) == ("scout", None), report.reason
    (sent,) = re.findall(r"(\d+) bytes were sent", caplog.text)
    # Once per worker, as far as executors let one choose: what is meant for one may reach another.
    most = 2.5 * cluster_tools.WORKERS * data.nbytes
    assert data.nbytes <= int(sent) < most < report.blocks * data.nbytes
    (came,) = re.findall(r"(\d+) bytes of segments came", caplog.text)
    assert int(came) > 0
    assert list(hidden.iterdir()) == []
    assert leftovers(temp) == []
