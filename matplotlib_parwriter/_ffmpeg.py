"""Which ffmpeg there is, and what is known of the machine's GPU."""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib as mpl

from ._errors import FFMpegError
from ._process import run_ffmpeg


def find_ffmpeg() -> str:
    """
    Return the path of the ffmpeg to use.

    :rc:`animation.ffmpeg_path` if the user changed it, else the one on PATH, else imageio-ffmpeg's.

    Raises
    ------
    FileNotFoundError
        When there is none, or not where the user said.
    """
    wanted = str(mpl.rcParams["animation.ffmpeg_path"])
    default = str(mpl.rcParamsDefault["animation.ffmpeg_path"])
    found = shutil.which(wanted)
    if found is not None:
        return found
    if wanted != default:
        raise FileNotFoundError(
            f"rcParams['animation.ffmpeg_path'] is {wanted!r}, where no program can be run; "
            "correct it, or leave it at its default to use the ffmpeg on PATH or imageio-ffmpeg's."
        )
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise FileNotFoundError(
            "No ffmpeg was found: neither on PATH nor in the imageio-ffmpeg package; "
            "install one of them, or set rcParams['animation.ffmpeg_path']."
        ) from error


def ffmpeg_version(ffmpeg: str) -> str:
    """
    Return the first line of ``ffmpeg -version``.

    Parameters
    ----------
    ffmpeg : str
        The program.
    """
    command = [ffmpeg, "-version"]
    result = run_ffmpeg(command)
    if result.returncode or not result.stdout:
        raise FFMpegError(
            result.returncode,
            command,
            stderr=result.stderr,
            summary=f"{ffmpeg} does not tell its version.",
        )
    return result.stdout.splitlines()[0].strip()


def gpu_presence() -> tuple[bool, str]:
    """Return whether an NVIDIA GPU seems to be there, and how that is known, as a sentence."""
    for device in ("/dev/nvidia0", "/dev/dxg"):
        if Path(device).exists():
            return True, f"{device} is there."
    program = shutil.which("nvidia-smi")
    if program is not None:
        return True, f"{program} is there."
    return False, "There is no NVIDIA GPU: neither its device nor nvidia-smi was found."
