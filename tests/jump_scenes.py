"""Animations whose updates make nothing of the frames before."""

from __future__ import annotations

import argparse
import array
import collections
import dataclasses
import datetime
import decimal
import enum
import functools
import io
import math
import os
import random
import re
import types
import weakref
from collections.abc import Iterator
from dataclasses import MISSING
from os import environ
from pathlib import Path
from random import choice
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from jump_tools import FRAMES, Maker, Scene, scene, small
from matplotlib import rcParams, units
from matplotlib.animation import FuncAnimation
from matplotlib.scale import FuncScale, register_scale

X = np.linspace(0, 1, 20)
PURE: dict[str, Maker] = {}


def pure(maker: Maker) -> Maker:
    PURE[maker.__name__] = maker
    return maker


def wave(i: int) -> np.ndarray:
    return 0.5 + 0.4 * np.sin(6 * X + 0.3 * i)


def axes(**kwargs: Any) -> tuple[Any, Any]:
    return plt.subplots(figsize=(2, 1.5), dpi=50, **kwargs)


@pure
def line_and_title() -> Scene:
    fig, ax = axes()
    (line,) = ax.plot(X, wave(0), label="wave")
    ax.legend(loc="upper left")

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        ax.set_title(f"frame {i}")

    return scene(fig, update)


@pure
def scatter_bars_and_texts() -> Scene:
    fig, ax = small()
    dots = ax.scatter(X, X, c=X, s=9)
    bars = ax.bar(X, X, width=0.02)
    texts: list[Any] = []

    def update(i: int) -> None:
        dots.set_offsets(np.c_[X, wave(i)])
        dots.set_array(wave(i))
        for bar, height in zip(bars, wave(i), strict=True):
            bar.set_height(height)
        while texts:
            texts.pop().remove()
        texts.extend(ax.text(0.1 * k, 0.5, str(i)) for k in range(i % 3))

    return scene(fig, update, lambda: [text.get_text() for text in texts])


@pure
def contours_on_cleared_axes() -> Scene:
    fig, ax = axes()

    def update(i: int) -> None:
        ax.clear()
        ax.contourf(np.outer(wave(i), X), levels=4)
        ax.set_title(f"{i}")

    return scene(fig, update)


@pure
def pyplot() -> Scene:
    fig, _ = axes()

    def update(i: int) -> None:
        plt.cla()
        plt.plot(X, wave(i))
        plt.legend([f"{i}"])

    return scene(fig, update)


@pure
def axes_made_current() -> Scene:
    fig, (a, b) = axes(ncols=2)

    def update(i: int) -> None:
        for ax in (b, a):
            fig.sca(ax)
            plt.cla()
            plt.plot(X, wave(i))

    return scene(fig, update, lambda: fig.axes.index(plt.gca()))


@pure
def image_with_colorbar() -> Scene:
    fig, ax = axes()
    image = ax.imshow(np.outer(X, X), vmin=0, vmax=1)
    fig.colorbar(image)
    return scene(fig, lambda i: image.set_data(np.outer(wave(i), X)))


@pure
def three_dimensions() -> Scene:
    fig = plt.figure(figsize=(2, 1.5), dpi=50)
    ax: Any = fig.add_subplot(projection="3d")
    (line,) = ax.plot(X, X, wave(0))

    def update(i: int) -> None:
        line.set_data_3d(X, X, wave(i))
        ax.view_init(30, 3 * i)

    return scene(fig, update, frames=16)


@pure
def arrows_with_blit() -> Scene:
    fig, ax = small()
    x, y = np.meshgrid(X[::6], X[::6])
    arrows = ax.quiver(x, y, x, y)

    def update(i: int) -> Any:
        arrows.set_UVC(np.cos(x + i), np.sin(y + i))
        return (arrows,)

    def init() -> Any:
        arrows.set_UVC(x, y)
        return (arrows,)

    return scene(fig, update, init_func=init, blit=True)


@pure
def dates() -> Scene:
    fig, ax = axes()
    days = [datetime.datetime(2024, 1, 1) + datetime.timedelta(days=k) for k in range(20)]
    (line,) = ax.plot(days, X)
    return scene(fig, lambda i: line.set_ydata(wave(i)), frames=20)


@pure
def tight_layout() -> Scene:
    fig, ax = axes(layout="tight")
    (line,) = ax.plot(X, wave(0))
    return scene(fig, lambda i: line.set_ydata(wave(i)), frames=20)


@pure
def constrained_layout() -> Scene:
    fig, ax = axes(layout="constrained")
    image = ax.imshow(np.outer(X, X))
    fig.colorbar(image)
    return scene(fig, lambda i: image.set_data(np.outer(wave(i), X)), frames=18)


@pure
def generator_of_frames_with_arguments() -> Scene:
    fig, ax = small()
    text = ax.text(0.5, 0.5, "")

    def frames() -> Iterator[tuple[int, str]]:
        a, b = 0, 1
        for i in range(100):
            yield i, str(a)
            a, b = b, a + b

    def update(data: tuple[int, str], scale: float) -> None:
        text.set_text(data[1])
        text.set_x(scale * data[0])

    return scene(fig, update, frames=frames, fargs=(0.01,), save_count=FRAMES)


@pure
def generator_that_ends_early() -> Scene:
    fig, ax = small()
    text = ax.text(0.5, 0.5, "")

    def frames() -> Iterator[int]:
        yield from range(33)

    return scene(
        fig,
        lambda i: text.set_text(f"{i}"),
        frames=frames,
        save_count=FRAMES,
        cache_frame_data=False,
    )


@pure
def generator_that_yields_the_same_array_again() -> Scene:
    fig, ax = small()
    (line,) = ax.plot(X, X)

    def frames() -> Iterator[np.ndarray]:
        data = np.zeros(len(X))
        for i in range(26):
            data[:] = wave(i)
            yield data

    def update(data: np.ndarray) -> None:
        line.set_ydata(data.copy())

    return scene(fig, update, frames=frames, save_count=FRAMES)


@pure
def two_animations() -> Scene:
    fig, ax = small()
    (line,) = ax.plot(X, X)
    text = ax.text(0.5, 0.5, "")
    other = FuncAnimation(fig, lambda i: text.set_text(f"{i}"), frames=list("abcdefghij" * 3))
    return scene(fig, lambda i: line.set_ydata(wave(i)), save={"extra_anim": [other]})


class App:
    """What many scripts are: a class that holds everything."""

    def __init__(self) -> None:
        self.fig, self.ax = small()
        (self.line,) = self.ax.plot(X, X)
        self.phase = 0.0
        self.animation = FuncAnimation(self.fig, self.update, frames=np.linspace(0, 9, FRAMES))

    def update(self, phase: float) -> None:
        self.phase = phase
        self.line.set_ydata(wave(int(self.phase)))


@pure
def methods_of_a_class() -> Scene:
    app = App()
    return Scene(animation=app.animation, state=lambda: app.phase)


@pure
def settings_for_the_time_being() -> Scene:
    fig, ax = small()

    def update(i: int) -> None:
        with mpl.rc_context({"lines.linewidth": 1 + i % 3}), np.errstate(all="ignore"):
            ax.clear()
            ax.plot(X, wave(i))

    return scene(fig, update)


@pure
def progress_is_printed() -> Scene:
    fig, ax = small()
    (line,) = ax.plot(X, X)
    return scene(
        fig,
        lambda i: line.set_ydata(wave(i)),
        save={"progress_callback": lambda i, n: print(f"{i} of {n}")},
    )


@pure
def state_that_is_the_same_at_every_seam() -> Scene:
    """Blocks begin where `(i - 2) % 7 == 0`; what is between them depends on the frames before."""
    fig, ax = small()
    text = ax.text(0.3, 0.5, "")
    state = {"n": 0}

    def update(i: int) -> None:
        state["n"] = 0 if i < 9 or (i - 2) % 7 == 0 else state["n"] + i
        text.set_text(f"{state['n']}")

    return scene(fig, update, lambda: state)


@pure
def figure_that_is_cleared() -> Scene:
    fig, _ = axes()

    def update(i: int) -> None:
        fig.clear()
        fig.add_subplot().plot(X, np.ma.masked_less(wave(i), 0.3))

    return scene(fig, update, frames=20)


@pure
def files_that_are_read() -> Scene:
    for i in range(FRAMES):
        Path(f"{i}.txt").write_text(f"{i / FRAMES}")
    fig, ax = small()
    (line,) = ax.plot(X, X)

    def update(i: int) -> None:
        line.set_ydata(X * float(Path(f"{i}.txt").read_text()))

    return scene(fig, update)


@pure
def objects_of_all_kinds() -> Scene:
    """Hold on to what does not change, but is not easily compared."""
    fig, ax = small()
    text = ax.text(0.3, 0.5, "")
    ring: list[Any] = [{"a", "b"}, {1: np.ma.masked_equal([1, 2], 2)}, np.array([None, "x"])]
    ring.append(ring)
    kept = types.SimpleNamespace(
        ring=ring,
        rng=np.random.default_rng(1),
        dice=random.Random(2),
        pattern=re.compile("a"),
        when=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC),
        queue=collections.deque([1], 3),
        counter=collections.Counter("abc"),
        buffer=bytearray(b"abc"),
        text=io.StringIO("abc"),
        reference=weakref.ref(ax),
        table=np.zeros(2, [("a", "f8"), ("b", "O")]),
        call=functools.partial(wave, 3),
        context=decimal.Context(prec=3),
    )

    def update(i: int) -> None:
        text.set_text(f"{i}{len(vars(kept))}")

    return scene(fig, update, lambda: repr(kept.dice.getstate()))


@pure
def finalizer_that_writes_to_a_file() -> Scene:
    """Do so where it is one of a copy's, of which some are dropped long before the movie's end."""
    log, here = Path("finalized.txt").resolve(), os.getpid()

    class Source:
        value = 0.5

        def __del__(self) -> None:
            if os.getpid() != here:
                log.write_text("by a worker")

    source = Source()
    fig, ax = small()
    text = ax.text(0.3, 0.5, "")
    return scene(fig, lambda i: text.set_text(f"{i * source.value}"), log.exists)


# Frames within blocks, in which it shows whether an array saw what was written to its memory.
RARE = {13, 27, 35}


@pure
def array_of_a_bytearray() -> Scene:
    fig, ax = small()
    text = ax.text(0.1, 0.5, "")
    written = bytearray(60)
    seen = np.frombuffer(written, np.uint8)[10:]

    def update(i: int) -> None:
        written[:] = bytes((i * 3 + k) % 256 for k in range(60))
        text.set_text(f"{seen.sum()}" if i in RARE else "")

    return scene(fig, update, lambda: int(seen.sum()))


@pure
def array_of_a_plain_array() -> Scene:
    fig, ax = small()
    text = ax.text(0.1, 0.5, "")
    written = array.array("d", [0.0] * 60)
    seen = np.asarray(written)

    def update(i: int) -> None:
        for k in range(60):
            written[k] = i + k
        text.set_text(f"{seen.sum()}" if i in RARE else "")

    return scene(fig, update, lambda: float(seen.sum()))


@pure
def views_of_an_array_of_objects() -> Scene:
    fig, ax = small()
    text = ax.text(0.1, 0.5, "")
    cells = np.zeros((6, 10), object)
    seen = cells[1:5, ::-2], cells.T[2:4], np.broadcast_to(cells[0], (3, 10))

    def update(i: int) -> None:
        for k in range(60):
            cells.flat[k] = i * k
        text.set_text(f"{[view.sum() for view in seen]}" if i in RARE else "")

    return scene(fig, update, lambda: [int(view.sum()) for view in seen])


@pure
def ticks_that_come_and_go_and_are_coloured() -> Scene:
    fig, ax = axes()
    ax.set_xlim(0, 6)

    def update(i: int) -> None:
        ax.set_xticks(range(2 + i % 5))
        for label in ax.get_xticklabels():
            label.set_color("gray")

    return scene(fig, update)


@pure
def things_made_by_draws_only() -> Scene:
    """Show now and then what matplotlib prepares when it draws it."""
    fig, ax = axes()
    image = ax.imshow(np.outer(X, X), cmap="magma")
    (dates,) = ax.plot([datetime.datetime(2024, 1, d) for d in (1, 2, 3)], [1, 2, 3])
    (steps,) = ax.plot(X, np.ma.masked_greater(X, 0.7), drawstyle="steps-mid")
    ax.axis((0, 20, 0, 20))
    masked = np.ma.masked_equal([1, 2], 2)

    def update(i: int) -> None:
        image.set_visible(i % 9 == 4)
        steps.set_visible(i % 5 == 1)
        dates.set_visible(i % 7 == 5)
        steps.set_label(f"{masked.fill_value}" if i == 20 else "")

    return scene(fig, update)


@pure
def environment_imported_by_name() -> Scene:
    fig, ax = small()
    text = ax.text(0.3, 0.5, "")

    def update(i: int) -> None:
        environ["JUMP_TEST"] = "rare" if i in RARE else ""
        text.set_text(os.path.expandvars("$JUMP_TEST"))

    return scene(fig, update, lambda: os.environ["JUMP_TEST"])


@pure
def rcparams_imported_by_name() -> Scene:
    fig, ax = small()

    def update(i: int) -> None:
        ax.clear()
        rcParams["lines.linewidth"] = 6 if i in RARE else 1
        ax.plot(X, wave(i))

    return scene(fig, update, lambda: mpl.rcParams["lines.linewidth"])


@pure
def generator_imported_by_name() -> Scene:
    fig, ax = small()
    text = ax.text(0.3, 0.5, "")

    def update(i: int) -> None:
        random.seed(i)
        text.set_text(choice("abcdefgh") if i in RARE else "")

    return scene(fig, update, lambda: random.random())


@pure
def attribute_seen_through_a_weak_proxy() -> Scene:
    class Model:
        scale = 1.0

    fig, ax = small()
    (line,) = ax.plot(X, X)
    model = Model()
    seen = weakref.proxy(model)

    def update(i: int) -> None:
        model.scale = 0.5 if i in RARE else 1.0
        line.set_ydata(seen.scale * wave(i))

    return scene(fig, update, lambda: model.scale)


@pure
def sentinel_of_a_module() -> Scene:
    fig, ax = small()
    text = ax.text(0.3, 0.5, "")

    def update(i: int) -> None:
        text.set_text(f"{dataclasses.MISSING is MISSING}" if i in RARE else "")

    return scene(fig, update)


@pure
def members_of_an_enum_with_attributes() -> Scene:
    class Planet(enum.Enum):
        EARTH = (5.9, 6.3)
        MARS = (0.6, 3.4)

        def __init__(self, mass: float, radius: float) -> None:
            self.mass = mass
            self.radius = radius

    Planet.MARS.moons = 2  # type: ignore[attr-defined]
    fig, ax = small()
    text = ax.text(0.1, 0.5, "")

    def update(i: int) -> None:
        planet = Planet.MARS if i in RARE else Planet.EARTH
        text.set_text(f"{planet.mass} {getattr(planet, 'moons', 1)}")

    return scene(fig, update)


@pure
def what_is_not_a_number() -> Scene:
    fig, ax = small()
    text = ax.text(0.1, 0.5, "")
    gap = float("nan")
    row = [1.0, np.nan, gap]

    def update(i: int) -> None:
        found = (np.nan in row, row[1] is np.nan, gap in row, math.nan in row)
        text.set_text(f"{found}" if i in RARE else "")

    return scene(fig, update)


@pure
def attributes_that_are_items() -> Scene:
    class Settings(dict):  # type: ignore[type-arg]
        def __init__(self) -> None:
            super().__init__(scale=1.0)
            self.__dict__ = self

    class Shared:
        state: dict[str, float] = {"scale": 1.0}  # noqa: RUF012  shared by all, as it is to be

        def __init__(self) -> None:
            self.__dict__ = self.state

    fig, ax = small()
    (line,) = ax.plot(X, X)
    settings: Any = Settings()
    one, other = Shared(), Shared()
    space = argparse.Namespace(scale=1.0)
    of_space = vars(space)
    seen = types.MappingProxyType(of_space)

    def update(i: int) -> None:
        settings["scale"] = one.scale = of_space["scale"] = 0.8 if i in RARE else 1.0
        line.set_ydata(settings.scale * other.scale * space.scale * seen["scale"] * wave(i))

    return scene(fig, update)


@pure
def unit_that_the_update_sets() -> Scene:
    class Length:
        def __init__(self, metres: float) -> None:
            self.metres = metres

    class Lengths(units.ConversionInterface):
        scale = 1.0

        def convert(self, value: Any, unit: Any, axis: Any) -> Any:  # type: ignore[override]
            if np.iterable(value):
                return [one.metres * self.scale for one in value]
            return value.metres * self.scale if isinstance(value, Length) else value

    fig, ax = small()
    lengths = Lengths()
    units.registry[Length] = lengths

    def update(i: int) -> None:
        lengths.scale = 0.5 if i in RARE else 1.0
        ax.clear()
        ax.plot(X, [Length(y) for y in wave(i)])
        ax.set_ylim(0, 1)

    return scene(fig, update, lambda: lengths.scale)


@pure
def scale_that_reads_a_variable() -> Scene:
    factor = 1.0

    class Bent(FuncScale):
        name = "bent"

        def __init__(self, axis: Any) -> None:
            k = factor
            super().__init__(axis, (lambda y: np.sinh(k * y), lambda y: np.arcsinh(y) / k))

    register_scale(Bent)
    fig, ax = small()
    (line,) = ax.plot(X, X)

    def update(i: int) -> None:
        nonlocal factor
        factor = 2.0 if i in RARE else 1.0
        line.set_ydata(wave(i))
        ax.set_yscale("bent" if i in RARE else "linear")

    return scene(fig, update, lambda: factor)


@pure
def functions_for_events_that_do_not_come() -> Scene:
    fig, ax = small()
    (line,) = ax.plot(X, X)
    heard: list[Any] = []
    fig.canvas.mpl_connect("button_press_event", heard.append)
    fig.canvas.mpl_connect("key_press_event", lambda event: heard.append(event))
    return scene(fig, lambda i: line.set_ydata(wave(i)), lambda: heard)
