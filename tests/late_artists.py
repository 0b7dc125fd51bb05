"""Animations to which an artist of the user's is added late, whose draws count."""

from __future__ import annotations

from typing import Any

from jump_tools import FRAMES, Maker, Scene, scene, small
from matplotlib.artist import Artist

drawn: list[int] = []


class Blot(Artist):
    """Counts how often it is drawn, where nobody who looks at the figure sees it."""

    def draw(self, renderer: Any) -> None:
        drawn.append(1)


def blot_added_at(frame: int, *, gone_at: int = FRAMES) -> Maker:
    """Return what makes a scene whose last frame shows how often an artist was drawn."""

    def make() -> Scene:
        fig, ax = small()
        text = ax.text(0.3, 0.5, "")
        drawn.clear()
        blots: list[Blot] = []

        def update(i: int) -> None:
            if i == frame:
                blots.append(Blot())
                ax.add_artist(blots[0])
            if i == gone_at:
                blots[0].remove()
            text.set_text(f"{i} {len(drawn)}" if i == FRAMES - 1 else f"{i}")

        return scene(fig, update, lambda: len(drawn))

    return make
