"""Methods and filters of the user's on artists, ticks and classes."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import functools
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Tick
from matplotlib.lines import Line2D
from matplotlib.text import Text

from ._catalogue import (
    Made,
    X,
    darker,
    one_axes,
    one_wave,
    replace_until_undone,
    scenario,
    step_counter,
    wave,
)


@scenario()
def methods_of_instances() -> Made:
    """Methods are overridden on instances: by functions, partial ones, wrapped ones, objects."""
    fig, ax = one_axes()
    state, update = step_counter()

    def draw(line: Line2D, renderer: Any) -> None:
        line._linewidth = 1 + state["step"]
        type(line).draw(line, renderer)

    lines = [ax.plot(X, X + 2 * k)[0] for k in range(4)]
    lines[0].draw = functools.partial(draw, lines[0])
    lines[1].draw = lambda renderer: draw(lines[1], renderer)
    lines[2].draw = functools.wraps(Line2D.draw)(lambda renderer: draw(lines[2], renderer))
    lines[3].get_linewidth = lambda: 1 + state["step"]
    return fig, update


@scenario()
def methods_of_instances_later() -> Made:
    """Methods of a line, of Axes and of the figure are overridden after some frames."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, X)
    state = {"step": 0}

    def of_line(renderer: Any) -> None:
        line._color = f"C{state['step']}"
        type(line).draw(line, renderer)

    def of_axes(renderer: Any) -> None:
        ax.patch._facecolor = (0.1 * state["step"], 1, 1, 1)
        type(ax).draw(ax, renderer)

    def of_figure(renderer: Any) -> None:
        line._linewidth = 1 + state["step"]
        type(fig).draw(fig, renderer)

    def update(i: int) -> None:
        state["step"] = i
        if i == 1:
            line.draw = of_line
        if i == 2:
            ax.draw = of_axes
        if i == 3:
            fig.draw = of_figure

    return fig, update


@scenario()
def method_wrapped_later() -> Made:
    """A method is overridden by a function that says it was matplotlib's."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, X)
    text = ax.text(1, 5, "text")
    state = {"step": 0}
    own = line.draw

    @functools.wraps(own)
    def draw(renderer: Any) -> None:
        line._linewidth = 1 + state["step"]
        own(renderer)

    class Drawing:
        def __call__(self, renderer: Any) -> None:
            text._text = f"text {state['step']}"
            type(text).draw(text, renderer)

    def update(i: int) -> None:
        state["step"] = i
        line.draw = draw
        text.draw = Drawing()

    return fig, update


@scenario()
def method_of_a_class_wrapped() -> Made:
    """A method of a class is replaced, before the movie, by one that says it was matplotlib's."""
    fig, ax = one_axes()
    ax.plot(X, X)
    state, update = step_counter()
    own = Line2D.draw

    @functools.wraps(own)
    def draw(self: Line2D, renderer: Any) -> None:
        self._linewidth = 1 + state["step"]
        own(self, renderer)

    replace_until_undone(Line2D, "draw", draw)
    return fig, update


@scenario()
def methods_of_classes_later() -> Made:
    """Methods of classes are replaced during the movie."""
    fig, ax = one_axes()
    ax.plot(X, X)
    state = {"step": 0}
    draw_text, draw_axes = Text.draw, Axes.draw

    def of_texts(self: Text, renderer: Any) -> None:
        self._color = f"C{state['step']}"
        draw_text(self, renderer)

    def of_axes(self: Axes, renderer: Any) -> None:
        self.patch._facecolor = (0.1 * state["step"], 1, 1, 1)
        draw_axes(self, renderer)

    def update(i: int) -> None:
        state["step"] = i
        if i == 1:
            replace_until_undone(Axes, "draw", of_axes)
        if i == 2:
            replace_until_undone(Text, "draw", of_texts)

    return fig, update


@scenario()
def agg_filter_of_an_axis() -> Made:
    """Axes are filtered, one of them later, by what depends on a step counter."""
    fig, ax, line = one_wave()
    state, count = step_counter()

    def fade(image: np.ndarray, dpi: float) -> tuple[np.ndarray, float, float]:
        return darker(1 - 0.2 * state["step"])(image, dpi)

    ax.tick_params(labelcolor="r")
    ax.xaxis.set_agg_filter(fade)

    def update(i: int) -> None:
        count(i)
        line.set_ydata(wave(i))
        if i == 2:
            ax.yaxis.set_agg_filter(fade)

    return fig, update


@scenario()
def methods_of_an_axis() -> Made:
    """Methods of an axis are overridden: for its label to stay, for other ticks, and later."""
    fig, ax, line = one_wave()
    ax.set(xlabel="x", ylabel="y")
    state, count = step_counter()
    ticks = ax.yaxis.get_major_ticks

    def own_ticks(numticks: int | None = None) -> list[Tick]:
        found = ticks(numticks)
        for tick in found:
            tick.label1.set_fontsize(6 + 2 * state["step"])
        return found

    def stay(renderer: Any) -> None:
        ax.yaxis.label.set_x(2 * state["step"])

    ax.xaxis._update_label_position = lambda renderer: None
    ax.yaxis.get_major_ticks = own_ticks

    def update(i: int) -> None:
        count(i)
        ax.xaxis.label.set_y(5 + 2 * i)
        line.set_ydata(wave(i))
        if i == 2:
            ax.yaxis._update_label_position = stay

    return fig, update


@scenario()
def methods_of_ticks() -> Made:
    """Methods of a tick, and of parts of ticks that show or do not, are overridden."""
    fig, ax, line = one_wave()
    state, count = step_counter()
    ticks = ax.xaxis.get_major_ticks()
    blinking, own = ticks[1], ticks[1].draw
    blinking.draw = lambda renderer: None if state["step"] % 2 else own(renderer)
    ticks[2].gridline.get_visible = lambda: state["step"] % 2 == 1
    label = ax.yaxis.get_major_ticks()[1].label1
    label.draw = lambda renderer: None if state["step"] % 2 else type(label).draw(label, renderer)

    def update(i: int) -> None:
        count(i)
        line.set_ydata(wave(i))

    return fig, update
