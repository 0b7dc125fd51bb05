"""How long a save takes on many cores, as formulas: `docs/scaling.md` derives them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from matplotlib_parwriter import _blocks
from matplotlib_parwriter._costs import Costs as FrameCosts
from matplotlib_parwriter._probe import PROBED
from matplotlib_parwriter._terms import DRAWN_FIRST


@dataclass(frozen=True, kw_only=True)
class Costs:
    """
    What the parts of a save cost, in seconds of one core.

    Attributes
    ----------
    update : float
        A frame's update, and settling the figure after it.
    digest : float
        Digesting what a frame shows.
    draw, plain : float
        Drawing a frame, only what changed of it; or all of it.
    encode, segment : float
        Encoding a frame of a segment; starting and ending an ffmpeg for a segment.
    proof : float
        Digesting the pixels and the state of a frame, at a seam.
    pass_over : float
        Going on to the next frame without its update.
    snapshot, restore : float
        Taking the snapshot; restoring a copy from it.
    fixed : float
        What a save costs whatever it is of: a trial encode, an ffmpeg for the opening.
    spawn, boot : float
        Starting a worker, in the parent; what the worker then does until it can begin.
    record : float
        Submitting a block, reading its record and comparing states, in the parent.
    join, check : float
        Joining a segment; reading a frame's time back.
    final : float
        Decoding a frame from a lossless segment and encoding it by the one ffmpeg that makes the
        movie; 0 where segments are joined.
    final_threads : int
        How many cores that one uses.
    """

    update: float
    digest: float
    draw: float
    plain: float
    encode: float
    proof: float
    segment: float = 0.03
    pass_over: float = 1e-5
    snapshot: float = 0.05
    fixed: float = 0.1
    restore: float = 0.1
    spawn: float = 0.01
    boot: float = 1.2
    record: float = 2e-3
    join: float = 7e-4
    check: float = 2e-5
    final: float = 0.0
    final_threads: int = 1

    @property
    def frame(self) -> float:
        """Seconds that a worker takes for a frame of its own, encoding left out."""
        return self.update + self.digest + self.draw


@dataclass(frozen=True, kw_only=True)
class Save:
    """
    A save, as far as its time depends on it.

    Attributes
    ----------
    costs : Costs
        What its parts cost.
    frames : int
        Frames of the movie.
    workers, cores : int
        Worker processes, and cores that all processes share.
    jumps : bool, default: False
        Whether updates are left out.
    lead_in : int, default: 0
        Frames drawn before each block for a layout engine.
    opening : int, default: 2
        Frames that the parent makes before the workers'; 2 where the route is set.
    """

    costs: Costs
    frames: int
    workers: int
    cores: int
    jumps: bool = False
    lead_in: int = 0
    opening: int = DRAWN_FIRST

    @functools.cached_property
    def blocks(self) -> list[range]:
        """The blocks, as the package cuts them."""
        costs = FrameCosts(update=self.costs.update, draw=self.costs.draw, encode=self.costs.encode)
        left = self.frames - self.opening
        planned = _blocks.blocks(
            self.opening,
            left,
            costs,
            workers=self.workers,
            lead_in=self.lead_in,
            jumps=self.jumps,
        )
        return [planned[k] for k in range(len(planned.sizes))]

    @property
    def alone(self) -> float:
        """Seconds without workers, on cores enough for the encoder beside: what is compared."""
        costs = self.costs
        final = costs.final / costs.final_threads
        return self.frames * max(costs.update + costs.draw, final or costs.encode)

    # What both the formulas and the simulation are made of.

    @property
    def on_the_way(self) -> float:
        """What a worker pays for a frame before its block."""
        return self.costs.pass_over if self.jumps else self.costs.update

    @property
    def beginning(self) -> float:
        """What a new copy costs, with the first draws, which learn the figure, and checks of it."""
        costs = self.costs
        # The first draw is plain; the 9th and the 34th frame are checked; later ones hardly matter.
        return costs.restore + DRAWN_FIRST * costs.update + costs.draw + 3 * costs.plain

    @property
    def block_extra(self) -> float:
        """What a block costs a worker besides its frames: proofs, lead-in, reference frames."""
        costs = self.costs
        leading = self.lead_in * (costs.update + costs.draw)
        # One frame more, for the seam, and the first and the last one plainly as well.
        return 2 * costs.proof + costs.frame + 2 * costs.plain + leading

    def parent_block(self, k: int) -> float:
        """Return what block *k* costs the parent that follows."""
        costs, frames = self.costs, len(self.blocks[k])
        drawn = (1 + self.lead_in) * costs.draw
        if self.jumps:
            run = (1 + self.lead_in) * (costs.update + costs.digest) + frames * costs.pass_over
        else:
            run = frames * (costs.update + costs.digest)
            drawn *= _blocks.is_looked_at(k)
        return costs.record + drawn + run

    @property
    def rehearsal(self) -> float:
        """What going through the opening and visiting each block costs one worker, in jumping."""
        costs = self.costs
        visits = len(self.blocks) + 1
        drawn = self.opening + visits * (1 + self.lead_in)
        return self.beginning + drawn * costs.frame + visits * costs.proof + self.passing

    @property
    def probe(self) -> float:
        """What a trial of jumping costs a worker; the parent waits for it if the route is set."""
        if not self.jumps:
            return 0.0
        costs = self.costs
        # To a frame in a jump, and once more in order.
        drawn = DRAWN_FIRST + 1 + PROBED + 1
        plainly = 2 * (self.beginning + costs.plain)
        return plainly + (drawn - 2 * DRAWN_FIRST) * costs.frame + 2 * costs.proof

    @property
    def passing(self) -> float:
        """What passing over all frames costs once."""
        return self.frames * self.costs.pass_over

    @property
    def delivery(self) -> float:
        """What is left to do once all frames are there; in piped formats it is done meanwhile."""
        if self.costs.final:
            return 0.05
        return 0.05 + len(self.blocks) * self.costs.join + self.frames * self.costs.check


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """
    What the formulas say.

    Attributes
    ----------
    seconds : float
        The whole save.
    work : float
        Seconds of processor time of all processes.
    bounds : dict of str to float
        Seconds that the save would take if it waited for nothing but this.
    """

    seconds: float
    work: float
    bounds: dict[str, float]

    @property
    def bound(self) -> str:
        """What the save waits for."""
        return max(self.bounds, key=lambda name: self.bounds[name])


def predict(save: Save) -> Prediction:
    """Return how long *save* takes by the formulas of ``docs/scaling.md``."""
    costs, blocks = save.costs, save.blocks
    left, count = save.frames - save.opening, len(blocks)
    busy = min(save.workers, count)
    start = costs.fixed + costs.snapshot + save.opening * (costs.update + costs.plain)
    start += costs.spawn * save.workers + costs.boot * max(1.0, save.workers / save.cores)
    start += save.probe

    # An encoder works beside its worker where there is a core for it.
    crowd = (costs.frame + costs.encode) * busy / save.cores
    own = max(costs.frame, costs.encode, crowd)
    extra = save.block_extra + costs.segment
    first = save.beginning + len(blocks[0]) * own + extra
    share = max(len(blocks[0]) * own + extra, (left * own + count * extra) / busy)
    workers = save.beginning + share + (left - left / busy) * save.on_the_way
    copies = busy
    if save.workers == 1:
        # The next block begins with the frame that the seam was proven with: a new copy each time.
        copies = count
        workers += (count - 1) * save.beginning
        workers += sum(block.start for block in blocks[1:]) * save.on_the_way
    following = sum(map(save.parent_block, range(count))) + costs.plain
    tail = save.parent_block(count - 1) + costs.plain

    on_the_way = (
        sum(block.start for block in blocks)
        if save.workers == 1
        else busy * left - left  # the frames that were a worker's own are not on its way
    )
    work = copies * save.beginning + on_the_way * save.on_the_way + following
    work += save.workers * (costs.boot + costs.spawn) + save.delivery
    work += costs.fixed + costs.snapshot
    work += left * (costs.frame + costs.encode) + count * extra
    work += save.opening * (costs.update + costs.plain + costs.encode) + left * costs.final

    bounds = {"workers": workers + tail, "parent": first + following}
    if save.jumps:
        # One worker begins with it, and the parent waits for it.
        bounds["rehearsal"] = save.rehearsal + following
        bounds["workers"] += save.rehearsal / save.workers
        work += save.probe + save.rehearsal
    if costs.final:
        bounds["encoder"] = first + left * costs.final / costs.final_threads
    fixed = start + save.delivery
    bounds = {name: fixed + seconds for name, seconds in bounds.items()}
    bounds["cores"] = work / save.cores
    return Prediction(seconds=max(bounds.values()), work=work, bounds=bounds)
