"""Frames that workers and the user's process pass over: no one can tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jump_scenes import PURE
from jump_stateful_scenes import STATEFUL
from jump_tools import Comparison
from matplotlib import scale, units


@pytest.fixture(autouse=True)
def _registries_as_they_were() -> Iterator[None]:
    # Private: there is no public way to take a scale back.
    registries: list[dict[Any, Any]] = [units.registry, scale._scale_mapping]  # type: ignore[attr-defined]
    before = [dict(registry) for registry in registries]
    yield
    for registry, content in zip(registries, before, strict=True):
        registry.clear()
        registry.update(content)


# In older versions of matplotlib this layout does not come to rest in as many frames.
MAY_SCOUT = {"constrained_layout"}


@pytest.mark.parametrize("name", PURE)
def test_pure_updates_are_left_out(
    name: str, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = Comparison(PURE[name], work, capfd)
    assert found.differences == []
    assert found.route == "jump" or name in MAY_SCOUT, found.reason


@pytest.mark.parametrize("name", STATEFUL)
def test_stateful_updates_are_run(name: str, work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = Comparison(STATEFUL[name], work, capfd)
    assert found.differences == []
    assert found.route != "jump", found.reason
