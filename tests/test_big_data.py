"""Data of hundreds of megabytes costs the machine its size once, and what workers need of it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import proportional
import pytest
from matplotlib.animation import FuncAnimation

from matplotlib_parwriter import ParallelFFMpegWriter, _snapshot

needs_sizes = pytest.mark.skipif(
    not proportional.is_available(), reason="this system does not tell proportional set sizes"
)

# Frames in two blocks or more; prints the report.
SAVE = """
writer = matplotlib_parwriter.ParallelFFMpegWriter(route="scout", max_workers=2, block_frames=15)
anim.save("movie.mp4", writer=writer)
print(json.dumps([writer.report.route, writer.report.fallback_frame]))
"""
IMPORTS = """
import json
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import ArtistAnimation, FuncAnimation
import matplotlib_parwriter
"""
NOTHING = """
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
anim = FuncAnimation(fig, lambda i: ax.set_title(str(i)), frames=45)
"""
BEHIND_THE_UPDATE = """
data = np.ones((300, 125, 1000))
data[:, 1] = np.linspace(0, 1, 1000)
columns = data[:, :, 5]
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot(data[0, 1])

def update(i):
    data[i, 1, :500] += 0.01 * i
    line.set_ydata(data[i, 1] + columns[i, 1])

anim = FuncAnimation(fig, update, frames=45)
"""
ARTISTS = """
fig, axs = plt.subplots(1, 2, figsize=(3, 2), dpi=60)
x = np.linspace(-3, 3, 700)
r = np.hypot(x, x[:, None])
anim = ArtistAnimation(fig, [
    [ax.imshow(np.sin(r + k + i / 10), animated=True) for k, ax in enumerate(axs)]
    for i in range(45)
])
"""
MB_OF_ARTISTS = 45 * 2 * 700**2 * 8 / 1e6


def watch(code: str) -> proportional.Watched:
    """Run a script that saves a movie by two workers, and watch its memory."""
    return proportional.watch(
        [sys.executable, "-c", IMPORTS + code + SAVE], os.environ | {"MPLBACKEND": "agg"}
    )


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> proportional.Watched:
    """Watch a movie without any data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("nothing"))
        return watch(NOTHING)


@pytest.mark.in_turn
@needs_sizes
def test_array_behind_the_update_is_there_once(nothing: proportional.Watched, work: Path) -> None:
    watched = watch(BEHIND_THE_UPDATE)
    assert json.loads(watched.output) == ["scout", None]
    (alone,), (main,) = nothing.of("main"), watched.of("main")
    assert main.proportional < alone.proportional + 1.2 * 300
    assert watched.of("worker")
    for worker in watched.of("worker"):
        # What is written to, and what the kernel maps around what is read.
        assert worker.anonymous < nothing.of("worker")[0].anonymous + 40
        assert worker.proportional < nothing.of("worker")[0].proportional + 150


@pytest.mark.in_turn
@needs_sizes
def test_artists_of_each_frame_cost_a_worker_its_share(
    nothing: proportional.Watched, work: Path
) -> None:
    watched = watch(ARTISTS)
    assert json.loads(watched.output) == ["scout", None]
    (alone,), (main,) = nothing.of("main"), watched.of("main")
    assert main.proportional < alone.proportional + 1.5 * MB_OF_ARTISTS
    workers = watched.of("worker")
    # On a busy machine, one may have done all blocks before the other was there.
    assert workers
    for worker in workers:
        assert worker.anonymous < nothing.of("worker")[0].anonymous + 0.25 * MB_OF_ARTISTS
    shares = sum(worker.proportional - nothing.of("worker")[0].proportional for worker in workers)
    assert shares < 1.4 * MB_OF_ARTISTS


@pytest.mark.in_turn
@needs_sizes
@pytest.mark.parametrize("route", ["scout", "in-process"])
def test_memory_does_not_grow_with_frames(route: str, work: Path) -> None:
    code = """
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
image = ax.imshow(np.zeros((300, 300)), vmin=0, vmax=1)

def update(i):
    image.set_data(np.full((300, 300), i % 7 / 7))
    ax.set_title(f"frame {i}")

anim = FuncAnimation(fig, update, frames=FRAMES)
"""
    peaks = []
    for frames in (60, 360):
        script = IMPORTS + code.replace("FRAMES", f"{frames}") + SAVE.replace("scout", route)
        command = [sys.executable, "-c", script]
        watched = proportional.watch(command, os.environ | {"MPLBACKEND": "agg"})
        assert json.loads(watched.output) == [route, None]
        peaks.append(max(u.anonymous for k in ("main", "worker") for u in watched.of(k)))
    # An image is 0.7 MB, so that keeping any of each would be 200 MB.
    assert peaks[1] < peaks[0] + 30


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such counter")
def test_snapshot_is_written_without_copies(tmp_path: Path) -> None:
    code = f"""
import resource, sys
from pathlib import Path
from matplotlib_parwriter import _snapshot
plt.figure()

def take(name, *held):
    anim = FuncAnimation(plt.gcf(), lambda i: held, frames=3)
    anim._draw_was_started = True
    return _snapshot.take([anim], Path({str(tmp_path)!r}, name))

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

data = np.ones((100, 125, 1000))
sparse = np.ones((100, 125, 1000))[:, ::25]
fortran = np.ones((100, 125, 1000)).T
masked = np.ma.masked_greater(np.ones((100, 125, 1000)), 2)
take("first", 1)
before = peak()
size = take("second", data, sparse, fortran, masked)
print(size // 10**6, (peak() - before) // (10**6 if sys.platform == "darwin" else 1000))
"""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS + code],
        env=os.environ | {"MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        check=True,
    )
    size, grown = map(int, done.stdout.split())
    assert size in range(304, 306)
    assert grown < 30


def _animate(update: object) -> FuncAnimation:
    animation = FuncAnimation(plt.figure(figsize=(3, 2), dpi=60), update, frames=20)
    animation._draw_was_started = True
    return animation


def test_full_disk_is_noticed_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = np.ones(4_000_000)
    (tmp_path / "snapshots").mkdir()
    path = tmp_path / "snapshots" / "s"
    usage = type("Usage", (), {"free": 200_000_000})
    monkeypatch.setattr(_snapshot.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(_snapshot.SnapshotError, match=r"32 MB .* 200 MB are free"):
        _snapshot.take([_animate(lambda i: data)], path)
    assert list(path.parent.iterdir()) == []


def test_full_disk_means_in_process(
    work: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    data = np.ones(4_000_000)
    usage = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr(_snapshot.shutil, "disk_usage", lambda folder: usage)
    writer = ParallelFFMpegWriter(route="scout", max_workers=2)
    with caplog.at_level(logging.WARNING, "matplotlib_parwriter"):
        _animate(lambda i: data).save("movie.mp4", writer=writer)
    assert writer.report is not None
    assert writer.report.route == "in-process"
    assert "1 MB are free" in caplog.text
    assert Path("movie.mp4").stat().st_size > 0


def test_what_was_written_when_the_disk_filled_up_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(run: object) -> object:
        raise OSError(28, "No space left on device")

    data = np.ones(1000)
    monkeypatch.setattr("matplotlib_parwriter._memories.Run.chunks", fail)
    (tmp_path / "snapshots").mkdir()
    with pytest.raises(OSError, match="No space left"):
        _snapshot.take([_animate(lambda i: data)], tmp_path / "snapshots" / "s")
    assert list((tmp_path / "snapshots").iterdir()) == []


@pytest.mark.in_turn
def test_loky_does_not_take_data_for_a_leak(work: Path) -> None:
    pytest.importorskip("psutil", reason="loky looks at memory only with psutil")
    code = NOTHING.replace("frames=45", "frames=400")
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS + code + SAVE],
        env=os.environ | {"MPLBACKEND": "agg", "LOKY_MAX_MEMORY_LEAK_SIZE": "-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == ["scout", None]
    assert "memory leak" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_idle_workers_let_go_of_the_snapshot(work: Path) -> None:
    """They stay for the next save, but the movie's disk can be taken away."""
    figure, ax = plt.subplots(figsize=(2, 2))
    image = ax.imshow(np.zeros((9, 9)))
    data = np.random.default_rng(0).random((20, 300, 300))
    writer = ParallelFFMpegWriter(route="scout", max_workers=2, block_frames=5)
    seen = set()

    def mapped() -> set[int]:
        return {pid for pid in proportional.family(os.getpid()) if "parwriter-" in _maps(pid)}

    FuncAnimation(figure, lambda i: image.set_data(data[i]), frames=20).save(
        "movie.mkv", writer=writer, progress_callback=lambda *_: seen.update(mapped())
    )
    assert seen
    deadline = time.monotonic() + 30
    while left := mapped():
        assert time.monotonic() < deadline, left


def _maps(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/maps").read_text()
    except OSError:  # it has ended
        return ""
