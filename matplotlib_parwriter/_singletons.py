"""
Objects that installed modules have one of, such as ``os.environ`` or `dataclasses.MISSING`.

The user's variables may refer to them (``from os import environ``), and everybody else in the
process by the module's name. A worker's copy of such a variable is to be what the module has there,
not another object that is equal to it.
"""

import sys
from typing import Any

from ._digest_code import is_users_module
from ._origin import is_matplotlibs

# Modules whose singletons `_environment` looks after, or that are the process's own business.
_LOOKED_AFTER = frozenset({"os", "random", "numpy.random.mtrand", "logging", "threading", "sys"})


class Singletons:
    """Tell which objects are the values of global variables in the modules of their classes."""

    def __init__(self) -> None:
        # For each class: the names by identity.
        self._known: dict[type, dict[int, str]] = {}

    def name_of(self, item: Any) -> tuple[str, str] | None:
        """
        Return the module that has an object, and the name of the variable; None if none has.

        Parameters
        ----------
        item : object
            Any, but a class, function or module.
        """
        kind = type(item)
        names = self._known.get(kind)
        if names is None:
            names = self._known[kind] = _names(kind)
        name = names.get(id(item))
        return None if name is None else (kind.__module__, name)


def reduce_singleton(item: Any, name: tuple[str, str]) -> tuple[Any, ...]:
    """
    Return what pickle needs to find an object again, and to bring it into the state that it has.

    Parameters
    ----------
    item : object
        What `Singletons.name_of` has a name for.
    name : (str, str)
        That name.
    """
    if name[0] in _LOOKED_AFTER or is_matplotlibs(name[0]):
        return _found, name
    try:
        reduced = item.__reduce_ex__(4)
    except Exception:  # whatever classes raise that do not mean to be pickled
        return _found, name
    more = reduced[2:5] if isinstance(reduced, tuple) else ()
    return _found, name, *more


def _names(kind: type) -> dict[int, str]:
    name = kind.__module__
    module = sys.modules.get(name) if isinstance(name, str) else None
    if module is None or is_users_module(name):
        return {}
    return {id(value): name for name, value in vars(module).items() if type(value) is kind}


def _found(module: str, name: str) -> Any:
    __import__(module)
    return getattr(sys.modules[module], name)
