"""
Modules of the user's: files next to the script, not installed packages.

Their functions and classes would travel to a worker by name, and find a freshly imported module
there, without what the script stored in it (``helpers.CONFIG["x"] = 3``). So they travel by value,
and every function of a module shares one namespace with the module itself, so that a ``global``
statement inside the module and an attribute read from outside still mean the same variable.
"""

import contextlib
import importlib.machinery
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudpickle

from ._origin import is_installed


def user_modules() -> list[types.ModuleType]:
    """Return the loaded modules that are written in Python and not installed, main one aside."""
    return [
        module
        for name, module in list(sys.modules.items())
        if name not in ("__main__", "__mp_main__") and _is_users(module)
    ]


def main_module() -> list[types.ModuleType]:
    """Return the main module if it is a script, a notebook or the like; else nothing."""
    main = sys.modules["__main__"]
    typed = getattr(main, "__file__", None) is None
    return [main] if typed or _is_users(main) else []


def forget() -> None:
    """Unload the user's modules from this process, a worker, for they hold what they hold."""
    for module in user_modules():
        sys.modules.pop(module.__name__, None)


@contextlib.contextmanager
def pickled_by_value(modules: list[types.ModuleType]) -> Iterator[None]:
    """
    Let cloudpickle pickle functions and classes of *modules* by value.

    Parameters
    ----------
    modules : list of module
        Those already registered by the user stay registered afterwards.
    """
    before = cloudpickle.list_registry_pickle_by_value()
    mine = [module for module in modules if module.__name__ not in before]
    for module in mine:
        cloudpickle.register_pickle_by_value(module)
    try:
        yield
    finally:
        for module in mine:
            cloudpickle.unregister_pickle_by_value(module)


def new_namespace(name: str, package: str | None, file: str | None) -> types.ModuleType:
    """
    Return an empty module called *name*, in place of any that is loaded under that name.

    Parameters
    ----------
    name : str
        The name in ``sys.modules``.
    package : str or None
        Its ``__package__``, for relative imports inside its functions.
    file : str or None
        Its ``__file__``.
    """
    module = types.ModuleType(name)
    module.__package__ = package
    if file is not None:
        module.__file__ = file
    if file is not None and name != "__main__":
        module.__spec__ = importlib.machinery.ModuleSpec(name, None, origin=file)
        if Path(file).name == "__init__.py":
            module.__path__ = [str(Path(file).parent)]
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent in sys.modules:
        setattr(sys.modules[parent], child, module)
    return module


def _is_users(module: Any) -> bool:
    file = getattr(module, "__file__", None)
    if not isinstance(module, types.ModuleType) or not isinstance(file, str):
        return False
    if not file.endswith(".py") or module.__name__.partition(".")[0] == __package__:
        return False
    return not is_installed(file)
