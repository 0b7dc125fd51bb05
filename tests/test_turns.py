"""Each test is run in some part, and each family of cases in every part."""

from __future__ import annotations

import pytest
from turns import PARTS, family_of, in_part


class Item:
    """As much of a test as is looked at."""

    def __init__(self, nodeid: str, marker: str = "") -> None:
        self.nodeid = nodeid
        self._marker = marker

    def get_closest_marker(self, name: str) -> str | None:
        return self._marker if name == self._marker else None


@pytest.mark.parametrize("cases", [1, 2, PARTS - 1, PARTS, PARTS + 1, 100])
def test_each_case_has_its_turn_and_each_part_a_case(cases: int) -> None:
    items = [Item(f"test_a.py::test_b[{k}]") for k in range(cases)]
    parts = [in_part(items, part) for part in range(PARTS)]
    assert set.union(*parts) == set(items)
    assert {len(part) for part in parts} <= {cases // PARTS or 1, -(-cases // PARTS)}


def test_single_tests_are_always_run_and_slow_ones_in_turn() -> None:
    slow = [Item(f"test_a.py::test_{k}", "in_turn") for k in range(100)]
    quick = [Item(f"test_b.py::test_{k}") for k in range(100)]
    parts = [in_part([*quick, *slow], part) for part in range(PARTS)]
    assert set.intersection(*parts) == set(quick)
    assert sum(len(part) for part in parts) == len(slow) + PARTS * len(quick)


def test_no_parameter_is_the_same_for_a_whole_part() -> None:
    pairs = [f"test_a.py::test_b[{x}-{y}]" for x in range(50) for y in "abcdefgh"]
    for part in range(PARTS):
        found = in_part([Item(pair) for pair in pairs], part)
        assert {family_of(item) for item in found} == {"test_a.py::test_b"}
        assert len({item.nodeid[-2] for item in found}) > 1
