"""Engines for the tests of clusters: real ones, whose workers do not see everything.

All workers live in a mount namespace of their own in which one folder, `HIDDEN`, is covered by an
empty file system. A movie saved outside of it is made with a shared file system, a movie saved in
it without one.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from compare import read_movie
from matplotlib.animation import FFMpegWriter, FuncAnimation

from matplotlib_parwriter import ParallelFFMpegWriter

WORKERS = 2
FRAMES, BLOCK = 30, 5

_COVER = 'mount -t tmpfs none "$0" && exec "$@"'
_NEW_MOUNTS, _RECURSIVELY_PRIVATE = 0x20000, 0x44000  # CLONE_NEWNS; MS_REC | MS_PRIVATE


@functools.cache
def can_hide() -> bool:
    """Return whether folders can be hidden from processes here, which only root may do."""
    if shutil.which("unshare") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        command = ["unshare", "--mount", "sh", "-c", _COVER, folder, "true"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def in_another_place(hidden: Path, *command: str) -> list[str]:
    """Return a command line that runs *command* where, if possible, *hidden* is another folder."""
    if not can_hide():
        return list(command)
    return ["unshare", "--mount", "sh", "-c", _COVER, str(hidden), *command]


def hide(hidden: str) -> None:
    """Hide a folder from this process, which has one thread only, if possible."""
    if not can_hide():
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_MOUNTS) or libc.mount(b"none", b"/", None, _RECURSIVELY_PRIVATE, None):
        raise OSError(ctypes.get_errno(), "no mount namespace of its own")
    if libc.mount(b"none", hidden.encode(), b"tmpfs", 0, None):
        raise OSError(ctypes.get_errno(), "no file system of its own")


@contextlib.contextmanager
def standard_library(hidden: Path) -> Iterator[Executor]:
    context = get_context("spawn")
    with ProcessPoolExecutor(
        WORKERS, mp_context=context, initializer=hide, initargs=(str(hidden),)
    ) as executor:
        yield executor


@contextlib.contextmanager
def dask(hidden: Path) -> Iterator[Executor]:
    """One worker process with as many threads."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=0, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        dask_worker(hidden, client.scheduler.address, threads=WORKERS),
    ):
        client.wait_for_workers(1)
        yield client.get_executor()


@contextlib.contextmanager
def dask_worker(
    hidden: Path, scheduler: str, *, threads: int = 1, folder: Path | None = None
) -> Iterator[Any]:
    """Run a worker from which *hidden* is hidden, with a *folder* of its own, beside that one."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, "--no-nanny"]
    command += ["--nthreads", str(threads), "--no-dashboard"]
    folder = (folder or hidden).with_name("dask")
    folder.mkdir(exist_ok=True)
    process = subprocess.Popen(
        in_another_place(hidden, *command, "--local-directory", str(folder)),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def ipyparallel(hidden: Path) -> Iterator[Executor]:
    pytest.importorskip("ipyparallel")
    import ipyparallel
    from traitlets.config import Config

    command = in_another_place(hidden, sys.executable, "-m", "ipyparallel.engine")
    config = Config({"LocalEngineLauncher": {"engine_cmd": command}})
    folder = hidden.with_name("ipython")
    folder.mkdir()
    with (
        ipyparallel.Cluster(
            n=WORKERS, config=config, profile_dir=str(folder), log_level=40
        ) as client,
    ):
        client.wait_for_engines(WORKERS, interactive=False)
        yield client.load_balanced_view().executor


@contextlib.contextmanager
def parsl(hidden: Path) -> Iterator[Executor]:
    pytest.importorskip("parsl")
    from parsl.concurrent import ParslPoolExecutor
    from parsl.config import Config
    from parsl.executors import HighThroughputExecutor
    from parsl.executors.high_throughput.executor import DEFAULT_LAUNCH_CMD
    from parsl.providers import LocalProvider

    programs = Path(sys.executable).parent
    engine = HighThroughputExecutor(
        max_workers_per_node=WORKERS,
        provider=LocalProvider(max_blocks=1, init_blocks=1),
        address="127.0.0.1",
        encrypted=False,
        launch_cmd=f"{shlex.join(in_another_place(hidden))} {programs}/{DEFAULT_LAUNCH_CMD}",
        interchange_launch_cmd=[str(programs / "interchange.py")],
    )
    folder = hidden.with_name("parsl")
    config = Config(executors=[engine], run_dir=str(folder), strategy="none", usage_tracking=0)
    with ParslPoolExecutor(config=config) as executor:
        yield executor


def make_animation(data: Any = None, update_also: Any = None) -> FuncAnimation:
    """Return an animation with a state, which may hold some data."""
    figure, axes = plt.subplots(figsize=(2, 1.5), dpi=50)
    axes.axis("off")  # most of what a draw takes, and nothing that is looked at here
    (line,) = axes.plot([], [])
    axes.set(xlim=(0, FRAMES), ylim=(0, FRAMES))
    seen: list[int] = []

    def update(i: int) -> None:
        seen.append(i)
        shift = float(data[i, 0]) if data is not None else 0.0
        line.set_data(range(len(seen)), [k + shift for k in seen])
        if update_also is not None:
            update_also(i)

    return FuncAnimation(figure, update, frames=FRAMES)


def stock_frames(folder: Path, ffmpeg: str, animation: FuncAnimation) -> tuple[str, ...]:
    """Return what stock's movie has in its frames."""
    plt.rcParams["animation.ffmpeg_path"] = ffmpeg
    animation.save(folder / "stock.mkv", writer=FFMpegWriter(codec="ffv1"))
    plt.close("all")
    (folder / "stock.mkv").replace(folder.parent / "stock.mkv")
    return read_movie(folder.parent / "stock.mkv").hashes


def save(
    folder: Path,
    animation: FuncAnimation,
    executor: Executor,
    *,
    progress_callback: Any = None,
    **settings: Any,
) -> Any:
    """Save with our writer; return its report, and what is in the movie's frames."""
    writer = ParallelFFMpegWriter(
        codec="ffv1", executor=executor, **{"route": "scout", "block_frames": BLOCK, **settings}
    )
    animation.save(folder / "ours.mkv", writer=writer, progress_callback=progress_callback)
    plt.close("all")
    hashes = read_movie(folder / "ours.mkv").hashes
    (folder / "ours.mkv").unlink()
    return writer.report, hashes


def big_array() -> np.ndarray:
    """Return what makes a snapshot big enough to be told from everything else."""
    return np.random.default_rng(0).random((FRAMES, 40_000))


def use_temp(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this process, and those that it starts, have their temporary files in *folder*."""
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def leftovers(folder: Path) -> list[str]:
    """Return what there is of ours in a folder for temporary files."""
    return [path.name for path in folder.iterdir() if "parwriter" in path.name]
