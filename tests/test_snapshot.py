"""Snapshots: what comes back in another process is what was there."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.animation import FuncAnimation

from matplotlib_parwriter import _snapshot

RESTORE = """
import sys, pathlib
from matplotlib_parwriter import _snapshot
path = pathlib.Path(sys.argv[1])
restored = _snapshot.restore(path)
figure, (animation, *others) = restored.figure, restored.animations
update = animation._func
"""


def restored_says(path: Path, code: str) -> str:
    """Restore the snapshot in another process, run *code* there, return what it printed."""
    result = subprocess.run(
        [sys.executable, "-c", RESTORE + code, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "MPLBACKEND": "agg"},  # as workers have it
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def animate(figure: plt.Figure, update: object, **kwargs: object) -> FuncAnimation:
    """Return an animation that does not complain that it is never shown."""
    animation = FuncAnimation(figure, update, **{"frames": 3, **kwargs})
    animation._draw_was_started = True
    return animation


def test_update_and_figure_stay_one(tmp_path: Path) -> None:
    figure, axes = plt.subplots()
    (line,) = axes.plot([0, 1], [0, 1])

    def update(i: int) -> None:
        line.set_ydata([i, i])

    _snapshot.take([animate(figure, update)], tmp_path / "s")
    code = "update(7); print(figure.axes[0].lines[0].get_ydata(), figure.canvas.figure is figure)"
    assert restored_says(tmp_path / "s", code) == "[7, 7] True"


def test_pyplot_is_as_it_was(tmp_path: Path) -> None:
    first = plt.figure("first")
    first.subplots(1, 2)
    second = plt.figure(7)
    second.add_subplot()
    plt.figure("first")
    plt.sca(first.axes[0])
    _snapshot.take([animate(first, lambda i: None)], tmp_path / "s")
    code = """
import matplotlib.pyplot as plt
print(plt.get_fignums(), plt.gcf() is figure, plt.gca() is figure.axes[0],
      plt.figure("first") is figure, len(plt.figure(7).axes), plt.get_backend())
"""
    assert restored_says(tmp_path / "s", code) == "[1, 7] True True True 1 agg"


def test_callbacks_between_artists_come_along(tmp_path: Path) -> None:
    figure, axes = plt.subplots()
    image = axes.imshow(np.eye(3))
    bar = figure.colorbar(image)
    seen = []
    axes.callbacks.connect("xlim_changed", lambda ax: seen.append(ax.get_xlim()))

    def update(i: int) -> None:
        image.norm.vmax = 10.0 * i
        axes.set_xlim(0, i)
        axes.set_title(f"{bar.vmax} {len(seen)}")

    _snapshot.take([animate(figure, update)], tmp_path / "s")
    code = "update(2); print(figure.axes[0].get_title())"
    assert restored_says(tmp_path / "s", code) == "20.0 1"


def test_arrays_share_pages_and_keep_their_flags(tmp_path: Path) -> None:
    figure, _ = plt.subplots()
    data = np.arange(1_000_000.0)
    fixed = np.arange(10)
    fixed.flags.writeable = False
    view = data[10:20]

    def update(i: int) -> tuple[float, bool, bool]:
        data[15] = i
        return view[5], fixed.flags.writeable, data.flags.owndata

    size = _snapshot.take([animate(figure, update)], tmp_path / "s")
    assert size > data.nbytes
    assert restored_says(tmp_path / "s", "print(update(3)[1:])") == "(False, False)"


def test_readonly_memmap_travels_by_reference(tmp_path: Path) -> None:
    stored = np.arange(1_000_000.0)
    stored.tofile(tmp_path / "data")
    mapped = np.memmap(tmp_path / "data", dtype=float, mode="r")[123:]
    figure, _ = plt.subplots()
    size = _snapshot.take([animate(figure, lambda i: mapped[i])], tmp_path / "s")
    assert size < 1_000_000
    code = "print(update(1), type(update.__closure__[0].cell_contents).__name__)"
    assert restored_says(tmp_path / "s", code) == "124.0 memmap"


def test_writable_memmap_travels_by_value(tmp_path: Path) -> None:
    mapped = np.memmap(tmp_path / "data", dtype=float, mode="w+", shape=1000)
    mapped[:] = 5
    figure, _ = plt.subplots()
    _snapshot.take([animate(figure, lambda i: mapped[i])], tmp_path / "s")
    mapped[:] = 6
    assert restored_says(tmp_path / "s", "print(update(1))") == "5.0"


class Holder:
    """Something with parts."""


@pytest.mark.parametrize(
    ("hang", "where"),
    [
        (lambda holder, thing: vars(holder).update(inner=[1, {"key": thing}]), "inner[1]['key']"),
        (lambda holder, thing: vars(holder).update(inner=(thing,)), "inner[0]"),
        (lambda holder, thing: vars(holder).update(f=lambda: thing), "f.<variable thing>"),
    ],
)
def test_what_cannot_travel_is_named_with_its_place(
    hang: object, where: str, tmp_path: Path
) -> None:
    figure, _ = plt.subplots()
    holder = Holder()
    hang(holder, threading.Lock())
    with pytest.raises(_snapshot.SnapshotError) as caught:
        _snapshot.take([animate(figure, lambda i: holder)], tmp_path / "s")
    assert where in str(caught.value)
    assert "_thread.lock" in str(caught.value)


def test_running_generator_as_frames_is_named(tmp_path: Path) -> None:
    figure, _ = plt.subplots()
    animation = animate(figure, lambda i: None, frames=(i for i in range(3)), save_count=3)
    with pytest.raises(_snapshot.SnapshotError, match="generator"):
        _snapshot.take([animation], tmp_path / "s")


def test_one_shot_iterator_comes_along_where_it_stands(tmp_path: Path) -> None:
    figure, _ = plt.subplots()
    animation = animate(figure, lambda i: None, frames=iter("abc"), save_count=3)
    animation._init_draw()
    _snapshot.take([animation], tmp_path / "s")
    assert restored_says(tmp_path / "s", "print(*animation.new_saved_frame_seq())") == "a b c"
    assert list(animation.new_saved_frame_seq()) == ["a", "b", "c"]


def test_module_of_the_users_is_one_with_its_functions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "helpers_of_test.py").write_text(
        "counter = 0\nCONFIG = {'x': 1}\n"
        "def step():\n    global counter\n    counter += 1\n    return CONFIG['x']\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import helpers_of_test as helpers

    helpers.CONFIG["x"] = 3
    helpers.counter = 10
    figure, _ = plt.subplots()

    def update(i: int) -> tuple[int, int]:
        value = helpers.step()
        return value, helpers.counter

    _snapshot.take([animate(figure, update)], tmp_path / "s")
    code = "import helpers_of_test as h; print(update(0), h.counter, h.step(), h.counter)"
    assert restored_says(tmp_path / "s", code) == "(3, 11) 11 3 12"


def test_taking_a_snapshot_leaves_no_trace(tmp_path: Path) -> None:
    figure, axes = plt.subplots()
    animation = animate(figure, lambda i: None)
    before = dict(vars(figure)), dict(vars(animation)), list(vars(axes))
    _snapshot.take([animation], tmp_path / "s")
    assert (dict(vars(figure)), dict(vars(animation)), list(vars(axes))) == before


def test_second_copy_in_a_process_knows_nothing_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lazy_module_of_test.py").write_text("count = 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    figure, _ = plt.subplots()

    class Simulation:
        steps = 0

    def update(i: int) -> tuple[int, bool, int, bool]:
        import lazy_module_of_test as lazy
        import matplotlib as mpl

        lazy.count += 1
        Simulation.steps += 1
        had_extra = hasattr(Simulation, "extra")
        Simulation.extra = 1
        had_map = "map_of_test" in mpl.colormaps
        if not had_map:
            mpl.colormaps.register(mpl.colormaps["gray"], name="map_of_test")
        return Simulation.steps, had_extra, lazy.count, had_map

    # By value, as in a script: this module is not the main one.
    Simulation.__module__ = update.__module__ = "__main__"
    _snapshot.take([animate(figure, update)], tmp_path / "s")
    code = """
print(update(0), update(1))
again = _snapshot.restore(path).animations[0]._func
print(again(0), again(1))
"""
    once = "(1, False, 1, False) (2, True, 2, True)"
    assert restored_says(tmp_path / "s", code) == f"{once}\n{once}"


def test_functions_that_share_a_variable_still_share_it(tmp_path: Path) -> None:
    figure, _ = plt.subplots()

    def make() -> tuple[object, object]:
        count = 0

        def step() -> None:
            nonlocal count
            count += 1

        def update(i: int) -> int:
            step()
            return count if i == 0 else update(i - 1)

        return step, update

    step, update = make()
    step.__module__ = update.__module__ = "__main__"
    _snapshot.take([animate(figure, update)], tmp_path / "s")
    assert restored_says(tmp_path / "s", "print(update(0), update(2))") == "1 4"


def test_variable_that_is_none_is_not_unset(tmp_path: Path) -> None:
    figure, _ = plt.subplots()
    twin = None

    def update(i: int) -> bool:
        return twin is None

    _snapshot.take([animate(figure, update)], tmp_path / "s")
    assert restored_says(tmp_path / "s", "print(update(0))") == "True"


def test_views_of_one_array_stay_views(tmp_path: Path) -> None:
    figure, _ = plt.subplots()
    grid = np.zeros((4, 5))
    row, column, flipped = grid[1], grid[:, 2], grid.T[::-1]

    def update(i: int) -> tuple[float, float, float]:
        grid[1, 2] = i
        row[0] = 2 * i
        return row[2], column[1], flipped[4, 1]

    _snapshot.take([animate(figure, update)], tmp_path / "s")
    assert restored_says(tmp_path / "s", "print(*map(float, update(7)))") == "7.0 7.0 14.0"
