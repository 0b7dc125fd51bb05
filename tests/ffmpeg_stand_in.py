"""A stand-in for ffmpeg of which a test says what it can, and x264's settings as we choose them."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

from compare import FFMPEG

# What x264 is given where the user says nothing about quality or effort.
X264_QUALITY = (
    *("-preset", "veryfast", "-crf", "21.8", "-x264-params"),
    "ref=2:mixed-refs=1:trellis=1:me=dia:rc-lookahead=40:deblock=-1,-1",
)

# Answers like an ffmpeg with or without NVENC or libx264, and lets the real one do the work.
STAND_IN = f"""
import json, os, sys, time
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "standin.json")) as file:
    can = json.load(file)
args = sys.argv[1:]
if "-bsfs" in args:
    print("Bitstream filters:\\nnull\\n" + ("setts" if can["setts"] else "trace_headers"))
    sys.exit()
with open(os.path.join(here, "calls.jsonl"), "a") as file:
    file.write(json.dumps(args) + "\\n")
def refuse(words, status):
    sys.stdin.buffer.read()
    sys.stderr.write(words + "\\n")
    sys.exit(status)
name = os.path.basename(args[-1])
if name[0] == "0" and not can[name[2:]]:
    refuse("[mp4 @ 0x1] Could not find tag for codec", 1)
if "libx264" in args and not can["libx264"]:
    refuse("[vost#0:0 @ 0x1] Unknown encoder 'libx264'", 8)
if "h264" in args:
    args[args.index("h264")] = "libx264"
if "h264_nvenc" in args:
    mine = os.path.join(here, "session-%d" % os.getpid())
    open(mine, "w").close()
    open_now = sum(name.startswith("session-") for name in os.listdir(here))
    data = sys.stdin.buffer.read()
    os.unlink(mine)
    if not can["sessions"]:
        refuse("[h264_nvenc @ 0x1] No capable devices found", 187)
    if open_now > can["sessions"]:
        refuse("[h264_nvenc @ 0x1] OpenEncodeSessionEx failed: out of memory (10)", 187)
    at = args.index("h264_nvenc")
    args[at] = "libx264"
    for option in ("-rc", "-cq"):
        if option in args:
            del args[args.index(option):args.index(option) + 2]
    import subprocess
    sys.exit(subprocess.run([{FFMPEG!r}, *args], input=data).returncode)
os.execv({FFMPEG!r}, [{FFMPEG!r}, *args])
"""


def write_program(path: Path, text: str) -> Path:
    """Write a program in Python that starts by its first line."""
    path.write_text(f"#!{sys.executable} -SE\n{text}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


class StandIn:
    """An ffmpeg of which the test says what it can, and which records what it was asked."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.path = str(write_program(folder / "ffmpeg", STAND_IN))

    def can(self, **can: int) -> None:
        """Say how many NVENC sessions it can have, and what else it has."""
        words = {"sessions": 0, "libx264": 1, "setts": 1, "mp4": 1, "mov": 1} | can
        (self._folder / "standin.json").write_text(json.dumps(words))

    @property
    def calls(self) -> list[list[str]]:
        """The command lines of encodes so far."""
        record = self._folder / "calls.jsonl"
        if not record.exists():
            return []
        return [json.loads(line) for line in record.read_text().splitlines()]

    @property
    def encoders(self) -> list[str]:
        """The encoders it was asked for."""
        return [call[len(call) - call[::-1].index("-vcodec")] for call in self.calls]
