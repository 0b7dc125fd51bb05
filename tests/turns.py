"""Which tests a plain ``python -m pytest`` runs: of many alike, those whose turn it is.

All tests take half an hour on two cores, nearly all of it for families of like cases: the scripts
of `test_scripts`, or each kind of figure, drawn again after pauses. So cases are dealt out to
`PARTS` parts, and a commit's run takes one of these, by the commit's hash: each case is run every
few commits, and each family has a case in every part. A test without parameters is a family of one,
and always run. Slow families that are marked with ``in_turn`` may have no case in a part.

``--all`` runs every test, and so does naming what to run: files, tests, or expressions with ``-k``
or ``-m``. ``--part 3`` repeats what another commit's run, which says its part at the top, has run.
"""

from __future__ import annotations

import collections
import random
import subprocess
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

PARTS = 8


def part_of_commit(folder: Path) -> int:
    """Return the part that is run for the commit checked out in *folder*, 0 where there is none."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--verify", "HEAD"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(done.stdout, 16) % PARTS


def chosen_part(config: pytest.Config) -> int | None:
    """Return the part to run, None for every test."""
    option = config.option
    asked_for = config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    if option.all or option.keyword or option.markexpr or asked_for:
        return None
    return part_of_commit(config.rootpath) if option.part is None else option.part % PARTS


def family_of(item: pytest.Item) -> str:
    """Return the name of the test that *item* is a case of."""
    return item.nodeid.partition("[")[0]


def in_part(items: Iterable[pytest.Item], part: int) -> set[pytest.Item]:
    """Return those of *items*, which are all tests, that belong to a part."""
    families: dict[str, list[pytest.Item]] = collections.defaultdict(list)
    for item in items:
        families[family_of(item)].append(item)
    found: set[pytest.Item] = set()
    for name, cases in families.items():
        is_slow = cases[0].get_closest_marker("in_turn") is not None
        parts = PARTS if is_slow else min(PARTS, len(cases))
        # In another order: of several parameters, none is to be the same for a whole part.
        random.Random(name).shuffle(cases)
        found.update(cases[(part + zlib.crc32(name.encode())) % parts :: parts])
    return found
