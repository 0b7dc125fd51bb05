"""Animations to measure saves with, as users write them.

Each function makes a new pyplot figure and returns it, with the update that changes it for a frame.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.figure import Figure

Scene = tuple[Figure, Callable[[int], object]]


def line() -> Scene:
    """Animate a sine that moves."""
    fig, ax = plt.subplots()
    x = np.linspace(0, 2 * np.pi, 500)
    (curve,) = ax.plot(x, np.sin(x))

    def update(frame):
        curve.set_ydata(np.sin(x + frame / 20))
        return (curve,)

    return fig, update


def panels() -> Scene:
    """Animate lines in twelve panels, at 1600 x 900 pixels."""
    fig, axs = plt.subplots(3, 4, figsize=(16, 9))
    x = np.linspace(0, 2 * np.pi, 200)
    curves = [ax.plot(x, np.sin(x * (i + 1)))[0] for i, ax in enumerate(axs.flat)]

    def update(frame):
        for i, curve in enumerate(curves):
            curve.set_ydata(np.sin(x * (i + 1) + frame / 20))
        return curves

    return fig, update


def scatter(*, figsize: tuple[float, float] = (6.4, 4.8), coloured: bool = False) -> Scene:
    """Animate 5000 points that turn around the centre, all alike or each with its own colour."""
    fig, ax = plt.subplots(figsize=figsize)
    rng = np.random.default_rng(0)
    start = rng.normal(size=(5000, 2))
    # matplotlib draws points of one colour as markers, others path by path.
    points = ax.scatter(*start.T, s=4, c=rng.random(5000) if coloured else None)

    def update(frame):
        angle = frame / 100
        turn = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
        points.set_offsets(start @ turn)
        return (points,)

    return fig, update


def tall_scatter() -> Scene:
    """Animate the points at 432 x 720 pixels."""
    return scatter(figsize=(4.32, 7.2))


def colours() -> Scene:
    """Animate the points, each with its own colour."""
    return scatter(coloured=True)


def tall_colours() -> Scene:
    """Animate the points, each with its own colour, at 432 x 720 pixels."""
    return scatter(figsize=(4.32, 7.2), coloured=True)


def full_hd() -> Scene:
    """Animate lines, a text and an image with its colorbar, at 1920 x 1080 pixels."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(19.2, 10.8))
    x = np.linspace(0, 2 * np.pi, 500)
    curves = [left.plot(x, np.sin(x * (i + 1)), label=f"mode {i}")[0] for i in range(4)]
    left.legend(loc="upper right")
    time_text = left.text(0.02, 0.95, "", transform=left.transAxes)
    y = np.linspace(-3, 3, 200)
    radius = np.hypot(y, y[:, np.newaxis])
    image = right.imshow(np.sin(3 * radius))
    fig.colorbar(image, ax=right, label="amplitude")

    def update(frame):
        for i, curve in enumerate(curves):
            curve.set_ydata(np.sin(x * (i + 1) + frame / 20))
        time_text.set_text(f"t = {frame / 30:.2f} s")
        image.set_data(np.sin(3 * radius - frame / 10))
        return [*curves, time_text, image]

    return fig, update


def images() -> Scene:
    """Animate two images of 800 x 800 values."""
    fig, axs = plt.subplots(1, 2, figsize=(10, 5))
    x = np.linspace(-3, 3, 800)
    radius = np.hypot(x, x[:, np.newaxis])
    shown = [
        ax.imshow(np.sin(5 * radius), cmap=cmap)
        for ax, cmap in zip(axs, ("viridis", "gray"), strict=True)
    ]

    def update(frame):
        shown[0].set_data(np.sin(5 * radius - frame / 10))
        shown[1].set_data(np.cos(3 * radius + frame / 10))
        return shown

    return fig, update


def contour() -> Scene:
    """Animate filled contours, the axes cleared for every frame."""
    fig, ax = plt.subplots()
    x = np.linspace(-3, 3, 120)
    y = x[:, np.newaxis]

    def update(frame):
        ax.clear()
        ax.contourf(x, x, np.sin(x**2 + y + frame / 10) * np.cos(y**2), levels=12)
        ax.set_title(f"frame {frame}")

    return fig, update


def surface() -> Scene:
    """Animate the camera, which goes around a surface in three dimensions."""
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    x, y = np.meshgrid(np.linspace(-4, 4, 60), np.linspace(-4, 4, 60))
    ax.plot_surface(x, y, np.sin(np.hypot(x, y)), cmap="coolwarm")

    def update(frame):
        ax.view_init(elev=30, azim=frame)

    return fig, update


def walk() -> Scene:
    """Animate forty random walks in three dimensions, each grown from where it was."""
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    ax.set(xlim=(-20, 20), ylim=(-20, 20), zlim=(-20, 20))
    rng = np.random.default_rng(0)
    paths = [np.zeros((3, 1)) for _ in range(40)]
    lines = [ax.plot(*path)[0] for path in paths]

    def update(frame):
        for i, curve in enumerate(lines):
            step = paths[i][:, -1:] + rng.normal(scale=0.5, size=(3, 1))
            paths[i] = np.concatenate([paths[i], step], axis=1)
            curve.set_data_3d(paths[i])
        return lines

    return fig, update


def busy() -> Scene:
    """Animate a small plot of what takes 20 ms to compute."""
    fig, ax = plt.subplots(figsize=(3.2, 2.4))
    x = np.linspace(0, 2 * np.pi, 100)
    (curve,) = ax.plot(x, np.sin(x))

    def update(frame):
        # Of this thread's own time: what else the process does meanwhile is no part of the work.
        end = time.thread_time() + 0.02
        while time.thread_time() < end:
            pass
        curve.set_ydata(np.sin(x + frame / 20))
        return (curve,)

    return fig, update


@dataclass(frozen=True, kw_only=True)
class Case:
    """One row: what is animated, of how many frames, of how many with ``--quick``, into what."""

    scene: Callable[[], Scene]
    frames: int
    quick: int
    suffix: str = ".mp4"

    def make(self, frames: int) -> FuncAnimation:
        """Return the animation of *frames* frames, on a new figure."""
        fig, update = self.scene()
        return FuncAnimation(fig, update, frames=frames)


CASES: Mapping[str, Case] = MappingProxyType(
    {
        "line": Case(scene=line, frames=600, quick=200),
        "12 panels, 1600x900": Case(scene=panels, frames=200, quick=60),
        "scatter, 5000 points": Case(scene=scatter, frames=600, quick=200),
        "scatter GIF, 432x720": Case(scene=tall_scatter, frames=200, quick=60, suffix=".gif"),
        "scatter, 5000 colours": Case(scene=colours, frames=600, quick=200),
        "colours GIF, 432x720": Case(scene=tall_colours, frames=200, quick=60, suffix=".gif"),
        "lines, text, image, 1920x1080": Case(scene=full_hd, frames=200, quick=60),
        "two images, 800x800": Case(scene=images, frames=300, quick=100),
        "contour, cleared axes": Case(scene=contour, frames=600, quick=100),
        "3-D surface, camera": Case(scene=surface, frames=200, quick=60),
        "stateful walk, 40 3-D lines": Case(scene=walk, frames=300, quick=100),
        "update of 20 ms": Case(scene=busy, frames=600, quick=60),
        "short line": Case(scene=line, frames=40, quick=40),
    }
)
