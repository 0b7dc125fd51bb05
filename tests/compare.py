"""Run animation scripts with the stock writer and with ours, and compare what comes out.

`ScriptRunner` is one warm process (tests/script_runner.py) that executes scripts one after
another, each in a fresh ``__main__``, always with the same writer. `run_both` sends a script to two
of them at once. `compare_movies` and `compare_records` say in words what differs; an empty list
means the same.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np

HERE = Path(__file__).parent
SCRIPTS = HERE / "scripts"
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()

# Small enough that 16 frames make several seams, so that a mistake at a seam cannot hide.
PARALLEL = {
    "PARWRITER_ROUTE": "scout",
    "PARWRITER_MAX_WORKERS": "2",
    "PARWRITER_BLOCK_FRAMES": "5",
    "PARWRITER_GPU": "never",
}
IN_PROCESS = {**PARALLEL, "PARWRITER_ROUTE": "in-process"}


# --- movies -------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class Movie:
    """What a decoder sees of a movie."""

    size: str
    times: tuple[Fraction, ...]
    hashes: tuple[str, ...]

    @property
    def frames(self) -> int:
        """Give the number of frames."""
        return len(self.hashes)


def _decode(path: Path | str, *options: str, level: str = "error") -> list[str]:
    """Give a command that decodes a movie to standard output, each frame as the file has it."""
    source = ["-v", level, "-xerror", "-i", str(path), "-map", "0:v:0", "-fps_mode", "passthrough"]
    return [FFMPEG, *source, "-pix_fmt", "rgba", *options, "-"]


def read_movie(path: Path | str) -> Movie:
    """Decode a movie; every frame as the file has it, none repeated or left out.

    Raises
    ------
    AssertionError
        If ffmpeg cannot decode it without complaint.
    """
    done = subprocess.run(
        _decode(path, "-f", "framemd5", level="warning"),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{path} cannot be decoded:\n{done.stderr}"
    assert not done.stderr.strip(), f"ffmpeg complains about {path}:\n{done.stderr}"
    header = dict(re.findall(r"^#(\w+) 0: (.*)$", done.stdout, flags=re.M))
    base = Fraction(header["tb"])
    rows = [line.split(",") for line in done.stdout.splitlines() if line[:1] not in ("#", "")]
    return Movie(
        size=header["dimensions"],
        times=tuple(int(row[2]) * base for row in rows),
        hashes=tuple(row[5].strip() for row in rows),
    )


def read_pixels(path: Path | str, frame: int) -> np.ndarray:
    """Decode one frame (counted from 0) of a movie to a flat array of bytes."""
    done = subprocess.run(
        _decode(path, "-vf", rf"select=eq(n\,{frame})", "-f", "rawvideo"),
        capture_output=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return np.frombuffer(done.stdout, np.uint8)


def compare_movies(stock: Path, ours: Path, *, frames: int | None = None) -> list[str]:
    """Say how *ours* differs from *stock*, or from the first *frames* frames of it."""
    if not stock.exists() or not ours.exists():
        if stock.exists() == ours.exists():
            return []
        return [f"{stock.name}: stock left one: {stock.exists()}; ours: {ours.exists()}"]
    if not stock.stat().st_size or not ours.stat().st_size:
        sizes = stock.stat().st_size, ours.stat().st_size
        return [] if sizes == (0, 0) else [f"{stock.name}: bytes stock, ours: {sizes}"]
    a, b = read_movie(stock), read_movie(ours)
    found = []
    if a.size != b.size:
        found.append(f"{stock.name}: size: stock {a.size}, ours {b.size}")
    count = a.frames if frames is None else frames
    if count != b.frames:
        found.append(f"{stock.name}: number of frames: stock {count}, ours {b.frames}")
    wrong = [i for i, (x, y) in enumerate(zip(a.hashes, b.hashes, strict=False)) if x != y]
    if wrong and a.size == b.size:
        first = wrong[0]
        x, y = read_pixels(stock, first), read_pixels(ours, first)
        different = int(np.any(x.reshape(-1, 4) != y.reshape(-1, 4), axis=1).sum())
        found.append(
            f"{stock.name}: {len(wrong)} frames differ, the first is frame {first} "
            f"({different} of {x.size // 4} pixels); all: {wrong}"
        )
    # Matroska keeps milliseconds, so that is how exact a time can be.
    late = [
        (i, float(x), float(y))
        for i, (x, y) in enumerate(zip(a.times, b.times, strict=False))
        if abs(x - y) > Fraction(1, 1000)
    ]
    if late:
        found.append(f"{stock.name}: frame times differ (frame, stock, ours): {late[:5]}")
    return found


# --- what a script leaves -----------------------------------------------------------------------


def compare_values(stock: object, ours: object, path: str = "") -> list[str]:
    """Say where two JSON-like values differ, one line for each place."""
    if isinstance(stock, dict) and isinstance(ours, dict):
        found = []
        for key in [*stock, *(key for key in ours if key not in stock)]:
            if key not in ours or key not in stock:
                has = "stock" if key in stock else "ours"
                found.append(f"{path}/{key}: only {has} has it: {stock.get(key, ours.get(key))!r}")
            else:
                found += compare_values(stock[key], ours[key], f"{path}/{key}")
        return found
    if isinstance(stock, list) and isinstance(ours, list) and len(stock) == len(ours):
        return [
            line
            for i, (x, y) in enumerate(zip(stock, ours, strict=True))
            for line in compare_values(x, y, f"{path}[{i}]")
        ]
    if stock == ours:
        return []
    return [f"{path}: stock {shorten(stock)}, ours {shorten(ours)}"]


def shorten(value: object, length: int = 300) -> str:
    """Give a value's repr, its middle left out where it is long."""
    text = repr(value)
    return text if len(text) <= length else f"{text[: length // 2]} ... {text[-length // 2 :]}"


# These are ours alone: stock has no report, and nothing to log.
_OURS_ONLY = ("reports", "log", "cwd", "temp")


def compare_records(
    stock: Mapping[str, Any], ours: Mapping[str, Any], *, leave_out: Iterable[str] = ()
) -> list[str]:
    """Say how the user's process after our save differs from that after stock's."""
    out = {*_OURS_ONLY, *leave_out}
    return compare_values(
        {k: v for k, v in stock.items() if k not in out},
        {k: v for k, v in ours.items() if k not in out},
    )


# --- processes ----------------------------------------------------------------------------------


class ScriptHangError(AssertionError):
    """A script did not come back in time; carries the stacks."""


class ScriptRunner:
    """One warm process that executes scripts one after another with one writer.

    Parameters
    ----------
    writer : str
        ``"stock"`` or ``"ours"``.
    folder : Path
        A folder of its own, for its output and its temporary files.
    env : mapping
        Environment variables it gets besides the test's own.
    """

    def __init__(self, writer: str, folder: Path, env: Mapping[str, str] | None = None) -> None:
        self.writer = writer
        self.folder = folder
        self.temp = folder / "temp"
        self.temp.mkdir(parents=True)
        self.env = dict(env or {})
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def _start(self) -> subprocess.Popen[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith("PARWRITER_")}
        for name in ("TMPDIR", "TEMP", "TMP"):
            env[name] = str(self.temp)
        env.update(self.env)
        env["MPLBACKEND"] = "agg"
        env["PYTHONFAULTHANDLER"] = "1"  # loky's workers dump their stacks as well
        command = [sys.executable, str(HERE / "script_runner.py"), self.writer, str(self.folder)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env,
            cwd=self.folder,
            start_new_session=True,
        )
        # A queue of its own, so that a late line of a killed process reaches nobody.
        self._lines = queue.Queue()

        def read(stream: Iterable[str], lines: queue.Queue[str]) -> None:
            for line in stream:
                lines.put(line)
            lines.put("")

        assert process.stdout is not None
        threading.Thread(target=read, args=(process.stdout, self._lines), daemon=True).start()
        return process

    def run(
        self, script: Path, cwd: Path, *, argv: Sequence[str] = (), timeout: float = 90
    ) -> dict[str, Any]:
        """Execute *script* in *cwd*, and give what it left (see script_runner.record).

        Raises
        ------
        ScriptHangError
            If it takes longer than *timeout* seconds, or the process dies.
        """
        cwd.mkdir(parents=True, exist_ok=True)
        if self._process is None:
            self._process = self._start()
        assert self._process.stdin is not None
        request = {"script": str(script), "cwd": str(cwd), "argv": list(argv)}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            line = ""
            session_signal(self._process.pid, signal.SIGABRT)  # faulthandler writes the stacks
        if not line:
            code = self._process.wait(timeout=20)
            self.stop()
            errors = (self.folder / "stderr.txt").read_text(errors="replace")[-8000:]
            raise ScriptHangError(
                f"{script.name} with {self.writer} did not come back within {timeout} s, or its "
                f"process died (exit code {code}). The last of stderr:\n{errors}"
            )
        return json.loads(Path(line.strip()).read_text())

    def stop(self) -> None:
        """End the process, and whatever it left running."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            pass
        finally:
            session_signal(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            process.wait(timeout=20)
            process.stdout.close()


def session_signal(session: int, number: int) -> None:
    """Send a signal to the process group *session*, if it still exists."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(session, number)
        else:
            os.kill(session, signal.SIGTERM)
    except ProcessLookupError:
        pass


def run_both(
    stock: ScriptRunner, ours: ScriptRunner, script: Path, folder: Path, argv: Sequence[str] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Execute *script* with both writers at once, in ``folder/stock`` and ``folder/ours``."""
    with ThreadPoolExecutor(2) as pool:
        a = pool.submit(stock.run, script, folder / "stock", argv=argv)
        b = pool.submit(ours.run, script, folder / "ours", argv=argv)
        return a.result(), b.result()


_MOVIES = {".mkv", ".mp4", ".mov", ".avi", ".webm", ".gif", ".apng"}


def movies_in(folder: Path) -> list[str]:
    """Give the names of the movies in *folder*, those in folders below it too."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.suffix in _MOVIES)


def files_in(folder: Path) -> dict[str, str]:
    """Give names and text of the files in *folder* that are no movies."""
    return {
        str(p.relative_to(folder)): p.read_bytes().decode("latin-1")
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.suffix not in {*_MOVIES, ".pyc"} and p.name != "record.json"
    }


# --- scripts in processes of their own ----------------------------------------------------------


def write_matplotlibrc(folder: Path, lines: Iterable[str] = ()) -> None:
    """Write a matplotlibrc that makes every movie lossless, and find an ffmpeg."""
    usual = ["backend: agg", f"animation.ffmpeg_path: {FFMPEG}", "animation.codec: ffv1"]
    (folder / "matplotlibrc").write_text("\n".join([*usual, *lines]) + "\n")


def own_environment(folder: Path, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the environment of a process whose temporary folder is ``folder/temp``."""
    temp = folder / "temp"
    temp.mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PARWRITER_")}
    return {
        **kept,
        **{name: str(temp) for name in ("TMPDIR", "TEMP", "TMP")},
        "MPLBACKEND": "agg",
        "PYTHONFAULTHANDLER": "1",
        **(PARALLEL if env is None else env),
    }


def run_python(
    arguments: Sequence[str],
    folder: Path,
    *,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
    timeout: float = 90,
) -> subprocess.CompletedProcess[str]:
    """Run Python in *folder*, in a session of its own; what hangs dumps its stacks and is ended."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=own_environment(folder, env),
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        session_signal(process.pid, signal.SIGABRT)
        try:
            out, err = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            session_signal(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            out, err = process.communicate()
        raise ScriptHangError(
            f"{arguments} did not end within {timeout} s:\n{out}\n{err}"
        ) from None
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def members_of_session(session: int) -> dict[int, str]:
    """Give the processes of a session that still run (Linux), and their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == session and fields[0] not in "ZX":
            found[int(entry.name)] = command
    return found


def wait_until_gone(session: int, seconds: float = 20) -> dict[int, str]:
    """Wait for a session to be empty; give what is left of it after that time."""
    end = time.monotonic() + seconds
    while (left := members_of_session(session)) and time.monotonic() < end:
        time.sleep(0.02)
    return left
