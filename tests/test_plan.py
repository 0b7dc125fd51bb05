"""Blocks and the decision for or against workers, which are pure functions."""

import pytest

from matplotlib_parwriter import _blocks, _plan
from matplotlib_parwriter._costs import Costs, guess_encode_seconds


def test_blocks_cover_every_frame_once_and_know_their_number() -> None:
    blocks = _blocks.Blocks(start=5, size=7)
    frames = [i for k in range(4) for i in blocks[k]]
    assert frames == list(range(5, 33))
    assert [blocks.number(i) for i in frames] == [k for k in range(4) for _ in range(7)]


@pytest.mark.parametrize("frames", [1, 11, 12, 13, 100, 997, 3000])
@pytest.mark.parametrize("workers", [2, 16, 64])
@pytest.mark.parametrize("seconds", [0.0005, 0.01, 1.0])
def test_blocks_become_smaller(frames: int, workers: int, seconds: float) -> None:
    costs = Costs(update=seconds / 10, draw=seconds / 2, encode=seconds / 2)
    blocks = _blocks.blocks(5, frames, costs, workers=workers)
    assert sum(blocks.sizes) == frames
    assert [i for k in range(len(blocks.sizes)) for i in blocks[k]] == list(range(5, 5 + frames))
    assert [blocks.number(i) for i in range(5, 5 + frames)] == [
        k for k, size in enumerate(blocks.sizes) for _ in range(size)
    ]
    assert blocks.firsts(5 + frames) == [blocks[k].start for k in range(len(blocks.sizes))]
    sizes = blocks.sizes[:-1]
    assert list(sizes) == sorted(sizes, reverse=True)
    assert all(blocks.sizes)
    assert max(blocks.sizes) <= 250 + 125
    # If the movie goes on after all.
    assert blocks[len(blocks.sizes)].start == 5 + frames
    assert blocks.number(5 + frames + 2 * blocks.size) == len(blocks.sizes) + 2


def test_the_last_blocks_are_a_small_part_of_the_work() -> None:
    """Frames that take ten times as long at the end must not keep one worker busy alone."""
    costs = Costs(update=0.0, draw=0.02, encode=0.01)
    sizes = _blocks.blocks(0, 2000, costs, workers=4).sizes
    growing, busy, first = [1 + 9 * i / 2000 for i in range(2000)], [0.0] * 4, 0
    for size in sizes:
        soonest = busy.index(min(busy))
        busy[soonest] += sum(growing[first : first + size])
        first += size
    assert max(busy) < 1.05 * sum(growing) / 4


def test_costly_frames_are_shared_among_all_workers() -> None:
    costs = Costs(update=0.0, draw=5.0, encode=0.01)
    assert len(_blocks.blocks(0, 100, costs, workers=16).sizes) >= 14


def test_blocks_of_a_movie_without_known_length_are_worth_their_ffmpeg() -> None:
    cheap = _blocks.blocks(9, None, Costs(update=0.0, draw=0.001, encode=0.0), workers=4)
    costly = _blocks.blocks(9, None, Costs(update=0.0, draw=1.0, encode=0.0), workers=4)
    assert cheap[0] == range(9, 259)
    assert costly[1] == range(33, 57)


def _pays(frames: int, costs: Costs, *, workers: int, cores: int, start: float) -> bool:
    route = _plan.best_route(
        frames,
        costs,
        workers=workers,
        cores=cores,
        start=start,
        opening=12,
        may_jump=False,
        may_share=False,
    )
    return route == "scout"


def test_workers_pay_for_long_movies_of_costly_draws() -> None:
    costs = Costs(update=0.001, draw=0.018, encode=0.002)
    assert _pays(1000, costs, workers=2, cores=2, start=1.5)
    assert not _pays(40, costs, workers=2, cores=2, start=1.5)
    assert _pays(40, costs, workers=2, cores=2, start=0.0)


def test_workers_do_not_pay_where_every_one_of_them_repeats_the_cost() -> None:
    costs = Costs(update=0.020, draw=0.020, encode=0.002)
    assert not _pays(1000, costs, workers=2, cores=2, start=0.0)


def test_opening_lasts_until_workers_can_begin() -> None:
    costs = Costs(update=0.001, draw=0.009, encode=0.002)
    assert _plan.opening_frames(costs, workers=2, cores=16, start=1.5) == 150
    # Where cores are scarce, starting workers slows the opening down.
    assert _plan.opening_frames(costs, workers=2, cores=2, start=1.5) == 100


def test_one_worker_never_pays() -> None:
    costs = Costs(update=0.0, draw=1.0, encode=0.0)
    assert not _pays(1000, costs, workers=1, cores=8, start=0.0)


def test_the_encoder_keeps_other_cores_busy() -> None:
    costs = Costs(update=0.0, draw=0.001, encode=0.003)
    assert _plan.in_process_seconds(1000, costs, cores=2) == pytest.approx(2.0)
    assert _plan.in_process_seconds(1000, costs, cores=16) == pytest.approx(1.0)
    # With two cores, workers could only do the same work.
    assert not _pays(10_000, costs, workers=2, cores=2, start=1.5)


def test_what_encoding_costs_shows_where_frames_wait_for_it() -> None:
    usual = guess_encode_seconds(300_000, frame=0.011, update=0.001, draw=0.009, cores=2)
    assert 0.001 < usual < 0.01
    slow = guess_encode_seconds(300_000, frame=0.030, update=0.001, draw=0.009, cores=2)
    assert slow == pytest.approx(0.050)


def test_points_of_one_colour_are_drawn_beside_their_encoder() -> None:
    """Also on a machine that is busy: these plots take as long to encode as to draw."""
    for draw in (0.0075, 0.012):
        encode = guess_encode_seconds(640 * 480, frame=draw, update=0.0, draw=draw, cores=2)
        costs = Costs(update=0.0, draw=draw, encode=encode, plain=4 * draw)
        kind = {"workers": 2, "cores": 2, "start": 1.5, "opening": 10, "may_jump": False}
        assert _plan.best_route(590, costs, may_share=True, **kind) == "in-process"


def test_jumping_pays_where_updates_are_costly() -> None:
    costs = Costs(update=0.03, draw=0.01, encode=0.002)
    kind = {"workers": 2, "cores": 2, "start": 0.1, "opening": 20}
    assert _plan.best_route(500, costs, may_jump=False, may_share=False, **kind) == "in-process"
    assert _plan.best_route(500, costs, may_jump=True, may_share=False, **kind) == "jump"
    assert _plan.best_route(20, costs, may_jump=True, may_share=False, **kind) == "in-process"
    cheap = Costs(update=0.0001, draw=0.03, encode=0.002)
    assert _plan.best_route(500, cheap, may_jump=True, may_share=False, **kind) == "scout"


def test_both_ends_meet_at_about_the_same_time() -> None:
    """Wherever frames cost more, neither the user's process nor the worker waits for long."""
    costs = Costs(update=0.0, draw=0.02, encode=0.01)
    for growth in (0, 9, -0.9):
        seconds = [0.03 * (1 + growth * i / 1000) for i in range(1000)]
        done, ends = 0, [0.0]  # frames of the user's process; when the worker is done with blocks
        start, now = 1000, 0.0
        while done < start:
            if ends[-1] <= now + 1e-9:
                size = _blocks.tail_block(start - done, costs, workers=1, is_first=len(ends) == 1)
                if size:
                    start -= size
                    ends.append(now + sum(seconds[start : start + size]))
            now += seconds[done]
            done += 1
        assert abs(ends[-1] - now) < 0.15 * sum(seconds)


def test_no_block_is_made_that_costs_more_than_it_evens_out() -> None:
    """Heavy points for 600 frames: a copy is restored twice, not thrice, for some 20 frames."""
    costs = Costs(update=0.0, draw=0.070, encode=0.009, plain=0.1)
    gap, sizes = 585, list[int]()
    while size := _blocks.tail_block(gap, costs, workers=1, is_first=not sizes):
        sizes.append(size)
        gap -= 2 * size + round((costs.block + costs.copy) / (costs.draw + costs.encode))
    assert len(sizes) == 2
    assert 0.6 < sizes[0] / sum(sizes) < 0.75


def test_first_block_leaves_room_for_what_is_not_known_yet() -> None:
    """Growing lines: a worker begins a second later, and its frames are the costly ones."""
    costs = Costs(update=0.001, draw=0.026, encode=0.003, plain=0.068)
    assert _blocks.tail_block(292, costs, workers=1) < 100
    assert _blocks.tail_block(292, costs, workers=1, is_first=False) > 130


def test_few_cores_make_movies_from_both_ends() -> None:
    def best(cores: int, *, update: float = 0.0, may_share: bool = True) -> str:
        costs = Costs(update=update, draw=0.03, encode=0.005)
        return _plan.best_route(
            2000,
            costs,
            workers=cores,
            cores=cores,
            start=1.5,
            opening=12,
            may_jump=False,
            may_share=may_share,
        )

    assert best(2) == "share"
    assert best(2, may_share=False) == "scout"
    assert best(32) == "scout"
    assert best(2, update=0.03) == "in-process"


def test_workers_do_not_pay_where_their_reference_frames_cost_more_than_they_gain() -> None:
    kind = {"workers": 2, "cores": 2, "start": 1.5, "opening": 6, "may_jump": False}
    for plain, route in ((0.0, "share"), (0.4, "in-process")):
        costs = Costs(update=0.001, draw=0.04, encode=0.014, plain=plain)
        assert _plan.best_route(194, costs, may_share=True, **kind) == route
