"""Arrays of all kinds, and memmaps, are in a worker what they were in the user's process."""

from __future__ import annotations

import mmap
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from test_snapshot import animate, restored_says

from matplotlib_parwriter import _mapped, _memories, _snapshot
from matplotlib_parwriter._digest import state_digest

# Executed here and in the process that restores.
KINDS = """
import array, datetime
import numpy as np

class Tagged(np.ndarray):
    def __array_finalize__(self, other):
        self.tag = getattr(other, "tag", "none")

Tagged.__module__ = "__main__"

class Loud(np.ndarray):
    def __reduce__(self):
        return loud, (int(self.sum()),)

def loud(total):
    return np.arange(total - 2).view(Loud)

Loud.__module__ = "__main__"

def make():
    grid = np.arange(24.0).reshape(4, 6)
    tagged = np.arange(5).view(Tagged)
    tagged.tag = "mine"
    pairs = np.zeros(3, [("a", "i2"), ("b", "f8", (2,)), ("c", "U3")])
    pairs["b"] = 7
    pairs["c"] = "xyz"
    masked = np.ma.masked_greater(grid, 20)
    masked.fill_value = -1
    shared = np.ma.array(grid, mask=masked.mask, hard_mask=True)
    frozen = np.arange(3)
    frozen.flags.writeable = False
    return {
        "plain": grid,
        "C order": grid.copy(),
        "Fortran order": np.asfortranarray(grid),
        "every other": grid[::2, 1::3],
        "flipped": grid[::-1, ::-1],
        "broadcast": np.broadcast_to(np.arange(3), (4, 3)),
        "windows": np.lib.stride_tricks.sliding_window_view(np.arange(9), 4),
        "scalar": np.array(5.5),
        "empty": np.zeros((0, 3), "i2"),
        "bool": grid > 3,
        "half": grid.astype("f2"),
        "long": grid.astype("g"),
        "big-endian": grid.astype(">i4"),
        "complex": grid * 1j,
        "strings": np.array(["a", "bcd"]),
        "bytes": np.array([b"a", b"bcd"]),
        "dates": np.array(["2020-01-01", "NaT"], "M8[us]"),
        "spans": np.array([1, 2], "m8[h]"),
        "structured": pairs,
        "field": pairs["b"],
        "record": pairs.view(np.recarray),
        "matrix": np.matrix([[1, 2], [3, 4]]),
        "objects": np.array([1, "a", None], dtype=object),
        "masked": masked,
        "masked in part": masked[1:3],
        "same mask": shared,
        "nothing masked": np.ma.array(grid),
        "masked records": np.ma.array(pairs, mask=[(0, 1, 0)] * 3),
        "subclass": tagged,
        "own pickling": np.arange(4).view(Loud),
        "read only": frozen,
        "of bytes": np.frombuffer(b"abcd", "u1"),
        "of array": np.frombuffer(array.array("d", [1, 2, 3])),
    }

def describe(name, a):
    data = a.tolist() if a.dtype.hasobject else np.asarray(a).tobytes()
    masks = None
    if isinstance(a, np.ma.MaskedArray):
        nothing = a.mask is np.ma.nomask
        masks = nothing, nothing or a.mask.tobytes(), repr(a.fill_value), a.hardmask, a.sharedmask
    return (name, type(a).__name__, str(a.dtype), a.shape, a.flags.writeable, data, masks,
            getattr(a, "tag", None))
"""


def take(update: Callable[[int], Any], path: Path) -> int:
    """Take a snapshot of an animation with this *update*."""
    figure = plt.figure()
    return _snapshot.take([animate(figure, update)], path)


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("big", [64e6, 1])
def test_all_kinds_of_arrays(big: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_memories, "_BIG_VIEWED", big)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(KINDS, namespace)
    kinds, describe = namespace["make"](), namespace["describe"]
    expected = [describe(*item) for item in kinds.items()]
    take(lambda i: kinds, tmp_path / "s")
    code = f"exec({KINDS!r}); print([describe(*item) for item in update(0).items()])"
    assert restored_says(tmp_path / "s", code) == f"{expected}"


def test_views_of_all_kinds_share_memory(tmp_path: Path) -> None:
    grid = np.ma.array(np.zeros((4, 5)))
    data, part = grid.data, grid[1]
    fields = np.zeros(3, [("a", float), ("b", float)])
    column, record = fields["a"], fields.view(np.recarray)

    def update(i: int) -> tuple[float, ...]:
        data[1, 2] = i
        column[1] = 2 * i
        return float(grid[1, 2]), float(part[2]), float(record.a[1]), float(fields["a"][1])

    take(update, tmp_path / "s")
    assert restored_says(tmp_path / "s", "print(update(3))") == "(3.0, 3.0, 6.0, 6.0)"


def test_arrays_made_anew_are_no_other_state(tmp_path: Path) -> None:
    """As the first draw of an artist makes its colours: all others lie in one file."""
    kept = {
        "a": np.arange(9.0),
        "b": np.zeros((0, 4)),
        "c": np.ones((50, 50)),
        "rand": np.random.rand,
    }

    def update(i: int) -> dict[str, Any]:
        return kept

    take(update, tmp_path / "s")
    code = """
from matplotlib_parwriter._digest import first_difference, state_digest
before = state_digest({"kept": update(0)})
for name in "ab":
    update(0)[name] = update(0)[name].copy()
print(first_difference(before, state_digest({"kept": update(0)})))
shared = update(0)["c"]
update(0)["a"] = shared[0]
one = state_digest({"kept": update(0)})
update(0)["a"] = shared[0].copy()
print(first_difference(one, state_digest({"kept": update(0)})) is None)
"""
    assert restored_says(tmp_path / "s", code) == "None\nFalse"


def test_the_generator_of_all_processes_is_no_state_of_one() -> None:
    state = state_digest({"rand": np.random.rand})
    code = """
import numpy as np
from matplotlib_parwriter._digest import state_digest
print(state_digest({"rand": np.random.rand}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{state}"


@pytest.mark.parametrize("first", ["whole", "column"])
def test_small_view_of_a_big_array_shares_memory_where_both_travel(
    first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_memories, "_BIG_VIEWED", 1000)
    whole = np.zeros((100, 100))
    column, rows = whole[:, 7], whole[20:22]
    held = {"whole": (whole, column, rows), "column": (column, rows, whole)}[first]

    def update(i: int) -> tuple[object, ...]:
        whole[21, 7] = i
        return float(column[21]), float(rows[1, 7]), len(held)

    size = take(update, tmp_path / "s")
    assert restored_says(tmp_path / "s", "print(update(3))") == "(3.0, 3.0, 3)"

    alone = np.ones((1000, 1000))[:, 7]
    assert take(lambda i: alone, tmp_path / "s") < size + 100_000
    assert restored_says(tmp_path / "s", "print(update(3).sum())") == "1000.0"


def test_pandas_travels_beside_the_pickle(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"a": np.arange(100_000.0), "b": np.arange(100_000)})
    series = table["a"]
    take(lambda i: (table, series), tmp_path / "s")
    code = "t, s = update(0); print(t.a.sum(), t.b.sum(), s.sum(), t.a.values.flags.owndata)"
    said = restored_says(tmp_path / "s", code)
    assert said == f"{series.sum()} {table.b.sum()} {series.sum()} False"


# Memmaps.

SIZE = 2_100_000  # items; more than what is small enough to travel by value


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Give a file of numbers."""
    np.arange(float(SIZE)).tofile(tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.parametrize("mode", ["r", "c", "r+"])
def test_memmap_travels_by_reference(mode: Any, stored: Path, tmp_path: Path) -> None:
    mapped = np.memmap(stored, dtype=float, mode=mode, offset=80)
    part, plain, odd = mapped[100:200], np.asarray(mapped)[1000:], mapped[500:5:-7]

    def update(i: int) -> list[str]:
        if mapped.flags.writeable:
            plain[0] = -1
        kinds = [type(a).__name__ for a in (mapped, part, plain, odd)]
        values = [float(a[i]) for a in (mapped, part, plain, odd)]
        return [
            *kinds,
            *map(str, values),
            str(mapped[1000]),
            mapped.mode,
            Path(mapped.filename).name,
        ]

    size = take(update, tmp_path / "s")
    assert size < 1_000_000
    before = stored.read_bytes()
    written = "1010.0" if mode == "r" else "-1.0"
    says = ["memmap", "memmap", "ndarray", "memmap", "11.0", "111.0"]
    says += ["1011.0", "503.0", written, mode, "data"]
    assert restored_says(tmp_path / "s", "print(update(1))") == f"{says}"
    assert stored.read_bytes() == before


@pytest.mark.parametrize("mode", ["w+", "r+"])
def test_what_was_written_to_a_file_is_seen(mode: Any, stored: Path, tmp_path: Path) -> None:
    mapped = np.memmap(stored, dtype=float, mode=mode, shape=SIZE)
    mapped[5] = 42
    assert take(lambda i: mapped[i], tmp_path / "s") < 1_000_000
    assert restored_says(tmp_path / "s", "print(update(5))") == "42.0"


def test_files_of_numpy_travel_by_reference(tmp_path: Path) -> None:
    new = np.lib.format.open_memmap(tmp_path / "new.npy", "w+", float, (SIZE,))
    new[7] = 7
    np.save(tmp_path / "old.npy", np.arange(float(SIZE)).reshape(2, -1).T)
    old = np.load(tmp_path / "old.npy", mmap_mode="r")
    masked = np.ma.masked_less(old[:100], 5, copy=False)

    def update(i: int) -> tuple[float, float, int, float]:
        return float(new[7]), float(old[7, 1]), int(masked.mask.sum()), float(masked[7, 0])

    assert take(update, tmp_path / "s") < 1_000_000
    assert restored_says(tmp_path / "s", "print(update(0))") == f"(7.0, {SIZE // 2 + 7.0}, 5, 7.0)"


def test_maps_of_one_file_see_what_others_write(stored: Path, tmp_path: Path) -> None:
    reader = np.memmap(stored, dtype=float, mode="r")
    writer = np.memmap(stored, dtype=float, mode="r+", offset=800)

    def update(i: int) -> tuple[float, bool]:
        writer[0] = i
        return float(reader[100]), reader.flags.writeable

    take(update, tmp_path / "s")
    assert restored_says(tmp_path / "s", "print(update(9))") == "(9.0, False)"
    assert np.fromfile(stored)[100] == 100


def test_changed_copy_on_write_map_travels_by_value(stored: Path, tmp_path: Path) -> None:
    mapped = np.memmap(stored, dtype=float, mode="c")
    mapped[5] = 5  # what it was
    assert take(lambda i: mapped[i], tmp_path / "s") < 1_000_000
    mapped[5] = 42
    assert take(lambda i: mapped[i], tmp_path / "s") > mapped.nbytes
    assert restored_says(tmp_path / "s", "print(update(5), update(6))") == "42.0 6.0"


def test_changed_copy_on_write_map_is_found_without_the_kernels_help(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_mapped, "_PAGEMAP", "/nowhere")
    mapped = np.memmap(stored, dtype=float, mode="c")
    assert take(lambda i: mapped[i], tmp_path / "s") < 1_000_000
    mapped[-1] = 42
    assert take(lambda i: mapped[i], tmp_path / "s") > mapped.nbytes


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is mapped stays")
def test_file_that_is_gone_travels_by_value(stored: Path, tmp_path: Path) -> None:
    mapped = np.memmap(stored, dtype=float, mode="r")
    stored.unlink()
    assert take(lambda i: mapped[i], tmp_path / "s") > mapped.nbytes
    assert restored_says(tmp_path / "s", "print(update(5))") == "5.0"
    np.zeros(SIZE).tofile(stored)
    take(lambda i: mapped[i], tmp_path / "s")
    assert restored_says(tmp_path / "s", "print(update(5))") == "5.0"


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is mapped stays")
def test_file_that_became_shorter_cannot_travel(stored: Path, tmp_path: Path) -> None:
    mapped = np.memmap(stored, dtype=float, mode="r")
    with stored.open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(_snapshot.SnapshotError, match="has become shorter"):
        take(lambda i: mapped[i], tmp_path / "s")


def test_file_that_is_replaced_later_is_not_taken_for_it(stored: Path, tmp_path: Path) -> None:
    mapped = np.memmap(stored, dtype=float, mode="r")
    take(lambda i: mapped[i], tmp_path / "s")
    np.zeros(SIZE).tofile(tmp_path / "other")
    if sys.platform == "win32":
        pytest.skip("a file that is mapped stays")
    (tmp_path / "other").replace(stored)
    code = """
try:
    _snapshot.restore(path)
except OSError as error:
    print(error)
"""
    with pytest.raises(AssertionError, match="not the same any more"):
        restored_says(tmp_path / "s", code)


# Which pages were written to.

needs_pagemap = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells which pages were written to"
)
PAGE = mmap.PAGESIZE


def map_twice(path: Path, *, fixed: bool) -> list[np.ndarray]:
    """Map a file of a million bytes and some as two workers would, and return its words."""
    np.random.default_rng(0).integers(0, 256, 250 * PAGE + 24, np.uint8).tofile(path)
    found = []
    for _ in range(2):
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
            _mapped.register(mapped, file.fileno(), "test", fixed=fixed)
        found.append(np.frombuffer(mapped, np.int64))
    return found


@needs_pagemap
@pytest.mark.parametrize("fixed", [True, False])
def test_content_of_mapped_arrays(fixed: bool, tmp_path: Path) -> None:
    a, b = map_twice(tmp_path / "data", fixed=fixed)
    assert _mapped.content(a) is not None
    assert _mapped.content(a) == _mapped.content(b)
    for place in (0, 1, PAGE // 8 - 1, PAGE // 8, 70_001, len(a) - 4, len(a) - 1):
        before, old = _mapped.content(a), a[place]
        a[place] += 1
        assert _mapped.content(a) != before
        assert _mapped.content(a) != _mapped.content(b)
        b[place] += 1
        assert _mapped.content(a) == _mapped.content(b)
        a[place] = b[place] = old
        assert _mapped.content(a) == _mapped.content(b)
        assert not fixed or _mapped.content(a) == before
        a[place] += 1
        b[place] += 2
        assert _mapped.content(a) != _mapped.content(b)
        a[place] = b[place] = old


@needs_pagemap
def test_content_of_a_part_does_not_depend_on_what_is_around_it(tmp_path: Path) -> None:
    a, b = map_twice(tmp_path / "data", fixed=True)
    low, high = 10, 100 * PAGE // 8 + 3
    part, same = a[low:high], b[low:high]
    a[low - 1] += 1
    a[high] += 1
    assert _mapped.content(part) == _mapped.content(same)
    assert _mapped.content(part[::-1]) == _mapped.content(same[::-1])
    assert _mapped.content(part) != _mapped.content(part[::-1])
    assert _mapped.content(part) != _mapped.content(a[low + 1 : high + 1])
    a[low] += 1
    assert _mapped.content(part) != _mapped.content(same)
    b[low] += 1
    assert _mapped.content(part) == _mapped.content(same)
    a[high - 1] += 1
    assert _mapped.content(part) != _mapped.content(same)


@needs_pagemap
def test_content_is_not_known_where_one_cannot_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, _ = map_twice(tmp_path / "data", fixed=True)
    assert _mapped.content(a[:100]) is None  # small
    assert _mapped.content(a.copy()) is None
    monkeypatch.setattr(_mapped, "_PAGEMAP", "/nowhere")
    assert _mapped.content(a) is None


def test_system_that_tells_nonsense_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_mapped, "written", lambda address, pages: np.arange(pages))
    a, _ = map_twice(tmp_path / "data", fixed=True)
    assert _mapped.content(a) is None
