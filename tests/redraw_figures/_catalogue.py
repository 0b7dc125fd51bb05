"""The catalogue of scenarios, and what they share: data, figures to begin with, steps."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

Update = Callable[[int], object]
Made = tuple[Figure, Update]

X = np.linspace(0, 6, 40)
GRID_X, GRID_Y = np.meshgrid(np.linspace(-2, 2, 13), np.linspace(-2, 2, 11))
for _array in (X, GRID_X, GRID_Y):
    _array.setflags(write=False)  # some scenarios write to what artists were given


@dataclass(frozen=True)
class Scenario:
    """A figure and what is done to it."""

    make: Callable[[], Made]
    savefig_kwargs: dict[str, Any] = field(default_factory=dict)


SCENARIOS: dict[str, Scenario] = {}


def scenario(**savefig_kwargs: Any) -> Callable[[Callable[[], Made]], Callable[[], Made]]:
    """Register a scenario, which is saved with *savefig_kwargs*."""

    def register(make: Callable[[], Made]) -> Callable[[], Made]:
        assert make.__name__ not in SCENARIOS
        SCENARIOS[make.__name__] = Scenario(make, savefig_kwargs)
        return make

    return register


_undoing = contextlib.ExitStack()


def undo() -> None:
    """Take back what scenarios have changed in matplotlib itself."""
    _undoing.close()


def replace_until_undone(owner: object, name: str, value: object) -> None:
    """Replace an attribute of one of matplotlib's classes."""
    _undoing.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, value)


def register_until_undone(registry: dict[Any, Any], key: object, value: object) -> None:
    """Put something new into one of matplotlib's registries."""
    _undoing.callback(registry.pop, key)
    registry[key] = value


def one_axes(**kwargs: Any) -> tuple[Figure, Axes]:
    return plt.subplots(figsize=(3, 2), **kwargs)


def many_axes(*shape: int, **kwargs: Any) -> tuple[Figure, Any]:
    return plt.subplots(*shape, figsize=(4, 2.4), **kwargs)


def one_wave(**kwargs: Any) -> tuple[Figure, Axes, Line2D]:
    """Return a figure with one line, which is to move."""
    fig, ax = one_axes(**kwargs)
    (line,) = ax.plot(X, wave(0))
    return fig, ax, line


def wave(i: int) -> np.ndarray:
    return np.sin(X + 0.3 * i) * (1 + 0.1 * i)


def hill(i: int) -> np.ndarray:
    return np.exp(-((GRID_X - 0.2 * i) ** 2) - GRID_Y**2) * (1 + 0.2 * i)


def settle(figure: Figure) -> None:
    """Draw a few times: layouts and quivers are settled by their first draws."""
    for _ in range(3):
        figure.canvas.draw()


def step_counter() -> tuple[dict[str, int], Update]:
    """Return a dictionary with the present step, of which nobody hears, and what sets it."""
    state = {"step": 0}

    def update(i: int) -> None:
        state["step"] = i

    return state, update


def setting_step_of(*owners: Any) -> Update:
    """Return an update that sets the attribute `step` of some objects, mostly classes."""

    def update(i: int) -> None:
        for owner in owners:
            owner.step = i

    return update


def darker(by: float) -> Callable[[np.ndarray, float], tuple[np.ndarray, float, float]]:
    """Return an agg filter."""

    def darken(image: np.ndarray, dpi: float) -> tuple[np.ndarray, float, float]:
        return image * [by, by, by, 1], 0, 0

    return darken
