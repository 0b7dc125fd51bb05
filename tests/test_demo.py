"""The demo: its physics, and that it leaves a movie."""

from __future__ import annotations

import numpy as np
import pytest

from matplotlib_parwriter import _demo
from matplotlib_parwriter._demo import demo


def test_energy_is_kept():
    kinetic, potential = _demo.simulate(90).energies()
    total = kinetic + potential
    np.testing.assert_allclose(total, np.broadcast_to(total[0], total.shape), rtol=1e-6)
    assert kinetic.max() > 10


def test_rods_keep_their_length():
    x, y = _demo.simulate(30).positions()
    inner = np.hypot(x[:, 0], y[:, 0])
    outer = np.hypot(x[:, 1] - x[:, 0], y[:, 1] - y[:, 0])
    np.testing.assert_allclose([inner, outer], 1)


def test_it_leaves_a_movie(work, capsys):
    assert demo(["--frames", "6", "--output", "pendulums.mp4"]) == 0
    assert [path.name for path in work.iterdir()] == ["pendulums.mp4"]
    assert (work / "pendulums.mp4").stat().st_size > 1000
    said = capsys.readouterr().out
    for words in ("parallel-ffmpeg", "matplotlib's ffmpeg", "times as fast", "pendulums.mp4"):
        assert words in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--frames", "0"], "--frames"),
        (["--frames", "many"], "--frames"),
        (["--output", "no/such/movie.mp4"], "there is no directory"),
        (["--colour"], "unrecognized arguments"),
    ],
)
def test_bad_command_line(work, capsys, arguments, words):
    with pytest.raises(SystemExit, match="2"):
        demo(arguments)
    assert words in capsys.readouterr().err
    assert not list(work.iterdir())
