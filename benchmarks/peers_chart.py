"""The chart of how many times as fast as stock's writer tools are, for the README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

COLORS = ("#999999", "#56b4e9", "#e69f00", "#0072b2")  # told apart by the colour-blind, too
TARGET_STYLE = {"color": "black", "marker": "|", "markersize": 11, "linestyle": "none"}
BOUND_STYLE = {"color": "0.45", "marker": "d", "markersize": 4, "linestyle": "none"}


@dataclass(frozen=True, kw_only=True)
class Bars:
    """One animation: the ratio of each tool and whether its frames were right, and two marks."""

    name: str
    ratios: Mapping[str, tuple[float, bool]]
    target: float
    bound: float


def draw(path: Path, animations: Sequence[Bars], tools: Sequence[str]) -> None:
    """
    Draw the ratios of all animations.

    Parameters
    ----------
    path : Path
        The chart; its suffix says the format.
    animations : sequence of Bars
        From top to bottom.
    tools : sequence of str
        From top to bottom within an animation; those without any ratio are left out.
    """
    tools = [tool for tool in tools if any(tool in shown.ratios for shown in animations)]
    # The same chart twice is the same file, and text is left to whoever shows it.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "peers"}):
        fig = Figure(figsize=(8, 1.2 + 0.62 * len(animations)), layout="constrained")
        ax = fig.subplots()
        height = 0.8 / len(tools)
        for i, animation in enumerate(animations):
            for j, tool in enumerate(tools):
                if tool in animation.ratios:
                    y = i - 0.4 + (j + 0.5) * height
                    _bar(ax, y, height, *animation.ratios[tool], COLORS[j % len(COLORS)])
            ax.plot(animation.target, i, **TARGET_STYLE, zorder=3)
            ax.plot(animation.bound, i, **BOUND_STYLE, zorder=3)
        ax.axvline(1, color="black", linewidth=0.8)
        ax.set(
            xscale="log",
            xlabel="times as fast as matplotlib's ffmpeg writer",
            yticks=range(len(animations)),
            yticklabels=[animation.name for animation in animations],
            ylim=(len(animations) - 0.5, -0.5),
        )
        ax.set_xticks([0.5, 1, 2, 3, 5, 10, 20], labels=["0.5", "1", "2", "3", "5", "10", "20"])
        ax.set_xticks([], minor=True)
        ax.grid(axis="x", linewidth=0.3)
        ax.set_axisbelow(True)
        ax.spines[["top", "right"]].set_visible(False)
        fig.legend(handles=_handles(tools), loc="outside lower center", ncols=3, frameon=False)
        metadata = {"Date": None} if path.suffix == ".svg" else None
        fig.savefig(path, dpi=120, metadata=metadata)


def _bar(ax: mpl.axes.Axes, y: float, height: float, ratio: float, right: bool, color: str) -> None:
    """Draw a bar from stock's time on; hollow where the frames were not right."""
    ax.barh(
        y,
        ratio - 1,
        left=1,
        height=0.9 * height,
        facecolor=color if right else "none",
        edgecolor=color,
        linestyle="-" if right else "--",
    )


def _handles(tools: Sequence[str]) -> list[Line2D | mpl.patches.Patch]:
    named = [
        mpl.patches.Patch(color=COLORS[j % len(COLORS)], label=tool.replace("`", ""))
        for j, tool in enumerate(tools)
    ]
    hollow = mpl.patches.Patch(
        facecolor="none", edgecolor="0.3", linestyle="--", label="frames are not stock's"
    )
    return [
        *named,
        hollow,
        Line2D([], [], **TARGET_STYLE, label="target"),
        Line2D([], [], **BOUND_STYLE, label="if nothing were lost"),
    ]
