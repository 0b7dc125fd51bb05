"""What ffmpeg tells about movies: their frames, and how alike two of them are."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from matplotlib_parwriter._ffmpeg import find_ffmpeg


def frame_hashes(path: Path) -> list[str]:
    """Return a hash of each frame, decoded to RGBA."""
    said = _ffmpeg(
        *("-v", "error", "-i", str(path), "-map", "0:v:0", "-fps_mode", "passthrough"),
        *("-pix_fmt", "rgba", "-f", "framemd5", "-"),
    ).stdout
    # One line a frame, its last column the hash.
    return [line.split(",")[-1].strip() for line in said.splitlines() if line[0] != "#"]


def compare(hashes: list[str], reference: list[str]) -> str:
    """Say how frames differ from those of the *reference*; empty where they do not."""
    if len(hashes) != len(reference):
        return f"{len(hashes)} frames of {len(reference)}"
    differing = sum(ours != stocks for ours, stocks in zip(hashes, reference, strict=True))
    return f"{differing} of {len(reference)} differ" if differing else ""


def frame_size(path: Path) -> str:
    """Return width and height, as "640x480"."""
    first = ("-v", "error", "-i", str(path), "-map", "0:v:0", "-frames:v", "1")
    said = _ffmpeg(*first, "-f", "framemd5", "-").stdout
    found = re.search(r"#dimensions 0: (\d+x\d+)", said)
    if found is None:
        raise RuntimeError(f"ffmpeg tells no size of {path}:\n{said}")
    return found[1]


def luma_ssim(path: Path, reference: Path) -> tuple[int, float]:
    """Return how many frames a movie has, and their mean structural similarity in the luma."""
    # Frames are paired by their number, whatever the container says about time.
    by_number = "settb=1/30,setpts=N,format=yuv420p"
    graph = f"[0:v]{by_number}[a];[1:v]{by_number}[b];[a][b]ssim=shortest=1"
    said = _ffmpeg(
        *("-hide_banner", "-nostats", "-i", str(path), "-i", str(reference)),
        *("-lavfi", graph, "-f", "null", "-"),
    ).stderr
    found = re.search(r"SSIM Y:([0-9.]+)", said)
    if found is None:
        raise RuntimeError(f"ffmpeg tells no SSIM of {path}:\n{said}")
    return _count_frames(path), float(found[1])


def _count_frames(path: Path) -> int:
    packets = _ffmpeg(
        *("-v", "error", "-i", str(path), "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-")
    ).stdout
    return sum(not line.startswith("#") for line in packets.splitlines())


def _ffmpeg(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [find_ffmpeg(), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
