"""What there is to work with: threads, cores, and GPUs, which workers may have on other hosts."""

import threading
from concurrent.futures import ThreadPoolExecutor

from . import _engines
from ._settings import EXECUTORS, Settings, worker_count


def may_start_threads() -> bool:
    """Return whether threads can be started, as they cannot in ``atexit`` since Python 3.12."""
    thread = threading.Thread(target=int)
    try:
        thread.start()
    except RuntimeError:
        return False
    thread.join()
    return True


def may_use_executors() -> bool:
    """Return whether executors still take tasks, as they do not in ``atexit``."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            pool.submit(int)
        except RuntimeError:
            return False
    return True


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
