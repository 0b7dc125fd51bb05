"""
What a script set in its process outside of its own objects, and putting that into a worker.

Covers what an update or a draw may depend on: random generators, torch's included, rcParams,
numpy's error and print options, working directory, import path, environment variables, warning
filters, decimal context, locale, and matplotlib's fonts; `_registries` has what matplotlib keeps of
the user's objects.
"""

import dataclasses
import decimal
import locale
import logging
import os
import random
import sys
import time
import warnings
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager

from . import _patches, _torch

# A worker has a backend of its own and must never start the user's.
_OWN_RCPARAMS = ("backend", "backend_fallback", "interactive", "figure.hooks", "toolbar")
_OWN_VARIABLES = ("MPLBACKEND",)
# What MPI's launchers tell each process of a job; a worker that took itself for one would disturb
# the job, or be ended, when something imports mpi4py.
_LAUNCHERS = ("PMI_", "PMIX_", "OMPI_", "PRTE_", "HYDI_", "HYDRA_", "MPI_LOCAL")

# Where this process, a worker, finds its packages.
_OWN_PATH = tuple(sys.path)


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The state of a process that does not hang on any object of the user's."""

    random_state: Any
    numpy_random_state: Any
    torch: _torch.TorchState | None
    rcparams: Mapping[str, Any]
    numpy_errors: Mapping[str, Any]
    numpy_printing: Mapping[str, Any]
    directory: str | None
    path: list[str]
    prefix: str
    matplotlib_data: str
    arguments: list[str]
    variables: Mapping[str, str]
    warning_filters: list[Any]
    decimal_context: decimal.Context
    locale_name: str | None
    recursion_limit: int
    fonts: list[Any]
    afm_fonts: list[Any]
    constants: Mapping[str, bytes]
    log_levels: Mapping[str, int]
    log_disabled: int


def capture() -> Environment:
    """Return the state of this process; to be pickled before anything changes it."""
    if np.geterrcall() is not None:
        # In a pickle of its own, it would not share its variables with the update.
        raise RuntimeError("numpy is to call a function of the user's on errors")
    return Environment(
        random_state=random.getstate(),
        numpy_random_state=np.random.get_state(legacy=False),
        torch=_torch.capture(),
        rcparams={
            # dict's own access: RcParams' resolves the backend and warns of deprecated names.
            key: dict.__getitem__(mpl.rcParams, key)
            for key in dict.keys(mpl.rcParams)
            if key not in _OWN_RCPARAMS
        },
        numpy_errors=dict(np.geterr()),
        numpy_printing=np.get_printoptions(),
        directory=_directory(),
        path=list(sys.path),
        prefix=sys.prefix,
        matplotlib_data=mpl.get_data_path(),
        arguments=list(sys.argv),
        variables=without_launchers(
            {k: v for k, v in os.environ.items() if k not in _OWN_VARIABLES}
        ),
        warning_filters=list(warnings.filters),
        decimal_context=decimal.getcontext().copy(),
        locale_name=_locale_name(),
        recursion_limit=sys.getrecursionlimit(),
        fonts=list(font_manager.fontManager.ttflist),
        afm_fonts=list(font_manager.fontManager.afmlist),
        constants=_patches.constants(),
        log_levels={name: logger.level for name, logger in _loggers().items() if logger.level},
        log_disabled=logging.root.manager.disable,
    )


def without_launchers(variables: Mapping[str, str]) -> dict[str, str]:
    """Return environment variables without those that make a process one of an MPI job."""
    return {k: v for k, v in variables.items() if not k.startswith(_LAUNCHERS)}


def changeable() -> dict[str, Any]:
    """Return what an update may change of this process, in a form that a digest can be made of."""
    return {
        "torch": _torch.capture(),
        "rcParams": mpl.rcParams,
        "numpy errors": dict(np.geterr()),
        "numpy error call": np.geterrcall(),
        "numpy printing": np.get_printoptions(),
        "directory": _directory(),
        "sys.path": list(sys.path),
        "sys.argv": list(sys.argv),
        "recursion limit": sys.getrecursionlimit(),
        "environment": sorted(os.environ.items()),
        "warning filters": list(warnings.filters),
        "decimal": decimal.getcontext().copy(),
        "locale": _locale_name(),
        "logging": sorted(
            (name, logger.level, logger.disabled, _handlers(logger))
            for name, logger in _loggers().items()
            if logger.level or logger.disabled or _handlers(logger)
        ),
        # There are many, and an update does not do more than add some.
        "fonts": (len(font_manager.fontManager.ttflist), len(font_manager.fontManager.afmlist)),
    }


def restore(environment: Environment) -> None:
    """
    Make this process, a worker, as the captured one was.

    Parameters
    ----------
    environment : Environment
        What `capture` returned in the user's process.
    """
    for key, value in environment.rcparams.items():
        # dict's own access, as in capture: what the user's process holds is valid already.
        dict.__setitem__(mpl.rcParams, key, value)  # type: ignore[misc]
    np.seterr(**environment.numpy_errors)
    np.set_printoptions(**_settable_printing(environment.numpy_printing))
    if environment.directory is not None:
        _change_directory(environment.directory)
    _restore_path(environment)
    sys.argv[:] = environment.arguments
    become(
        os.environ,
        {k: os.environ[k] for k in _OWN_VARIABLES if k in os.environ} | dict(environment.variables),
    )
    if hasattr(time, "tzset"):
        time.tzset()
    decimal.setcontext(environment.decimal_context.copy())
    if environment.locale_name is not None and environment.locale_name != _locale_name():
        locale.setlocale(locale.LC_ALL, environment.locale_name)
    sys.setrecursionlimit(environment.recursion_limit)
    _restore_fonts(environment)
    _patches.check_constants(environment.constants)
    for name, logger in _loggers().items():
        logger.setLevel(environment.log_levels.get(name, logging.NOTSET))
    for name, level in environment.log_levels.items():
        logging.getLogger(name or None).setLevel(level)
    logging.disable(environment.log_disabled)


def restore_last(environment: Environment) -> None:
    """
    Put back what restoring the rest would disturb: generators of random numbers, warning filters.

    Parameters
    ----------
    environment : Environment
        What `capture` returned in the user's process.
    """
    random.setstate(environment.random_state)
    _restore_numpy_random(environment.numpy_random_state)
    _torch.restore(environment.torch)
    warnings.filters[:] = environment.warning_filters  # type: ignore[index]
    # Private: the only way to tell the warnings module that its filters were replaced in place.
    warnings._filters_mutated()  # type: ignore[attr-defined]


def _restore_numpy_random(state: Any) -> None:
    kind = state["bit_generator"]
    if np.random.get_state(legacy=False)["bit_generator"] != kind:
        np.random.set_bit_generator(getattr(np.random, kind)())
    np.random.set_state(state)


def become(mapping: MutableMapping[Any, Any], values: Mapping[Any, Any]) -> None:
    """Let *mapping* have the items of *values*, and no others."""
    for key in list(mapping):
        if key not in values:
            del mapping[key]
    mapping.update(values)


def _loggers() -> dict[str, logging.Logger]:
    # Others in that dictionary stand for loggers that were not asked for by name yet.
    known = logging.root.manager.loggerDict.items()
    named = {name: logger for name, logger in known if isinstance(logger, logging.Logger)}
    return {"": logging.root, **named}


def _handlers(logger: logging.Logger) -> int:
    # Packages add those that do nothing when they are imported.
    return sum(type(handler) is not logging.NullHandler for handler in logger.handlers)


def _directory() -> str | None:
    try:
        return str(Path.cwd())
    except OSError:  # it was removed; a relative path works nowhere then
        return None


def _change_directory(directory: str) -> None:
    try:
        os.chdir(directory)
    except OSError:
        # A worker that has not got it is somewhere where all such workers are the same.
        os.chdir(os.path.abspath(os.sep))  # noqa: PTH100  the root of the current drive


def _restore_path(environment: Environment) -> None:
    sys.path[:] = environment.path
    if environment.prefix != sys.prefix:
        # Another installation, on another host: packages are somewhere else there.
        sys.path.extend(entry for entry in _OWN_PATH if entry not in environment.path)


def _locale_name() -> str | None:
    try:
        return locale.setlocale(locale.LC_ALL)
    except locale.Error:
        return None


def _settable_printing(options: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what get_printoptions tells but set_printoptions does not take."""
    return {k: v for k, v in options.items() if k != "override_repr" or v is not None}


def _restore_fonts(environment: Environment) -> None:
    manager = font_manager.fontManager
    fonts = _found_here(environment.fonts, environment)
    afm_fonts = _found_here(environment.afm_fonts, environment)
    if manager.ttflist == fonts and manager.afmlist == afm_fonts:
        return
    manager.ttflist[:] = fonts
    manager.afmlist[:] = afm_fonts
    # Private: addfont() empties this cache in the same way.
    manager._findfont_cached.cache_clear()


def _found_here(fonts: list[Any], environment: Environment) -> list[Any]:
    """Return *fonts* with those that come with matplotlib where they are on this host."""
    there, here = environment.matplotlib_data, mpl.get_data_path()
    if there == here:
        return fonts
    return [
        dataclasses.replace(font, fname=here + font.fname[len(there) :])
        if font.fname.startswith(there)
        else font
        for font in fonts
    ]
