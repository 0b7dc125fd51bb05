"""A script being run, and its frames compared."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt

from matplotlib_parwriter.redraw import Redrawer

from ._scripts import Script
from ._values import PREAMBLE


def outcome(draw: Callable[[], Any]) -> Any:
    """Return the image, or the type of exception."""
    try:
        return bytes(draw())
    except Exception as error:
        return type(error)


class Run:
    """One script being run."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.redrawer: Redrawer | None = None
        self.count = 0
        self.spaces: list[dict[str, Any]] = [{} for _ in range(1 + script.twin)]
        self.execute(PREAMBLE)

    def execute(self, line: str) -> None:
        for space in self.spaces:
            exec(line, space)

    def run(self) -> None:
        for number, line in enumerate(self.script.lines):
            if line.startswith("frame("):
                self.frames(int(line[6:-1]), f"line {number}: {line}")
            else:
                self.execute(line)
        assert self.redrawer is not None
        assert not self.redrawer.mismatches
        self.redrawer.close()
        for artist in self.spaces[0]["fig"].findobj():
            assert type(artist.stale) is bool
            assert not {"draw", "draw_grid", "draw_pane", "get_tightbbox"} & vars(artist).keys()

    def frames(self, count: int, where: str) -> None:
        fig = self.spaces[0]["fig"]
        if self.redrawer is None:
            self.redrawer = Redrawer(fig, **self.script.savefig)
            if self.script.twin:
                # A reference frame is drawn twice, which would settle the first figure sooner.
                self.redrawer._schedule.is_due = lambda frame: False  # type: ignore[method-assign]
        for i in range(count):
            image = outcome(self.redrawer.frame)
            # Of the same figure, those in the middle are drawn with nothing in between.
            if self.script.twin or i in (0, count - 1):
                assert image == outcome(self.plain), f"{where}: frame {i}"

    def plain(self) -> Any:
        """Draw what the frame just drawn has to be."""
        assert self.redrawer is not None
        if not self.script.twin:
            return self.redrawer.plain()
        sink = io.BytesIO()
        self.spaces[1]["fig"].savefig(sink, format="rgba", **self.script.savefig)
        return sink.getvalue()

    def close(self) -> None:
        for space in self.spaces:
            plt.close(space.get("fig"))
