"""What happens between frames, and around them."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import copy
import io
import pickle
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import patches

from ._catalogue import Made, X, many_axes, one_axes, one_wave, scenario, wave


@scenario()
def settings_changed() -> Made:
    """Settings that artists look at while they are drawn."""
    fig, ax = one_axes()
    x = np.linspace(0, 6, 3000)
    ax.plot(x, np.sin(40 * x), lw=0.7)
    ax.text(1, 0, "text $x$")
    ax.add_patch(patches.Rectangle((1, 0.1), 1, 0.5, hatch="/"))
    steps = [
        {"text.hinting": "none"},
        {"agg.path.chunksize": 200},
        {"hatch.linewidth": 3},
        {"path.snap": False},
        {"axes.unicode_minus": False},
        {"mathtext.fontset": "stix"},
        {"text.antialiased": False},
        {"path.sketch": (1, 100, 2)},
    ]
    return fig, lambda i: mpl.rcParams.update(steps[i % len(steps)])


@scenario()
def fonts_changed_in_place() -> Made:
    """The list of fonts in the settings is written to."""
    fig, ax = one_axes()
    ax.text(0.1, 0.5, "some text")
    mpl.rcParams["font.sans-serif"] = ["DejaVu Sans"]

    def update(i: int) -> None:
        fonts = mpl.rcParams["font.sans-serif"]
        fonts[0] = ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono")[i % 3]

    return fig, update


@scenario()
def drawn_elsewhere_between_frames() -> Made:
    """The user draws, saves, measures and copies the figure himself."""
    fig, ax = one_axes()
    (line,) = ax.plot(X, wave(0), label="a")
    ax.set_title("title")
    ax.legend(loc="upper left")

    def update(i: int) -> None:
        line.set_ydata((1 + i) * wave(i))
        fig.canvas.draw()
        ax.relim()
        ax.autoscale()
        fig.savefig(io.BytesIO(), dpi=35 + i)
        line.set_color(f"C{i}")
        fig.draw_without_rendering()
        ax.set_xlabel(f"x{i}")
        ax.get_tightbbox()
        ax.xaxis.get_tightbbox(fig.canvas.get_renderer())
        copy.deepcopy(fig)
        pickle.loads(pickle.dumps(fig))

    return fig, update


@scenario()
def drawn_by_parts_between_frames() -> Made:
    """The user blits, which clears the flags of what he draws."""
    fig, ax, line = one_wave()
    box = ax.add_patch(patches.Rectangle((1, 0.1), 1, 0.5))

    def update(i: int) -> None:
        fig.canvas.draw()
        background = fig.canvas.copy_from_bbox(ax.bbox)
        line.set_ydata(wave(i))
        box.set_x(0.3 * i)
        ax.set_xlim(0, 6 + i)
        fig.canvas.restore_region(background)
        ax.draw_artist(line)
        ax.draw_artist(box)
        ax.draw_artist(ax.xaxis)
        fig.canvas.blit(ax.bbox)

    return fig, update


@scenario()
def saved_as_svg_between_frames() -> Made:
    """Another backend draws the figure between frames."""
    fig, ax, line = one_wave()
    ax.set_title("title")

    def update(i: int) -> None:
        line.set_ydata((1 + i) * wave(i))
        ax.set_ylim(-i - 1, i + 1)
        fig.savefig(io.BytesIO(), format="svg")
        ax.set_title(f"{i}")
        fig.savefig(io.BytesIO(), format="pdf", bbox_inches="tight")

    return fig, update


@scenario()
def changed_by_draw_events() -> Made:
    """What listens to draws changes the figure after them."""
    fig, ax = one_axes()
    ax.plot(X, X)
    state = {"step": 0}
    text = ax.text(1, 5, "")

    def on_draw(event: Any) -> None:
        # The same however often this step is drawn.
        ax.set_xlim(0, 6 + state["step"])
        text.set_text(f"drawn {state['step']}")

    fig.canvas.mpl_connect("draw_event", on_draw)

    def update(i: int) -> None:
        state["step"] = i
        fig.canvas.draw()

    return fig, update


@scenario()
def callbacks_of_limits() -> Made:
    """What listens to limits changes others."""
    fig, (left, right) = many_axes(1, 2)
    left.plot(X, X)
    text = right.text(0.2, 0.5, "")
    left.callbacks.connect("xlim_changed", lambda ax: text.set_text(f"{ax.get_xlim()[1]:.1f}"))

    def update(i: int) -> None:
        left.set_xlim(0, 6 + i)

    return fig, update


@scenario()
def widgets() -> Made:
    """A slider and a button, which look after their own artists."""
    fig, ax = one_axes()
    fig.subplots_adjust(bottom=0.4)
    (line,) = ax.plot(X, X)
    slider = mpl.widgets.Slider(fig.add_axes((0.2, 0.1, 0.5, 0.1)), "s", 0, 10, valinit=1)
    checks = mpl.widgets.CheckButtons(fig.add_axes((0, 0, 0.15, 0.3)), ["a", "b"])
    slider.on_changed(lambda value: line.set_ydata(value * X))

    def update(i: int) -> None:
        slider.set_val(i)
        checks.set_active(i % 2)

    return fig, update


@scenario()
def reads_the_pixels_of_the_frame_before() -> Made:
    """What the canvas shows after a frame is that frame, which the next one may use."""
    fig, ax = one_axes()
    text = ax.text(0.1, 0.5, "")
    fig.canvas.draw()

    def update(i: int) -> None:
        pixels = np.asarray(fig.canvas.buffer_rgba())
        text.set_text(f"{pixels[..., :3].sum() % 9973} {i}")

    return fig, update


@scenario()
def measures_the_frame_before() -> Made:
    """Sizes of texts and Axes as of the last frame are used in the next one."""
    fig, ax = one_axes()
    text = ax.text(0.1, 0.2, "a", transform=ax.transAxes)
    box = ax.add_patch(patches.Rectangle((0, 0), 1, 1, transform=None, fill=False))

    def update(i: int) -> None:
        text.set_text("a" * (1 + i))
        box.set_bounds(*text.get_window_extent().bounds)
        ax.set_xlim(0, 10**i)
        ax.set_xlabel(
            f"{ax.xaxis.get_ticklabels()[1].get_text()} {ax.yaxis.get_tightbbox().x0:.0f}"
        )

    return fig, update
