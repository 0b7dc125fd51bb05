"""Animations to measure saves with, as users write them.

Each function makes its animation of *frames* frames on a new pyplot figure and returns it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation


def line(frames: int) -> FuncAnimation:
    """Animate a sine that moves."""
    fig, ax = plt.subplots()
    x = np.linspace(0, 2 * np.pi, 500)
    (curve,) = ax.plot(x, np.sin(x))

    def update(frame):
        curve.set_ydata(np.sin(x + frame / 20))
        return (curve,)

    return FuncAnimation(fig, update, frames=frames)


def panels(frames: int) -> FuncAnimation:
    """Animate lines in twelve panels, at 1600 x 900 pixels."""
    fig, axs = plt.subplots(3, 4, figsize=(16, 9))
    x = np.linspace(0, 2 * np.pi, 200)
    curves = [ax.plot(x, np.sin(x * (i + 1)))[0] for i, ax in enumerate(axs.flat)]

    def update(frame):
        for i, curve in enumerate(curves):
            curve.set_ydata(np.sin(x * (i + 1) + frame / 20))
        return curves

    return FuncAnimation(fig, update, frames=frames)


def scatter(frames: int) -> FuncAnimation:
    """Animate 5000 points that turn around the centre."""
    fig, ax = plt.subplots()
    rng = np.random.default_rng(0)
    start = rng.normal(size=(5000, 2))
    points = ax.scatter(*start.T, s=4, c=rng.random(5000))

    def update(frame):
        angle = frame / 100
        turn = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
        points.set_offsets(start @ turn)
        return (points,)

    return FuncAnimation(fig, update, frames=frames)


def images(frames: int) -> FuncAnimation:
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

    return FuncAnimation(fig, update, frames=frames)


def contour(frames: int) -> FuncAnimation:
    """Animate filled contours, the axes cleared for every frame."""
    fig, ax = plt.subplots()
    x = np.linspace(-3, 3, 120)
    y = x[:, np.newaxis]

    def update(frame):
        ax.clear()
        ax.contourf(x, x, np.sin(x**2 + y + frame / 10) * np.cos(y**2), levels=12)
        ax.set_title(f"frame {frame}")

    return FuncAnimation(fig, update, frames=frames)


def surface(frames: int) -> FuncAnimation:
    """Animate the camera, which goes around a surface in three dimensions."""
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    x, y = np.meshgrid(np.linspace(-4, 4, 60), np.linspace(-4, 4, 60))
    ax.plot_surface(x, y, np.sin(np.hypot(x, y)), cmap="coolwarm")

    def update(frame):
        ax.view_init(elev=30, azim=frame)

    return FuncAnimation(fig, update, frames=frames)


def walk(frames: int) -> FuncAnimation:
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

    return FuncAnimation(fig, update, frames=frames)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One row: what is animated, of how many frames, and of how many with ``--quick``."""

    make: Callable[[int], FuncAnimation]
    frames: int
    quick: int


CASES: Mapping[str, Case] = MappingProxyType(
    {
        "line": Case(make=line, frames=600, quick=200),
        "12 panels, 1600x900": Case(make=panels, frames=200, quick=60),
        "scatter, 5000 points": Case(make=scatter, frames=600, quick=200),
        "two images, 800x800": Case(make=images, frames=300, quick=100),
        "contour, cleared axes": Case(make=contour, frames=300, quick=100),
        "3-D surface, camera": Case(make=surface, frames=200, quick=60),
        "stateful walk, 40 3-D lines": Case(make=walk, frames=300, quick=100),
        "short line": Case(make=line, frames=40, quick=40),
    }
)
