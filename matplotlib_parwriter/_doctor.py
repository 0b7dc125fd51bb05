"""Says what a save would use on this machine, and why."""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import matplotlib as mpl

from ._encoding import plan_encoding
from ._ffmpeg import ffmpeg_version, find_ffmpeg, gpu_presence
from ._settings import Settings, explain, resolve, worker_count
from ._trial import probe_encoder

SIZE = (640, 480)  # pixels: matplotlib's default figure
PACKAGES = ("matplotlib", "numpy", "imageio-ffmpeg", "loky", "cloudpickle", "tqdm")
# The encoders people ask for, each with a pixel format that players know.
ENCODERS: Final = MappingProxyType(
    {
        "libx264": "yuv420p",
        "h264_nvenc": "yuv420p",
        "libx265": "yuv420p",
        "hevc_nvenc": "yuv420p",
        "libsvtav1": "yuv420p",
        "av1_nvenc": "yuv420p",
        "libvpx-vp9": "yuv420p",
        "mpeg4": "yuv420p",
        "prores_ks": "yuv422p10le",
        "ffv1": "bgra",
    }
)


def doctor(arguments: Sequence[str]) -> int:
    """
    Print what a save would use here, and why.

    Parameters
    ----------
    arguments : sequence of str
        The command line after ``doctor``.

    Returns
    -------
    int
        The exit status: 1 where there is no ffmpeg, else 0.
    """
    argparse.ArgumentParser(
        prog="python -m matplotlib_parwriter doctor",
        description="Say which ffmpeg, encoders, GPU, workers and settings a save would use here.",
    ).parse_args(arguments)
    _show("versions", f"matplotlib_parwriter {_version('matplotlib_parwriter')}")
    _show("", f"Python {platform.python_version()} on {platform.platform()}")
    _show("", ", ".join(f"{package} {_version(package)}" for package in PACKAGES))
    settings = _show_settings()
    count, reason = worker_count(settings)
    _show("workers", f"{count}, {reason}")
    return _show_encoding(settings, count)


def _show(title: str, text: object) -> None:
    """Print one line, under its *title*."""
    print(f"{title:<10}  {text}", flush=True)


def _version(package: str) -> str:
    """Return the version of an installed *package*."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _show_settings() -> Settings:
    """Print every setting with its origin, and return those a save would have."""
    _show("rcParams", f"animation.writer: {mpl.rcParams['animation.writer']}")
    _show("", f"figure.hooks: {', '.join(mpl.rcParams['figure.hooks']) or 'none'}")
    _show("", f"read from {mpl.matplotlib_fname()}")
    try:
        said = explain()
        settings = resolve()
    except (TypeError, ValueError) as error:
        _show("settings", f"cannot be used, every save would fail: {error}")
        return Settings()
    for number, (name, (value, origin)) in enumerate(said.items()):
        _show("" if number else "settings", f"{name} = {value!r}, {origin}")
    return settings


def _show_encoding(settings: Settings, workers: int) -> int:
    """Print what concerns ffmpeg, and return the exit status."""
    there, how = gpu_presence()
    _show("GPU", f"{'yes' if there else 'no'}: {how}")
    try:
        ffmpeg = find_ffmpeg()
        version = ffmpeg_version(ffmpeg)
    except (OSError, subprocess.CalledProcessError) as error:
        _show("ffmpeg", error)
        return 1
    _show("ffmpeg", f"{ffmpeg}, {_origin()}")
    _show("", version)
    for number, (encoder, pixel_format) in enumerate(ENCODERS.items()):
        words = probe_encoder(ffmpeg, encoder, SIZE, args=("-pix_fmt", pixel_format))
        verdict = "works" if words is None else f"does not work: {_first_line(words)}"
        _show("" if number else "encoders", f"{encoder:<11} {verdict}")
    _show("H.264", _h264_choice(ffmpeg, settings, workers))
    return 0


def _origin() -> str:
    """Return where the ffmpeg that `find_ffmpeg` finds comes from."""
    wanted = mpl.rcParams["animation.ffmpeg_path"]
    if wanted != mpl.rcParamsDefault["animation.ffmpeg_path"]:
        return 'as rcParams["animation.ffmpeg_path"] says'
    if shutil.which(wanted):
        return "found on PATH"
    return "from the imageio-ffmpeg package"


def _first_line(words: str) -> str:
    """Return the first line of what ffmpeg said, without the address of who in it said so."""
    line = words.splitlines()[0]
    return line.partition("] ")[2] if line.startswith("[") else line


def _h264_choice(ffmpeg: str, settings: Settings, workers: int) -> str:
    """Return the encoder that a save would use for matplotlib's default codec, and why."""
    with tempfile.TemporaryDirectory(prefix="parwriter-") as directory:
        try:
            return plan_encoding(
                ffmpeg=ffmpeg,
                outfile=str(Path(directory) / "movie.mp4"),
                output_args=["-vcodec", "h264", "-pix_fmt", "yuv420p"],
                codec="h264",
                size=SIZE,
                fps=30,
                gpu=settings.gpu,
                sessions=workers + 1,  # the user's own process encodes as well
            ).encoder_reason
        except (RuntimeError, subprocess.CalledProcessError) as error:
            return f"a save would fail: {error}"
