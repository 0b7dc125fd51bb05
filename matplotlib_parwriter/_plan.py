"""Decide whether workers pay, and cut the movie into blocks. Nothing here has a state."""

import bisect
import functools
import itertools
import math
from dataclasses import dataclass

# Seconds until a worker that has to be started can draw: the interpreter and matplotlib's import.
COLD_START = 1.5
WARM_START = 0.1
# In what part of that it needs a core.
_STARTING = 0.4

# A block costs a worker its share of replaying, an ffmpeg, and the proof of a seam.
_BLOCK_SECONDS = 1.0
_MAX_BLOCK_SECONDS = 20.0
_MIN_BLOCK_FRAMES = 24
# x264 starts a new group of pictures after 250 frames anyway, so longer blocks save no bytes.
_MAX_BLOCK_FRAMES = 250
# Every block begins with a key frame, which is most of what a movie of plots weighs, and costs a
# seam. Where the user's process runs all updates, too, it is to begin with that before all is done.
_BLOCKS_PER_WORKER = 2
_JUMPED_BLOCKS_PER_WORKER = 1
# How many blocks there are before the user's process looks at some of them only; a power of two.
_LOOKED_AT = 16
# How much longer than its lead-in, which is drawn for nothing, a block is at least.
_LEAD_IN_SHARE = 6

# What x264 takes one core for the default preset, measured on plots: 0.8 to 2.3e-8.
_ENCODE_SECONDS_PER_PIXEL = 1e-8
# By how much a frame takes longer than its update and draw where it waits for the encoder.
_WAITS = 1.2

# A frame that is followed is looked at and compared.
_COMPARE_SECONDS = 0.0005
# What a block costs a worker besides its frames, and a copy with its first draws, in draws.
_BLOCK_DRAWS = 5
_COPY_DRAWS = 5
# How many blocks there are to a new copy where a worker goes on from one to the next.
_BLOCKS_PER_COPY = 2
# How many blocks a worker is given at the end of a movie that is made from both ends, at most, and
# to how many seconds of work there is one.
_TAIL_BLOCKS = 4
_SECONDS_PER_TAIL_BLOCK = 4.0
# Of what is left between the ends, a worker gets a share, and this part of it for a block.
_TAIL_PART = 2
_MIN_TAIL_SECONDS = 0.5
_MIN_TAIL_FRAMES = 12
_MAX_TAIL_SECONDS = 60.0

# What must be gained, in wall time, before other processes are bothered; and where the user's
# process does not wait for them, but goes on.
_WORTHWHILE = 0.85
_WORTHWHILE_BESIDE = 0.95


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """
    A movie, or the rest of one, in blocks.

    Attributes
    ----------
    start : int
        The first frame of the first block.
    size : int
        Frames in a block, unless *sizes* says something else; the movie may end inside of one.
    sizes : tuple of int, default: ()
        Frames in the first blocks.
    """

    start: int
    size: int
    sizes: tuple[int, ...] = ()

    def __getitem__(self, k: int) -> range:
        """Return the frames of block *k*."""
        firsts = self._firsts
        if k < len(self.sizes):
            return range(firsts[k], firsts[k + 1])
        first = firsts[-1] + (k - len(self.sizes)) * self.size
        return range(first, first + self.size)

    def number(self, frame: int) -> int:
        """Return the number of the block that *frame* belongs to."""
        firsts = self._firsts
        if frame < firsts[-1]:
            return bisect.bisect_right(firsts, frame) - 1
        return len(self.sizes) + (frame - firsts[-1]) // self.size

    def firsts(self, stop: int) -> list[int]:
        """Return the first frames of all blocks that begin before frame *stop*."""
        found: list[int] = []
        for k in itertools.count():
            first = self[k].start
            if first >= stop:
                return found
            found.append(first)
        raise AssertionError

    @functools.cached_property
    def _firsts(self) -> tuple[int, ...]:
        """The first frames of the blocks of *sizes*, and of the one after those."""
        return tuple(itertools.accumulate(self.sizes, initial=self.start))


@dataclass(frozen=True, kw_only=True)
class Costs:
    """
    What a frame costs, measured.

    Attributes
    ----------
    update : float
        Seconds that the update of a frame takes.
    draw : float
        Seconds that drawing a frame takes.
    encode : float
        Seconds that encoding a frame takes one core; see `encode_seconds`.
    """

    update: float
    draw: float
    encode: float


def is_looked_at(k: int) -> bool:
    """
    Return whether the user's process draws the first frame of block *k*, to compare its pixels.

    That of all of the first blocks, and of 8 among twice as many: else nothing could be faster than
    these draws, however many workers there are.
    """
    return k < _LOOKED_AT or k % (1 << (k.bit_length() - _LOOKED_AT.bit_length() + 1)) == 0


def encode_seconds(pixels: int, *, frame: float, update: float, draw: float, cores: int) -> float:
    """
    Return a guess at how long encoding a frame takes one core.

    Parameters
    ----------
    pixels : int
        Of a frame.
    frame, update, draw : float
        Seconds measured for a whole frame, for its update and for its draw, while one encoder ran
        beside.
    cores : int
        Cores that these and the encoder share.

    Returns
    -------
    float
        What is usual for plots of this size, or, where frames had to wait for the encoder, what is
        left of the cores' time.
    """
    usual = pixels * _ENCODE_SECONDS_PER_PIXEL
    waits = frame > _WAITS * (update + draw)
    return max(usual, cores * frame - update - draw) if waits else usual


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
    own = len(blocks(0, frames, costs, workers=workers).sizes) / workers
    extra = own * (_BLOCK_DRAWS + _COPY_DRAWS / _BLOCKS_PER_COPY) * costs.draw
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
    on_the_way = frames * costs.update + (_COPY_DRAWS + _BLOCK_DRAWS) * costs.draw
    own = min(max(1, round(frames * once / _SECONDS_PER_TAIL_BLOCK)), _TAIL_BLOCKS)
    late = start + own * on_the_way
    if late >= frames * alone:
        return in_process_seconds(frames, costs, cores=cores)
    together = (frames * alone + workers * late) / (1 + workers)
    all_work = frames * once + workers * (_STARTING * start + own * on_the_way)
    met = max(together, all_work / min(cores, workers + 1))
    made = frames * met / (met + workers * (met - late))
    return met + (frames - made) * (costs.update + _COMPARE_SECONDS)


def sharing_workers(workers: int, cores: int) -> int:
    """Return how many of *workers* workers are of use while the user's process makes frames."""
    return max(1, min(workers, cores - 1))


def tail_block(gap: int, costs: Costs, *, workers: int) -> int:
    """
    Return how many frames a worker is given next, of those before the ones that workers have.

    Parameters
    ----------
    gap : int
        Frames between the user's process and those that workers have.
    costs : Costs
        What one of them costs.
    workers : int
        Worker processes.

    Returns
    -------
    int
        Ever fewer, so that the two ends meet at about the same time even if frames cost more or
        less later on; 0 where the user's process had better make them all.
    """
    seconds = max(costs.update + costs.draw + costs.encode, 1e-6)
    worth = max(math.ceil(_MIN_TAIL_SECONDS / seconds), _MIN_TAIL_FRAMES)
    least = min(worth, _MAX_BLOCK_FRAMES)
    if gap < (workers + 1) * least:
        return 0
    share = gap // (_TAIL_PART * (workers + 1))
    return min(max(share, least), max(least, math.ceil(_MAX_TAIL_SECONDS / seconds)))


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
    more = 6 * _JUMPED_BLOCKS_PER_WORKER * workers * once + (opening + made) * costs.update
    work = frames * (once + costs.encode) + more
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
        if may_share and tail_block(frames, costs, workers=sharing_workers(workers, cores)):
            seconds["share"] = shared_seconds(
                frames, costs, workers=workers, cores=cores, start=start
            )
        if may_jump:
            seconds["jump"] = jump_seconds(
                frames, costs, workers=workers, cores=cores, start=start, opening=opening
            )
    best = "in-process"
    for route in ("share", "scout", "jump"):
        worthwhile = _WORTHWHILE_BESIDE if route == "share" else _WORTHWHILE
        if seconds.get(route, math.inf) < worthwhile * seconds[best]:
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


def blocks(
    start: int,
    frames: int | None,
    costs: Costs,
    *,
    workers: int,
    lead_in: int = 0,
    jumps: bool = False,
) -> Blocks:
    """
    Return the blocks of a movie.

    Parameters
    ----------
    start : int
        The first frame to make in blocks.
    frames : int or None
        How many there are from there on, None if nobody knows.
    costs : Costs
        What one of them costs.
    workers : int
        Worker processes.
    lead_in : int, default: 0
        Frames drawn before a block for nothing but what that leaves on the figure.
    jumps : bool, default: False
        Whether the updates of frames before a block are not run.

    Returns
    -------
    Blocks
        Big ones first, and smaller ones towards the end, so that all workers are busy until then
        even if later frames take much longer (guided self-scheduling, Polychronopoulos and Kuck,
        IEEE Transactions on Computers C-36, 1987); none smaller than is worth its own cost.
    """
    seconds = max(costs.update + costs.draw + costs.encode, 1e-6)
    # Neither shorter than what a block costs by itself, nor so long that nothing seems to happen.
    worth = max(_LEAD_IN_SHARE * lead_in, math.ceil(_BLOCK_SECONDS / seconds))
    # Key frames weigh, but that every worker has something to do weighs more.
    fair = _MIN_BLOCK_FRAMES if frames is None else math.ceil(frames / workers)
    least = min(max(worth, min(_MIN_BLOCK_FRAMES, fair)), _MAX_BLOCK_FRAMES)
    most = max(least, min(math.ceil(_MAX_BLOCK_SECONDS / seconds), _MAX_BLOCK_FRAMES))
    if frames is None:
        return Blocks(start=start, size=least)
    per_worker = _JUMPED_BLOCKS_PER_WORKER if jumps else _BLOCKS_PER_WORKER
    sizes = []
    while frames > 0:
        share = math.ceil(frames / (workers * per_worker))
        size = min(max(least, share), most)
        # Rather a last one that is a little longer than one of a few frames.
        sizes.append(size if frames - size >= size / 2 else frames)
        frames -= sizes[-1]
    return Blocks(start=start, size=least, sizes=tuple(sizes))
