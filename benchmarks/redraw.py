"""Time frames of many kinds of figures, redrawn and drawn plainly, and compare their pixels.

    python benchmarks/redraw.py [--quick] [--repeats N] [--only NAME]

Two figures are made of each kind, and both go through the same updates; `Redrawer` draws the one,
``savefig`` the other, so that neither is helped or hurt by what the other does to a figure. They
take turns by blocks of frames, and so does who goes first, because some caches of matplotlib's are
shared. What is timed is the drawing alone, not the updates. A row gives the medians over the
blocks of all repeats; in a block, redraw's time is the mean, so that frames in which it records or
checks itself count as often as they come.

Beside the times, each frame of an untimed run is compared with the same figure drawn plainly. The
table is Markdown and goes to stdout. The exit status is 1 if any frame differed.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from figures import KINDS, Update
from machine import describe_command, describe_machine
from matplotlib.figure import Figure

from matplotlib_parwriter.redraw import Redrawer

# What `Animation.save` passes on to ``savefig``.
SAVEFIG: Mapping[str, Any] = {"dpi": 100, "facecolor": (1.0, 1.0, 1.0, 1.0), "transparent": False}
# Layouts and quivers are settled by the first draws, and differ from draw to draw until then.
SETTLING = 4
# Frames before the timed ones; redraw's own checks are frequent in the first two dozen.
WARM_UP = 22
BLOCK = 8


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was found of one kind: seconds per frame, and how many frames were compared."""

    name: str
    plain: float
    redraw: float
    identical: int
    compared: int

    @property
    def ratio(self) -> float:
        """Give how many times sooner a frame is redrawn."""
        return self.plain / self.redraw

    @property
    def is_exact(self) -> bool:
        """Tell whether all frames were identical."""
        return self.identical == self.compared

    def __str__(self) -> str:
        pixels = f"{self.identical} of {self.compared}"
        return (
            f"| {self.name} | {1e3 * self.plain:.2f} | {1e3 * self.redraw:.2f} | "
            f"**{self.ratio:.2f}** | {pixels if self.is_exact else f'**{pixels}**'} |"
        )


class _Sink(io.RawIOBase):
    """A file that keeps nothing, so that plain drawing is not charged for copies."""

    def write(self, data: Any) -> int:
        return memoryview(data).nbytes


class Player:
    """One figure that goes through its updates, and what draws it.

    Parameters
    ----------
    make : callable
        Makes the figure and its update.
    redraw : bool
        Whether it is redrawn, or drawn plainly.
    """

    def __init__(self, make: Callable[[], tuple[Figure, Update]], *, redraw: bool) -> None:
        self.figure, self.update = settled(make)
        self.redrawer = Redrawer(self.figure, **SAVEFIG) if redraw else None
        self._draw = self.redrawer.frame if self.redrawer is not None else self._plain
        self._next = 0

    def _plain(self) -> None:
        self.figure.savefig(_Sink(), format="rgba", **SAVEFIG)

    def play(self, frames: int) -> float:
        """Draw *frames* frames; return the mean of the seconds that drawing took."""
        gc.collect()
        seconds = 0.0
        for i in range(self._next, self._next + frames):
            self.update(i)
            start = time.perf_counter()
            self._draw()
            seconds += time.perf_counter() - start
        self._next += frames
        return seconds / frames

    def close(self) -> None:
        """Be done with the figure."""
        if self.redrawer is not None:
            self.redrawer.close()
        plt.close(self.figure)


def settled(make: Callable[[], tuple[Figure, Update]]) -> tuple[Figure, Update]:
    """Make a figure, and draw it until its layout does not move any more."""
    figure, update = make()
    update(0)
    for _ in range(SETTLING):
        figure.canvas.draw()
    return figure, update


def time_blocks(
    make: Callable[[], tuple[Figure, Update]], blocks: int
) -> list[tuple[float, float]]:
    """Return the seconds per frame of each block, drawn plainly and redrawn."""
    players = [Player(make, redraw=False), Player(make, redraw=True)]
    for player in players:
        player.play(WARM_UP)
    taken = []
    for block in range(blocks):
        order = players if block % 2 == 0 else players[::-1]
        seconds = {player: player.play(BLOCK) for player in order}
        taken.append((seconds[players[0]], seconds[players[1]]))
    for player in players:
        player.close()
    return taken


def compare(make: Callable[[], tuple[Figure, Update]], frames: int) -> int:
    """Return how many of *frames* frames were redrawn to the same pixels as drawn plainly."""
    figure, update = settled(make)
    identical = 0
    with Redrawer(figure, **SAVEFIG) as redrawer:
        for i in range(frames):
            update(i)
            image = bytes(redrawer.frame())
            # After a mismatch that redraw has found itself, it is right because it draws plainly.
            identical += not redrawer.mismatches and image == redrawer.plain()
    plt.close(figure)
    return identical


def measure(name: str, *, repeats: int, blocks: int, compared: int) -> Row:
    """Return the row of the table for the kind *name*."""
    make = KINDS[name]
    identical = compare(make, compared)
    taken = [block for _ in range(repeats) for block in time_blocks(make, blocks)]
    plain, redraw = (statistics.median(column) for column in zip(*taken, strict=True))
    return Row(name=name, plain=plain, redraw=redraw, identical=identical, compared=compared)


def describe(given: argparse.Namespace, blocks: int) -> str:
    """Say how and where it was measured."""
    return (
        f"Milliseconds per frame, updates not counted; medians of {given.repeats * blocks} blocks "
        f"of {BLOCK} frames. {describe_machine()}. {describe_command('redraw.py')}"
    )


def main() -> int:
    """Measure what the command line asks for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer frames")
    parser.add_argument("--repeats", type=int, default=3, help="pairs of figures (default: 3)")
    parser.add_argument(
        "--only", action="append", metavar="NAME", choices=KINDS, help="one kind; may be repeated"
    )
    given = parser.parse_args()
    mpl.use("agg")
    blocks, compared = (2, 15) if given.quick else (6, 60)
    print("| figure | plain (ms) | redraw (ms) | ratio | identical |")
    print("|---|---:|---:|---:|---:|", flush=True)
    rows = []
    for name in given.only or KINDS:
        rows.append(measure(name, repeats=given.repeats, blocks=blocks, compared=compared))
        print(rows[-1], flush=True)
    worst = min(rows, key=lambda row: row.ratio)
    exact = all(row.is_exact for row in rows)
    print(f"\n{describe(given, blocks)}")
    print(f"\nThe worst ratio is {worst.ratio:.2f} ({worst.name}).")
    print("All frames were identical." if exact else "**Some frames differ.**")
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main())
