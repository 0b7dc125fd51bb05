"""
Changes that a script made to matplotlib itself.

A worker imports matplotlib afresh. A method replaced in one of its classes would be the original
there, and that may show in a few frames only, where no check would meet it.
"""

import hashlib
import importlib
import sys
import types
from collections.abc import Iterator, Mapping

from ._origin import is_matplotlibs

# What matplotlib's own classes and modules contain functions of, besides the standard library.
_ITS_OWN = frozenset(
    {"matplotlib", "mpl_toolkits", "numpy", "cycler", "dateutil", "packaging", "pyparsing", "PIL"}
    | {__package__}  # a save within a save
)
# IPython puts functions of its own there, and nothing there draws.
_NOT_DRAWING = frozenset({"matplotlib.pyplot"})


# Their classes are about windows and files.
_NOT_DRAWN = ("matplotlib.backends", "matplotlib.testing", "matplotlib.tests", "matplotlib.pyplot")
_PLAIN = frozenset({int, float, str, bytes, bool})


def find() -> str | None:
    """Return words that name a function of matplotlib's that somebody replaced, None if none is."""
    for module in _modules():
        if module.__name__ in _NOT_DRAWING:
            continue
        for path, function in _functions(module):
            home = str(function.__globals__.get("__name__", ""))
            if _is_strange(home):
                return f"{module.__name__}.{path} is replaced by a function of {home}"
    return None


def constants() -> dict[str, bytes]:
    """Return digests of the constants in matplotlib's classes, by the name of their module."""
    return {
        module.__name__: _digest_constants(module)
        for module in _modules()
        if not module.__name__.startswith(_NOT_DRAWN)
    }


def check_constants(expected: Mapping[str, bytes]) -> None:
    """
    Compare the constants of this process, a worker, with those of the user's.

    Parameters
    ----------
    expected : mapping of str to bytes
        What `constants` returned there.

    Raises
    ------
    RuntimeError
        If a class has another one here.
    """
    for name, digest in expected.items():
        if _digest_constants(importlib.import_module(name)) != digest:
            raise RuntimeError(f"the script changed a class of {name}")


def _modules() -> Iterator[types.ModuleType]:
    for name, module in list(sys.modules.items()):
        if is_matplotlibs(name) and isinstance(module, types.ModuleType):
            yield module


def _classes(module: types.ModuleType) -> Iterator[tuple[str, type]]:
    for name, value in list(vars(module).items()):
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield name, value


def _functions(module: types.ModuleType) -> Iterator[tuple[str, types.FunctionType]]:
    for name, value in list(vars(module).items()):
        if isinstance(value, types.FunctionType):
            yield name, value
    for name, cls in _classes(module):
        for attribute, member in list(vars(cls).items()):
            function = getattr(member, "__func__", getattr(member, "fget", member))
            if isinstance(function, types.FunctionType):
                yield f"{name}.{attribute}", function


def _digest_constants(module: types.ModuleType) -> bytes:
    found = [
        f"{name}.{attribute}={value!r}"
        for name, cls in _classes(module)
        for attribute, value in list(vars(cls).items())
        # Private ones are caches; what a script has put back may be in a class that inherits it.
        if not attribute.startswith("_")
        and _is_plain(value)
        and not _same(value, _inherited(cls, attribute))
    ]
    return hashlib.blake2b("\n".join(sorted(found)).encode(), digest_size=8).digest()


def _inherited(cls: type, attribute: str) -> object:
    return next((vars(base)[attribute] for base in cls.__mro__[1:] if attribute in vars(base)), cls)


def _same(value: object, other: object) -> bool:
    return type(value) is type(other) and value == other


def _is_plain(value: object) -> bool:
    return type(value) in _PLAIN or (type(value) is tuple and _PLAIN.issuperset(map(type, value)))


def _is_strange(module: str) -> bool:
    root = module.partition(".")[0]
    return not (
        root in _ITS_OWN or root in sys.stdlib_module_names or root.startswith("namedtuple_")
    )
