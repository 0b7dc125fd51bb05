"""Animations whose updates, frames or callbacks have to do with more than the figure."""

from __future__ import annotations

import atexit
import contextlib
import logging
import multiprocessing
import os
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from jump_tools import FRAMES, Maker, Scene, scene, small
from matplotlib.animation import ArtistAnimation

OUTSIDE: dict[str, Maker] = {}


def outside(maker: Maker) -> Maker:
    OUTSIDE[maker.__name__] = maker
    return maker


def a_text() -> tuple[Any, Any]:
    fig, ax = small()
    return fig, ax.text(0.3, 0.5, "")


def at(frame: int, action: Any) -> Scene:
    fig, text = a_text()

    def update(i: int) -> None:
        text.set_text(f"{i}")
        if i == frame:
            action()

    return scene(fig, update)


@outside
def printing_once() -> Scene:
    return at(25, lambda: print("here"))


@outside
def printing_past_python() -> Scene:
    return at(25, lambda: os.write(2, b"here\n"))


@outside
def warning_once() -> Scene:
    return at(25, lambda: warnings.warn("here", stacklevel=1))


@outside
def logging_a_warning() -> Scene:
    return at(25, lambda: logging.getLogger("jump").warning("here"))


@outside
def logging_where_that_is_asked_for() -> Scene:
    logging.getLogger("jump.info").setLevel(logging.INFO)
    return at(25, lambda: logging.getLogger("jump.info").info("here"))


@outside
def matplotlib_that_logs_what_is_asked_for() -> Scene:
    logging.getLogger("matplotlib.category").setLevel(logging.INFO)
    fig, ax = small()

    def update(i: int) -> None:
        ax.clear()
        ax.plot(["1", "2"] if i == 25 else [1, 2], [0, i])

    return scene(fig, update)


@outside
def error_in_an_update() -> Scene:
    return at(23, lambda: 1 / 0)


@outside
def error_inside_of_a_block() -> Scene:
    return at(26, lambda: [][0])


@outside
def end_of_something_in_an_update() -> Scene:
    return at(26, lambda: next(iter(())))


@outside
def file_that_is_written() -> Scene:
    return at(25, lambda: Path("written.txt").write_text("here"))


@outside
def error_of_a_progress_callback() -> Scene:
    fig, text = a_text()

    def callback(i: int, n: int | None) -> None:
        if i == 26:
            raise ValueError("enough")

    return scene(fig, lambda i: text.set_text(f"{i}"), save={"progress_callback": callback})


@outside
def progress_callback_that_reads_the_figure() -> Scene:
    fig, text = a_text()
    seen: list[str] = []
    return scene(
        fig,
        lambda i: text.set_text(f"{i}"),
        lambda: seen,
        save={"progress_callback": lambda i, n: seen.append(text.get_text())},
    )


@outside
def frames_that_end_when_an_update_says_so() -> Scene:
    fig, text = a_text()
    state = {"left": 33}

    def frames() -> Iterator[int]:
        while state["left"]:
            yield state["left"]

    def update(left: int) -> None:
        state["left"] -= 1
        text.set_text(f"{left}")

    return scene(fig, update, lambda: state, frames=frames, save_count=FRAMES)


@outside
def error_in_frames() -> Scene:
    fig, text = a_text()

    def frames() -> Iterator[int]:
        yield from range(26)
        raise RuntimeError("no more")

    return scene(fig, lambda i: text.set_text(f"{i}"), frames=frames, save_count=FRAMES)


@outside
def worker_that_dies() -> Scene:
    def die() -> None:
        if multiprocessing.current_process().name != "MainProcess":
            os._exit(3)

    return at(25, die)


@outside
def lock_that_cannot_travel() -> Scene:
    fig, text = a_text()
    lock = threading.Lock()

    def update(i: int) -> None:
        with lock:
            text.set_text(f"{i}")

    return scene(fig, update)


@outside
def artists_of_every_frame() -> Scene:
    fig, ax = small()
    artists = [[ax.text(0.3, 0.5, f"{i}")] for i in range(20)]
    return Scene(animation=ArtistAnimation(fig, artists))


@outside
def time_that_is_shown() -> Scene:
    """Not compared frame by frame: it is another one in every run."""
    fig, text = a_text()
    started = time.time()

    def update(i: int) -> None:
        text.set_text(f"{i}")
        if time.time() < started:
            text.set_text("never")

    return scene(fig, update)


@outside
def current_figure_that_changes() -> Scene:
    fig, text = a_text()
    plt.figure(figsize=(1, 1))
    plt.figure(fig)

    def update(i: int) -> None:
        text.set_text(f"{i}")
        with contextlib.suppress(Exception):
            plt.figure(2 if i == 30 else 1)

    return scene(fig, update, lambda: plt.gcf().number)


@outside
def registering_for_the_end() -> Scene:
    return at(25, lambda: atexit.register(print, "the end"))
