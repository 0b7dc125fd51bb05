"""Functions that import other parts of their package when they run."""

from typing import Any


def count_in_a_module() -> int:
    from . import state

    return state.count()


def count_by_a_function() -> int:
    from .state import count

    return count()


def count_by_a_name(which: str) -> Any:
    import importlib

    return importlib.import_module(f"{__package__}.{which}").count()
