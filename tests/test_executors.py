"""Executors of the user's: their processes make the same movie; our own figure is left alone."""

import errno
import multiprocessing
import os
import signal
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
from compare import read_movie, run_python
from matplotlib.animation import FFMpegWriter, FuncAnimation

from matplotlib_parwriter import ParallelFFMpegWriter, _executors


def make_animation() -> FuncAnimation:
    """Return an animation with a state."""
    figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
    axes.axis("off")  # most of what a draw takes, and nothing that is looked at here
    (line,) = axes.plot([], [])
    axes.set(xlim=(0, 20), ylim=(0, 400))
    seen: list[int] = []

    def update(i: int) -> None:
        seen.append(i)
        line.set_data(range(len(seen)), [k * k for k in seen])

    return FuncAnimation(figure, update, frames=17)


def stock_frames(work: Path, ffmpeg: str) -> tuple[str, ...]:
    """Return what stock's movie has in its frames."""
    plt.rcParams["animation.ffmpeg_path"] = ffmpeg
    make_animation().save(work / "stock.mkv", writer=FFMpegWriter(codec="ffv1"))
    return read_movie(work / "stock.mkv").hashes


@pytest.mark.parametrize("start", ["spawn", "forkserver", "fork"])
def test_processes_of_the_standard_library(start: str, work: Path, ffmpeg: str) -> None:
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {start} here")
    expected = stock_frames(work, ffmpeg)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(start)) as executor:
        writer = ParallelFFMpegWriter(
            codec="ffv1", route="scout", block_frames=5, executor=executor
        )
        make_animation().save(work / "ours.mkv", writer=writer)
        assert executor.submit(os.getpid).result() != os.getpid(), "it must go on working"
    assert read_movie(work / "ours.mkv").hashes == expected
    assert (writer.report.route, writer.report.fallback_frame) == ("scout", None)


class InThisProcess(Executor):
    """Runs everything on the spot."""

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def test_an_executor_without_processes_cannot_touch_the_figure(
    work: Path, ffmpeg: str, caplog: pytest.LogCaptureFixture
) -> None:
    expected = stock_frames(work, ffmpeg)
    writer = ParallelFFMpegWriter(
        codec="ffv1", route="scout", block_frames=5, executor=InThisProcess()
    )
    make_animation().save(work / "ours.mkv", writer=writer)
    assert read_movie(work / "ours.mkv").hashes == expected
    assert writer.report.route == "in-process"
    assert "worker processes" in caplog.text


class NoRoom:
    """As loky's pool where the system allows no more processes, or, *at_once*, no semaphores."""

    at_once = False

    def __init__(self, **options: Any) -> None:
        if self.at_once:
            raise OSError(errno.ENOSPC, "No space left on device")

    def submit(self, *args: Any) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    def shutdown(self, **options: Any) -> None:
        pass


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("route", ["scout", "jump"])
def test_no_process_can_be_started(
    route: str,
    at_once: bool,
    work: Path,
    ffmpeg: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected = stock_frames(work, ffmpeg)
    monkeypatch.setattr(_executors, "_warm_pool", _executors._WarmPool())
    monkeypatch.setattr(NoRoom, "at_once", at_once)
    monkeypatch.setattr(_executors.loky, "ProcessPoolExecutor", NoRoom)
    writer = ParallelFFMpegWriter(codec="ffv1", route=route, block_frames=5)
    make_animation().save(work / "ours.mkv", writer=writer)
    assert read_movie(work / "ours.mkv").hashes == expected
    assert writer.report.route == "in-process"
    assert ("No space left" if at_once else "temporarily unavailable") in caplog.text


def test_workers_are_born_deaf_to_ctrl_c(work: Path) -> None:
    """Also the first ones of a process, whose trackers start with them."""
    if not hasattr(signal, "pthread_sigmask"):
        pytest.skip("no masks of signals here")
    text = """
import signal
from loky.backend.process import LokyProcess
from matplotlib_parwriter import _executors
start, blocked = LokyProcess.start, []
def noted(self):
    blocked.append(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))
    start(self)
LokyProcess.start = noted
crew = _executors.hire(None, 2)
crew.submit(abs, -1).result()
crew.release(keep=False)
print(blocked)
"""
    done = run_python(["-c", text], work)
    assert (done.stdout, done.returncode) == ("[True, True]\n", 0), done.stderr
