"""Many kinds of figures, each with an update that changes something of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

Update = Callable[[int], object]


def line() -> tuple[Figure, Update]:
    """Move a sine."""
    fig, ax = plt.subplots()
    x = np.linspace(0, 2 * np.pi, 500)
    (curve,) = ax.plot(x, np.sin(x))
    return fig, lambda i: curve.set_ydata(np.sin(x + i / 20))


def _moving_lines(axs: np.ndarray) -> Update:
    """Plot a line in each of the Axes, and return what moves them."""
    x = np.linspace(0, 2 * np.pi, 200)
    curves = []
    for number, ax in enumerate(axs.flat):
        curves += ax.plot(x, np.sin(x * (number + 1)))
        ax.set(title=f"panel {number}", xlabel="time (s)", ylabel="signal (V)")

    def update(i: int) -> None:
        for number, curve in enumerate(curves):
            curve.set_ydata(np.sin(x * (number + 1) + i / 20))

    return update


def panels() -> tuple[Figure, Update]:
    """Move lines in twelve panels with titles and labels."""
    fig, axs = plt.subplots(3, 4, figsize=(16, 9))
    return fig, _moving_lines(axs)


def _turned(points: np.ndarray, i: int) -> np.ndarray:
    angle = i / 100
    return points @ [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]


def scatter() -> tuple[Figure, Update]:
    """Turn 5000 points of one size and colour, and change the title."""
    fig, ax = plt.subplots()
    start = np.random.default_rng(0).normal(size=(5000, 2))
    points = ax.scatter(*start.T, s=4)

    def update(i: int) -> None:
        points.set_offsets(_turned(start, i))
        ax.set_title(f"frame {i}")

    return fig, update


def scatter_colors() -> tuple[Figure, Update]:
    """Turn 5000 points of as many colours."""
    fig, ax = plt.subplots()
    rng = np.random.default_rng(0)
    start = rng.normal(size=(5000, 2))
    points = ax.scatter(*start.T, s=4, c=rng.random(5000))
    return fig, lambda i: points.set_offsets(_turned(start, i))


def quiver() -> tuple[Figure, Update]:
    """Turn arrows, labels and title in mathtext."""
    fig, ax = plt.subplots()
    x, y = np.meshgrid(np.linspace(-2, 2, 20), np.linspace(-2, 2, 20))
    arrows = ax.quiver(x, y, -y, x, np.hypot(x, y))
    ax.set(xlabel=r"$\frac{x}{\sigma_x}$", ylabel=r"$\int_0^t v_y\,\mathrm{d}\tau$")

    def update(i: int) -> None:
        arrows.set_UVC(np.cos(x + i / 10), np.sin(y + i / 10))
        ax.set_title(rf"$\nabla \times \vec{{v}} = \omega,\ t = {i / 10:.1f}\,\mathrm{{s}}$")

    return fig, update


def _images_with_colorbars() -> tuple[Figure, Update]:
    fig, axs = plt.subplots(2, 2, layout="constrained", figsize=(8, 6))
    x = np.linspace(-3, 3, 100)
    radius = np.hypot(x, x[:, np.newaxis])
    shown = []
    for number, ax in enumerate(axs.flat):
        shown.append(ax.imshow(np.sin((number + 2) * radius)))
        fig.colorbar(shown[-1], ax=ax)
        ax.set_title(f"mode {number}")

    def update(i: int) -> None:
        for number, image in enumerate(shown):
            image.set_data(np.sin((number + 2) * radius - i / 10))

    return fig, update


def constrained() -> tuple[Figure, Update]:
    """Change four images with colorbars in a constrained layout."""
    return _images_with_colorbars()


def constrained_suptitle() -> tuple[Figure, Update]:
    """Change four images with colorbars and the title above them all."""
    fig, update_images = _images_with_colorbars()

    def update(i: int) -> None:
        update_images(i)
        fig.suptitle(f"frame {i}")

    return fig, update


def tight() -> tuple[Figure, Update]:
    """Move lines in four panels in a tight layout."""
    fig, axs = plt.subplots(2, 2, layout="tight")
    return fig, _moving_lines(axs)


def contour() -> tuple[Figure, Update]:
    """Draw filled contours, the axes cleared for every frame."""
    fig, ax = plt.subplots()
    x = np.linspace(-3, 3, 120)
    y = x[:, np.newaxis]

    def update(i: int) -> None:
        ax.clear()
        ax.contourf(x, x, np.sin(x**2 + y + i / 10) * np.cos(y**2), levels=12)
        ax.set_title(f"frame {i}")

    return fig, update


def surface() -> tuple[Figure, Update]:
    """Go around a surface in three dimensions."""
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    x, y = np.meshgrid(np.linspace(-4, 4, 60), np.linspace(-4, 4, 60))
    ax.plot_surface(x, y, np.sin(np.hypot(x, y)), cmap="coolwarm")
    return fig, lambda i: ax.view_init(elev=30, azim=i)


def walk() -> tuple[Figure, Update]:
    """Grow forty lines in three dimensions, the camera still."""
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    ax.set(xlim=(-20, 20), ylim=(-20, 20), zlim=(-20, 20))
    steps = np.random.default_rng(0).normal(scale=0.5, size=(40, 3, 1000))
    paths = np.cumsum(steps, axis=2)
    lines = [ax.plot(*path[:, :1])[0] for path in paths]

    def update(i: int) -> None:
        for curve, path in zip(lines, paths, strict=True):
            curve.set_data_3d(path[:, : i + 1])

    return fig, update


def scrolling() -> tuple[Figure, Update]:
    """Scroll along a long line."""
    fig, ax = plt.subplots()
    x = np.linspace(0, 200, 10_000)
    ax.plot(x, np.sin(x) + np.sin(x / 7))
    return fig, lambda i: ax.set_xlim(i / 10, i / 10 + 20)


def dates() -> tuple[Figure, Update]:
    """Scroll along dates."""
    fig, ax = plt.subplots()
    start = datetime(2024, 1, 1)
    days = [start + timedelta(hours=6 * number) for number in range(4000)]
    ax.plot(days, np.sin(np.arange(4000) / 30))

    def update(i: int) -> None:
        ax.set_xlim(start + timedelta(days=i), start + timedelta(days=i + 60))

    return fig, update


def legend() -> tuple[Figure, Update]:
    """Move lines with a legend that says where they are."""
    fig, ax = plt.subplots()
    x = np.linspace(0, 2 * np.pi, 200)
    curves = [ax.plot(x, np.sin(x + number), label="?")[0] for number in range(4)]
    entries = ax.legend(loc="upper right").get_texts()

    def update(i: int) -> None:
        for number, (curve, entry) in enumerate(zip(curves, entries, strict=True)):
            curve.set_ydata(np.sin(x + number + i / 20))
            entry.set_text(f"phase {number + i / 20:.2f}")

    return fig, update


def bars() -> tuple[Figure, Update]:
    """Change the heights of thirty bars."""
    fig, ax = plt.subplots()
    at = np.arange(30)
    drawn = ax.bar(at, np.ones(30))
    ax.set_ylim(0, 2)

    def update(i: int) -> None:
        for bar, height in zip(drawn, 1 + np.sin(at / 3 + i / 10), strict=True):
            bar.set_height(height)

    return fig, update


def polar() -> tuple[Figure, Update]:
    """Change a line in polar coordinates."""
    fig, ax = plt.subplots(subplot_kw={"projection": "polar"})
    theta = np.linspace(0, 2 * np.pi, 200)
    (curve,) = ax.plot(theta, 1 + 0 * theta)
    ax.set_rlim(0, 2)
    return fig, lambda i: curve.set_ydata(1 + 0.8 * np.sin(3 * theta + i / 10))


def images() -> tuple[Figure, Update]:
    """Change two images of 400 x 400 values."""
    fig, axs = plt.subplots(1, 2, figsize=(10, 5))
    x = np.linspace(-3, 3, 400)
    radius = np.hypot(x, x[:, np.newaxis])
    shown = [
        ax.imshow(np.sin(5 * radius), cmap=cmap)
        for ax, cmap in zip(axs, ("viridis", "gray"), strict=True)
    ]

    def update(i: int) -> None:
        for image in shown:
            image.set_data(np.sin(5 * radius - i / 10))

    return fig, update


def pcolormesh() -> tuple[Figure, Update]:
    """Change the values of a mesh of 100 x 100 cells, with a colorbar."""
    fig, ax = plt.subplots()
    x = np.linspace(-3, 3, 100)
    radius = np.hypot(x, x[:, np.newaxis])
    mesh = ax.pcolormesh(x, x, np.sin(3 * radius))
    fig.colorbar(mesh)
    return fig, lambda i: mesh.set_array(np.sin(3 * radius - i / 10))


def texts() -> tuple[Figure, Update]:
    """Change texts; there is nothing else."""
    fig = plt.figure()
    lines = [fig.text(0.1, 0.05 + number / 10, "") for number in range(9)]

    def update(i: int) -> None:
        for number, text in enumerate(lines):
            text.set_text(f"line {number} says {i * (number + 1)}")

    return fig, update


def logarithmic() -> tuple[Figure, Update]:
    """Move a line between logarithmic axes with minor ticks and a grid."""
    fig, ax = plt.subplots()
    x = np.logspace(0, 4, 200)
    (curve,) = ax.loglog(x, x)
    ax.set_ylim(1e-2, 1e6)
    ax.grid(which="both")
    return fig, lambda i: curve.set_ydata(x ** (1 + np.sin(i / 20) / 3))


def twins() -> tuple[Figure, Update]:
    """Move lines on two y axes."""
    fig, left = plt.subplots()
    right = left.twinx()
    x = np.linspace(0, 2 * np.pi, 200)
    (first,) = left.plot(x, np.sin(x), "C0")
    (second,) = right.plot(x, 100 * np.cos(x), "C1")
    left.set(title="both", xlabel="time (s)", ylabel="current (A)")
    right.set_ylabel("voltage (V)")

    def update(i: int) -> None:
        first.set_ydata(np.sin(x + i / 20))
        second.set_ydata(100 * np.cos(x - i / 20))

    return fig, update


def static() -> tuple[Figure, Update]:
    """Change nothing."""
    fig, _ = panels()
    return fig, lambda i: None


def everything() -> tuple[Figure, Update]:
    """Change each artist there is."""
    fig, ax = plt.subplots()
    x = np.linspace(0, 2 * np.pi, 200)
    curves = [ax.plot(x, np.sin(x + number))[0] for number in range(3)]
    points = ax.scatter(x, np.cos(x), c=x)
    note = ax.text(1, 0, "")

    def update(i: int) -> None:
        gray = 0.9 + 0.1 * np.sin(i / 10)
        for number, curve in enumerate(curves):
            curve.set_ydata(np.sin(x + number + i / 20))
        points.set_array(np.roll(x, i))
        note.set_text(f"note {i}")
        ax.set(title=f"frame {i}", xlabel=f"x {i}", ylabel=f"y {i}", facecolor=str(gray))
        ax.set(xlim=(-i / 100, 7), ylim=(-1.5 - i / 100, 1.5))
        fig.set_facecolor(str(gray))
        for spine in ax.spines.values():
            spine.set_linewidth(1 + gray)

    return fig, update


KINDS: Mapping[str, Callable[[], tuple[Figure, Update]]] = MappingProxyType(
    {
        "line": line,
        "12 panels, 1600x900": panels,
        "scatter, 5000 points": scatter,
        "scatter, 5000 colours": scatter_colors,
        "quiver, mathtext": quiver,
        "constrained layout, images": constrained,
        "constrained layout, suptitle": constrained_suptitle,
        "tight layout": tight,
        "contour, cleared axes": contour,
        "3-D surface, camera": surface,
        "40 3-D lines": walk,
        "scrolling limits": scrolling,
        "scrolling dates": dates,
        "legend": legend,
        "bars": bars,
        "polar": polar,
        "images, 400x400": images,
        "pcolormesh": pcolormesh,
        "texts": texts,
        "log axes": logarithmic,
        "twin axes": twins,
        "static": static,
        "everything changes": everything,
    }
)
