"""What follows from the settings for cores and GPUs, which workers may have on other hosts."""

from . import _engines
from ._settings import EXECUTORS, Settings, worker_count


def core_count(settings: Settings) -> int:
    """
    Return how many cores the workers of a save and the user's process share.

    Parameters
    ----------
    settings : Settings
        The settings of the save.
    """
    here, _ = worker_count(Settings())
    if _is_here(settings):
        return here
    # An executor of the user's has workers where there are cores for them.
    return max(here, worker_count(settings)[0] + 1)


def gpu_choice(settings: Settings) -> str:
    """
    Return which setting *gpu* stands for.

    Parameters
    ----------
    settings : Settings
        The settings of the save. What works on this machine, which is what "auto" tries out, says
        nothing about other hosts, and all segments of a movie must be made by the same encoder.
    """
    return "never" if settings.gpu == "auto" and not _is_here(settings) else settings.gpu


def _is_here(settings: Settings) -> bool:
    executor = settings.executor
    return executor in (None, *EXECUTORS) or _engines.is_of_this_machine(executor)
