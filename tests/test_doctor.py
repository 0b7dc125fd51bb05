"""The doctor: it says what a save would use, and its exit status says whether one could work."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import matplotlib as mpl
import pytest

from matplotlib_parwriter import _doctor
from matplotlib_parwriter._doctor import doctor


@pytest.fixture(autouse=True)
def _two_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Probe two encoders, not all of them: probing takes most of the time."""
    monkeypatch.setattr(_doctor, "ENCODERS", {"libx264": "yuv420p", "no_such": "yuv420p"})


def test_what_it_says(capsys, ffmpeg):
    assert doctor([]) == 0
    said = capsys.readouterr().out
    for words in (
        f"Python {sys.version_info.major}.{sys.version_info.minor}",
        f"matplotlib {mpl.__version__}",
        "loky",
        "cloudpickle",
        "numpy",
        "animation.writer: ffmpeg",
        "route = 'auto', built in",
        "workers     ",
        "ffmpeg version",
        "libx264     works",
        "no_such     does not work: ",
        "\nGPU ",
        "\nH.264 ",
    ):
        assert words in said


def test_where_settings_come_from(capsys, monkeypatch):
    monkeypatch.setenv("PARWRITER_MAX_WORKERS", "3")
    monkeypatch.setenv("PARWRITER_GPU", "never")
    assert doctor([]) == 0
    said = capsys.readouterr().out
    assert "max_workers = 3, from the environment variable PARWRITER_MAX_WORKERS" in said
    assert "workers     3, as max_workers says" in said
    choice = said.splitlines()[-1]
    assert choice.startswith("H.264 ")
    assert "libx264" in choice
    assert "never" in choice


def test_settings_that_cannot_be_used(capsys, monkeypatch):
    monkeypatch.setenv("PARWRITER_ROUTE", "nowhere")
    assert doctor([]) == 0
    assert "every save would fail: route is 'nowhere'" in capsys.readouterr().out


def test_a_gpu_that_is_not_there(capsys, monkeypatch):
    monkeypatch.setattr(
        "matplotlib_parwriter._encoding.gpu_presence", lambda: (False, "There is none.")
    )
    monkeypatch.setenv("PARWRITER_GPU", "require")
    assert doctor([]) == 0
    assert "a save would fail: gpu='require'" in capsys.readouterr().out


def test_ffmpeg_of_the_user(capsys, ffmpeg):
    mpl.rcParams["animation.ffmpeg_path"] = ffmpeg
    assert doctor([]) == 0
    assert f'{ffmpeg}, as rcParams["animation.ffmpeg_path"] says' in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_ffmpeg_that_does_not_run(capsys, tmp_path: Path):
    broken = tmp_path / "ffmpeg"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    mpl.rcParams["animation.ffmpeg_path"] = str(broken)
    assert doctor([]) == 1
    assert str(broken) in capsys.readouterr().out


def test_no_ffmpeg(capsys):
    mpl.rcParams["animation.ffmpeg_path"] = "no-such-ffmpeg"
    assert doctor([]) == 1
    assert "no-such-ffmpeg" in capsys.readouterr().out
