"""What the state digest reaches: all that an update may keep anything in."""

from __future__ import annotations

import datetime
import functools
import gc
import io
import itertools
import pathlib
import random
import socket
import sys
import threading
import types
import weakref
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import cloudpickle
import matplotlib as mpl
import numpy as np
import pytest
from digest_scenes import line_and_title
from digest_tools import draw
from matplotlib.animation import FuncAnimation
from matplotlib.colors import Normalize
from matplotlib.transforms import Affine2D

from matplotlib_parwriter import _digest_readers
from matplotlib_parwriter._digest import first_difference, state_digest
from matplotlib_parwriter._digest_skips import Scope
from matplotlib_parwriter._digest_state import Walk


class Simulation:
    """A user's object with state in all usual places."""

    shared: ClassVar[list[int]] = []

    def __init__(self, state: Any) -> None:
        self.state = state

    def step(self, i: int) -> None:
        """Be an update."""


class Slotted:
    """A user's object without a dictionary."""

    __slots__ = ("state", "unset")

    def __init__(self, state: Any) -> None:
        self.state = state


class MyList(list):
    """A list with an attribute."""


def my_list(state: int) -> Any:
    made = MyList([1, state])
    made.name = "x"
    return made


def closure(state: int) -> Any:
    def update(i: int) -> Any:
        return state

    return update


def default(state: int) -> Any:
    def update(i: int, held: Any = (state,)) -> Any:
        return held

    return update


def keyword_default(state: int) -> Any:
    def update(i: int, *, held: Any = state) -> Any:
        return held

    return update


def function_attribute(state: int) -> Any:
    def update(i: int) -> None:
        pass

    update.count = state
    return update


def code(state: int) -> Any:
    return (lambda i: i + 1) if state else (lambda i: i + 2)


def function_with_globals(state: int) -> Any:
    space = {"CONFIG": {"speed": state}, "__name__": "__main__"}
    exec("def update(i):\n    return [CONFIG['speed'] for _ in range(i)]", space)
    return space["update"]


def class_attribute(state: int) -> Any:
    class Local:
        pass

    Local.count = [state]
    return Local()


def generator(state: int) -> Any:
    def count() -> Iterator[int]:
        for i in [7, 7, 7, 7]:  # its place in the list is in no variable
            yield i + 1

    made = count()
    for _ in range(state + 1):
        next(made)
    return made


def iterator(make: Callable[[], Any]) -> Callable[[int], Any]:
    def build(state: int) -> Any:
        made = make()
        for _ in range(state + 1):
            next(made)
        return made

    return build


def random_generator(state: int) -> Any:
    made = np.random.default_rng(1)
    made.random(state + 1)
    return made


def python_random(state: int) -> Any:
    made = random.Random(1)
    made.seed(state)
    return made


def legacy_random(state: int) -> Any:
    return np.random.RandomState(state)


def object_array(state: int) -> Any:
    return np.array([None, {"x": state}], dtype=object)


def cycle(state: int) -> Any:
    a, b = {"name": state}, []
    a["b"], b[:] = b, [a]
    return Simulation(a)


def linked(state: int) -> Any:
    made = None
    for i in range(400):
        made = Simulation([made, state if i == 0 else 0])
    return made


def sets(state: int) -> Any:
    return {("a", 1), "b", state}, frozenset({"x", "y"}), {Scope.STATE}


def weak(state: int) -> Any:
    target = Simulation(state)
    return [target, weakref.ref(target), weakref.WeakSet([target])]


def series(state: int) -> Any:
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame({"a": [1, 2], "b": ["x", f"{state}"]})


def opened_file(state: int) -> Any:
    made = Path(__file__).open()  # noqa: SIM115
    made.read(10 * state)
    return made


def module(state: int) -> Any:
    made = types.ModuleType("not_imported")
    made.count = state
    return made


class Lossy:
    """A user's object that does not pickle all there is to it."""

    def __init__(self, state: Any) -> None:
        self.state = state

    def __reduce__(self) -> Any:
        return (Lossy, (0,))


def caused(state: int) -> Any:
    made = ValueError("x")
    made.__cause__ = ValueError(state)
    return made


def masked(state: int) -> Any:
    made = np.ma.array([1, 2], mask=[False, True], hard_mask=bool(state))
    made.fill_value = 7
    return made


class MyNumber(float):
    """A number with a slot."""

    __slots__ = ("state",)


class MyArray(np.ndarray):
    """An array with an attribute."""


def slot_of_a_number(state: int) -> Any:
    made = MyNumber(1)
    made.state = state
    return made


def attribute_of(made: Any, state: int) -> Any:
    made.state = state
    return made


def lock(state: int) -> Any:
    made = threading.Lock()
    if state:
        made.acquire()
    return made


REACHED: dict[str, Callable[[int], Any]] = {
    "atom": lambda s: s,
    "nan": lambda s: (float("nan"), s),
    "list": lambda s: [1, [2, [3, {"x": (s,)}]]],
    "dict order": lambda s: {"a": 1, "b": 2} if s else {"b": 2, "a": 1},
    "sets": sets,
    "deque": lambda s: deque([1, s], maxlen=5),
    "deque's length": lambda s: deque([1], maxlen=5 + s),
    "defaultdict": lambda s: defaultdict(list, x=[s]),
    "ordered": lambda s: OrderedDict(x=s),
    "counter": lambda s: Counter({"x": s}),
    "array": lambda s: np.array([1.0, s]),
    "array type": lambda s: np.zeros(2, dtype="i8" if s else "f8"),
    "array shape": lambda s: np.zeros((2, 3) if s else (3, 2)),
    "object array": object_array,
    "masked": lambda s: np.ma.array([1, 2], mask=[False, s]),
    "hard mask": masked,
    "attribute of a masked array": lambda s: attribute_of(np.ma.array([1, 2]), s),
    "attribute of an array": lambda s: attribute_of(np.zeros(1).view(MyArray), s),
    "attribute of an array of objects": lambda s: attribute_of(np.array([None]).view(MyArray), s),
    "slot of a number": slot_of_a_number,
    "fill value": lambda s: np.ma.array([1, 2], mask=[False, True], fill_value=s),
    "order of numbers": lambda s: set([9, 1] if s else [1, 9]),
    "module": module,
    "lossy": Lossy,
    "cause": caused,
    "date": lambda s: datetime.datetime(2024, 1, 1 + s),
    "path": lambda s: pathlib.Path(f"{s}"),
    "instance": Simulation,
    "slots": Slotted,
    "subclass of list": my_list,
    "bound method": lambda s: Simulation(s).step,
    "method of a built-in": lambda s: [s].append,
    "partial": lambda s: functools.partial(closure(0), s),
    "closure": closure,
    "default": default,
    "keyword default": keyword_default,
    "function attribute": function_attribute,
    "code": code,
    "globals": function_with_globals,
    "class attribute": class_attribute,
    "static": lambda s: staticmethod(closure(s)),
    "property": lambda s: property(closure(s)),
    "cached function": lambda s: functools.lru_cache(closure(s)),
    "generator": generator,
    "list iterator": iterator(lambda: iter([1, 1, 1])),
    "range iterator": iterator(lambda: iter(range(5))),
    "itertools.count": iterator(lambda: itertools.count(3)),
    "zip": iterator(lambda: zip([1, 1, 1], itertools.repeat(2))),
    "random generator": random_generator,
    "random.Random": python_random,
    "RandomState": legacy_random,
    "cycle": cycle,
    "linked list": linked,
    "weak references": weak,
    "pandas": series,
    "file": opened_file,
    "lock": lock,
    "bytes in memory": lambda s: io.BytesIO(bytes([s])),
    "transform": lambda s: Affine2D().translate(s, 0),
    "norm": lambda s: Normalize(s, 3),
}


@pytest.mark.parametrize("kind", REACHED)
def test_state_reaches(kind: str) -> None:
    make = REACHED[kind]
    for wrap in (lambda x: x, lambda x: [x, {"x": x}], Simulation, closure):
        a, b, c = (digest_once({"root": wrap(make(state))}, make) for state in (0, 0, 1))
        assert first_difference(a, b) is None
        assert first_difference(a, c) is not None


def digest_once(roots: dict[str, Any], make: Callable[[int], Any]) -> dict[str, bytes]:
    # One after the other: a digest must not depend on what else is alive.
    found = state_digest(roots)
    if make is opened_file:
        for item in gc.get_objects():
            if isinstance(item, io.TextIOWrapper) and item.name == __file__:
                item.close()
    return found


def test_state_reaches_modules_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "digest_helpers.py").write_text(
        "CONFIG = {'x': 1}\nseen = 0\n"
        "def count():\n    global seen\n    seen += 1\n"
        "class Box:\n    made = 0\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import digest_helpers
    from digest_helpers import Box, count

    roots = {
        "module": lambda i: digest_helpers,
        "function": lambda i: count(),
        "class": lambda i: Box,
    }

    def uses_module(i: int) -> Any:
        return digest_helpers.CONFIG

    def uses_function(i: int) -> None:
        count()

    def imports(i: int) -> Any:
        import digest_helpers

        return digest_helpers

    before = {
        f: state_digest({"update": f})
        for f in (uses_module, uses_function, imports, *roots.values())
    }
    digest_helpers.CONFIG["x"] = 2
    count()
    Box.made += 1
    for function, state in before.items():
        after = state_digest({"update": function})
        guilty = [path for path in state if state[path] != after[path]]
        assert guilty, function
        assert all("seen" in p or "CONFIG" in p or "Box" in p for p in guilty)
    monkeypatch.delitem(sys.modules, "digest_helpers")


def test_animations_and_settings_are_walked() -> None:
    fig, update = line_and_title()
    draw(fig)
    anim = FuncAnimation(fig, update, frames=3, repeat=False)
    before = state_digest({"animation": anim, "settings": mpl.rcParams})
    assert before == state_digest({"animation": anim, "settings": mpl.rcParams})
    anim.pace = 3
    with mpl.rc_context({"lines.linewidth": 5}):
        after = state_digest({"animation": anim, "settings": mpl.rcParams})
    assert {p for p in after if before.get(p) != after[p]} == {"animation.pace", "settings"}
    anim._draw_was_started = True  # else it warns that it was never shown


def test_what_cannot_be_compared_differs() -> None:
    with socket.socket() as open_socket:
        a, b = (state_digest({"figure": [open_socket], "other": 1}) for _ in range(2))
    assert first_difference(a, b) == "figure"


def test_installed_modules_are_not_walked() -> None:
    def update(i: int) -> Any:
        return np.linspace(0, 1), mpl.rcParams, datetime.datetime, cloudpickle.dumps

    found = state_digest({"update": update})
    assert not [path for path in found if path.startswith("module ")]
    assert len(found) < 20


def test_entries_of_long_lists_are_aggregated() -> None:
    root = {"particles": [Simulation([i, i]) for i in range(1000)]}
    assert len(state_digest(root)) < 100


def test_first_difference_names_the_path() -> None:
    assert first_difference({"a": b"1", "b": b"2"}, {"a": b"1", "b": b"3"}) == "b"
    assert first_difference({"a": b"1"}, {"a": b"1", "c": b"3"}) == "c"
    assert first_difference({"a": b"1", "c": b""}, {"a": b"1"}) == "c"
    assert first_difference({"a": b"1"}, {"a": b"1"}) is None
    fig, update = line_and_title()
    roots = {"figure": fig, "update": update}
    update(0)
    draw(fig)
    before = state_digest(roots)
    fig.axes[0].lines[0].set_linewidth(7)
    assert first_difference(before, state_digest(roots)).endswith("._linewidth")


def test_iterators_that_cannot_be_pickled_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.14 does not pickle those of itertools; slices are what frames are most often."""
    original = _digest_readers._read_reduced

    def refuse(walk: Walk, item: Any, path: str, depth: int) -> Any:
        if type(item).__module__ == "itertools":
            raise TypeError
        return original(walk, item, path, depth)

    def made(steps: int) -> dict[str, bytes]:
        frames = itertools.islice(iter([1.0, 2.0, 3.0]), 3)
        counted = itertools.count(5)
        for _ in range(steps):
            next(frames)
            next(counted)
        return state_digest({"frames": frames, "counted": counted})

    monkeypatch.setattr(_digest_readers, "_read_reduced", refuse)
    assert made(1) == made(1)
    assert all(made(1)[name] != made(2)[name] for name in ("frames", "counted"))


def test_a_big_board_turned_over() -> None:
    board = (np.indices((600, 600)).sum(axis=0) % 2).astype(np.uint8)
    assert state_digest({"board": board}) == state_digest({"board": board.copy()})
    assert state_digest({"board": board}) != state_digest({"board": 1 - board})
