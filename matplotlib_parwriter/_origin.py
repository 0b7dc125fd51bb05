"""Whose code it is: matplotlib's, that of an installed package, or the user's."""

import os
import site
import sysconfig
from functools import lru_cache
from pathlib import Path


def is_matplotlibs(module: str) -> bool:
    """Tell whether the module called *module* is part of matplotlib."""
    return module.partition(".")[0] in ("matplotlib", "mpl_toolkits")


@lru_cache(maxsize=4096)
def is_installed(file: str) -> bool:
    """Tell whether *file* belongs to an installed package or to Python itself."""
    # Not by pathlib, which takes several times as long for hundreds of files.
    actual = os.path.realpath(file) if os.path.islink(file) else file  # noqa: PTH114
    return _is_library(os.path.dirname(actual))  # noqa: PTH120


@lru_cache(maxsize=4096)
def _is_library(directory: str) -> bool:
    # Asked of directories, of which there are far fewer than files: to resolve one takes its time.
    path = Path(directory).resolve()
    if {"site-packages", "dist-packages"} & set(path.parts):
        return True
    return any(path.is_relative_to(directory) for directory in _library_directories())


@lru_cache(maxsize=1)
def _library_directories() -> tuple[Path, ...]:
    paths = sysconfig.get_paths()
    found = {paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"]}
    found |= {*site.getsitepackages(), site.getusersitepackages()}
    return tuple(Path(directory).resolve() for directory in found)
