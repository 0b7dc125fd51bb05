"""One ffmpeg fed with frames: what it makes, how it fails, and that it never stays behind."""

from __future__ import annotations

import dataclasses
import itertools
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from compare import FFMPEG
from movie_tools import SIZE, frame_hashes, make_frames, plan, stock_args, stock_movie

from matplotlib_parwriter._encode import Encoder
from matplotlib_parwriter._encoding import Encoding
from matplotlib_parwriter._errors import FFMpegError
from matplotlib_parwriter._joined import Joined

posix = pytest.mark.skipif(os.name == "nt", reason="looks at POSIX processes")


@pytest.fixture
def encoding(tmp_path: Path) -> Encoding:
    return plan(tmp_path / "movie.mov", ["-vcodec", "ffv1"], codec="ffv1")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True  # a zombie, too


@pytest.mark.parametrize("whole", [False, True])
def test_frames_come_back(encoding: Encoding, whole: bool, tmp_path: Path) -> None:
    frames = make_frames(5)
    path = tmp_path / ("whole.mov" if whole else f"segment{encoding.segment_suffix}")
    encoder = Encoder(encoding, path, whole=whole, threads=2)
    # One array for all frames, as a canvas has it: a frame may not change after write().
    canvas = np.empty((SIZE[1], SIZE[0], 4), np.uint8)
    for frame in frames:
        canvas.flat[:] = np.frombuffer(frame, np.uint8)
        encoder.write(canvas.data)
        canvas.fill(7)
    encoder.close()
    assert encoder.frames == 5
    stock = tmp_path / "stock.mov"
    stock_movie(stock, ["-vcodec", "ffv1"], frames)
    assert frame_hashes(path) == frame_hashes(stock)


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_pause_lets_ffmpeg_end_its_segment(tmp_path: Path, goes_on: bool) -> None:
    target, frames = tmp_path / "movie.mov", make_frames(5)
    names = (tmp_path / f"{k}.mov" for k in itertools.count())
    movie = Joined(
        plan(target, ["-vcodec", "ffv1"], codec="ffv1"), target, lambda: str(next(names))
    )
    for frame in frames[:3]:
        movie.write(memoryview(frame))
    movie.pause()
    for frame in frames[3:] if goes_on else ():
        movie.write(memoryview(frame))
    movie.finish()
    stock = tmp_path / "stock.mov"
    stock_movie(stock, ["-vcodec", "ffv1"], frames if goes_on else frames[:3])
    assert frame_hashes(target) == frame_hashes(stock)
    assert len([*tmp_path.glob("?.mov")]) == (2 if goes_on else 0)


def test_whole_movie_is_stocks_file(tmp_path: Path) -> None:
    frames = make_frames(12)
    stock, ours = tmp_path / "stock.mp4", tmp_path / "ours.mp4"
    args = stock_args(ours, bitrate=200, metadata={"title": "x"}, extra_args=["-r", "60"])
    encoding = plan(ours, args)
    assert encoding.assembly != "joined"
    assert "-b" in encoding.assembly_reason
    encoder = Encoder(encoding, ours, whole=True, threads=1)
    for frame in frames:
        encoder.write(frame)
    encoder.close()
    stock_movie(stock, args, frames)
    assert ours.read_bytes() == stock.read_bytes()
    without = dataclasses.replace(encoding, segment_args=(), segment_suffix="")
    with pytest.raises(ValueError, match="has no segments"):
        Encoder(without, tmp_path / "segment.mp4")


def test_no_frames_are_as_with_stock(tmp_path: Path) -> None:
    stock, ours = tmp_path / "stock.mp4", tmp_path / "ours.mp4"
    args = stock_args(ours)
    Encoder(plan(ours, args), ours, whole=True).close()
    assert stock_movie(stock, args, []).returncode == 0
    assert ours.read_bytes() == stock.read_bytes()


@pytest.mark.parametrize(
    ("extra", "threads", "given"),
    [([], 3, ["3"]), ([], None, []), (["-threads", "2"], 3, ["2"]), (["-threads:v", "2"], 3, [])],
)
def test_threads(extra: list[str], threads: int | None, given: list[str], tmp_path: Path) -> None:
    args = stock_args(tmp_path / "movie.mp4", extra_args=extra)
    encoder = Encoder(plan(tmp_path / "movie.mp4", args), tmp_path / "0.mp4", threads=threads)
    command = encoder.command
    encoder.close()
    assert [b for a, b in itertools.pairwise(command) if a == "-threads"] == given


def test_a_frame_of_another_size_is_refused(encoding: Encoding, tmp_path: Path) -> None:
    encoder = Encoder(encoding, tmp_path / "0.mov")
    with pytest.raises(ValueError, match="must not change during a save"):
        encoder.write(b"\0" * 100)
    encoder.abort()


def test_ffmpeg_that_refuses(encoding: Encoding, tmp_path: Path) -> None:
    broken = dataclasses.replace(encoding, segment_args=("-vcodec", "nosuchcodec"))
    encoder = Encoder(broken, tmp_path / "0.mov")

    def write_on() -> None:
        for _ in range(1000):
            encoder.write(make_frames(1)[0])

    with pytest.raises(FFMpegError, match="Unknown encoder 'nosuchcodec'") as caught:
        write_on()
    assert caught.value.returncode != 0
    assert "nosuchcodec" in caught.value.cmd
    with pytest.raises(FFMpegError, match="nosuchcodec"):
        encoder.close()
    encoder.abort()


def test_ffmpeg_that_refuses_is_noticed_at_the_end(encoding: Encoding, tmp_path: Path) -> None:
    encoder = Encoder(encoding, tmp_path / "no such folder" / "0.mov")
    with pytest.raises(FFMpegError, match="No such file or directory"):
        encoder.close()


def test_ffmpeg_that_stops_by_itself(tmp_path: Path) -> None:
    args = stock_args(tmp_path / "movie.mp4", extra_args=["-frames:v", "2"])
    encoder = Encoder(plan(tmp_path / "movie.mp4", args), tmp_path / "movie.mp4", whole=True)

    def write_all() -> None:
        for frame in make_frames(60):
            encoder.write(frame)
        encoder.close()

    with pytest.raises(FFMpegError, match="took only"):
        write_all()
    assert len(frame_hashes(tmp_path / "movie.mp4")) == 2


@posix
def test_ffmpeg_that_is_killed(encoding: Encoding, tmp_path: Path) -> None:
    encoder = Encoder(encoding, tmp_path / "0.mov")
    encoder.write(make_frames(1)[0])
    os.kill(encoder.pid, signal.SIGKILL)
    frame = make_frames(1)[0]

    def write_on() -> None:
        for _ in range(1000):
            encoder.write(frame)

    with pytest.raises(FFMpegError) as caught:
        write_on()
    assert caught.value.returncode == -signal.SIGKILL
    assert not _is_alive(encoder.pid)


@posix
def test_abort_leaves_no_process(encoding: Encoding, tmp_path: Path) -> None:
    encoder = Encoder(encoding, tmp_path / "0.mov")
    for frame in make_frames(3):
        encoder.write(frame)
    encoder.abort()
    assert not _is_alive(encoder.pid)
    encoder.abort()
    assert not [t for t in threading.enumerate() if t.name.startswith("ffmpeg-")]


@posix
def test_abort_ends_an_ffmpeg_that_hangs(encoding: Encoding, tmp_path: Path) -> None:
    encoder = Encoder(encoding, tmp_path / "0.mov")
    os.kill(encoder.pid, signal.SIGSTOP)
    for frame in make_frames(2):
        encoder.write(frame)
    start = time.monotonic()
    encoder.abort()
    assert time.monotonic() - start < 10
    assert not _is_alive(encoder.pid)


@posix
def test_ctrl_c_of_the_terminal_does_not_reach_ffmpeg(encoding: Encoding, tmp_path: Path) -> None:
    encoder = Encoder(encoding, tmp_path / "0.mov")
    assert os.getsid(encoder.pid) != os.getsid(0)
    encoder.close()


@posix
def test_an_interrupt_cuts_no_frame_in_two(tmp_path: Path) -> None:
    """Interrupt writes to an ffmpeg that reads slowly; all frames taken must be whole."""
    size = (640, 480)
    target = tmp_path / "movie.mov"
    encoding = plan(target, ["-vcodec", "ffv1"], codec="ffv1", size=size)
    frame = np.random.default_rng(1).integers(0, 255, size[0] * size[1] * 4, np.uint8).tobytes()
    encoder = Encoder(encoding, tmp_path / "0.mov", threads=1)
    written = 0
    for _ in range(8):
        timer = threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            while True:
                encoder.write(frame)
                written += 1
        except KeyboardInterrupt:
            timer.join()
    encoder.close()
    assert written <= encoder.frames <= written + 8
    hashes = frame_hashes(tmp_path / "0.mov")
    assert len(hashes) == encoder.frames
    assert len(set(hashes)) == 1


def test_a_talkative_ffmpeg_does_not_stop(tmp_path: Path) -> None:
    args = ["-vcodec", "ffv1", "-loglevel", "trace"]
    encoding = plan(tmp_path / "movie.mkv", args, codec="ffv1", ffmpeg=FFMPEG)
    encoder = Encoder(encoding, tmp_path / "movie.mkv", whole=True)
    for frame in make_frames(40):
        encoder.write(frame)
    encoder.close()
    assert encoder.frames == 40


@posix
def test_a_fork_does_not_keep_ffmpeg_waiting(tmp_path: Path) -> None:
    # In a process of its own: a fork of pytest, with its threads, might hang for other reasons.
    target = tmp_path / "movie.mkv"
    encoding = plan(target, stock_args(target, "ffv1"), codec="ffv1")
    program = f"""
import os, signal, pickle
from matplotlib_parwriter._encode import Encoder
encoding = pickle.loads({pickle.dumps(encoding)!r})
encoder = Encoder(encoding, {str(tmp_path / "segment.mov")!r})
child = os.fork()
if not child:
    signal.pause()
encoder.write(bytes(encoding.size[0] * encoding.size[1] * 4))
encoder.close()
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
print(encoder.frames)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30
    )
    assert (done.stdout.strip(), done.stderr) == ("1", "")
