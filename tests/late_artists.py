"""Animations to which something is added late that depends on all draws before."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
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


def arrow_added_at(frame: int) -> Maker:
    """Return what makes a scene with a layout engine, and from a frame on with an arrow."""

    def make() -> Scene:
        fig, axs = plt.subplots(1, 2, figsize=(4, 3), layout="constrained")
        points = [ax.plot([0], [0], "o")[0] for ax in axs]
        for ax in axs:
            ax.set(xlim=(-1, 1), ylim=(-1, 1))
        notes: list[Any] = []

        def update(i: int) -> None:
            place = np.cos(i / 5), np.sin(i / 5)
            points[0].set_data([place[0]], [place[1]])
            points[1].set_data([place[1]], [place[0]])
            if i == 15:
                axs[0].set_ylabel("y\nz")
            while notes:
                notes.pop().remove()
            if i >= frame:
                arrow = {"arrowstyle": "-"}
                notes.append(axs[0].annotate("", place, place[::-1], arrowprops=arrow))

        return scene(fig, update)

    return make
