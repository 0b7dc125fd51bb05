"""What of an object counts for the state digest: its attributes, and what it holds beside."""

from __future__ import annotations

import contextlib
import functools
import types
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from matplotlib.cbook import CallbackRegistry

from ._digest_code import is_users_module
from ._digest_edited import edited
from ._digest_skips import Scope, is_matplotlib, left_out

# Attributes that read better under their public name.
PUBLIC_NAMES = {"_localaxes": "axes"}

# Attributes under which matplotlib's objects hold functions to call when they change. Draws add
# functions of matplotlib's own.
_REGISTRIES = frozenset({"callbacks", "_callbacks", "_canvas_callbacks", "_fig_callbacks"})


def attributes(
    item: Any, role: str | None = None, scope: Scope = Scope.STATE
) -> list[tuple[str, Any]]:
    """Return the attributes of *item* that count, by name: from its dictionary and its slots."""
    kind: Any = type(item)
    skip = left_out(kind, role, scope)
    found = [pair for pair in getattr(item, "__dict__", {}).items() if pair[0] not in skip]
    for name in slot_names(kind):
        with contextlib.suppress(AttributeError):
            found.append((name, getattr(item, name)))
    values = getattr(item, "__dict__", {})
    for name in skip & _REGISTRIES:
        registry = values.get(name)
        if isinstance(registry, CallbackRegistry) and users_callbacks(registry):
            found.append((name, registry))
    callback = values.get("stale_callback")
    if callback is not None and "stale_callback" in skip and _is_users(callback):
        found.append(("stale_callback", callback))
    if isinstance(item, BaseException):
        found += chained(item)
    found += edited(item)
    found.sort(key=_by_name)
    return found


def chained(item: BaseException) -> list[tuple[str, Any]]:
    """Return the exceptions that *item* refers to, which pickle leaves out."""
    linked = {"__cause__": item.__cause__, "__context__": item.__context__}
    return [pair for pair in linked.items() if pair[1] is not None]


def _by_name(pair: tuple[str, Any]) -> str:
    return PUBLIC_NAMES.get(pair[0], pair[0]).lstrip("_")


def own_contents(item: Any) -> Any:
    """Return what *item*, an instance of a subclass, holds as a container, or None."""
    for kind, plain in _PLAIN_CONTAINERS:
        if isinstance(item, kind):
            return plain(item)
    return None


@lru_cache(maxsize=4096)
def has_hidden_state(kind: type) -> bool:
    """Return whether the user's class *kind*, or a base of it, pickles more than attributes."""
    bases = [base for base in kind.__mro__ if base is not object and not is_matplotlib(base)]
    return is_users_module(kind.__module__) and any(
        name in vars(base)
        for base in bases
        for name in ("__reduce__", "__reduce_ex__", "__getstate__")
        if not is_users_module(base.__module__) or name == "__reduce__"
    )


_PLAIN_CONTAINERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (defaultdict, lambda item: (item.default_factory, dict(dict.items(item)))),
    (OrderedDict, lambda item: dict(OrderedDict.items(item))),
    (dict, lambda item: dict(dict.items(item))),  # what rcParams does on access is not wanted
    (list, list),
    (tuple, tuple),
    ((set, frozenset), frozenset),
    (deque, lambda item: deque(item, item.maxlen)),
)


def users_callbacks(registry: CallbackRegistry) -> list[tuple[Any, Any]]:
    """Return the user's functions in *registry*, with what they are called for."""
    return [
        (signal, function)
        for signal, proxies in registry.callbacks.items()
        for function in (proxy() for proxy in proxies.values())
        if _is_users(function)
    ]


def _is_users(function: Any) -> bool:
    """Return whether *function* is the user's, or leads to one that is, as matplotlib's lambdas."""
    if isinstance(function, types.FunctionType):
        cells = function.__closure__ or ()
        return is_users_module(function.__module__) or any(
            callable(cell.cell_contents) and _is_users(cell.cell_contents) for cell in cells
        )
    if isinstance(function, types.MethodType):
        return _is_users(function.__func__) or is_users_module(type(function.__self__).__module__)
    if isinstance(function, functools.partial):
        return any(_is_users(one) for one in (function.func, *function.args))
    return is_users_module(type(function).__module__)


@lru_cache(maxsize=4096)
def slot_names(kind: type) -> tuple[str, ...]:
    """Return the names of the attributes that instances of *kind* keep in slots."""
    return tuple(
        name
        for base in kind.__mro__
        if "__slots__" in vars(base)
        for name, value in vars(base).items()
        if isinstance(value, types.MemberDescriptorType)
    )
