"""Random figures and random changes to them: every frame has the pixels that matplotlib draws.

Hypothesis makes scripts: lines that set a figure up, and then lines that change it, with frames in
between. The lines come from the tables in `random_figures`. What it prints when a frame differs is
such a script, shrunk.

Two ways to compare take turns. Either a frame is followed by a plain draw of the same figure. Or
the script is run for two figures, of which the engine draws one and matplotlib the other; this is
for what the draws themselves settle, layouts above all, where the second of two draws may differ
from the first by matplotlib's own doing, and for what plain draws might repair.

``REDRAW_EXAMPLES=5000 pytest tests/test_redraw_property.py`` runs that many examples, others every
time.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator

import matplotlib as mpl
import pytest
from hypothesis import HealthCheck, given, settings
from random_figures import Run, Script, scripts

EXAMPLES = int(os.environ.get("REDRAW_EXAMPLES", "0"))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Ignore what matplotlib warns of, which is much with figures like these."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


# What fails is shrunk, which takes minutes.
@pytest.mark.in_turn
@pytest.mark.timeout(900 + 2 * EXAMPLES)
@settings(
    max_examples=EXAMPLES or 50,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(script=scripts())
def test_frames_are_the_same(script: Script) -> None:
    run = None
    try:
        with mpl.rc_context():
            run = Run(script)
            run.run()
    finally:
        if run is not None:
            run.close()
