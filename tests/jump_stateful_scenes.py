"""Animations whose updates depend on the frames before, or leave something behind."""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import jump_helper
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from jump_tools import FRAMES, Maker, Scene, scene, small
from matplotlib.animation import FuncAnimation

STATEFUL: dict[str, Maker] = {}


def stateful(maker: Maker) -> Maker:
    STATEFUL[maker.__name__] = maker
    return maker


def a_text(fig_and_ax: tuple[Any, Any]) -> tuple[Any, Any, Any]:
    fig, ax = fig_and_ax
    return fig, ax, ax.text(0.3, 0.5, "")


@stateful
def counter_that_nobody_sees() -> Scene:
    fig, _, text = a_text(small())
    count = 0

    def update(i: int) -> None:
        nonlocal count
        count += 1
        text.set_text(f"{i}")

    return scene(fig, update, lambda: count)


@stateful
def list_of_what_was_shown() -> Scene:
    fig, ax = small()
    (line,) = ax.plot([], [])
    x: list[float] = []

    def update(i: int) -> None:
        x.append(i / FRAMES)
        line.set_data(x, x)

    return scene(fig, update, lambda: x)


@stateful
def hidden_artist_that_appears_late() -> Scene:
    fig, ax, text = a_text(small())
    (line,) = ax.plot([0.0, 1.0], [0.0, 0.0], visible=False)

    def update(i: int) -> None:
        line.set_ydata(line.get_ydata() + np.array([0.0, 0.01]))
        line.set_visible(i >= 30)
        text.set_text(f"{i}")

    return scene(fig, update)


@stateful
def flag_that_matters_later() -> Scene:
    fig, _, text = a_text(small())
    flags = {"on": False}

    def update(i: int) -> None:
        if i == 20:
            flags["on"] = True
        text.set_text("on" if flags["on"] and i >= 35 else f"{i}")

    return scene(fig, update, lambda: flags)


@stateful
def random_numbers_that_are_not_shown() -> Scene:
    fig, _, text = a_text(small())

    def update(i: int) -> None:
        noise = np.random.random()
        text.set_text(f"{noise if i == 33 else i}"[:5])

    return scene(fig, update)


@stateful
def random_numbers_of_the_standard_library() -> Scene:
    fig, _, text = a_text(small())
    return scene(fig, lambda i: text.set_text(f"{random.random():.2f}"))


@stateful
def generator_of_random_numbers_drawn_from_once() -> Scene:
    fig, _, text = a_text(small())
    rng = np.random.default_rng(3)

    def update(i: int) -> None:
        if i == 12:
            rng.random()
        text.set_text(f"{i}")

    return scene(fig, update, lambda: repr(rng.bit_generator.state))


TOTAL = 0


@stateful
def variable_of_the_module() -> Scene:
    global TOTAL
    TOTAL = 0
    fig, _, text = a_text(small())

    def update(i: int) -> None:
        global TOTAL
        TOTAL += i
        text.set_text(f"{i}")

    return scene(fig, update, lambda: TOTAL)


@stateful
def variable_reached_through_globals() -> Scene:
    global TOTAL
    TOTAL = 0
    fig, _, text = a_text(small())

    def update(i: int) -> None:
        globals()["TO" + "TAL"] += 1
        text.set_text(f"{globals()['TO' + 'TAL'] if i == 35 else i}")

    return scene(fig, update, lambda: TOTAL)


class Simulation:
    """Keeps its state in itself, and in its class."""

    started = 0

    def __init__(self) -> None:
        self.fig, _, self.text = a_text(small())
        self.positions = np.zeros(3)
        self.anim = FuncAnimation(self.fig, self.update, frames=FRAMES)

    def update(self, i: int) -> None:
        self.positions += 1
        self.text.set_text(f"{i}")


class Starting(Simulation):
    def update(self, i: int) -> None:
        if i == 25:
            type(self).started += 1
        self.text.set_text(f"{i}")


@stateful
def attribute_of_self() -> Scene:
    simulation = Simulation()
    return Scene(animation=simulation.anim, state=lambda: simulation.positions.tolist())


@stateful
def attribute_of_a_class() -> Scene:
    Starting.started = 0
    simulation = Starting()
    return Scene(animation=simulation.anim, state=lambda: Starting.started)


@stateful
def list_in_a_default_argument() -> Scene:
    fig, _, text = a_text(small())

    def update(i: int, seen: list[int] = []) -> None:  # noqa: B006  as users do
        seen.append(i)
        text.set_text(f"{i}")

    return scene(fig, update, lambda: update.__defaults__)


@stateful
def attribute_of_the_function() -> Scene:
    fig, _, text = a_text(small())

    def update(i: int) -> None:
        update.calls += 1  # type: ignore[attr-defined]
        text.set_text(f"{i}")

    update.calls = 0  # type: ignore[attr-defined]
    return scene(fig, update, lambda: update.calls)  # type: ignore[attr-defined]


@stateful
def function_that_remembers_its_results() -> Scene:
    fig, _, text = a_text(small())

    @functools.lru_cache
    def square(i: int) -> int:
        return i * i

    return scene(fig, lambda i: text.set_text(f"{square(i)}"), lambda: list(square.cache_info()))


@stateful
def dictionary_of_another_module() -> Scene:
    jump_helper.SEEN["frames"] = 0
    fig, _, text = a_text(small())

    def update(i: int) -> None:
        jump_helper.count()
        text.set_text(f"{i}")

    return scene(fig, update, lambda: jump_helper.SEEN)


@stateful
def iterator_from_itertools() -> Scene:
    fig, _, text = a_text(small())
    count = itertools.count()

    def update(i: int) -> None:
        n = next(count)
        text.set_text(f"{n if i > 35 else i}")

    return scene(fig, update, lambda: repr(count))


@stateful
def closure_of_a_closure() -> Scene:
    fig, _, text = a_text(small())

    def make() -> Callable[[], int]:
        n = 0

        def inner() -> int:
            nonlocal n
            n += 1
            return n

        return inner

    class Caller:
        def __init__(self) -> None:
            self.inner = make()

        def __call__(self) -> int:
            return self.inner()

    caller = Caller()

    def update(i: int) -> None:
        caller()
        text.set_text(f"{i}")

    return scene(fig, update, caller)


@stateful
def attribute_that_the_user_gave_an_artist() -> Scene:
    fig, _, text = a_text(small())
    text.my_counter = 0

    def update(i: int) -> None:
        text.my_counter += 1
        text.set_text(f"{i}")

    return scene(fig, update)


@stateful
def another_figure_of_pyplots() -> Scene:
    other = plt.figure(figsize=(1, 1))
    other_text = other.text(0, 0, "")
    fig, _, text = a_text(small())

    def update(i: int) -> None:
        other_text.set_text(other_text.get_text() + "x")
        text.set_text(f"{i}")

    return scene(fig, update)


@stateful
def settings_changed_for_good() -> Scene:
    fig, ax = small()

    def update(i: int) -> None:
        if i == 20:
            mpl.rcParams["lines.linewidth"] = 4
        ax.clear()
        ax.plot([0, i])

    return scene(fig, update)


@stateful
def lines_that_pile_up() -> Scene:
    fig, ax = small()
    return scene(fig, lambda i: ax.plot([0, 1], [0, i / FRAMES]) and None)


@stateful
def text_made_once() -> Scene:
    fig, ax, text = a_text(small())

    def update(i: int) -> None:
        text.set_text(f"{i}")
        if i == 11:
            ax.text(0.1, 0.1, "from 11 on")

    return scene(fig, update)


@stateful
def frames_that_depend_on_what_updates_did() -> Scene:
    """Where blocks begin, the state is the same; the generator's items between are not."""
    fig, _, text = a_text(small())
    state = {"n": 0}
    sums: list[int] = []

    def frames() -> Iterator[tuple[int, int]]:
        for i in range(FRAMES):
            yield i, 0 if (i - 2) % 7 == 0 else state["n"]

    def update(data: tuple[int, int]) -> None:
        i, n = data
        state["n"] = 0 if (i - 2) % 7 in (0, 6) else n + i
        text.set_text(f"{n}")
        if i > 25:
            sums.append(n)

    return scene(fig, update, lambda: [state, sums], frames=frames, save_count=FRAMES)


@stateful
def frames_that_share_one_list() -> Scene:
    """Yield one list, changed; so no update can be run later than its frame."""
    fig, _, text = a_text(small())
    late: list[int] = []
    sums: list[int] = []

    def frames() -> Iterator[list[int]]:
        data = [0]
        for i in range(FRAMES):
            data[0] = i
            yield data

    def update(data: list[int]) -> None:
        text.set_text(f"{data[0]}")
        if data[0] == 22:  # the last of its block; at the next frame it is as if it had not been
            late.append(0)
        if data[0] == 23 and late:
            late.pop()
        if data[0] >= 26:
            sums.append(data[0])

    return scene(fig, update, lambda: [late, sums], frames=frames, save_count=FRAMES)
