"""
Changes that a script made to matplotlib itself.

A worker imports matplotlib afresh. A method replaced in one of its classes would be the original
there, and that may show in a few frames only, where no check would meet it.
"""

import sys
import types
from collections.abc import Iterator

# What matplotlib's own classes and modules contain functions of, besides the standard library.
_ITS_OWN = frozenset(
    {"matplotlib", "mpl_toolkits", "numpy", "cycler", "dateutil", "packaging", "pyparsing", "PIL"}
)
# IPython puts functions of its own there, and nothing there draws.
_NOT_DRAWING = frozenset({"matplotlib.pyplot"})


def find() -> str | None:
    """Return words that name a function of matplotlib's that somebody replaced, None if none is."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in ("matplotlib", "mpl_toolkits") or name in _NOT_DRAWING:
            continue
        if not isinstance(module, types.ModuleType):
            continue
        for path, function in _functions(module):
            home = str(function.__globals__.get("__name__", ""))
            if _is_strange(home):
                return f"{name}.{path} is replaced by a function of {home}"
    return None


def _functions(module: types.ModuleType) -> Iterator[tuple[str, types.FunctionType]]:
    for name, value in list(vars(module).items()):
        if isinstance(value, types.FunctionType):
            yield name, value
        elif isinstance(value, type) and value.__module__ == module.__name__:
            for attribute, member in list(vars(value).items()):
                function = getattr(member, "__func__", getattr(member, "fget", member))
                if isinstance(function, types.FunctionType):
                    yield f"{name}.{attribute}", function


def _is_strange(module: str) -> bool:
    root = module.partition(".")[0]
    return (
        not (root in _ITS_OWN or root in sys.stdlib_module_names or root.startswith("namedtuple_"))
        or root == "__main__"
    )
