"""
Functions of the user's that do nothing but compute from what they are given, such as formatters.

What they are is read from their instructions: all of these must be known to leave nothing behind,
and all that they use besides their arguments must be numbers, texts, containers of these, or
functions known to be harmless. So a second call is the first one again, and as long as what they
use is unchanged, so is what they return. What is not known is not taken for pure.
"""

import builtins
import cmath
import datetime
import dis
import inspect
import math
import types
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from matplotlib import dates

# How deep functions may call others of the user's, and how much their containers may hold.
_DEEPEST, _MOST_ITEMS = 3, 1000

_PLAIN = (int, float, complex, str, bytes, bool, type(None), range)
_CONTAINERS = (list, tuple, dict, set, frozenset)

# Instructions of Python 3.11 to 3.13 that change nothing but local variables and new objects.
_INSTRUCTIONS = """
    NOP RESUME CACHE EXTENDED_ARG PRECALL PUSH_NULL POP_TOP COPY SWAP COPY_FREE_VARS
    LOAD_CONST LOAD_FAST LOAD_FAST_CHECK LOAD_FAST_AND_CLEAR LOAD_FAST_LOAD_FAST
    STORE_FAST STORE_FAST_LOAD_FAST STORE_FAST_STORE_FAST RETURN_VALUE RETURN_CONST
    UNARY_NEGATIVE UNARY_NOT UNARY_INVERT BINARY_OP BINARY_SUBSCR BINARY_SLICE
    COMPARE_OP CONTAINS_OP IS_OP TO_BOOL FORMAT_VALUE FORMAT_SIMPLE FORMAT_WITH_SPEC CONVERT_VALUE
    BUILD_STRING BUILD_TUPLE BUILD_LIST BUILD_SLICE BUILD_MAP BUILD_CONST_KEY_MAP LIST_EXTEND
    LIST_APPEND UNPACK_SEQUENCE GET_ITER FOR_ITER END_FOR KW_NAMES CALL CALL_KW
    JUMP_FORWARD JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT JUMP_IF_TRUE_OR_POP JUMP_IF_FALSE_OR_POP
    POP_JUMP_IF_TRUE POP_JUMP_IF_FALSE POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE
    POP_JUMP_FORWARD_IF_TRUE POP_JUMP_FORWARD_IF_FALSE POP_JUMP_FORWARD_IF_NONE
    POP_JUMP_FORWARD_IF_NOT_NONE POP_JUMP_BACKWARD_IF_TRUE POP_JUMP_BACKWARD_IF_FALSE
    POP_JUMP_BACKWARD_IF_NONE POP_JUMP_BACKWARD_IF_NOT_NONE
    PUSH_EXC_INFO CHECK_EXC_MATCH POP_EXCEPT RERAISE
"""
_HARMLESS = frozenset(_INSTRUCTIONS.split())
_ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")

# Attributes of numbers, texts, dates and containers that tell something about them.
_NAMES = """
    format strip lstrip rstrip replace upper lower title capitalize zfill rjust ljust center join
    split startswith endswith removeprefix removesuffix real imag is_integer bit_length
    strftime isoformat total_seconds days seconds microseconds year month day hour minute second
    date time weekday get index keys values items
"""
_TELLING = frozenset(_NAMES.split())

_BUILTINS = """
    abs bool chr complex divmod enumerate float format hex int isinstance len max min oct ord pow
    range repr reversed round sorted str sum tuple zip
    Exception ArithmeticError IndexError KeyError LookupError OverflowError TypeError ValueError
    ZeroDivisionError
"""
_FUNCTIONS = frozenset(getattr(builtins, name) for name in _BUILTINS.split()) | {
    *(
        value
        for module in (math, cmath)
        for value in vars(module).values()
        if inspect.isroutine(value)
    ),
    *(np.round, np.around, np.interp, np.where, np.isclose, np.float64, np.int64),
    *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone),
    *(datetime.datetime.fromtimestamp, datetime.datetime.fromordinal, datetime.date.fromordinal),
    *(dates.num2date, dates.num2timedelta),
}
# What is found in these by a name is what counts.
_NAMESPACES = (math, cmath, np, datetime, dates, datetime.datetime, datetime.date)


class _ImpureError(Exception):
    """A function may do more than compute."""


@dataclass(frozen=True, kw_only=True)
class Uses:
    """
    What a pure function uses besides its arguments.

    Attributes
    ----------
    values : tuple
        To be compared: equal ones, the same function.
    containers : tuple
        Lists, arrays and so on, whose contents count, too.
    """

    values: tuple[Any, ...]
    containers: tuple[Any, ...]


@dataclass(frozen=True)
class _Recipe:
    """What the instructions of a function use: global names with attributes, free variables."""

    names: tuple[tuple[str, tuple[str, ...]], ...]
    frees: tuple[str, ...]
    writes_in_place: bool


def is_pure(function: Any, *, of_arrays: bool) -> bool:
    """Return whether `uses_of` knows what a function of the user's uses."""
    return uses_of(function, of_arrays=of_arrays) is not None


def uses_of(function: Any, *, of_arrays: bool = False) -> Uses | None:
    """
    Return what a function of the user's uses; None unless it is known to be pure.

    Parameters
    ----------
    function : object
        Mostly a function, or a `functools.partial` of one.
    of_arrays : bool, default: False
        Whether it is given arrays, and not only numbers.
    """
    reader = _Reader()
    try:
        if type(function) is partial:
            for value in (*function.args, *function.keywords.values()):
                reader.value(value, 0)
            function = function.func
        reader.read(function, 0)
    except _ImpureError:
        return None
    # It may be one of those that is written to, under a local name (``x *= 2``).
    if reader.writes_in_place and (of_arrays or reader.containers):
        return None
    return Uses(values=tuple(reader.values), containers=tuple(reader.containers))


class _Reader:
    """Read what functions use, and what these use in turn."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.containers: list[Any] = []
        self.writes_in_place = False
        self._items = 0

    def read(self, function: Any, depth: int) -> None:
        """Read a function."""
        if type(function) is not types.FunctionType or depth > _DEEPEST:
            raise _ImpureError
        recipe = _recipe(function.__code__)
        if recipe is None:
            raise _ImpureError
        self.writes_in_place |= recipe.writes_in_place
        self.values.append(id(function.__code__))
        for name, attributes in recipe.names:
            self._named(function, name, attributes, depth)
        cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
        for name in recipe.frees:
            try:
                self.value(cells[name].cell_contents, depth)
            except ValueError:  # nothing is in it yet
                raise _ImpureError from None
        for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            self.value(value, depth)

    def _named(
        self, function: types.FunctionType, name: str, attributes: tuple[str, ...], depth: int
    ) -> None:
        missing = object()
        value = function.__globals__.get(name, missing)
        if value is missing:
            value = getattr(builtins, name, missing)
        rest = list(attributes)
        while rest and any(value is namespace for namespace in _NAMESPACES):
            value = getattr(value, rest.pop(0), missing)
        if not _TELLING.issuperset(rest):
            raise _ImpureError
        self.value(value, depth)

    def value(self, value: Any, depth: int) -> None:
        """Read what a function uses, which may be another one."""
        kind = type(value)
        if kind in _PLAIN or (isinstance(value, np.generic) and kind.__module__ == "numpy"):
            self.values.append((kind, repr(value)))  # zero is equal to minus zero
        elif kind in _CONTAINERS:
            self.values.append(id(value))
            self.containers.append(value)
            self._contents(value, depth)
        elif kind is np.ndarray and not value.dtype.hasobject:
            self.values.append(id(value))
            self.containers.append(value)
        elif isinstance(value, np.ufunc) or _is_harmless(value):
            self.values.append(id(value))
        else:
            self.read(value, depth + 1)

    def _contents(self, container: Any, depth: int) -> None:
        self._items += len(container)
        if self._items > _MOST_ITEMS or depth > _DEEPEST:
            raise _ImpureError
        items = (*container, *container.values()) if type(container) is dict else container
        for item in items:
            if type(item) in _CONTAINERS:
                self._contents(item, depth + 1)
            elif type(item) not in _PLAIN and not isinstance(item, np.generic):
                raise _ImpureError


def _is_harmless(value: Any) -> bool:
    try:
        return value in _FUNCTIONS
    except Exception:  # objects of the user's need not have a hash
        return False


@lru_cache(maxsize=1024)
def _recipe(code: types.CodeType) -> _Recipe | None:
    """Return what *code* uses, None if some instruction may leave something behind."""
    if code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
        return None
    names: list[tuple[str, list[str]]] = []
    frees: list[str] = []
    writes = False
    is_of_global = False  # whether what was loaded last is a global, or an attribute of one
    for now in dis.get_instructions(code):
        if now.opname in _ATTRIBUTES and is_of_global:
            names[-1][1].append(now.argval)
        elif now.opname in _ATTRIBUTES:
            if now.argval not in _TELLING:
                return None
        elif now.opname == "LOAD_GLOBAL":
            names.append((now.argval, []))
        elif now.opname == "LOAD_DEREF":
            frees.append(now.argval)
        elif now.opname not in _HARMLESS:
            return None
        if now.opname not in ("EXTENDED_ARG", *_ATTRIBUTES):
            is_of_global = now.opname == "LOAD_GLOBAL"
        writes |= now.opname == "BINARY_OP" and now.argrepr.endswith("=")
    consts = [const for const in code.co_consts if isinstance(const, tuple)]
    if any("out" in const for const in consts):  # a keyword of numpy's, for where to write to
        return None
    return _Recipe(tuple((name, tuple(more)) for name, more in names), tuple(frees), writes)
