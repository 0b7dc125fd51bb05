"""Estimate how long the ways to make a movie take, and choose one. Nothing here has a state."""

import math

from . import _blocks
from ._costs import Costs

# Seconds until a worker that has to be started can draw: the interpreter and matplotlib's import.
COLD_START = 1.5
WARM_START = 0.1
# In what part of that it needs a core.
_STARTING = 0.4

# A frame that is followed is looked at and compared.
_COMPARE_SECONDS = 0.0005
# How many blocks there are to a new copy where a worker goes on from one to the next.
_BLOCKS_PER_COPY = 2
# How many blocks a worker is given at the end of a movie that is made from both ends, at most, and
# to how many seconds of work there is one.
_TAIL_BLOCKS = 4
_SECONDS_PER_TAIL_BLOCK = 4.0

# What must be gained, in wall time, before other processes are bothered: on a machine slower than
# usual, workers start later, and encoding takes more, than is known.
_WORTHWHILE = 0.85


def in_process_seconds(frames: int, costs: Costs, *, cores: int) -> float:
    """Return how long the user's process, and the encoder beside it, take for *frames* frames."""
    alone = costs.update + costs.draw
    return frames * max(alone, (alone + costs.encode) / cores)


def workers_seconds(frames: int, costs: Costs, *, workers: int, cores: int, start: float) -> float:
    """
    Return how long workers take for *frames* frames.

    Parameters
    ----------
    frames : int
        Frames to make.
    costs : Costs
        What one of them costs.
    workers, cores : int
        Worker processes, and cores that they and the user's process share.
    start : float
        Seconds until workers can begin.

    Returns
    -------
    float
        Seconds: the user's process goes on until workers can begin; then every worker runs every
        update, and so does the user's process; a worker draws its share; and there is no more work
        done at once than there are cores.
    """
    made = opening_frames(costs, workers=workers, cores=cores, start=start)
    frames = max(0, frames - made)
    share = costs.draw + costs.encode
    own = len(_blocks.blocks(0, frames, costs, workers=workers).sizes) / workers
    extra = own * (costs.block + costs.copy / _BLOCKS_PER_COPY)
    one_worker = frames * (costs.update + share / workers) + extra
    all_work = frames * ((workers + 1) * costs.update + share) + workers * extra
    return start + max(one_worker, all_work / max(1, min(cores, workers + 1)))


def shared_seconds(frames: int, costs: Costs, *, workers: int, cores: int, start: float) -> float:
    """
    Return how long *frames* frames take that are made from both ends; see `_tail`.

    Parameters
    ----------
    frames, costs, workers, cores, start
        See `workers_seconds`.

    Returns
    -------
    float
        Seconds: the user's process makes frames as workers do, until they meet; each block of the
        workers' has a copy of its own, which runs all updates before; and there is no more work
        done at once than there are cores. Then the user's process runs the updates of the workers'
        frames.
    """
    workers = sharing_workers(workers, cores)
    alone = costs.update + costs.draw
    once = alone + costs.encode
    on_the_way = frames * costs.update + costs.copy + costs.block
    own = min(max(1, round(frames * once / _SECONDS_PER_TAIL_BLOCK)), _TAIL_BLOCKS)
    late = start + own * on_the_way
    if late >= frames * alone:
        return in_process_seconds(frames, costs, cores=cores)
    together = (frames * alone + workers * late) / (1 + workers)
    all_work = frames * once + workers * (_STARTING * start + own * on_the_way)
    met = max(together, all_work / min(cores, workers + 1))
    made = frames * met / (met + workers * (met - late))
    return met + (frames - made) * (costs.update + _COMPARE_SECONDS)


def jump_seconds(
    frames: int, costs: Costs, *, workers: int, cores: int, start: float, opening: int
) -> float:
    """
    Return how long workers take for *frames* frames if they pass over those before their blocks.

    Parameters
    ----------
    frames : int
        Frames to make.
    costs : Costs
        What one of them costs.
    workers, cores : int
        Worker processes, and cores that they and the user's process share.
    start : float
        Seconds until workers can begin.
    opening : int
        Frames made already, whose updates are run once more to rehearse.

    Returns
    -------
    float
        Seconds: the user's process goes on until workers can begin; then each frame is made once,
        and a few more than once, to probe, rehearse and prove.
    """
    made = opening_frames(costs, workers=workers, cores=cores, start=start)
    frames = max(0, frames - made)
    once = costs.update + costs.draw
    more = 6 * _blocks.JUMPED_BLOCKS_PER_WORKER * workers * once + (opening + made) * costs.update
    work = frames * (once + costs.encode) + more + workers * _STARTING * start
    return start + work / max(1, min(cores, workers))


def best_route(
    frames: int,
    costs: Costs,
    *,
    workers: int,
    cores: int,
    start: float,
    opening: int,
    may_jump: bool,
    may_share: bool,
) -> str:
    """
    Return how *frames* more frames are best made: "in-process", "scout", "share" or "jump".

    Parameters
    ----------
    frames, costs, workers, cores, start, opening
        See `jump_seconds`.
    may_jump : bool
        Whether frames may be passed over.
    may_share : bool
        Whether they may be made from both ends.
    """
    seconds = {"in-process": in_process_seconds(frames, costs, cores=cores)}
    if workers > 1:
        seconds["scout"] = workers_seconds(frames, costs, workers=workers, cores=cores, start=start)
        if may_share and _blocks.tail_block(frames, costs, workers=sharing_workers(workers, cores)):
            seconds["share"] = shared_seconds(
                frames, costs, workers=workers, cores=cores, start=start
            )
        if may_jump:
            seconds["jump"] = jump_seconds(
                frames, costs, workers=workers, cores=cores, start=start, opening=opening
            )
    best = "in-process"
    for route in ("share", "scout", "jump"):
        if seconds.get(route, math.inf) < _WORTHWHILE * seconds[best]:
            best = route
    return best


def opening_frames(costs: Costs, *, workers: int, cores: int, start: float) -> int:
    """
    Return how many frames the user's process makes until workers can begin.

    Parameters
    ----------
    costs : Costs
        What a frame costs.
    workers, cores : int
        Worker processes being started, and cores that they and the user's process share.
    start : float
        Seconds until workers can begin.
    """
    share = min(1.0, cores / (workers + 1))
    seconds = in_process_seconds(1, costs, cores=cores)
    return max(1, round(share * start / max(seconds, 1e-6)))


def sharing_workers(workers: int, cores: int) -> int:
    """Return how many of *workers* workers are of use while the user's process makes frames."""
    return max(1, min(workers, cores - 1))
