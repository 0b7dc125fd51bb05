"""What the user's process does with frames, given what workers and a rehearsal came to."""

from __future__ import annotations

import dataclasses
from typing import Any, cast

import pytest

from matplotlib_parwriter._ahead import Ahead
from matplotlib_parwriter._block import BlockRecord
from matplotlib_parwriter._blocks import Blocks
from matplotlib_parwriter._copy import Proof, Timings
from matplotlib_parwriter._following import DivergedError, Following, HistoryError, Step
from matplotlib_parwriter._rehearsal import Outcome
from matplotlib_parwriter._stitch import Segment

BLOCKS = Blocks(start=2, size=4)  # frames 2 to 5, 6 to 9, and 10 to 12, the last
FRAMES = 13


def state(i: int) -> dict[str, bytes]:
    return {"figure": b"%d" % i}


def proof(i: int) -> Proof:
    return Proof(pixels=b"%d" % i, state=state(i))


def record(k: int, *, blocks: Blocks = BLOCKS, stop: int = FRAMES, **changes: Any) -> BlockRecord:
    frames = range(blocks[k].start, min(blocks[k].stop, stop))
    ended = blocks[k].stop >= stop
    made = BlockRecord(
        start=frames.start,
        segment=Segment(path="", frames=len(frames)),
        digests=tuple(b"%d" % i for i in frames),
        first=proof(frames.start),
        next=None if ended else proof(frames.stop),
        last=proof(frames.stop - 1) if ended else None,
        host="here",
        ended=ended,
        stopped="",
        timings=Timings(),
    )
    return dataclasses.replace(made, **changes)


class Rendered:
    """All blocks, rendered already."""

    def __init__(self, records: dict[int, BlockRecord]) -> None:
        self._records = records

    def record(self, k: int) -> BlockRecord:
        return self._records[k]

    def forget(self, k: int) -> None:
        pass


def steps(
    outcome: Outcome | None,
    changed: dict[int, BlockRecord] | None = None,
    *,
    lead_in: int = 0,
) -> str:
    """Follow to the end; give a letter for each step, in the order of frames."""
    ahead = Rendered({**{k: record(k) for k in range(3)}, **(changed or {})})
    following = Following(
        cast(Ahead, ahead),
        blocks=BLOCKS,
        lead_in=lead_in,
        rehearsed=None if outcome is None else lambda: outcome,
    )
    found = ""
    for i in range(BLOCKS.start, FRAMES):
        try:
            following.before(i)
            found += following.step(i).name[0]
        except HistoryError:
            return f"{found} history"
        except DivergedError:
            return f"{found} diverged"
    return found


def looked_at(hosts: dict[int, str], *, lead_in: int, jumps: bool = False) -> list[int]:
    """Follow through 200 blocks of two frames; return those of which a frame is drawn."""
    blocks, count = Blocks(start=2, size=2), 200
    stop = blocks[count].start
    ahead = Rendered(
        {k: record(k, blocks=blocks, stop=stop, host=hosts.get(k, "here")) for k in range(count)}
    )
    outcome = rehearsed(*(blocks[k].start for k in range(count)), stop - 1)
    following = Following(
        cast(Ahead, ahead),
        blocks=blocks,
        lead_in=lead_in,
        rehearsed=(lambda: outcome) if jumps else None,
    )
    found = []
    for i in range(blocks.start, stop):
        following.before(i)
        if following.step(i) in (Step.CHECK, Step.FINISH, Step.DRAW):
            found.append(blocks.number(i))
    return found


def rehearsed(*frames: int, stopped: str = "") -> Outcome:
    return Outcome(states=tuple(state(i) for i in frames), stopped=stopped)


ALL = rehearsed(2, 6, 10, 12)


def test_letters_are_distinct() -> None:
    assert len({step.name[0] for step in Step}) == len(Step)


def test_where_workers_run_all_updates_draws_are_left_out() -> None:
    assert steps(None) == "CSSSCSSSCLF"
    assert steps(None, lead_in=2) == "CSDDCSDDCDF"


def test_where_they_jump_updates_are_left_out() -> None:
    assert steps(ALL) == "CPPPCPPPCPF"
    assert steps(ALL, lead_in=2) == "CPDDCPDDCDF"


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        # What passing over leads to is not known, or known to be wrong: nothing is passed over.
        (rehearsed(2, 6, 99, 12), "CPPPCDDD history"),
        (rehearsed(2, 6, stopped="it prints"), "CPPPCDDD history"),
        (rehearsed(2, 6, 10, stopped="it prints"), "CPPPCPPPCDF"),
        (rehearsed(2, 6, 10, 99), "CPPPCPPPCDF"),
        (rehearsed(99, 6, 10, 12), " history"),
        (rehearsed(stopped="it prints"), " history"),
    ],
)
def test_nothing_is_passed_over_before_it_is_known_what_comes_of_that(
    outcome: Outcome, found: str
) -> None:
    assert steps(outcome) == found


@pytest.mark.parametrize(
    ("k", "changes"),
    [
        (2, {"first": Proof(pixels=b"10", state=state(99))}),
        (2, {"first": Proof(pixels=b"99", state=state(10))}),
        (1, {"stopped": "it prints"}),
        (1, {"next": None}),
    ],
)
def test_a_seam_that_does_not_hold(k: int, changes: dict[str, Any]) -> None:
    changed = {k: record(k, **changes)}
    assert steps(ALL, changed) == "CPPP history"
    assert steps(None, changed) == "CSSS diverged"


def test_a_movie_that_ends_early_is_run_to_its_end() -> None:
    ended = record(1, ended=True, last=Proof(pixels=b"8", state={}), next=None)
    ended = dataclasses.replace(ended, segment=Segment(path="", frames=3))
    outcome = rehearsed(2, 6, stopped="the movie is over before")
    assert steps(outcome, {1: ended}) == "CPPPCDF diverged"


def test_of_many_blocks_some_are_looked_at() -> None:
    spaced = [*range(16, 32, 2), *range(32, 64, 4), *range(64, 128, 8), *range(128, 200, 16)]
    assert looked_at({}, lead_in=0) == [*range(16), *spaced, 199]
    # The lead-in lies in the block before; the last frame of all has one, too.
    blocks = [*range(16), *spaced]
    assert looked_at({}, lead_in=1) == sorted([*blocks, *(k - 1 for k in blocks[1:]), 199, 199])


def test_machines_are_looked_at_when_they_come() -> None:
    extra = set(looked_at({33: "there", 34: "there", 150: "far"}, lead_in=0))
    assert extra - set(looked_at({}, lead_in=0)) == {33, 150}


def test_where_workers_jump_all_blocks_are_looked_at() -> None:
    assert looked_at({}, lead_in=0, jumps=True) == [*range(200), 199]
