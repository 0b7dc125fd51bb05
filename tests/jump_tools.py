"""Save scenes with stock's writer and with workers that jump, and compare all that there is."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import random
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from compare import FFMPEG, compare_movies, compare_values
from matplotlib.animation import Animation, FuncAnimation
from matplotlib.figure import Figure
from matplotlib.text import Text

from matplotlib_parwriter import ParallelFFMpegWriter

FRAMES = 40
BLOCK = 7  # with an opening of 2 frames: blocks begin at 2, 9, 16, 23, 30 and 37
CODECS = {".mkv": "ffv1", ".avi": "ffv1", ".gif": None}


@dataclasses.dataclass(kw_only=True)
class Scene:
    """
    An animation as a user's script makes it.

    Attributes
    ----------
    animation : Animation
        What is saved.
    state : callable
        Returns what the script could look at afterwards, JSON-like.
    save : dict
        Keyword arguments of ``save``.
    """

    animation: Animation
    state: Callable[[], Any] = dict
    save: dict[str, Any] = dataclasses.field(default_factory=dict)


Maker = Callable[[], Scene]


def small(**kwargs: Any) -> tuple[Figure, Any]:
    """Give a figure that is drawn in no time, with an Axes that has no axis."""
    fig = plt.figure(figsize=(1.6, 1.2), dpi=50)
    ax = fig.add_axes((0, 0, 1, 1), xlim=(0, 1), ylim=(0, 1), **kwargs)
    ax.axis("off")
    return fig, ax


def scene(
    fig: Figure,
    update: Callable[..., Any],
    state: Callable[[], Any] = dict,
    frames: Any = FRAMES,
    save: dict[str, Any] | None = None,
    **kwargs: Any,
) -> Scene:
    animation = FuncAnimation(fig, update, frames=frames, **kwargs)
    return Scene(animation=animation, state=state, save=save or {})


class Comparison:
    """
    Save what *maker* makes twice.

    Attributes
    ----------
    differences : list of str
        How our movie, and the user's process after it, differ from stock's.
    route, reason : str
        How ours was made.
    report : Report or None
        Our writer's.
    said : str
        Why workers did not jump, where that was tried; what the log says otherwise.
    """

    def __init__(
        self,
        maker: Maker,
        folder: Path,
        capture: pytest.CaptureFixture[str],
        *,
        route: str = "jump",
        suffix: str = ".mkv",
    ) -> None:
        stock, ours = folder / f"stock{suffix}", folder / f"ours{suffix}"
        expected, _ = _run(maker, stock, None, capture)
        writer = ParallelFFMpegWriter(
            codec=CODECS[suffix], route=route, max_workers=2, block_frames=BLOCK
        )
        found, self.said = _run(maker, ours, writer, capture)
        self.report = writer.report
        self.differences = compare_movies(stock, ours) + compare_values(expected, found)
        self.route = self.report.route if self.report is not None else ""
        self.reason = f"{self.report and self.report.reason}\n{self.said}"


def _run(
    maker: Maker,
    path: Path,
    writer: ParallelFFMpegWriter | None,
    capture: pytest.CaptureFixture[str],
) -> tuple[dict[str, Any], str]:
    """Save to *path*; give what can be seen in this process then, and what our log says."""
    random.seed(1)
    np.random.seed(2)
    capture.readouterr()
    with mpl.rc_context(), _log() as log, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        mpl.rcParams["animation.ffmpeg_path"] = FFMPEG
        made = maker()
        error = ""
        try:
            if writer is None:
                codec = CODECS[path.suffix]
                made.animation.save(path, writer="ffmpeg", codec=codec, **made.save)
            else:
                made.animation.save(path, writer=writer, **made.save)
        except (Exception, KeyboardInterrupt) as caught:
            error = f"{type(caught).__name__}: {caught}"
        printed = capture.readouterr()
        found = {
            "error": error,
            "state": made.state(),
            "artists": _artists(),
            "random": repr(random.getstate()),
            "numpy.random": repr(np.random.get_state()),
            "kept": repr(list(getattr(made.animation, "_save_seq", ()))),
            "rcParams": {k: repr(v) for k, v in dict.items(mpl.rcParams)},
            "figures": plt.get_fignums(),
            "printed": [printed.out, printed.err],
            "warned": [str(one.message) for one in warned],
            "logged": [line for line in log if not line.startswith("matplotlib_parwriter")],
        }
        plt.close("all")
    return found, "\n".join(line for line in log if line.startswith("matplotlib_parwriter"))


@contextlib.contextmanager
def _log() -> Iterator[list[str]]:
    lines: list[str] = []
    handler = logging.Handler(logging.INFO)
    handler.emit = lambda record: lines.append(  # type: ignore[method-assign]
        f"{record.name}: {record.getMessage()}"
    )
    root, own = logging.getLogger(), logging.getLogger("matplotlib_parwriter")
    root.addHandler(handler)
    own.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        own.setLevel(logging.NOTSET)


# What can be asked of artists; those that draws change by themselves are left out.
_ASKED = (
    *("get_visible", "get_zorder", "get_label", "get_alpha", "get_gid", "get_url", "get_picker"),
    *("get_xydata", "get_offsets", "get_sizes", "get_linewidth", "get_color", "get_xlim"),
    *("get_ylim", "get_xscale", "get_width", "get_height", "get_xy", "get_clim", "get_xticks"),
    *("get_array", "get_text"),
)


def _artists() -> Any:
    """Describe all artists of all figures of pyplot's, visible or not."""
    return [
        [type(artist).__name__, _asked(artist), _own(artist)]
        for number in plt.get_fignums()
        for artist in plt.figure(number).findobj()
    ]


def _asked(artist: Any) -> dict[str, str]:
    names = [name for name in _ASKED if hasattr(artist, name)]
    if not isinstance(artist, Text):  # that of contours takes arguments
        names = [name for name in names if name != "get_text"]
    return {name: _plain(getattr(artist, name)()) for name in names}


def _own(artist: Any) -> dict[str, str]:
    return {k: _plain(v) for k, v in vars(artist).items() if k.startswith("my_")}


def _plain(value: Any) -> str:
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return re.sub(r" at 0x\w+", "", repr(value))


def forget(module: str) -> None:
    """Let a module be imported afresh."""
    sys.modules.pop(module, None)
