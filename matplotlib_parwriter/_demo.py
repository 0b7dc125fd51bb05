"""A movie worth looking at, made with matplotlib's writer and with this one."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.animation import AbstractMovieWriter, FFMpegWriter, FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ._ffmpeg import find_ffmpeg
from ._writer import ParallelFFMpegWriter

FPS = 30
GRAVITY = 9.81  # m / s^2; both rods are 1 m long, both bobs weigh 1 kg
PENDULUMS = 12  # released from angles that differ by a thousandth of a degree
TRAIL = 60  # frames that a trail takes to fade
BACKGROUND = "#0e1117"
FOREGROUND = "#c9d1d9"

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Motion:
    """
    Hold the motion of many double pendulums, by frame and pendulum.

    Attributes
    ----------
    times : array, shape (frames,)
        Seconds.
    angles : array, shape (frames, 2, pendulums)
        Angles of the inner and the outer rods from straight down, in radians.
    speeds : array, shape (frames, 2, pendulums)
        Their rates of change, in radians per second.
    """

    times: Array
    angles: Array
    speeds: Array

    def positions(self) -> tuple[Array, Array]:
        """Return x and y of both bobs in metres, each of the shape of the angles."""
        x, y = np.sin(self.angles), -np.cos(self.angles)
        return np.cumsum(x, axis=1), np.cumsum(y, axis=1)

    def energies(self) -> tuple[Array, Array]:
        """Return kinetic and potential energy in joules, each of shape (frames, pendulums)."""
        inner, outer = self.speeds[:, 0], self.speeds[:, 1]
        swing = np.cos(self.angles[:, 0] - self.angles[:, 1])
        kinetic = inner**2 + outer**2 / 2 + inner * outer * swing
        potential = GRAVITY * (3 - 2 * np.cos(self.angles[:, 0]) - np.cos(self.angles[:, 1]))
        return kinetic, potential


def _accelerations(angles: Array, speeds: Array) -> Array:
    """Return the angular accelerations of double pendulums of equal rods and bobs."""
    (inner, outer), (inner_speed, outer_speed) = angles, speeds
    sine, cosine = np.sin(inner - outer), np.cos(inner - outer)
    pull_inner = -(outer_speed**2) * sine - 2 * GRAVITY * np.sin(inner)
    pull_outer = inner_speed**2 * sine - GRAVITY * np.sin(outer)
    return np.array([pull_inner - cosine * pull_outer, 2 * pull_outer - cosine * pull_inner]) / (
        2 - cosine**2
    )


def simulate(frames: int) -> Motion:
    """
    Return the motion of nearly equal double pendulums (classical Runge-Kutta).

    Parameters
    ----------
    frames : int
        Number of frames, `FPS` of them a second.

    Returns
    -------
    Motion
    """
    steps = 20  # a frame; enough to keep the energy to a millionth
    h = 1 / FPS / steps
    angles = np.radians([np.full(PENDULUMS, 120.0), 125 + 1e-3 * np.arange(PENDULUMS)])
    speeds = np.zeros_like(angles)
    seen = []
    for _ in range(frames):
        seen.append((angles, speeds))
        for _ in range(steps):
            v1, a1 = speeds, _accelerations(angles, speeds)
            v2, a2 = speeds + h / 2 * a1, _accelerations(angles + h / 2 * v1, speeds + h / 2 * a1)
            v3, a3 = speeds + h / 2 * a2, _accelerations(angles + h / 2 * v2, speeds + h / 2 * a2)
            v4, a4 = speeds + h * a3, _accelerations(angles + h * v3, speeds + h * a3)
            angles = angles + h / 6 * (v1 + 2 * v2 + 2 * v3 + v4)
            speeds = speeds + h / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
    all_angles, all_speeds = map(np.array, zip(*seen, strict=True))
    return Motion(times=np.arange(frames) / FPS, angles=all_angles, speeds=all_speeds)


STYLE: Final[dict[Any, Any]] = {
    "figure.facecolor": BACKGROUND,
    "axes.facecolor": BACKGROUND,
    "savefig.facecolor": BACKGROUND,
    "text.color": FOREGROUND,
    "axes.labelcolor": FOREGROUND,
    "axes.edgecolor": "#30363d",
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "xtick.color": FOREGROUND,
    "ytick.color": FOREGROUND,
    "grid.color": "#21262d",
    "axes.grid": True,
}


def make_animation(motion: Motion) -> FuncAnimation:
    """
    Return an animation of *motion*: the pendulums, phase space, angles and energy.

    Parameters
    ----------
    motion : Motion
        What to show, one frame after another. The style is that of the rcParams in force.

    Returns
    -------
    matplotlib.animation.FuncAnimation
    """
    x, y = motion.positions()
    kinetic, potential = motion.energies()
    # The angle of the outer rod between -180 and 180 degrees, cut where it goes over the top.
    degrees = np.degrees(np.mod(motion.angles[:, 1] + np.pi, 2 * np.pi) - np.pi)
    degrees[1:][np.abs(np.diff(degrees, axis=0)) > 180] = np.nan
    spins = np.degrees(motion.speeds[:, 1])
    colors = mpl.colormaps["plasma"](np.linspace(0.15, 0.95, PENDULUMS))

    figure = Figure(figsize=(12.8, 7.2))
    FigureCanvasAgg(figure)
    grid = figure.add_gridspec(
        3,
        2,
        width_ratios=[3, 2],
        left=0.03,
        right=0.97,
        top=0.94,
        bottom=0.08,
        hspace=0.45,
        wspace=0.14,
    )
    swing = figure.add_subplot(grid[:, 0], aspect="equal", xlim=(-2.2, 2.2), ylim=(-2.2, 2.2))
    swing.set_title(f"{PENDULUMS} double pendulums, released a thousandth of a degree apart")
    swing.set(xticks=[], yticks=[])
    clock = swing.text(0.02, 0.02, "", transform=swing.transAxes, family="monospace")
    phase = figure.add_subplot(
        grid[0, 1],
        title="Phase space (outer rod)",
        xlim=(-180, 180),
        ylim=(-900, 900),
        xlabel="angle (°)",
        ylabel="°/s",
        xticks=range(-180, 181, 90),
    )
    span = (0.0, max(motion.times[-1], 1 / FPS))
    over_time = figure.add_subplot(
        grid[1, 1],
        title="Angle of the outer rod",
        xlim=span,
        ylim=(-180, 180),
        ylabel="°",
        yticks=range(-180, 181, 90),
    )
    energy = figure.add_subplot(
        grid[2, 1],
        title="Energy of the first pendulum",
        xlim=span,
        xlabel="time (s)",
        ylabel="J",
        ylim=(0, 1.25 * float((kinetic + potential)[0, 0])),
    )

    trails = [LineCollection([], linewidths=1.6, zorder=2) for _ in range(PENDULUMS)]
    for trail in trails:
        swing.add_collection(trail, autolim=False)
    rods = [swing.plot([], [], color=c, lw=1.2, alpha=0.5, zorder=1)[0] for c in colors]
    bobs = swing.scatter(np.zeros(PENDULUMS), np.zeros(PENDULUMS), s=36, c=colors, zorder=3)
    orbits = [phase.plot([], [], color=c, lw=0.8)[0] for c in colors]
    curves = [over_time.plot([], [], color=c, lw=0.8)[0] for c in colors]
    shares = [
        energy.plot([], [], color=color, lw=1.2, label=label)[0]
        for color, label in (("#58a6ff", "kinetic"), ("#3fb950", "potential"), ("w", "sum"))
    ]
    energy.legend(loc="upper right", ncols=3, frameon=False, fontsize="small")

    def update(frame: int) -> None:
        """Show *frame*: a trail fades, everything else is drawn up to now."""
        tail = slice(max(0, frame - TRAIL), frame + 1)
        for k, color in enumerate(colors):
            points = np.column_stack([x[tail, 1, k], y[tail, 1, k]])
            rgba = np.tile(color, (max(len(points) - 1, 0), 1))
            rgba[:, 3] = np.linspace(0, 1, len(rgba) + 1)[1:]
            trails[k].set_segments(list(np.stack([points[:-1], points[1:]], axis=1)))
            trails[k].set_color(list(rgba))
            rods[k].set_data([0, *x[frame, :, k]], [0, *y[frame, :, k]])
            orbits[k].set_data(degrees[tail, k], spins[tail, k])
            curves[k].set_data(motion.times[: frame + 1], degrees[: frame + 1, k])
        bobs.set_offsets(np.column_stack([x[frame, 1], y[frame, 1]]))
        for line, joules in zip(shares, (kinetic, potential, kinetic + potential), strict=True):
            line.set_data(motion.times[: frame + 1], joules[: frame + 1, 0])
        clock.set_text(f"t = {motion.times[frame]:5.2f} s")

    return FuncAnimation(figure, update, frames=len(motion.times), interval=1000 / FPS)


def demo(arguments: Sequence[str]) -> int:
    """
    Make the movie twice, compare the times, and leave it.

    Parameters
    ----------
    arguments : sequence of str
        The command line after ``demo``.

    Returns
    -------
    int
        The exit status.
    """
    parser = argparse.ArgumentParser(
        prog="python -m matplotlib_parwriter demo",
        description="Make a movie with matplotlib's ffmpeg writer and with parallel-ffmpeg, say "
        "how long each took, and leave the second.",
    )
    parser.add_argument(
        "--frames", type=_frame_count, default=300, help="length of the movie (default: 300)"
    )
    parser.add_argument(
        "--output",
        default="demo.mp4",
        metavar="FILE",
        help="where the movie goes, replacing what is there (default: %(default)s)",
    )
    given = parser.parse_args(arguments)
    output = Path(given.output)
    if not output.parent.is_dir():
        parser.error(f"there is no directory {str(output.parent)!r}")
    motion = simulate(given.frames)
    print(f"{given.frames} frames of 1280 x 720 pixels", flush=True)
    # Ours goes first, so that what the first save of a process has to load is in its time.
    ours = ParallelFFMpegWriter(fps=FPS)
    our_seconds = _save(motion, ours, output)
    print(f"parallel-ffmpeg      {our_seconds:7.1f} s   ({_how(ours)})", flush=True)
    with (
        tempfile.TemporaryDirectory() as directory,
        mpl.rc_context({"animation.ffmpeg_path": find_ffmpeg()}),
    ):
        stock_seconds = _save(motion, FFMpegWriter(fps=FPS), Path(directory) / output.name)
    print(f"matplotlib's ffmpeg  {stock_seconds:7.1f} s")
    print(f"{stock_seconds / our_seconds:.1f} times as fast. The movie is {output}.")
    return 0


def _frame_count(text: str) -> int:
    """Return *text* as a number of frames."""
    frames = int(text)
    if frames < 1:
        raise ValueError
    return frames


def _save(motion: Motion, writer: AbstractMovieWriter, path: Path) -> float:
    """Save the animation of *motion* to *path*, and return how many seconds that took."""
    with mpl.rc_context(STYLE):
        animation = make_animation(motion)
        start = time.perf_counter()
        animation.save(path, writer=writer, dpi=100)
        return time.perf_counter() - start


def _how(writer: ParallelFFMpegWriter) -> str:
    """Return what was used for the movie that *writer* has made."""
    report = writer.report
    if report is None:
        return "no report"
    return f"{report.route}, {report.workers} workers, {report.blocks} blocks, {report.encoder}"
