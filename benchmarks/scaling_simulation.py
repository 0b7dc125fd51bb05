"""A save on many cores, event by event: what the formulas of `scaling_model` leave out.

Processes are generators that say what they do next: ``Work(seconds)`` on a core, or wait for a
`Signal`. If more of them work than there are cores, all go on at the same, lower speed.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from scaling_model import Save

from matplotlib_parwriter._feed import _WAITING

# Tasks that are not blocks, which have numbers from 0 on.
_REHEARSAL, _PROBE = -1, -2


@dataclass(frozen=True)
class Work:
    """So many seconds of one core."""

    seconds: float


@dataclass(frozen=True)
class Sleep:
    """So many seconds at most, until a signal is given."""

    seconds: float
    signal: Signal


@dataclass(eq=False)
class Signal:
    """Something that happens once or again; those who wait for it go on."""

    waiting: list[Callable[[], None]] = field(default_factory=list)

    def give(self) -> None:
        """Let all who wait go on."""
        waiting, self.waiting = self.waiting, []
        for go_on in waiting:
            go_on()


Process = Generator["Work | Sleep | Signal", None, None]


class Machine:
    """
    Cores that processes share.

    Parameters
    ----------
    cores : int
        How many.

    Attributes
    ----------
    now : float
        Seconds since the beginning.
    worked : float
        Seconds of processor time spent so far.
    """

    def __init__(self, cores: int) -> None:
        self.now = self.worked = 0.0
        self._cores = cores
        self._done = 0.0  # what each process that worked since the beginning has got done
        self._order = itertools.count()
        self._working: list[tuple[float, int, Process]] = []
        self._asleep: list[tuple[float, int, Callable[[], None]]] = []
        self._ready: deque[Process] = deque()

    def start(self, process: Process) -> None:
        """Let *process* run."""
        self._ready.append(process)

    def run(self, until: Callable[[], bool]) -> None:
        """Go on until *until* says so."""
        while not until():
            while self._ready:
                self._step(self._ready.popleft())
            if until():
                return
            self._wait()

    def _step(self, process: Process) -> None:
        wanted = next(process, None)
        if isinstance(wanted, Work):
            self.worked += wanted.seconds
            entry = (self._done + wanted.seconds, next(self._order), process)
            heapq.heappush(self._working, entry)
        elif isinstance(wanted, Signal):
            wanted.waiting.append(lambda: self._ready.append(process))
        elif isinstance(wanted, Sleep):
            woken = False

            def wake() -> None:
                nonlocal woken
                if not woken:
                    woken = True
                    self._ready.append(process)

            wanted.signal.waiting.append(wake)
            heapq.heappush(self._asleep, (self.now + wanted.seconds, next(self._order), wake))

    def _wait(self) -> None:
        """Go on to the next thing that happens."""
        slower = max(1.0, len(self._working) / self._cores)
        soonest = math.inf
        if self._working:
            soonest = self.now + (self._working[0][0] - self._done) * slower
        if self._asleep and self._asleep[0][0] <= soonest:
            then, _, wake = heapq.heappop(self._asleep)
            self._done += (then - self.now) / slower
            self.now = then
            wake()
            return
        if not self._working:
            raise RuntimeError("All processes wait for one another.")
        self.now = soonest
        self._done, _, process = heapq.heappop(self._working)
        self._ready.append(process)


@dataclass(frozen=True, kw_only=True)
class Improvements:
    """
    What the package might do otherwise; all of it is off in the package as it is.

    Attributes
    ----------
    rehearsals : int
        Into how many parts the rehearsal is cut.
    stays_inside : bool
        Whether no blocks beyond the end of the movie are submitted.
    never_next : bool
        Whether no worker is given the block right after its own, for which it has to restore a new
        copy, while another one waits.
    digests : float
        Of which part of the frames the parent takes a digest.
    """

    rehearsals: int = 1
    stays_inside: bool = False
    never_next: bool = False
    digests: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """
    What came of a simulation.

    Attributes
    ----------
    seconds : float
        The whole save.
    work : float
        Seconds of processor time of all processes.
    parent : float
        Seconds in which the parent worked.
    copies : int
        How often a worker restored a copy for a block.
    """

    seconds: float
    work: float
    parent: float
    copies: int


class Simulation:
    """
    Simulate one save.

    Parameters
    ----------
    save : Save
        Which.
    improvements : Improvements, optional
        What is done otherwise than in the package.
    """

    def __init__(self, save: Save, improvements: Improvements | None = None) -> None:
        self._save = save
        self._improvements = improvements or Improvements()
        self._machine = Machine(save.cores)
        self._blocks = save.blocks
        self._tasks: deque[int] = deque()  # numbers of blocks, or what else there is to do
        self._tasks_came = Signal()
        self._something_done = Signal()
        self._submitted: set[int] = set()
        self._done: set[int] = set()
        self._records: set[int] = set()
        self._next = 0
        self._over = self._withdrawn = self._delivered = False
        self._rehearsals_left = self._improvements.rehearsals if save.jumps else 0
        self._probing = save.jumps
        self._parent_worked = 0.0
        self._copies = 0
        self._fed: deque[int] = deque()
        self._fed_came, self._fed_went = Signal(), Signal()
        self._feeding = 0

    def run(self) -> Simulated:
        """Return what comes of it."""
        machine = self._machine
        machine.start(self._parent())
        if self._save.costs.final:
            machine.start(self._feed())
        machine.run(lambda: self._delivered)
        return Simulated(
            seconds=machine.now,
            work=machine.worked,
            parent=self._parent_worked,
            copies=self._copies,
        )

    # Workers.

    def _worker(self) -> Process:
        save, costs = self._save, self._save.costs
        yield Work(costs.boot)
        yield from self._beginning_worker()
        position = math.inf  # of the copy; there is none yet
        while True:
            while not self._tasks:
                yield self._tasks_came
            k = self._take(position)
            if k == _PROBE:
                yield Work(save.probe)
                self._probing = False
                self._something_done.give()
                continue
            if k < 0:
                yield Work(save.beginning)
                yield Work((save.rehearsal - save.beginning) / self._improvements.rehearsals)
                self._rehearsals_left -= 1
                position = math.inf
                self._something_done.give()
                continue
            block = self._block(k)
            yield from self._beginning_block()
            if position > block.start:
                yield Work(save.beginning)
                self._copies += 1
                position = 0
            yield Work((min(block.start, save.frames) - position) * save.on_the_way)
            position = min(block.stop + 1, save.frames)
            if block.start < save.frames:
                encoded = [False, Signal()]
                self._machine.start(self._encoder(len(block), encoded))
                yield Work(len(block) * costs.frame + save.block_extra)
                if not encoded[0]:
                    yield encoded[1]
            yield from self._ending_block(len(block))
            self._done.add(k)
            self._something_done.give()

    # What takes time where workers are on other hosts; see `clusters`.

    def _beginning_worker(self) -> Process:
        yield from ()

    def _beginning_block(self) -> Process:
        yield from ()

    def _ending_block(self, frames: int) -> Process:
        yield from ()

    def _take(self, position: float) -> int:
        """Return the next task for a worker whose copy is at *position*."""
        k = self._tasks[0]
        if self._improvements.never_next and len(self._tasks) > 1 and k >= 0:
            k = self._tasks[position == self._block(k).start + 1]
        self._tasks.remove(k)
        return k

    def _encoder(self, frames: int, encoded: list) -> Process:
        costs = self._save.costs
        yield Work(frames * costs.encode + costs.segment)
        encoded[0] = True
        encoded[1].give()

    def _block(self, k: int) -> range:
        if k < len(self._blocks):
            return self._blocks[k]
        return range(self._save.frames, self._save.frames)

    # The parent.

    def _parent(self) -> Process:
        save, costs = self._save, self._save.costs
        yield from self._work(costs.fixed + costs.snapshot)
        yield from self._work(save.opening * (costs.update + costs.plain))
        for _ in range(save.workers):
            yield from self._work(costs.spawn)
            self._machine.start(self._worker())
        if save.jumps:
            self._tasks.append(_PROBE)
            self._tasks_came.give()
            while self._probing:
                yield self._something_done
        if save.jumps:
            self._tasks.extend([_REHEARSAL] * self._rehearsals_left)
            self._tasks_came.give()
        self._fill(0)
        for k, block in enumerate(self._blocks):
            yield from self._record(k)
            if k + 1 < len(self._blocks):
                yield from self._record(k + 1)
            while self._rehearsals_left:
                self._fill(k)
                yield self._something_done
                self._collect()
            self._records.discard(k)
            yield from self._work(save.parent_block(k) - self._left_out(k))
            if costs.final:
                while self._feeding >= _WAITING:
                    yield self._fed_went
                self._feeding += 1
                self._fed.append(len(block))
                self._fed_came.give()
        yield from self._work(costs.plain)
        yield from self._let_workers_go()
        while self._feeding:
            yield self._fed_went
        yield from self._work(save.delivery)
        self._delivered = True

    def _left_out(self, k: int) -> float:
        """Return what the improvements spare the parent of block *k*."""
        digested = 0.0 if self._save.jumps else len(self._blocks[k]) * self._save.costs.digest
        return (1 - self._improvements.digests) * digested

    def _work(self, seconds: float) -> Process:
        self._parent_worked += seconds
        yield Work(seconds)

    def _record(self, k: int) -> Process:
        """Wait for a block, as `_ahead.Ahead.record` does: only then are others submitted."""
        while k not in self._records:
            self._fill(k)
            if not self._submitted & self._done:
                yield self._something_done
            self._collect()

    def _collect(self) -> None:
        finished = self._submitted & self._done
        self._submitted -= finished
        self._done -= finished
        self._records |= finished
        self._over = self._over or max(finished, default=0) >= len(self._blocks) - 1

    def _fill(self, k: int) -> None:
        while not self._over and len(self._submitted) < 2 * self._save.workers + 1:
            if self._improvements.stays_inside and self._next >= len(self._blocks):
                break
            self._submit(self._next)
        if k >= self._next:
            self._submit(k)

    def _submit(self, k: int) -> None:
        self._next = k + 1
        self._submitted.add(k)
        self._tasks.append(k)
        self._tasks_came.give()

    def _let_workers_go(self) -> Process:
        """Withdraw what waits beyond the end, and give what runs a second, as `release` does."""
        until = self._machine.now + 1.0
        self._submitted -= set(self._tasks)
        self._tasks.clear()
        while self._submitted - self._done and self._machine.now < until:
            yield Sleep(until - self._machine.now, self._something_done)

    # The one encoder of a piped format.

    def _feed(self) -> Process:
        costs = self._save.costs
        while True:
            while not self._fed:
                yield self._fed_came
            frames = self._fed.popleft()
            parts, went = [0], Signal()
            for _ in range(costs.final_threads):
                self._machine.start(self._part(frames * costs.final, parts, went))
            while parts[0] < costs.final_threads:
                yield went
            self._feeding -= 1
            self._fed_went.give()

    def _part(self, seconds: float, parts: list[int], went: Signal) -> Process:
        yield Work(seconds / self._save.costs.final_threads)
        parts[0] += 1
        went.give()


def simulate(save: Save, improvements: Improvements | None = None) -> Simulated:
    """Return how long *save* takes, event by event."""
    return Simulation(save, improvements).run()
