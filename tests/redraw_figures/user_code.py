"""What is the user's own: artists, Axes, helpers, methods."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import datetime
import functools
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colors, dates, scale, ticker, units
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick, XAxis
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Transform

from ._catalogue import (
    Made,
    X,
    darker,
    one_axes,
    one_wave,
    register_until_undone,
    replace_until_undone,
    scenario,
    setting_step_of,
    step_counter,
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


class _Squares(ticker.Locator):
    """Ticks at squares, shifted by the step."""

    step = 0

    def __call__(self) -> np.ndarray:
        return np.arange(4.0) ** 2 / 10 + 0.02 * _Squares.step


class _Numbered(ticker.Formatter):
    """Labels with the step."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return f"{x:.1f}/{_Squares.step}"


class _Shifted(colors.Normalize):
    """A norm that adds the step."""

    def __call__(self, value: Any, clip: bool | None = None) -> Any:
        return super().__call__(np.asarray(value) + 0.05 * _Squares.step, clip)


class _Faded(colors.ListedColormap):
    """A colormap that fades with the step."""

    def __call__(self, X: Any, alpha: Any = None, bytes: bool = False) -> Any:  # noqa: N803
        return super().__call__(X, 1 / (1 + _Squares.step), bytes)


@scenario()
def helpers_of_the_users() -> Made:
    """Locators, formatters, norms and colormaps that depend on a step counter."""
    fig, ax = one_axes()
    ax.xaxis.set_major_locator(_Squares())
    ax.yaxis.set_major_formatter(_Numbered())
    ax.scatter(X / 6, X / 6, c=X, norm=_Shifted(0, 6))
    ax.scatter(X / 6, 1 - X / 6, c=X, cmap=_Faded(["r", "g", "b"]))
    ax.pcolormesh([[0, 0.5], [0.2, 0.4]], norm=_Shifted(0, 1))
    return fig, setting_step_of(_Squares)


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
def class_changes() -> Made:
    """A line becomes one of another class."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, X)

    def update(i: int) -> None:
        _Thick.step = i
        line.__class__ = _Thick if i % 2 else Line2D

    return fig, update


@scenario()
def helpers_as_methods_of_instances() -> Made:
    """Methods of a line and a text are overridden by a partial function and by an object."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, X)
    text = ax.text(1, 4, "text")
    state, update = step_counter()

    class Size:
        def __call__(self) -> float:
            return 8.0 + state["step"]

    line.get_linewidth = functools.partial(lambda extra: extra + state["step"], 1)
    text.get_fontsize = Size()
    text.get_color = functools.partial(lambda letter: f"{letter}{state['step']}", "C")
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


class _Bent(Transform):
    """Bend values between 0 and 1, by a step counter."""

    input_dims = output_dims = 1
    is_separable = True
    has_inverse = True

    def __init__(self, *, back: bool = False) -> None:
        super().__init__()
        self._back = back

    def transform_non_affine(self, values: Any) -> np.ndarray:
        power = 1 + 0.2 * _BentScale.step
        return np.clip(values, 0, None) ** (1 / power if self._back else power)

    def inverted(self) -> Transform:
        return _Bent(back=not self._back)


class _BentScale(scale.ScaleBase):
    """A scale of which only what lies between the ends of the axis changes."""

    name = "bent"
    step = 0

    def get_transform(self) -> Transform:
        return _Bent()

    def set_default_locators_and_formatters(self, axis: Axis) -> None:
        pass


@scenario()
def scale_of_the_users() -> Made:
    """A scale moves the ticks between the ends of the axis, of which nobody hears."""
    fig, ax = one_axes()
    ax.axhline(0.5)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    # Private: scales are set by a name, under which this one would stay known.
    ax.xaxis._set_scale(_BentScale(ax.xaxis))
    ax._update_transScale()
    return fig, setting_step_of(_BentScale)


class _Zone(datetime.tzinfo):
    """A time zone whose clocks are put forward."""

    step = 0

    def utcoffset(self, _: Any) -> datetime.timedelta:
        return datetime.timedelta(hours=_Zone.step)

    def dst(self, _: Any) -> datetime.timedelta:
        return datetime.timedelta(0)


@scenario()
def time_zone_of_the_users() -> Made:
    """What a date is called depends on something that nobody can see."""
    fig, ax, _ = one_wave()
    ax.xaxis.set_major_formatter(dates.DateFormatter("%H:%M", tz=_Zone()))
    return fig, setting_step_of(_Zone)


class _Names(list):  # type: ignore[type-arg]
    """A list that says something else than what is in it."""

    step = 0

    def __getitem__(self, key: Any) -> Any:
        return f"{_Names.step}"


class _Format(str):
    """A format that makes something else of numbers than its text says."""

    step = 0
    __slots__ = ()

    def format(self, *_: object, **__: object) -> str:
        return f"{_Format.step}"


@scenario()
def formats_of_the_users() -> Made:
    """Lists and strings of the user's classes name the ticks."""
    fig, ax, _ = one_wave()
    ax.set_xticks(range(5))
    ax.xaxis.set_major_formatter(ticker.FixedFormatter(_Names("abcdefghij")))
    ax.yaxis.set_major_formatter(ticker.StrMethodFormatter(_Format("{x}")))
    return fig, setting_step_of(_Names, _Format)


class _Length:
    """A length, in a unit that changes."""

    step = 0

    def __init__(self, value: float) -> None:
        self.value = value

    def __add__(self, other: Any) -> "_Length":
        return _Length(self.value + getattr(other, "value", other))


class _Lengths(units.ConversionInterface):
    """Convert lengths."""

    @staticmethod
    def convert(value: Any, unit: Any, axis: Any) -> Any:
        def number(part: Any) -> Any:
            return part.value / (1 + _Length.step) if isinstance(part, _Length) else part

        return [number(part) for part in value] if np.iterable(value) else number(value)


@scenario()
def units_of_the_users() -> Made:
    """A rectangle and a circle have their places in units, which are converted in each draw."""
    _Length.step = 0  # limits are found with it
    register_until_undone(units.registry, _Length, _Lengths())
    fig, ax, _ = one_wave()
    ax.add_patch(Rectangle((_Length(1), 0), 1, 0.5))  # type: ignore[arg-type]
    ax.add_patch(Circle((_Length(2), -0.5), 0.5))  # type: ignore[arg-type]
    return fig, setting_step_of(_Length)
