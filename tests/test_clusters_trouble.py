"""What can go wrong on a cluster: the right movie all the same, and one line that says why."""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from cluster_tools import (
    BLOCK,
    FRAMES,
    big_array,
    can_hide,
    dask_worker,
    hide,
    leftovers,
    make_animation,
    save,
    stock_frames,
    use_temp,
)
from compare import members_of_session, read_movie
from matplotlib.animation import FFMpegWriter, FuncAnimation, HTMLWriter, writers

import matplotlib_parwriter
from matplotlib_parwriter import ParallelFFMpegWriter
from matplotlib_parwriter._resources import core_count, gpu_choice
from matplotlib_parwriter._settings import resolve, worker_count

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="hides folders and kills processes"),
    pytest.mark.filterwarnings("default"),  # engines warn of things that are not ours
]

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def hidden(work: Path) -> Path:
    """Give a folder that workers do not see."""
    folder = work / "hidden"
    folder.mkdir()
    if not can_hide():
        pytest.skip("folders cannot be hidden from processes here")
    return folder


@pytest.fixture(autouse=True)
def temp(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder for temporary files of all processes."""
    return use_temp(tmp_path_factory.mktemp("temp"), monkeypatch)


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until *condition* holds; return whether it does."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def warnings_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the user is warned of."""
    ours = [record for record in caplog.records if record.name.startswith("matplotlib_parwriter")]
    return [record.getMessage() for record in ours if record.levelno >= logging.WARNING]


# Executors that are refused.


def test_threads_and_sub_interpreters_are_refused() -> None:
    kind = type("InterpreterPoolExecutor", (ThreadPoolExecutor,), {})
    with ThreadPoolExecutor(1) as pool, pytest.raises(TypeError, match="not thread-safe"):
        ParallelFFMpegWriter(executor=pool)
    with kind(1) as pool, pytest.raises(TypeError, match="sub-interpreters"):
        matplotlib_parwriter.configure(executor=pool)


def test_dask_in_threads_of_this_process_is_refused() -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        pytest.raises(TypeError, match="threads of this process"),
    ):
        ParallelFFMpegWriter(executor=client.get_executor())


def test_a_cluster_without_workers_is_not_waited_for(
    work: Path, ffmpeg: str, dask_client: Any
) -> None:
    expected = stock_frames(work, ffmpeg, make_animation())
    report, frames = save(work, make_animation(), dask_client.get_executor())
    assert frames == expected
    assert report.route == "in-process"
    assert "wait_for_workers" in report.reason


# Workers that cannot be used.


def another_matplotlib() -> None:
    mpl.__version__ = "3.0.1"


def another_ffmpeg(path: str) -> None:
    mpl.rcParams["animation.ffmpeg_path"] = path


def test_another_matplotlib(work: Path, ffmpeg: str, caplog: pytest.LogCaptureFixture) -> None:
    expected = stock_frames(work, ffmpeg, make_animation())
    with ProcessPoolExecutor(1, SPAWN, initializer=another_matplotlib) as executor:
        report, frames = save(work, make_animation(), executor)
    assert frames == expected
    assert report.route == "in-process"
    assert "matplotlib 3.0.1" in report.reason
    assert mpl.__version__ in report.reason
    assert ["3.0.1" in line for line in warnings_of(caplog)] == [True], "one line says why"


def test_ffmpeg_of_the_worker_is_used_if_it_is_of_the_same_build(
    hidden: Path, ffmpeg: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hidden)
    expected = stock_frames(hidden, ffmpeg, make_animation())
    (hidden / "ffmpeg").symlink_to(ffmpeg)
    with ProcessPoolExecutor(1, SPAWN, initializer=hide, initargs=(str(hidden),)) as executor:
        plt.rcParams["animation.ffmpeg_path"] = str(hidden / "ffmpeg")
        report, frames = save(hidden, make_animation(), executor)
    assert frames == expected
    assert (report.route, report.fallback_frame) == ("scout", None), report.reason


def test_another_ffmpeg(hidden: Path, ffmpeg: str, caplog: pytest.LogCaptureFixture) -> None:
    expected = stock_frames(hidden, ffmpeg, make_animation())
    (hidden / "ffmpeg").symlink_to(ffmpeg)
    other = hidden.with_name("other_ffmpeg")
    other.write_text("#!/bin/sh\necho ffmpeg version 0.4.9\n")
    other.chmod(0o755)

    with ProcessPoolExecutor(
        1, SPAWN, initializer=hidden_and_another_ffmpeg, initargs=(str(hidden), str(other))
    ) as executor:
        plt.rcParams["animation.ffmpeg_path"] = str(hidden / "ffmpeg")
        report, frames = save(hidden, make_animation(), executor)
    assert frames == expected
    assert report.route == "in-process"
    assert "ffmpeg version 0.4.9" in report.reason
    assert ["0.4.9" in line for line in warnings_of(caplog)] == [True]


def hidden_and_another_ffmpeg(hidden: str, path: str) -> None:
    hide(hidden)
    another_ffmpeg(path)


def test_a_package_that_workers_lack(
    hidden: Path, ffmpeg: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = hidden.with_name("site-packages")
    packages.mkdir()
    (packages / "only_here.py").write_text("def look(i):\n    pass\n")
    monkeypatch.syspath_prepend(packages)
    only_here = __import__("only_here")
    monkeypatch.setitem(sys.modules, "only_here", only_here)
    expected = stock_frames(hidden, ffmpeg, make_animation(None, only_here.look))
    with ProcessPoolExecutor(1, SPAWN, initializer=hide, initargs=(str(packages),)) as executor:
        report, frames = save(hidden, make_animation(None, only_here.look), executor)
    assert frames == expected
    assert report.route == "in-process"
    assert "No module named 'only_here'" in report.reason


def test_a_memory_map_that_workers_lack(hidden: Path, ffmpeg: str) -> None:
    np.save(hidden.with_name("data.npy"), np.ones((30, 100_000)))
    (hidden.with_name("data.npy")).replace(hidden / "data.npy")
    data = np.load(hidden / "data.npy", mmap_mode="r")
    work = hidden.with_name("movies")
    work.mkdir()
    expected = stock_frames(work, ffmpeg, make_animation(data))
    with ProcessPoolExecutor(1, SPAWN, initializer=hide, initargs=(str(hidden),)) as executor:
        report, frames = save(work, make_animation(data), executor)
    assert frames == expected
    assert report.route == "in-process"
    assert str(hidden / "data.npy") in report.reason


@pytest.fixture
def dask_client() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=0, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_workers_without_this_package(hidden: Path, ffmpeg: str, dask_client: Any) -> None:
    expected = stock_frames(hidden, ffmpeg, make_animation())
    # Not the one that is imported here, but the one that a process elsewhere would import.
    find = "import matplotlib_parwriter; print(matplotlib_parwriter.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", find], cwd="/", capture_output=True, text=True, check=True
    )
    package = Path(found.stdout.strip()).parent
    with dask_worker(package, dask_client.scheduler.address, folder=hidden):
        dask_client.wait_for_workers(1)
        report, frames = save(hidden, make_animation(), dask_client.get_executor())
    assert frames == expected
    assert report.route == "in-process"
    assert "matplotlib_parwriter is not installed" in report.reason


# What else travels.


@pytest.mark.parametrize("codec", ["ffv1", "gif"])
def test_workers_jump_without_a_shared_file_system(codec: str, hidden: Path, ffmpeg: str) -> None:
    def make() -> FuncAnimation:
        figure, axes = plt.subplots(figsize=(2, 1.5), dpi=50)
        (line,) = axes.plot([0, 1], [0, 1])
        return FuncAnimation(figure, lambda i: line.set_ydata([i / 30, 1]), frames=30)

    suffix = "gif" if codec == "gif" else "mkv"
    plt.rcParams["animation.ffmpeg_path"] = ffmpeg
    make().save(hidden / f"stock.{suffix}", writer=FFMpegWriter(codec=codec))
    with ProcessPoolExecutor(2, SPAWN, initializer=hide, initargs=(str(hidden),)) as executor:
        writer = ParallelFFMpegWriter(codec=codec, executor=executor, route="jump", block_frames=9)
        make().save(hidden / f"ours.{suffix}", writer=writer)
    movies = [read_movie(hidden / f"{name}.{suffix}") for name in ("stock", "ours")]
    assert movies[0].hashes == movies[1].hashes
    assert (writer.report.route, writer.report.fallback_frame) == ("jump", None)


def test_a_page_without_a_shared_file_system(hidden: Path) -> None:
    make_animation().save(hidden / "stock.html", writer=HTMLWriter(embed_frames=True))
    with ProcessPoolExecutor(2, SPAWN, initializer=hide, initargs=(str(hidden),)) as executor:
        settings = {"executor": executor, "route": "scout", "block_frames": BLOCK}
        writer = writers["parallel-html"](embed_frames=True, **settings)
        make_animation().save(hidden / "ours.html", writer=writer)
    pages = [(hidden / f"{name}.html").read_text() for name in ("stock", "ours")]
    stock, ours = (re.findall(r'frames\[\d+\] = "[^"]+"', page) for page in pages)
    assert len(stock) == FRAMES
    assert stock == ours
    assert (writer.report.route, writer.report.fallback_frame) == ("scout", None)


def test_an_executor_that_was_shut_down(work: Path, ffmpeg: str) -> None:
    expected = stock_frames(work, ffmpeg, make_animation())
    with ProcessPoolExecutor(2, SPAWN) as executor:
        pass
    report, frames = save(work, make_animation(), executor, route="jump")
    assert frames == expected
    assert report.route == "in-process"
    assert "after shutdown" in report.reason
    assert list(work.iterdir()) == []


# Workers that are killed, tasks that run twice.


@pytest.mark.parametrize("shared", [True, False])
def test_a_dask_worker_is_killed(
    shared: bool, hidden: Path, ffmpeg: str, dask_client: Any, temp: Path
) -> None:
    folder = hidden.with_name("seen") if shared else hidden
    folder.mkdir(exist_ok=True)
    data = big_array()
    expected = stock_frames(folder, ffmpeg, make_animation(data))
    address = dask_client.scheduler.address
    with dask_worker(hidden, address), dask_worker(hidden, address) as victim:
        dask_client.wait_for_workers(2)

        def kill(i: int, n: int | None) -> None:
            if i == 8:
                victim.kill()

        executor = dask_client.get_executor()
        report, frames = save(folder, make_animation(data), executor, progress_callback=kill)
        assert victim.wait() == -signal.SIGKILL
        assert executor.submit(os.getpid).result() != os.getpid(), "the cluster goes on"
    assert frames == expected
    assert (report.route, report.fallback_frame) == ("scout", None), report.reason
    assert list(folder.iterdir()) == []
    # What lay in the temporary folder of the one that was killed is removed by its own worker.
    assert wait_for(lambda: leftovers(temp) == [])


def test_a_worker_is_killed(work: Path, ffmpeg: str) -> None:
    expected = stock_frames(work, ffmpeg, make_animation())
    killed: list[int] = []

    def kill(i: int, n: int | None) -> None:
        if i == 8:
            processes = members_of_session(os.getsid(0))
            killed.extend(pid for pid, command in processes.items() if f" {parent} " in command)
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    with ProcessPoolExecutor(1, SPAWN) as executor:
        parent = executor.submit(os.getpid).result()
        report, frames = save(work, make_animation(), executor, progress_callback=kill)
    assert frames == expected
    assert len(killed) == 1
    assert (report.route, report.fallback_frame) == ("scout", None), report.reason


def test_a_pool_is_killed(work: Path, ffmpeg: str) -> None:
    expected = stock_frames(work, ffmpeg, make_animation())

    def kill(i: int, n: int | None) -> None:
        if i == 8:
            os.kill(process, signal.SIGKILL)

    with ProcessPoolExecutor(1, SPAWN) as executor:
        process = executor.submit(os.getpid).result()
        report, frames = save(work, make_animation(), executor, progress_callback=kill)
    assert frames == expected
    assert report.fallback_frame is not None
    assert "BrokenProcessPool" in report.reason
    assert list(work.iterdir()) == []


class Twice(Executor):
    """Runs everything twice at the same time, and answers by whichever was submitted last."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self.futures: list[Future[Any]] = []

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.futures += [self._pool.submit(function, *args) for _ in range(2)]
        return self.futures[-1]


@pytest.mark.parametrize("shared", [True, False])
def test_blocks_are_run_twice(shared: bool, hidden: Path, ffmpeg: str, temp: Path) -> None:
    folder = hidden.with_name("seen") if shared else hidden
    folder.mkdir(exist_ok=True)
    expected = stock_frames(folder, ffmpeg, make_animation())
    with ProcessPoolExecutor(2, SPAWN, initializer=hide, initargs=(str(hidden),)) as pool:
        executor = Twice(pool)
        report, frames = save(folder, make_animation(), executor, max_workers=2)
        for future in executor.futures:
            assert future.cancelled() or future.exception() is None
    assert frames == expected
    assert (report.route, report.fallback_frame) == ("scout", None), report.reason
    assert list(folder.iterdir()) == []
    assert leftovers(temp) == []


# What is left, and what is left alone.


def state_of_process() -> tuple[Any, ...]:
    """Return what a save might change of the process that this runs in."""
    return (
        str(Path.cwd()),
        dict(os.environ),
        list(sys.path),
        dict(mpl.rcParams),
        plt.get_fignums(),
        signal.getsignal(signal.SIGINT) is signal.default_int_handler,
    )


def test_the_executors_process_stays_as_it_was(work: Path, ffmpeg: str) -> None:
    plt.rcParams["lines.linewidth"] = 7
    with ProcessPoolExecutor(1, SPAWN) as executor:
        before = executor.submit(state_of_process).result()
        report, _ = save(work, make_animation(), executor)
        after = executor.submit(state_of_process).result()
    assert report.route == "scout"
    assert after == before


def test_an_update_that_hangs_in_a_worker_holds_nobody_up(work: Path, ffmpeg: str) -> None:
    home = os.getpid()

    def hang(i: int) -> None:
        if os.getpid() != home and i == 20:
            while True:
                pass

    def stop(i: int, n: int | None) -> None:
        if i == 9:
            raise KeyboardInterrupt

    with ProcessPoolExecutor(2, SPAWN) as executor:
        with pytest.raises(KeyboardInterrupt):
            save(work, make_animation(None, hang), executor, progress_callback=stop)
        # The process is free again, for the worker that hung was ended.
        assert executor.submit(os.getpid).result() != home
    assert read_movie(work / "ours.mkv").frames == 9
    assert [path.name for path in work.iterdir()] == ["ours.mkv"]


KILLED = """
import os, signal, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from cluster_tools import big_array, make_animation, save
from distributed import Client

def die(i, n):
    if i == 8:
        os.kill(os.getpid(), signal.SIGKILL)

with Client({address!r}) as client:
    save(Path.cwd(), make_animation(big_array()), client.get_executor(), progress_callback=die)
"""


@pytest.mark.parametrize("shared", [True, False])
def test_the_users_process_is_killed_and_the_cluster_goes_on(
    shared: bool, hidden: Path, dask_client: Any, temp: Path
) -> None:
    folder = hidden.with_name("seen") if shared else hidden
    folder.mkdir(exist_ok=True)
    address = dask_client.scheduler.address
    script = KILLED.format(tests=str(Path(__file__).parent), address=address)
    with dask_worker(hidden, address):
        dask_client.wait_for_workers(1)
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)],
            cwd=folder,
            env=os.environ | {"MPLBACKEND": "agg"},
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == -signal.SIGKILL
        assert wait_for(lambda: list(folder.iterdir()) == [])
        assert dask_client.submit(os.getpid).result() != os.getpid()
        assert wait_for(lambda: leftovers(temp) == [])


def test_how_many_workers(dask_client: Any, hidden: Path) -> None:
    with dask_worker(hidden, dask_client.scheduler.address, threads=3):
        dask_client.wait_for_workers(1)
        with matplotlib_parwriter.configure(executor=dask_client.get_executor()):
            assert worker_count(resolve()) == (3, "as the ClientExecutor has")
            # On other hosts there are cores for them, but maybe not the GPU that is here.
            assert core_count(resolve()) >= 4
            assert gpu_choice(resolve()) == "never"
            assert gpu_choice(resolve(gpu="require")) == "require"
    with ProcessPoolExecutor(2, SPAWN) as pool:
        assert core_count(resolve(executor=pool)) == worker_count(resolve())[0]
        assert gpu_choice(resolve(executor=pool)) == "auto"
