"""Functions that only compute are told from those that leave something behind."""

from __future__ import annotations

import datetime
import functools
import math
import random
import time
from collections.abc import Callable
from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pytest

from matplotlib_parwriter.redraw._pure_functions import uses_of

NAMES = ["a", "b"]
UNITS = {"k": 1000}
SHADES = np.arange(3.0)
calls = 0
numbers = iter([1, 2, 3])


class Counter:
    """Count how often it is asked."""

    n = 0

    def __call__(self, x: float, pos: int) -> str:
        self.n += 1
        return str(self.n)

    def label(self, x: float, pos: int) -> str:
        return str(x)


counter = Counter()


def percent(x: float, pos: int) -> str:
    return f"{x * 100:.0f}%"


def with_prefix(x: float, pos: int) -> str:
    magnitude = 0
    while abs(x) >= 1000:
        magnitude += 1
        x /= 1000.0
    return "%.1f%s" % (x, ["", "k", "M"][magnitude])  # noqa: UP031


def named(x: float, pos: int) -> str:
    try:
        return NAMES[int(x)] if x == int(x) else ""
    except IndexError:
        return ""


def dated(x: float, pos: int) -> str:
    return (datetime.datetime(2024, 1, 1) + datetime.timedelta(days=x)).strftime("%d %b")


def at(unit: str) -> Callable[..., str]:
    def label(x: float, pos: int | None = None) -> str:
        return f"{x} {unit}"

    return label


PURE = {
    "percent": percent,
    "prefix": with_prefix,
    "names": named,
    "date": dated,
    "closure": at("km"),
    "date of matplotlib": lambda x, pos: mdates.num2date(x).strftime("%H:%M"),
    "duration": lambda x, pos: str(datetime.timedelta(seconds=int(x))),
    "power": lambda x, pos: f"$10^{{{int(math.log10(x))}}}$",
    "thousands": lambda x, pos: f"{x:,.0f}".replace(",", " "),
    "format": lambda x, pos: "{:.1f}".format(x),  # noqa: UP032
    "constant of numpy": lambda x, pos: f"{x / np.pi:.1f}π",
    "another function": lambda x, pos: percent(x, pos) + "!",
    "dictionary": lambda x, pos: UNITS.get(x, ""),
    "array": lambda x, pos: f"{SHADES[int(x)]:.1f}",
    "arithmetic": lambda x: x * 1.8 + 32,
    "ufunc": lambda x: np.sqrt(x),
    "partial": functools.partial(lambda x, pos, unit: f"{x}{unit}", unit="m"),
}


def counting(x: float, pos: int) -> str:
    global calls
    calls += 1
    return str(calls)


def remembering(x: float, pos: int, seen: Any = []) -> str:  # noqa: B006
    seen += [x]
    return str(len(seen))


def appending(x: float, pos: int) -> str:
    NAMES.append("c")
    return ""


def extending(x: float, pos: int) -> str:
    names = NAMES
    names += ["c"]
    return ""


def deleting(x: float, pos: int) -> str:
    del UNITS["k"]
    return ""


def marking(x: float, pos: int) -> str:
    marking.n = 1  # type: ignore[attr-defined]
    return ""


def importing(x: float, pos: int) -> str:
    import os

    return os.sep


def nonlocal_() -> Callable[..., str]:
    n = 0

    def label(x: float, pos: int) -> str:
        nonlocal n
        n += 1
        return str(n)

    return label


IMPURE: dict[str, Any] = {
    "global": counting,
    "default": remembering,
    "appends": appending,
    "writes in place": extending,
    "deletes": deleting,
    "attribute": marking,
    "imports": importing,
    "nonlocal": nonlocal_(),
    "calls an impure one": lambda x, pos: counting(x, pos),
    "passes an impure one on": lambda x, pos: max([x], key=counting),
    "prints": lambda x, pos: print(x),
    "random": lambda x, pos: str(random.random()),
    "random of numpy": lambda x, pos: str(np.random.rand()),
    "clock": lambda x, pos: str(time.time()),
    "today": lambda x, pos: str(datetime.datetime.now()),
    "iterator": lambda x, pos: str(next(numbers)),
    "writes to an array": lambda x: np.add(x, 1, out=SHADES),
    "object of the user's": lambda x, pos: str(counter),
    "attribute of it": lambda x, pos: str(counter.n),
    "callable object": counter,
    "method": counter.label,
    "generator": lambda x, pos: (yield x),
    "partial with a list": functools.partial(remembering, seen=[]),
    "built-in": print,
    "class": Counter,
}


@pytest.mark.parametrize("name", PURE)
def test_pure(name: str) -> None:
    assert uses_of(PURE[name]) is not None


@pytest.mark.parametrize("name", IMPURE)
def test_impure(name: str) -> None:
    assert uses_of(IMPURE[name]) is None


def test_what_it_uses_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    before = uses_of(named)
    assert before is not None
    assert before.containers == (NAMES,)
    monkeypatch.setitem(globals(), "NAMES", list(NAMES))
    after = uses_of(named)
    assert after is not None
    assert after.values != before.values


@pytest.mark.parametrize(("a", "b"), [(1, 2), (0.0, -0.0), (1, 1.0), ("x", "y"), (1, True)])
def test_values_in_closures_are_compared(a: Any, b: Any) -> None:
    found = [uses_of(at(unit)) for unit in (a, b, a)]
    first, second, third = (uses.values for uses in found if uses is not None)
    assert first == third != second
