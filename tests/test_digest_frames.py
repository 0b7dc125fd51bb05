"""The frame digest: equal however often a figure was drawn, in whatever process, else different."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any

import numpy as np
import pytest
from digest_scenes import SCENES
from digest_tools import autoscale_if_put_off, copied, draw
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from matplotlib_parwriter._digest import first_difference, frame_digest, state_digest
from matplotlib_parwriter._digest_skips import Scope


@pytest.mark.parametrize("name", sorted(SCENES))
def test_frame_digest_ignores_draws(name: str) -> None:
    fig, update = pair = SCENES[name]()
    other, other_update = copied(pair)
    seen: set[bytes] = set()
    for i in range(4):
        update(i)
        other_update(i)
        autoscale_if_put_off(fig)
        autoscale_if_put_off(other)
        assert frame_digest(fig) == frame_digest(other), i
        seen.add(frame_digest(fig))
        draw(other)
    assert len(seen) == 4


def attributes_of(fig: Figure) -> list[dict[str, int]]:
    """Return which objects the attributes of the main artists are."""
    found: list[Any] = [fig]
    for ax in fig.axes:
        found += [ax, *ax._children, ax.patch, *(ax._axis_map.values())]
    return [{name: id(value) for name, value in vars(artist).items()} for artist in found]


@pytest.mark.parametrize("name", sorted(SCENES))
def test_frame_digest_changes_nothing(name: str) -> None:
    fig, update = SCENES[name]()
    update(0)
    before = attributes_of(fig)
    limits = [(ax._stale_viewlims.copy(), ax._viewLim.get_points().copy()) for ax in fig.axes]
    first = frame_digest(fig)
    assert attributes_of(fig) == before
    for ax, (stale, points) in zip(fig.axes, limits, strict=True):
        assert ax._stale_viewlims == stale
        assert np.array_equal(ax._viewLim.get_points(), points)
    assert frame_digest(fig) == first
    assert len(first) == 16


class OddArtist(Line2D):
    """A user's artist that holds all sorts of things."""

    def __init__(self) -> None:
        super().__init__([0, 1], [0, 1])
        self.lock = threading.Lock()
        self.itself: list[Any] = [self]
        self.itself.append(self.itself)
        self.nothing = object()
        self.callback = lambda: 3
        self.numbers = np.array([1, "a", None], dtype=object)
        self.words = np.array(["a", "bc"])
        self.days = np.array(["2024-01-01"], dtype="M8[D]")
        self.records = np.zeros(2, dtype=[("a", int), ("b", "U3")])
        self.precise = np.ones(3, dtype=np.longdouble)
        self.backwards = np.arange(6.0).reshape(2, 3).T[::-1]
        self.trap = Trap()
        self.label_of = {(1, 2): {3, 1}, "x": frozenset("abc")}
        self.kind = Scope.FRAME


class Trap:
    """An object that must not be looked at."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __array__(self) -> Any:
        raise RuntimeError("array")


def test_frame_digest_of_odd_artists() -> None:
    def build() -> tuple[Figure, OddArtist]:
        fig = Figure()
        odd = fig.add_subplot().add_line(OddArtist())
        return fig, odd

    (fig, odd), (other, _) = build(), build()
    assert frame_digest(fig) == frame_digest(other)
    for change in (
        lambda: odd.numbers.__setitem__(2, 4),
        lambda: odd.words.__setitem__(0, "z"),
        lambda: odd.days.__setitem__(0, "2024-01-02"),
        lambda: odd.records["b"].__setitem__(0, "x"),
        lambda: odd.precise.__setitem__(0, 1 + np.finfo(np.longdouble).eps),
        lambda: odd.backwards.__setitem__((0, 0), 7),
        lambda: odd.label_of[1, 2].add(9),
    ):
        before = frame_digest(fig)
        change()
        assert frame_digest(fig) != before


def test_large_arrays_are_seen_everywhere() -> None:
    fig = Figure()
    picture = np.zeros((400, 1001, 3), dtype=np.float32)[:, 1:]
    picture[5, 6, 0], picture[5, 7, 0] = 0.25, 0.5
    image = fig.add_subplot().imshow(picture)
    image._A = picture  # as large, not contiguous, and without a mask
    seen = {frame_digest(fig)}
    picture[5, 6, 0], picture[5, 7, 0] = 0.5, 0.25  # in the same page
    seen.add(frame_digest(fig))
    picture[-1, -1, -1] = 1e-3  # after the last whole page
    seen.add(frame_digest(fig))
    picture[:] = np.roll(picture, 4096, axis=0)  # other pages
    seen.add(frame_digest(fig))
    assert len(seen) == 4


def test_nan_equals_itself() -> None:
    def build() -> Figure:
        fig = Figure()
        fig.add_subplot().plot([1, np.nan, 3], label=float("nan"))
        return fig

    a, b = build(), build()
    assert frame_digest(a) == frame_digest(b)
    assert first_difference(state_digest({"f": a}), state_digest({"f": b})) is None


IN_A_FRESH_PROCESS = """
import numpy as np
from matplotlib.figure import Figure
from matplotlib_parwriter._digest import frame_digest, state_digest

fig = Figure()
ax = fig.add_subplot()
(line,) = ax.plot(np.arange(5), label="label")
line.words = {"some", "words", "in", "a", "set"}
ax.legend()
fig.savefig("/dev/null", format="rgba")

def update(i, found={"more", "words"}, where={("a", 1), ("b", 2), line}):
    line.set_ydata(found)

print(frame_digest(fig).hex())
for path, value in state_digest({"figure": fig, "update": update}).items():
    print(path, value.hex())
"""


def test_digests_are_the_same_in_other_processes() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", IN_A_FRESH_PROCESS.replace("/dev/null", os.devnull)],
            env={**os.environ, "PYTHONHASHSEED": seed, "MPLBACKEND": "agg"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert len(printed[0]) > 200
