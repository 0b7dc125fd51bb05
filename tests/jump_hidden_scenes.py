"""Animations whose updates depend on frames before in ways that are hard to see."""

from __future__ import annotations

import collections
import enum
import importlib
import io
import os
import random
import sys
import types
import warnings
import weakref
from typing import Any

import jump_helper
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from jump_package import core
from jump_tools import FRAMES, Maker, Scene, scene, small
from matplotlib.backend_bases import KeyEvent, MouseEvent
from matplotlib.widgets import Button
from tqdm import tqdm

HIDDEN: dict[str, Maker] = {}


def hidden(maker: Maker) -> Maker:
    HIDDEN[maker.__name__] = maker
    return maker


def a_text() -> tuple[Any, Any, Any]:
    fig, ax = small()
    return fig, ax, ax.text(0.3, 0.5, "")


@hidden
def listener_to_limits() -> Scene:
    fig, ax, text = a_text()
    heard: list[float] = []

    def listen(axes: Any) -> None:
        heard.append(axes.get_xlim()[1])

    ax.callbacks.connect("xlim_changed", listen)

    def update(i: int) -> None:
        ax.set_xlim(0, 1 + i / 10)
        text.set_text(f"{i}")

    return scene(fig, update, lambda: heard)


@hidden
def listener_that_sets_a_flag() -> Scene:
    """Let nothing but the registry of an artist refer to what counts."""

    class Listener:
        count = 0

        def __call__(self, artist: Any) -> None:
            self.count += 1
            if self.count == 33:
                artist.axes.set_facecolor("red")

    fig, ax = small()
    (line,) = ax.plot([0, 1], [0, 1])
    listener = Listener()
    line.add_callback(listener)
    return scene(fig, lambda i: line.set_alpha((1 + i) / 50), lambda: listener.count)


@hidden
def listeners_that_pile_up() -> Scene:
    fig, ax, text = a_text()

    def listen(axes: Any) -> None:
        pass

    def update(i: int) -> None:
        ax.callbacks.connect("ylim_changed", lambda axes: listen(axes))
        text.set_text(f"{i}")

    return scene(fig, update, lambda: len(ax.callbacks.callbacks["ylim_changed"]))


@hidden
def environment_variable() -> Scene:
    os.environ["JUMP_TEST"] = "a"
    fig, _, text = a_text()

    def update(i: int) -> None:
        if i == 12:
            os.environ["JUMP_TEST"] = "b"
        text.set_text(os.environ["JUMP_TEST"] if i == 35 else f"{i}")

    return scene(fig, update, lambda: os.environ["JUMP_TEST"])


@hidden
def printing_of_arrays() -> Scene:
    np.set_printoptions(precision=8)
    fig, _, text = a_text()

    def update(i: int) -> None:
        if i == 12:
            np.set_printoptions(precision=2)
        text.set_text(str(np.array([i / 7])) if i == 35 else f"{i}")

    return scene(fig, update, lambda: np.get_printoptions()["precision"])


@hidden
def errors_of_numpy() -> Scene:
    np.seterr(all="ignore")
    fig, _, text = a_text()

    def update(i: int) -> None:
        if i == 12:
            np.seterr(divide="raise")
        text.set_text(f"{i}")

    return scene(fig, update, np.geterr)


@hidden
def filters_of_warnings() -> Scene:
    fig, _, text = a_text()

    def update(i: int) -> None:
        if i == 12:
            warnings.filterwarnings("ignore", message="something")
        text.set_text(f"{i}")

    return scene(fig, update, lambda: len(warnings.filters))


@hidden
def colormap_that_is_registered_late() -> Scene:
    name = "jump_test"
    if name in mpl.colormaps:
        mpl.colormaps.unregister(name)
    fig, _, text = a_text()

    def update(i: int) -> None:
        if i == 12:
            mpl.colormaps.register(mpl.colormaps["viridis"].reversed(), name=name)
        text.set_color(mpl.colormaps[name if i == 35 else "viridis"](0.0))

    return scene(fig, update, lambda: name in mpl.colormaps)


@hidden
def subclass_of_an_array() -> Scene:
    class Grid(np.ndarray):
        generation = 0

    fig, _, text = a_text()
    grid = np.zeros(3).view(Grid)

    def update(i: int) -> None:
        grid.generation += 1
        text.set_text(f"{i}")

    return scene(fig, update, lambda: grid.generation)


@hidden
def subclass_of_random() -> Scene:
    class Dice(random.Random):
        pass

    fig, _, text = a_text()
    dice = Dice(1)

    def update(i: int) -> None:
        dice.random()
        text.set_text(f"{i}")

    return scene(fig, update, lambda: repr(dice.getstate()))


@hidden
def subclass_of_a_string() -> Scene:
    class Name(str):
        uses = 0

    fig, _, text = a_text()
    name = Name("n")

    def update(i: int) -> None:
        name.uses += 1
        text.set_text(f"{name}{i}")

    return scene(fig, update, lambda: name.uses)


@hidden
def big_board_that_is_turned_over() -> Scene:
    """Keep the sums of rows and columns."""
    fig, _, text = a_text()
    board = (np.indices((600, 600)).sum(axis=0) % 2).astype(np.uint8)

    def update(i: int) -> None:
        if i == 20:
            board[:] = 1 - board
        text.set_text(f"{board[0, 0] if i == 35 else i}")

    return scene(fig, update, lambda: int(board[0, 0]))


@hidden
def what_cannot_be_seen_of_an_artist() -> Scene:
    fig, _, text = a_text()

    def update(i: int) -> None:
        text.set_text(f"{i}")
        if i == 12:
            text.set_url("there")
            text.set_picker(True)

    return scene(fig, update)


@hidden
def ticks_that_the_update_keeps() -> Scene:
    fig, ax, text = a_text()
    ax.axis("on")

    def update(i: int) -> None:
        text.set_text(f"{i}")
        if i == 12:
            ax.get_xticklabels()[1].set_url("there")

    return scene(fig, update, frames=FRAMES)


@hidden
def what_mouse_and_keyboard_do() -> Scene:
    fig, ax, text = a_text()
    seen: list[Any] = []

    def update(i: int) -> None:
        text.set_text(f"{i}")
        if i == 12:
            fig.canvas.mpl_connect("key_press_event", seen.append)
            ax.fmt_xdata = str
            ax.set_navigate(False)

    def state() -> Any:
        listeners = fig.canvas.callbacks.callbacks.get("key_press_event", {})
        return [len(listeners), ax.fmt_xdata is str, ax.get_navigate()]

    return scene(fig, update, state)


@hidden
def labels_that_are_aligned_late() -> Scene:
    """Show that only where a tick label is wide, which is between two seams."""
    fig, (a, b) = plt.subplots(2, figsize=(2, 1.5), dpi=50)
    fig.subplots_adjust(left=0.5)
    a.set_ylabel("a")
    b.set_ylabel("b")

    def update(i: int) -> None:
        a.set_ylim(0, 1000 if i in (26, 27) else 1)
        if i == 12:
            fig.align_ylabels()

    return scene(fig, update)


@hidden
def axes_that_share_an_axis_late() -> Scene:
    fig, (a, b) = plt.subplots(2, figsize=(2, 1.5), dpi=50)

    def update(i: int) -> None:
        a.set_xlim(0, 3 if i in (26, 27) else 1, emit=True)
        if i == 12:
            b.sharex(a)

    return scene(fig, update)


@hidden
def label_of_a_tick_that_the_draw_before_has_set() -> Scene:
    fig, ax, text = a_text()
    found = {}

    def update(i: int) -> None:
        ax.set_xlim(0, 1 + (i * 37) % 101)
        found["last"] = ax.xaxis.get_major_ticks()[1].label1.get_text()
        text.set_text(str(found) if i == FRAMES - 1 else "")

    return scene(fig, update, lambda: found)


@hidden
def title_that_the_draw_before_has_placed() -> Scene:
    """Let a title keep clear of ticks at the top in some frames, and remember where it was."""
    fig, ax, text = a_text()
    title = ax.set_title("above")
    heights: set[float] = set()

    def update(i: int) -> None:
        heights.add(title.get_position()[1])
        ax.tick_params(top=i % 20 == 7, labeltop=i % 20 == 7)
        text.set_text(f"{len(heights)}" if i > FRAMES - 3 else "")

    return scene(fig, update, lambda: sorted(heights))


# Frames within blocks, in which what was hidden before shows.
RARE = {13, 27, 35}


@hidden
def module_that_is_not_imported() -> Scene:
    fig, _, text = a_text()
    config = types.ModuleType("config")
    config.count = 0

    def update(i: int) -> None:
        config.count += 1
        text.set_text(f"{config.count}" if i in RARE else "")

    return scene(fig, update, lambda: config.count)


@hidden
def module_that_is_imported_by_its_name() -> Scene:
    fig, _, text = a_text()
    jump_helper.count = 0

    def update(i: int) -> None:
        module = importlib.import_module("jump_helper")
        module.count += 1
        text.set_text(f"{module.count}" if i in RARE else "")

    return scene(fig, update, lambda: jump_helper.count)


@hidden
def colours_of_a_colormap() -> Scene:
    fig, ax = small()
    colormap = plt.get_cmap("viridis").copy()
    colormap(0.5)
    image = ax.imshow(np.arange(60.0).reshape(6, 10), extent=(0, 1, 0, 1), cmap=colormap)

    def update(i: int) -> None:
        colormap._lut[:256] = np.roll(colormap._lut[:256], 3, axis=0)
        image.set_visible(i in RARE)

    return scene(fig, update, lambda: colormap._lut[:, 0].tolist())


@hidden
def path_of_a_line() -> Scene:
    fig, ax = small()
    (line,) = ax.plot([0, 1], [0, 1])
    line.get_path()

    def update(i: int) -> None:
        line.get_path().vertices[:, 1] *= 0.97
        line.set_visible(i in RARE)

    return scene(fig, update, lambda: line.get_path().vertices.tolist())


@hidden
def tick_that_is_out_of_use() -> Scene:
    fig, ax = plt.subplots(figsize=(2, 1.5), dpi=50)
    ax.set_xlim(0, 6)

    def update(i: int) -> None:
        ax.set_xticks(range(7) if i in RARE or i == 11 else range(3))
        if i == 11:
            ax.get_xticklabels()[5].set_color("red")

    return scene(fig, update)


@hidden
def object_that_pickles_less_than_it_is() -> Scene:
    class Simulation:
        def __init__(self, size: int) -> None:
            self.size = size
            self.steps = 0

        def __reduce__(self) -> Any:
            return (type(self), (self.size,))

    fig, _, text = a_text()
    simulation = Simulation(3)

    def update(i: int) -> None:
        simulation.steps += 1
        text.set_text(f"{simulation.steps}" if i in RARE else "")

    return scene(fig, update, lambda: simulation.steps)


def count_errors(kind: str, flag: int) -> None:
    jump_helper.count += 1


@hidden
def handler_of_errors_of_numpy() -> Scene:
    np.seterr(all="ignore")
    np.seterrcall(None)
    fig, _, text = a_text()

    def update(i: int) -> None:
        if i == 12:
            np.seterrcall(count_errors)
        text.set_text(f"{np.geterrcall() is None}" if i in RARE else "")

    return scene(fig, update, lambda: np.geterrcall() is None)


@hidden
def handler_of_errors_of_numpy_beforehand() -> Scene:
    np.seterr(all="ignore")
    np.seterrcall(count_errors)
    fig, _, text = a_text()
    return scene(fig, lambda i: text.set_text(f"{np.geterrcall() is None}" if i in RARE else ""))


@hidden
def fill_value_of_a_masked_array() -> Scene:
    fig, _, text = a_text()
    array = np.ma.masked_array([1.0, 2.0], mask=[True, False], fill_value=0)

    def update(i: int) -> None:
        array.set_fill_value(array.fill_value + 1)
        text.set_text(f"{array.filled()}" if i in RARE else "")

    return scene(fig, update, lambda: float(array.fill_value))


@hidden
def callback_of_a_stale_artist() -> Scene:
    fig, _, text = a_text()

    def listen(artist: Any, stale: bool) -> None:
        pass

    def update(i: int) -> None:
        if i == 12:
            text.stale_callback = listen
        text.set_text(f"{text.stale_callback is listen}" if i in RARE else "")

    return scene(fig, update)


@hidden
def cause_of_an_exception() -> Scene:
    fig, _, text = a_text()
    error = ValueError("bad")

    def update(i: int) -> None:
        before = error.__cause__
        error.__cause__ = ValueError(i if before is None else before.args[0] + 1)
        text.set_text(f"{error.__cause__}" if i in RARE else "")

    return scene(fig, update, lambda: str(error.__cause__))


@hidden
def order_of_a_set() -> Scene:
    fig, _, text = a_text()
    numbers = set([17, 9, 1])  # noqa: C405  put in one after the other

    def update(i: int) -> None:
        if i == 11:  # which leaves the set with a large table, in which they are sorted
            numbers.update(range(100))
            for k in set(numbers) - {1, 9, 17}:
                numbers.discard(k)
        text.set_text(f"{list(numbers)}" if i in RARE else "")

    return scene(fig, update)


@hidden
def other_bit_generator() -> Scene:
    np.random.set_bit_generator(np.random.PCG64(3))
    fig, ax = small()
    (line,) = ax.plot([0, 1], [0, 1])
    return scene(fig, lambda i: line.set_ydata(np.random.rand(2)), lambda: np.random.rand())


@hidden
def attribute_of_an_enum_member() -> Scene:
    class Mode(enum.Enum):
        A = 1

    fig, _, text = a_text()

    def update(i: int) -> None:
        Mode.A.count = getattr(Mode.A, "count", 0) + 1  # type: ignore[attr-defined]
        text.set_text(f"{Mode.A.count}" if i in RARE else "")  # type: ignore[attr-defined]

    return scene(fig, update, lambda: Mode.A.count)  # type: ignore[attr-defined]


@hidden
def value_of_an_enum_member() -> Scene:
    class Mode(enum.Enum):
        A: list[int] = []  # noqa: RUF012  shared by all, as it is to be

    fig, _, text = a_text()

    def update(i: int) -> None:
        Mode.A.value.append(i)
        text.set_text(f"{len(Mode.A.value)}" if i in RARE else "")

    return scene(fig, update, lambda: Mode.A.value)


@hidden
def attribute_of_the_canvas() -> Scene:
    fig, _, text = a_text()
    canvas: Any = fig.canvas
    canvas.count = 3

    def update(i: int) -> None:
        canvas.count = getattr(fig.canvas, "count", 0) + 1
        text.set_text(f"{fig.canvas.count}" if i in RARE else "")  # type: ignore[attr-defined]

    return scene(fig, update, lambda: canvas.count)


@hidden
def interval_of_the_timer() -> Scene:
    fig, _, text = a_text()

    def update(i: int) -> None:
        timer = made.animation.event_source
        timer.interval += 1
        text.set_text(f"{timer.interval}" if i in RARE else "")

    made = scene(fig, update)
    return made


@hidden
def progress_bar_that_is_read() -> Scene:
    fig, _, text = a_text()
    bar = tqdm(total=FRAMES, file=io.StringIO(), initial=2, desc="frames")

    def update(i: int) -> None:
        bar.update()
        text.set_text(f"{bar.desc} {bar.n}" if i in RARE else "")

    return scene(fig, update, lambda: bar.n)


@hidden
def what_a_weak_proxy_stands_for() -> Scene:
    class Model:
        count = 0

    fig, _, text = a_text()
    model = Model()
    seen = weakref.proxy(model)

    def update(i: int) -> None:
        seen.count += 1
        text.set_text(f"{model.count}" if i in RARE else "")

    return scene(fig, update, lambda: model.count)


@hidden
def kind_of_a_container() -> Scene:
    fig, _, text = a_text()
    held: dict[str, Any] = {"items": [], "pairs": [("a", 1.5)], "number": np.float64(0), "bit": 0}

    def update(i: int) -> None:
        if i == 12:
            held.update(items=set(), pairs={"a": 1.5}, number=np.int64(0), bit=np.False_)
        text.set_text(f"{held}" if i in RARE else "")

    return scene(fig, update, lambda: f"{held}")


@hidden
def one_kind_of_number() -> Scene:
    fig, _, text = a_text()
    held = [np.float64(0)]

    def update(i: int) -> None:
        if i == 12:
            held[0] = np.int64(0)
        text.set_text(f"{held[0]!r}" if i in RARE else "")

    return scene(fig, update, lambda: repr(held[0]))


@hidden
def empty_containers() -> Scene:
    fig, _, text = a_text()
    held: list[Any] = [[]]

    def update(i: int) -> None:
        if i == 12:
            held[0] = {}
        text.set_text(f"{held[0]!r}" if i in RARE else "")

    return scene(fig, update, lambda: repr(held[0]))


@hidden
def text_of_an_enum_member() -> Scene:
    class Mode(enum.Enum):
        RUN = 1

    fig, _, text = a_text()
    held: list[Any] = [Mode.RUN]

    def update(i: int) -> None:
        if i == 12:
            held[0] = "Mode.RUN"
        text.set_text(type(held[0]).__name__ if i in RARE else "")

    return scene(fig, update)


@hidden
def names_of_fields() -> Scene:
    fig, _, text = a_text()
    held = [np.zeros(1, [("a", float)])]

    def update(i: int) -> None:
        if i == 12:
            held[0] = np.zeros(1, [("b", float)])
        text.set_text(f"{held[0].dtype.names}" if i in RARE else "")

    return scene(fig, update)


@hidden
def row_that_is_looked_at() -> Scene:
    fig, _, text = a_text()
    rows = np.zeros((2, 3))
    held = [rows[0]]

    def update(i: int) -> None:
        if i == 12:
            held[0] = rows[1]
        rows[1] = i if i in RARE else 0
        text.set_text(f"{held[0]}" if i in RARE else "")

    return scene(fig, update)


@hidden
def view_that_becomes_a_copy() -> Scene:
    fig, _, text = a_text()
    data = np.zeros(3)
    held = [data[:]]

    def update(i: int) -> None:
        if i == 12:
            held[0] = held[0].copy()
        data[:] = i if i in RARE else 0
        text.set_text(f"{held[0]}" if i in RARE else "")

    return scene(fig, update)


@hidden
def order_of_an_array_in_memory() -> Scene:
    fig, _, text = a_text()
    held = [np.arange(6.0).reshape(2, 3)]

    def update(i: int) -> None:
        if i == 12:
            held[0] = np.asfortranarray(held[0])
        text.set_text(f"{held[0].ravel('K')}" if i in RARE else "")

    return scene(fig, update)


@hidden
def events_that_the_update_makes() -> Scene:
    fig, _, text = a_text()
    heard: list[int] = []
    fig.canvas.mpl_connect("key_press_event", lambda event: heard.append(1))

    def update(i: int) -> None:
        if i in RARE:
            fig.canvas.callbacks.process(
                "key_press_event", KeyEvent("key_press_event", fig.canvas, "a")
            )
        text.set_text(f"{len(heard)}")

    return scene(fig, update, lambda: heard)


@hidden
def button_that_the_update_clicks() -> Scene:
    fig, _, text = a_text()
    clicks: list[int] = []
    button = Button(fig.add_axes((0.6, 0, 0.3, 0.2)), "more")
    button.on_clicked(lambda event: clicks.append(1))

    def update(i: int) -> None:
        if i in RARE:
            x, y = button.ax.transAxes.transform((0.5, 0.5))
            for name in ("button_press_event", "button_release_event"):
                event = MouseEvent(name, fig.canvas, x, y, 1)
                fig.canvas.callbacks.process(name, event)
        text.set_text(f"{len(clicks)}")

    return scene(fig, update, lambda: clicks)


@hidden
def what_a_mapping_makes() -> Scene:
    class Bins(collections.defaultdict[str, Any]):
        pass

    fig, _, text = a_text()
    bins = Bins(int)

    def update(i: int) -> None:
        if i == 12:
            bins.default_factory = list
        text.set_text(f"{bins['a']}" if i in RARE else "")
        bins.clear()

    return scene(fig, update, lambda: f"{bins['b']}")


def package_that_counts(count: Any) -> Maker:
    def make() -> Scene:
        sys.modules.pop("jump_package.state", None)
        vars(sys.modules["jump_package"]).pop("state", None)
        fig, _, text = a_text()
        return scene(
            fig,
            lambda i: text.set_text(f"{i}" if i in RARE else f"{count() * 0}"),
            lambda: sys.modules["jump_package.state"].SEEN["frames"],
        )

    return make


HIDDEN["module_imported_from_a_package"] = package_that_counts(core.count_in_a_module)
HIDDEN["function_imported_from_a_package"] = package_that_counts(core.count_by_a_function)
HIDDEN["module_imported_by_any_name"] = package_that_counts(lambda: core.count_by_a_name("state"))
