"""What the user's functions, classes and modules consist of, for the state digest."""

from __future__ import annotations

import contextlib
import dis
import importlib.util
import sys
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ._origin import is_installed

_OWN_PACKAGE = __name__.partition(".")[0]
_OWN_MODULES = frozenset({"matplotlib", "mpl_toolkits", "numpy", _OWN_PACKAGE})
# Attributes of modules and classes that say nothing about their state.
_BOOKKEEPING = frozenset(
    {
        *("__builtins__", "__cached__", "__dict__", "__doc__", "__file__", "__firstlineno__"),
        *("__loader__", "__module__", "__name__", "__package__", "__path__", "__qualname__"),
        *("__slots__", "__spec__", "__static_attributes__", "__weakref__", "_abc_impl"),
        *("__annotate__", "__annotate_func__", "__annotations_cache__"),
    }
)
_DESCRIPTORS_OF_C = (types.GetSetDescriptorType, types.MemberDescriptorType)
# Functions that reach a module's variables by names that the code does not tell; so do, as
# attributes, ``sys.modules`` and ``importlib.import_module``.
_BY_ANY_NAME = frozenset({"globals", "vars", "eval", "exec", "import_module", "__import__"})
_ATTRIBUTES_BY_ANY_NAME = frozenset({"modules", "import_module"})
_GLOBAL_INSTRUCTIONS = frozenset(
    {
        "LOAD_GLOBAL",
        "LOAD_NAME",
        "STORE_GLOBAL",
        "DELETE_GLOBAL",
        "IMPORT_NAME",
        "LOAD_FROM_DICT_OR_GLOBALS",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A named part of an object.

    Attributes
    ----------
    path : str
        Where it hangs.
    value : object
        The part itself.
    key : tuple or None
        For variables that many functions share: what tells them apart.
    """

    path: str
    value: Any
    key: tuple[int, str] | None = None


def function_parts(function: types.FunctionType, path: str, *, code: bool = True) -> Iterator[Part]:
    """Name what *function*, found at *path*, works with, from its *code* to its globals."""
    if code:
        yield Part(path=f"{path}.<code>", value=code_content(function.__code__))
    if function.__defaults__:
        yield Part(path=f"{path}.<defaults>", value=function.__defaults__)
    if function.__kwdefaults__:
        yield Part(path=f"{path}.<keyword defaults>", value=function.__kwdefaults__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield Part(path=f"{path}.<closure {name}>", value=cell.cell_contents)
        except ValueError:
            yield Part(path=f"{path}.<closure {name}>", value="unset")
    for name, value in sorted(vars(function).items()):
        yield Part(path=f"{path}.{name}", value=value)
    space = function.__globals__
    names: Iterable[str] = global_names(function.__code__)
    reached, mentioned = _by_any_name(function.__code__)
    if reached or not _BY_ANY_NAME.isdisjoint(names):
        names = sorted({*names, *(name for name in space if name not in _BOOKKEEPING)})
        for name in mentioned:
            if is_users_module(name):
                yield Part(path=f"{path}.<import {name}>", value=sys.modules[name])
    imported = imported_modules(function.__code__, space.get("__package__"))
    if _imports_by_any_name(function.__code__):
        imported = tuple(sorted(sys.modules))
    for name in imported:
        if name not in names and is_users_module(name):
            yield Part(path=f"{path}.<import {name}>", value=sys.modules[name])
    for name in names:
        if name in space:
            key = id(space), name
            yield Part(path=f"{path}.<global {name}>", value=space[name], key=key)
        elif is_users_module(name):
            yield Part(path=f"{path}.<import {name}>", value=sys.modules[name])


def module_parts(module: types.ModuleType) -> Iterator[Part]:
    """Name the variables of the user's *module*."""
    space = vars(module)
    for name in sorted(space):
        if name not in _BOOKKEEPING:
            path = f"module {module.__name__}.{name}"
            yield Part(path=path, value=space[name], key=(id(space), name))


def class_parts(kind: type) -> Iterator[Part]:
    """Name the bases and attributes of the user's class *kind*."""
    path = f"class {kind.__qualname__}"
    yield Part(path=f"{path}.<bases>", value=kind.__bases__)
    for name, value in sorted(vars(kind).items()):
        if name not in _BOOKKEEPING and not isinstance(value, _DESCRIPTORS_OF_C):
            yield Part(path=f"{path}.{name}", value=value)


def code_content(code: types.CodeType) -> tuple[Any, ...]:
    """Return what *code* does, without where it was written."""
    constants = [
        code_content(item) if isinstance(item, types.CodeType) else item for item in code.co_consts
    ]
    return (code.co_qualname, code.co_code, code.co_names, code.co_varnames, constants)


@lru_cache(maxsize=1024)
def global_names(code: types.CodeType) -> tuple[str, ...]:
    """Return the global names, and the modules imported, of *code* and of the code inside it."""
    names = {
        str(step.argval)
        for step in dis.get_instructions(code)
        if step.opname in _GLOBAL_INSTRUCTIONS
    }
    for item in code.co_consts:
        if isinstance(item, types.CodeType):
            names.update(global_names(item))
    return tuple(sorted(names))


@lru_cache(maxsize=1024)
def imported_modules(code: types.CodeType, package: str | None) -> tuple[str, ...]:
    """
    Return the modules that *code*, and the code inside it, may import.

    Parameters
    ----------
    code : code
        Of a function.
    package : str or None
        The package that relative imports start from.

    Returns
    -------
    tuple of str
        Absolute names; where something is imported from a module, also as if that was one as well.
    """
    found: set[str] = set()
    before: tuple[Any, Any] = None, None  # what is on the stack: the level, and what is imported
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME":
            level, of_it = before
            name = str(step.argval)
            with contextlib.suppress(ImportError, ValueError):  # beyond the top of its package
                if level:
                    name = importlib.util.resolve_name("." * level + name, package)
                found.update((name, *(f"{name}.{one}" for one in of_it or ())))
        before = before[1], step.argval
    for item in code.co_consts:
        if isinstance(item, types.CodeType):
            found.update(imported_modules(item, package))
    return tuple(sorted(found))


def _imports_by_any_name(code: types.CodeType) -> bool:
    """Return whether *code* may import modules by names that it makes."""
    return _by_any_name(code)[0] or "__import__" in global_names(code)


@lru_cache(maxsize=1024)
def _by_any_name(code: types.CodeType) -> tuple[bool, tuple[str, ...]]:
    """Return whether modules are reached by an attribute, and the names that *code* mentions."""
    reached = not _ATTRIBUTES_BY_ANY_NAME.isdisjoint(code.co_names)
    names = {item for item in code.co_consts if isinstance(item, str)}
    for item in code.co_consts:
        if isinstance(item, types.CodeType):
            inside, more = _by_any_name(item)
            reached = reached or inside
            names.update(more)
    return reached, tuple(sorted(names))


def global_name(item: Any) -> str | None:
    """Return where installed packages have *item*, a class or function, or None if they do not."""
    module = getattr(item, "__module__", None)
    name = getattr(item, "__qualname__", None) or getattr(item, "__name__", None)
    if not isinstance(module, str) or not isinstance(name, str) or is_users_module(module):
        return None
    found = sys.modules.get(module)
    for step in name.split("."):
        found = getattr(found, step, None)
    return f"{module}.{name}" if found is item else None


@lru_cache(maxsize=4096)
def class_name(kind: type) -> str | None:
    """Return where installed packages have the class *kind*, or None if it is the user's."""
    return global_name(kind)


def is_users_module(name: str) -> bool:
    """Tell whether the loaded module *name* is the user's, not an installed one."""
    module = sys.modules.get(name)
    return module is not None and is_users(module, name)


def is_users(module: types.ModuleType, name: str) -> bool:
    """Tell whether *module*, called *name* and loaded or not, is the user's."""
    if name.partition(".")[0] in _OWN_MODULES:
        return False
    file = getattr(module, "__file__", None)
    if not isinstance(file, str):
        # Built-in and frozen modules have a spec; a script's or a session's `__main__` has none.
        return getattr(module, "__spec__", None) is None and name not in sys.builtin_module_names
    return file.endswith(".py") and not is_installed(file)
