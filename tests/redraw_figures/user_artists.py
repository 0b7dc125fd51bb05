"""Artists, Axes and axes of the user's own classes."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Tick, XAxis
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text

from ._catalogue import (
    Made,
    X,
    one_axes,
    one_wave,
    scenario,
    setting_step_of,
    wave,
)


class _Thick(Line2D):
    """A line whose width depends on something that nobody can see."""

    step = 0

    def draw(self, renderer: Any) -> None:
        self._linewidth = 1 + _Thick.step
        super().draw(renderer)


class _Coloured(Line2D):
    """A line that leaves its draw to matplotlib."""

    step = 0

    def get_color(self) -> str:
        return f"C{_Coloured.step}"


class _Noise(Artist):
    """An artist that draws random lines, the same ones in the same step."""

    step = 0

    def draw(self, renderer: Any) -> None:
        numbers = np.random.default_rng(_Noise.step)
        line = Line2D([0, 1], numbers.random(2), transform=self.axes.transAxes)
        line.set_figure(self.axes.figure)
        line.draw(renderer)


@scenario()
def artists_of_the_users() -> Made:
    """Subclasses of artists that draw differently without any change of theirs."""
    fig, ax = one_axes()
    ax.add_line(_Thick([0, 1], [0, 1]))
    ax.add_line(_Coloured([0, 1], [1, 0]))
    ax.add_artist(_Noise())
    ax.plot([0, 1], [0.5, 0.5])
    return fig, setting_step_of(_Thick, _Coloured, _Noise)


@scenario()
def artist_of_the_users_and_a_clip_path() -> Made:
    """What is clipped to a path is compared by its calls, as the user's must not be drawn twice."""
    fig, ax, line = one_wave()
    ax.add_line(_Thick([0, 1], [0, 1]))
    line.set_clip_path(Path.unit_circle(), ax.transAxes)
    return fig, setting_step_of(_Thick)


class _Glow(Artist):
    """An artist that draws another one of the same Axes, several times."""

    def __init__(self, line: Line2D) -> None:
        super().__init__()
        self._line = line

    def draw(self, renderer: Any) -> None:
        width = self._line.get_linewidth()
        for extra in (9, 6, 3):
            self._line.set_linewidth(width + extra)
            self._line.draw(renderer)
        self._line.set_linewidth(width)


@scenario()
def artist_that_draws_another() -> Made:
    """What an artist draws through another one is not that one's own turn."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, X, alpha=0.3)
    (other,) = ax.plot(X, 6 - X)
    glow = ax.add_artist(_Glow(line))
    glow.set_zorder(1)

    def update(i: int) -> None:
        other.set_ydata(6 - X * (1 + 0.1 * i))
        line.set_color(f"C{i}")

    return fig, update


class _Mover(Artist):
    """An artist that changes another one while it is drawn."""

    step = 0

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text

    def draw(self, renderer: Any) -> None:
        self._text.set_text(f"step {_Mover.step}")
        self._text.axes.set_title(f"step {_Mover.step}")


@scenario()
def artist_that_changes_others() -> Made:
    """A draw changes a text that is drawn after it, and a title that was placed before."""
    fig, ax = one_axes()
    text = ax.text(0.5, 0.5, "", zorder=5)
    ax.add_artist(_Mover(text))
    ax.plot([0, 1])
    return fig, setting_step_of(_Mover)


@scenario()
def class_changes() -> Made:
    """A line becomes one of another class."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, X)

    def update(i: int) -> None:
        _Thick.step = i
        line.__class__ = _Thick if i % 2 else Line2D

    return fig, update


class _OwnAxes(Axes):
    """Axes that draw something themselves."""

    step = 0

    def draw(self, renderer: Any) -> None:
        self.patch.set_facecolor(f"C{_OwnAxes.step}")
        super().draw(renderer)


class _OwnTitles(Axes):
    """Axes that leave drawing to matplotlib, but not the place of the title."""

    step = 0

    def _update_title_position(self, renderer: Any) -> None:
        super()._update_title_position(renderer)
        self.title.set_y(0.1 * _OwnTitles.step)


@scenario()
def axes_of_the_users() -> Made:
    """Subclasses of Axes."""
    fig = plt.figure(figsize=(4, 2))
    ax = fig.add_subplot(1, 2, 1, axes_class=_OwnAxes)
    ax.plot(X, X)
    other = fig.add_subplot(1, 2, 2, axes_class=_OwnTitles)
    other.set_title("title")
    return fig, setting_step_of(_OwnAxes, _OwnTitles)


class _OwnAxis(XAxis):
    """An axis that styles its ticks when it is asked for them."""

    step = 0

    def get_major_ticks(self, numticks: int | None = None) -> list[Tick]:
        ticks = super().get_major_ticks(numticks)
        for tick in ticks:
            tick.label1.set_color(f"C{_OwnAxis.step}")
        return ticks


@scenario()
def axis_of_the_users() -> Made:
    """A subclass of an axis takes the place of matplotlib's."""
    fig, ax, line = one_wave()
    # Private: matplotlib has no other way.
    ax.xaxis = ax._axis_map["x"] = _OwnAxis(ax)
    ax.spines["bottom"].register_axis(ax.xaxis)
    ax.set_xlim(0, 6)

    def update(i: int) -> None:
        _OwnAxis.step = i
        line.set_ydata(wave(i))

    return fig, update
