"""State that updates hide from anyone who looks at the figure and their variables only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from jump_hidden_scenes import HIDDEN
from jump_tools import Comparison


@pytest.fixture(autouse=True)
def _numpy_as_it_was() -> Iterator[None]:
    with np.printoptions(), np.errstate():
        yield


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_hidden_is_found(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = Comparison(HIDDEN[name], tmp_path, capfd)
    assert found.differences == []
    assert found.route != "jump", found.reason
