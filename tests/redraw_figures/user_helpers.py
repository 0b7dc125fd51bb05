"""Locators, formatters, norms, scales, formats and units of the user's."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import datetime
import functools
from typing import Any

import numpy as np
from matplotlib import colors, dates, scale, ticker, units
from matplotlib.axis import Axis
from matplotlib.patches import Circle, Rectangle
from matplotlib.transforms import Transform

from ._catalogue import (
    Made,
    X,
    one_axes,
    one_wave,
    register_until_undone,
    scenario,
    setting_step_of,
    step_counter,
)


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
