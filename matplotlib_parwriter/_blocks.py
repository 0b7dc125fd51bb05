"""Cut a movie into blocks. Nothing here has a state."""

import bisect
import functools
import itertools
import math
from dataclasses import dataclass

from ._costs import Costs

# A block costs a worker its share of replaying, an ffmpeg, and the proof of a seam.
_BLOCK_SECONDS = 1.0
_MAX_BLOCK_SECONDS = 20.0
_MIN_BLOCK_FRAMES = 24
# x264 starts a new group of pictures after 250 frames anyway, so longer blocks save no bytes.
_MAX_BLOCK_FRAMES = 250
# Every block begins with a key frame, which is most of what a movie of plots weighs, and costs a
# seam. Where the user's process runs all updates, too, it is to begin with that before all is done.
_BLOCKS_PER_WORKER = 2
JUMPED_BLOCKS_PER_WORKER = 1
# How many blocks there are before the user's process looks at some of them only; a power of two.
_LOOKED_AT = 16
# How much longer than its lead-in, which is drawn for nothing, a block is at least.
_LEAD_IN_SHARE = 6
# Of what is left between the ends, a worker gets this part of its share for a block, or all of it
# where one more block would not pay: where that is no longer than so many of the shortest, or, once
# workers have begun, takes no more than so many times what a block costs besides its frames.
_TAIL_PART = 0.65
_LAST_TAIL_BLOCKS = 3
_LAST_TAIL_COSTS = 10
_MIN_TAIL_SECONDS = 0.5
_MIN_TAIL_FRAMES = 12
_MAX_TAIL_SECONDS = 60.0


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
    per_worker = JUMPED_BLOCKS_PER_WORKER if jumps else _BLOCKS_PER_WORKER
    sizes = []
    while frames > 0:
        share = math.ceil(frames / (workers * per_worker))
        size = min(max(least, share), most)
        # Rather a last one that is a little longer than one of a few frames.
        sizes.append(size if frames - size >= size / 2 else frames)
        frames -= sizes[-1]
    return Blocks(start=start, size=least, sizes=tuple(sizes))


def tail_block(gap: int, costs: Costs, *, workers: int, is_first: bool = True) -> int:
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
    is_first : bool, default: True
        Whether the worker has rendered none yet: it will begin later than the user's process.

    Returns
    -------
    int
        Ever fewer, so that the two ends meet at about the same time even if frames cost more or
        less later on; 0 where the user's process had better make them all.
    """
    seconds = max(costs.update + costs.draw + costs.encode, 1e-6)
    worth = max(math.ceil(_MIN_TAIL_SECONDS / seconds), _MIN_TAIL_FRAMES)
    least = min(worth, _MAX_BLOCK_FRAMES)
    besides = (costs.block + costs.copy) / seconds
    # A block costs more than its frames, and the user's process makes some more meanwhile.
    share = int((gap - besides) / (workers + 1))
    if share < least:
        return 0
    enough = _LAST_TAIL_BLOCKS * least
    if not is_first:
        enough = max(enough, int(_LAST_TAIL_COSTS * besides))
    size = share if share <= enough else max(int(_TAIL_PART * share), least)
    return min(size, max(least, math.ceil(_MAX_TAIL_SECONDS / seconds)))


def is_looked_at(k: int) -> bool:
    """
    Return whether the user's process draws the first frame of block *k*, to compare its pixels.

    That of all of the first blocks, and of 8 among twice as many: else nothing could be faster than
    these draws, however many workers there are.
    """
    return k < _LOOKED_AT or k % (1 << (k.bit_length() - _LOOKED_AT.bit_length() + 1)) == 0
