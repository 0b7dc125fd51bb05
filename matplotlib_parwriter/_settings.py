"""What ``save(writer="parallel-ffmpeg")`` cannot carry: the settings, and where each comes from.

A setting is looked up in this order, and the first that has it wins:

1. a keyword argument of the writer,
2. the defaults set by `configure`,
3. the environment variable ``PARWRITER_`` and the setting's name in capitals,
4. the value built in (the default of the field of `Settings`).

Every value is checked where it is given (environment variables: when settings are resolved), so
that a typo is an error at once and not a save that silently took another way.
"""

from __future__ import annotations

import contextlib
import difflib
import operator
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypedDict, Unpack

from . import _engines

ROUTES: Final = ("auto", "in-process", "scout", "jump")
GPU_CHOICES: Final = ("auto", "never", "require")
EXECUTORS: Final = ("loky",)
ENVIRONMENT_PREFIX: Final = "PARWRITER_"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """
    Hold the settings of one save.

    Attributes
    ----------
    max_workers : int or None, default: None
        Number of worker processes; None for as many as there are usable cores.
    executor : concurrent.futures.Executor or "loky" or None, default: None
        Where blocks are rendered; None for "loky", the pool of this package.
    route : {"auto", "in-process", "scout", "jump"}, default: "auto"
        How frames are made; "auto" estimates what pays.
    block_frames : int or None, default: None
        Number of frames in a block; None to derive it from what a frame costs.
    gpu : {"auto", "never", "require"}, default: "auto"
        Whether the GPU's H.264 encoder may be used or must be.
    progress : bool or None, default: None
        Whether to show a progress bar; None for where somebody is looking at one.
    temp_dir : str or None, default: None
        Existing directory for segments and snapshots; None for the system's own.
    """

    max_workers: int | None = None
    executor: Executor | str | None = None
    route: str = "auto"
    block_frames: int | None = None
    gpu: str = "auto"
    progress: bool | None = None
    temp_dir: str | None = None


class SettingValues(TypedDict, total=False):
    """The settings as users give them; None stands for "not given"."""

    max_workers: int | None
    executor: Executor | str | None
    route: str | None
    block_frames: int | None
    gpu: str | None
    progress: bool | None
    temp_dir: str | os.PathLike[str] | None


NAMES: Final = tuple(field.name for field in fields(Settings))


def _quoted(choices: Iterable[str]) -> str:
    """Return *choices* as they would be typed in Python."""
    return ", ".join(f'"{choice}"' for choice in choices)


def _suggestion(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown *name*: the nearest known one, and all."""
    known = tuple(known)
    near = difflib.get_close_matches(name, known, n=1)
    return f"{f'did you mean {near[0]}? ' if near else ''}The settings are {', '.join(known)}."


def _check_count(name: str, value: object, origin: str) -> int:
    """Return *value* as an int of at least one."""
    wanted = "must be a whole number of at least 1"
    if isinstance(value, bool):
        raise TypeError(f"{name} is {value!r} ({origin}), but it {wanted}.")
    try:
        count = operator.index(value)  # type: ignore[arg-type]  # the TypeError is what we ask for
    except TypeError:
        raise TypeError(f"{name} is {value!r} ({origin}), but it {wanted}.") from None
    if count < 1:
        raise ValueError(f"{name} is {count} ({origin}), but it {wanted}.")
    return count


def _check_choice(name: str, value: object, origin: str, *, choices: tuple[str, ...]) -> str:
    """Return *value*, one of *choices*."""
    if not isinstance(value, str) or value not in choices:
        error = ValueError if isinstance(value, str) else TypeError
        raise error(f"{name} is {value!r} ({origin}), but it must be one of {_quoted(choices)}.")
    return value


def _check_progress(name: str, value: object, origin: str) -> bool:
    """Return *value*, a bool."""
    if not isinstance(value, bool):
        raise TypeError(
            f"{name} is {value!r} ({origin}), but it must be True (always), False (never) or None "
            "(on a terminal or in a notebook, for work longer than two seconds)."
        )
    return value


def _check_temp_dir(name: str, value: object, origin: str) -> str:
    """Return *value* as the absolute path of a directory that can be written to."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{name} is {value!r} ({origin}), but it must be the path of a directory.")
    # Absolute, since the script may change its working directory between here and the save.
    path = Path(os.fsdecode(value)).absolute()
    if not path.is_dir():
        raise ValueError(
            f"{name} is {str(path)!r} ({origin}), which is not an existing directory; create it "
            "first or leave the setting out."
        )
    if not os.access(path, os.W_OK | os.X_OK):
        raise ValueError(
            f"{name} is {str(path)!r} ({origin}), which cannot be written to; choose a directory "
            "that can."
        )
    return str(path)


def _check_executor(name: str, value: object, origin: str) -> Executor | str:
    """Return *value*, "loky" or an executor whose workers are processes."""
    if isinstance(value, str):
        return _check_choice(name, value, origin, choices=EXECUTORS)
    if isinstance(value, type) or not all(
        callable(getattr(value, method, None)) for method in ("submit", "shutdown")
    ):
        raise TypeError(
            f"{name} is {value!r} ({origin}), but it must be {_quoted(EXECUTORS)} or an instance "
            "of a concurrent.futures.Executor that runs its tasks in other processes."
        )
    obstacle = _engines.why_not(value)
    if obstacle:
        raise TypeError(
            f"{name} is a {type(value).__name__} ({origin}), but {obstacle}. Use an executor that "
            f"runs its tasks in other processes, or {_quoted(EXECUTORS)}."
        )
    return value  # type: ignore[return-value]  # anything with an executor's methods is one to us


_CHECKS: Final[Mapping[str, Callable[[str, object, str], object]]] = MappingProxyType(
    {
        "max_workers": _check_count,
        "executor": _check_executor,
        "route": lambda *given: _check_choice(*given, choices=ROUTES),
        "block_frames": _check_count,
        "gpu": lambda *given: _check_choice(*given, choices=GPU_CHOICES),
        "progress": _check_progress,
        "temp_dir": _check_temp_dir,
    }
)


def _check_all(given: Mapping[str, object], origin: str) -> dict[str, object]:
    """Return the checked values of *given*, leaving out those that are None."""
    for name in given:
        if name not in NAMES:
            raise TypeError(f"{name!r} is not a setting ({origin}); {_suggestion(name, NAMES)}")
    return {
        name: _CHECKS[name](name, value, origin)
        for name, value in given.items()
        if value is not None
    }


_PROGRESS_WORDS: Final[Mapping[str, bool | None]] = MappingProxyType(
    {"auto": None, "on": True, "1": True, "true": True, "off": False, "0": False, "false": False}
)


def _from_environment() -> dict[str, tuple[object, str]]:
    """
    Return the settings given by environment variables, each with its origin.

    An empty variable counts as not set, as it does for most programs.

    Raises
    ------
    ValueError, TypeError
        For a bad value, and for a ``PARWRITER_`` variable that is no setting.
    """
    variables = {ENVIRONMENT_PREFIX + name.upper(): name for name in NAMES}
    found: dict[str, tuple[object, str]] = {}
    for variable, text in os.environ.items():
        if not variable.startswith(ENVIRONMENT_PREFIX):
            continue
        if variable not in variables:
            raise ValueError(
                f"The environment variable {variable} is not a setting; "
                f"{_suggestion(variable, variables)}"
            )
        name, origin = variables[variable], f"from the environment variable {variable}"
        value = _parse(name, text.strip(), origin)
        if value is not None:
            found[name] = (_CHECKS[name](name, value, origin), origin)
    return found


def _parse(name: str, text: str, origin: str) -> object:
    """Return what *text*, the value of an environment variable, says for the setting *name*."""
    if not text:
        return None
    if name in ("max_workers", "block_frames"):
        try:
            return int(text)
        except ValueError:
            raise ValueError(
                f"{name} is {text!r} ({origin}), but it must be a whole number of at least 1."
            ) from None
    if name == "progress":
        if text.lower() not in _PROGRESS_WORDS:
            raise ValueError(
                f"{name} is {text!r} ({origin}), but it must be one of {_quoted(_PROGRESS_WORDS)}."
            )
        return _PROGRESS_WORDS[text.lower()]
    return text if name == "temp_dir" else text.lower()


# The only state of the package that changes: what `configure` has set, always replaced as a whole.
_configured: Mapping[str, object] = MappingProxyType({})
_configuring = threading.Lock()  # two threads that configure must not lose each other's settings


def _replace_configured(new: Mapping[str, object]) -> None:
    """Make *new* the defaults; the caller holds the lock."""
    global _configured
    _configured = MappingProxyType(dict(new))


class _Restore(contextlib.AbstractContextManager[None]):
    """Put earlier defaults back when a ``with configure(...)`` block is left."""

    def __init__(self, earlier: Mapping[str, object]) -> None:
        self._earlier = earlier

    def __enter__(self) -> None:
        """Do nothing: `configure` has set the new defaults already."""

    def __exit__(self, *exc_info: object) -> None:
        """Put the earlier defaults back."""
        with _configuring:
            _replace_configured(self._earlier)


def configure(**settings: Unpack[SettingValues]) -> contextlib.AbstractContextManager[None]:
    """
    Set the defaults that every later save of this process starts from.

    The settings hold from the call on. Used as ``with configure(...):``, the defaults as they were
    before the call come back at the end of the block.

    Parameters
    ----------
    **settings
        Any of the attributes of `Settings`. None puts a setting back to what the environment
        variable says, or else to the value built in.

    Returns
    -------
    contextlib.AbstractContextManager
        Puts the earlier defaults back on exit.

    Raises
    ------
    TypeError
        For an unknown name, and for a value of the wrong type.
    ValueError
        For a value that is not one of the choices. Nothing is set then.

    Examples
    --------
    >>> import matplotlib_parwriter
    >>> matplotlib_parwriter.configure(max_workers=4)  # doctest: +SKIP
    >>> with matplotlib_parwriter.configure(gpu="never", progress=False):  # doctest: +SKIP
    ...     anim.save("movie.mp4", writer="parallel-ffmpeg")
    """
    checked = _check_all(settings, "given to configure()")
    with _configuring:
        earlier = _configured
        kept = {name: value for name, value in earlier.items() if name not in settings}
        _replace_configured(kept | checked)
    return _Restore(earlier)


def explain(**given: Unpack[SettingValues]) -> dict[str, tuple[Any, str]]:
    """
    Return every setting in force and the words for where it comes from.

    Parameters
    ----------
    **given
        Settings given for one save; None stands for "not given".

    Returns
    -------
    dict
        From each attribute of `Settings`, in order, to its value and its origin.

    Raises
    ------
    TypeError, ValueError
        As `configure`, and for environment variables that say what they cannot say.
    """
    origin = "given as a keyword argument"
    values: dict[str, tuple[Any, str]] = {f.name: (f.default, "built in") for f in fields(Settings)}
    values.update(_from_environment())
    values.update({name: (value, "set by configure()") for name, value in _configured.items()})
    values.update({name: (value, origin) for name, value in _check_all(given, origin).items()})
    return values


def resolve(**given: Unpack[SettingValues]) -> Settings:
    """
    Return the settings of one save.

    Parameters
    ----------
    **given
        The writer's keyword arguments; None stands for "not given".

    Returns
    -------
    Settings

    Raises
    ------
    TypeError, ValueError
        As `explain`.
    """
    return Settings(**{name: value for name, (value, _) in explain(**given).items()})


def worker_count(settings: Settings) -> tuple[int, str]:
    """
    Return how many workers render blocks at a time, and why.

    Parameters
    ----------
    settings : Settings
        The settings of the save.

    Returns
    -------
    count : int
        Number of workers, at least one.
    reason : str
        A phrase that says where the number comes from.
    """
    if settings.max_workers is not None:
        return settings.max_workers, "as max_workers says"
    note = ""
    if settings.executor not in (None, *EXECUTORS):
        own = _engines.worker_count(settings.executor)
        if own is not None:
            return own, f"as the {type(settings.executor).__name__} has"
        note = f"; the {type(settings.executor).__name__} does not say how many it has"
    # Here, not at the top: `import matplotlib_parwriter` is in the way of every figure where
    # matplotlib's figure.hooks name it, and most processes never save a movie.
    from loky import cpu_count

    return cpu_count(), _cpu_reason(cpu_count()) + note


def _cpu_reason(count: int) -> str:
    """Return what limits the number of cores that loky found, *count*."""
    machine = os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else machine
    if count == machine:
        return "one for each core of this machine"
    if count == allowed:
        return f"one for each core this process may run on, of the machine's {machine}"
    if "LOKY_MAX_CPU_COUNT" in os.environ:
        return f"as LOKY_MAX_CPU_COUNT limits the machine's {machine} cores"
    return f"as the container (cgroup) or the system limits the machine's {machine} cores"
