"""The redrawing engine's images are those of matplotlib, whatever is done to the figure."""

import gc
import io
import math
import pickle
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import redraw_figures
from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from redraw_figures import SCENARIOS, Scenario, Update

from matplotlib_parwriter.redraw import Redrawer

DPI = 60
# Most artists are recorded when they are the same for the second time; one that has changed since
# is tried again after one frame, then after three more. Each of these steps comes after a replay.
STEPS_AT = (0, 3, 6, 11)
FRAMES = 12
LONG_PAUSE = 20

# What only reference frames find: what is written past all setters, in these two places.
NOT_NOTICED = {"private_attributes_of_ticks", "view_box_written_to"}
NOTICED = sorted(SCENARIOS.keys() - NOT_NOTICED)

# Figures of several kinds for what does not depend on the kind.
SOME = [
    "line_still_axes",
    "twin_axes",
    "clear_and_replot",
    "camera_still",
    "constrained_layout_that_does_not_change",
    "subfigures",
    "axes_added_and_removed",
    "legend_looks_for_the_best_place",
    "widgets",
]


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    with mpl.rc_context({"figure.dpi": DPI}):
        yield
    redraw_figures.undo()


def _is_right(redrawer: Redrawer) -> bool:
    frame = bytes(redrawer.frame())
    return frame == bytes(redrawer.plain())


def _wrong(redrawer: Redrawer, update: Update, steps: list[int | None]) -> list[int]:
    """Return the numbers of frames that are not as matplotlib draws them."""
    wrong = []
    for frame, step in enumerate(steps):
        if step is not None:
            update(step)
        if not _is_right(redrawer):
            wrong.append(frame)
    # That the referee is right.
    kwargs = redrawer._savefig_kwargs
    if bytes(redrawer.plain()) != _saved(redrawer._figure, dpi=redrawer._dpi, **kwargs):
        wrong.append(-1)
    wrong += [mismatch.frame for mismatch in redrawer.mismatches]
    return wrong


def _paused() -> list[int | None]:
    return [STEPS_AT.index(i) if i in STEPS_AT else None for i in range(FRAMES)]


@pytest.mark.parametrize("name", NOTICED)
def test_changes_after_pauses(name: str) -> None:
    figure, update = SCENARIOS[name].make()
    with Redrawer(figure, dpi=DPI, **SCENARIOS[name].savefig_kwargs) as redrawer:
        assert not _wrong(redrawer, update, _paused())


@pytest.mark.parametrize("name", NOTICED)
def test_a_change_after_a_long_pause(name: str) -> None:
    """By then all that may be recorded is, even what plain draws seem to change."""
    figure, update = SCENARIOS[name].make()
    kwargs = SCENARIOS[name].savefig_kwargs
    with Redrawer(figure, dpi=DPI, first_check=math.inf, **kwargs) as redrawer:
        for step in range(4):
            update(step)
            assert _is_right(redrawer)
            for _ in range(LONG_PAUSE):
                redrawer.frame()
        assert _is_right(redrawer)


@pytest.mark.parametrize("name", sorted(NOT_NOTICED))
def test_what_is_not_noticed_is_found(name: str) -> None:
    figure, update = SCENARIOS[name].make()
    with Redrawer(figure, dpi=DPI) as redrawer:
        for step in _paused():
            if step is not None:
                update(step)
            frame = bytes(redrawer.frame(check=True))
            assert frame == bytes(redrawer.plain())
        assert len(redrawer.mismatches) == 1


@pytest.mark.parametrize("name", NOTICED)
def test_same_movie(name: str) -> None:
    """The movie is the same, not only each frame in the state that the engine left things in."""
    dpi = 45

    def redrawn(figure: Figure) -> Callable[[], bytes]:
        redrawer = Redrawer(figure, dpi=dpi, **SCENARIOS[name].savefig_kwargs)
        return lambda: bytes(redrawer.frame())

    def stock(figure: Figure) -> Callable[[], bytes]:
        return lambda: _saved(figure, dpi=dpi, **SCENARIOS[name].savefig_kwargs)

    ours, theirs = (_movie(SCENARIOS[name], make) for make in (redrawn, stock))
    assert not [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]


def _movie(scenario: Scenario, make: Callable[[Figure], Callable[[], bytes]]) -> list[bytes]:
    frames = []
    with mpl.rc_context():
        figure, update = scenario.make()
        draw = make(figure)
        for step in (0, 1, None, 2, None, None, 3, 4):
            if step is not None:
                update(step)
            frames.append(draw())
    redraw_figures.undo()
    plt.close(figure)
    return frames


def _saved(figure: Figure, **kwargs: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="rgba", **kwargs)
    return buffer.getvalue()


# What is left behind.


def _artists(figure: Figure) -> Iterator[Artist]:
    yield from figure.findobj()
    for axes in figure.axes:
        for axis in axes._axis_map.values():
            yield from _parts(axis)


def _parts(axis: Axis) -> Iterator[Artist]:
    for tick in (*vars(axis).get("majorTicks", ()), *vars(axis).get("minorTicks", ())):
        yield tick
        yield from tick.get_children()


def _assert_no_trace(artists: list[Artist]) -> None:
    for artist in artists:
        assert type(artist._stale) is bool, artist
        assert not {"draw", "draw_pane", "draw_grid", "get_tightbbox"} & vars(artist).keys(), artist
        assert not [key for key, value in vars(artist).items() if "parwriter" in repr(type(value))]


@pytest.mark.parametrize("name", SOME)
def test_no_trace_between_frames_and_after_close(name: str) -> None:
    figure, update = SCENARIOS[name].make()
    canvas = figure.canvas
    before = dict(vars(canvas))
    seen: dict[int, Artist] = {}
    redrawer = Redrawer(figure, dpi=DPI)
    for i in (0, None, None, 1, None, None):
        if i is not None:
            update(i)
            before = dict(vars(canvas))
        redrawer.frame()
        seen.update((id(artist), artist) for artist in _artists(figure))
        assert not [a for a in seen.values() if {"draw", "get_tightbbox"} & vars(a).keys()]
        pickle.dumps(figure)
    redrawer.close()
    _assert_no_trace([*seen.values()])
    assert vars(canvas).keys() - {"renderer", "_lastKey"} == before.keys() - {
        "renderer",
        "_lastKey",
    }
    assert canvas is figure.canvas
    assert b"parwriter" not in pickle.dumps(figure)


@pytest.mark.parametrize("name", SOME)
def test_figure_does_not_keep_the_engine_alive(name: str) -> None:
    figure, update = SCENARIOS[name].make()
    redrawer = Redrawer(figure, dpi=DPI)
    for i in range(4):
        update(i // 2)
        redrawer.frame()
    redrawer.close()
    alive = weakref.ref(redrawer)
    del redrawer
    gc.collect()
    assert alive() is None
    assert figure.axes is not None


def test_closed_twice_and_used_again() -> None:
    figure, update = SCENARIOS["line_still_axes"].make()
    for start in (0, 4):
        redrawer = Redrawer(figure, dpi=DPI)
        assert not _wrong(redrawer, update, [start, None, start + 1, None])
        redrawer.close()
        redrawer.close()


def test_two_at_once() -> None:
    figure, update = SCENARIOS["twin_axes"].make()
    with Redrawer(figure, dpi=DPI) as one, Redrawer(figure, dpi=45) as other:
        for i in range(8):
            update(i // 3)
            assert _is_right(one)
            assert _is_right(other)
        assert not one.mismatches
        assert not other.mismatches


def test_unchanged_figure() -> None:
    figure, update = SCENARIOS["twin_axes"].make()
    update(0)
    with Redrawer(figure, dpi=DPI) as redrawer:
        frames = {bytes(redrawer.frame()) for _ in range(6)}
        assert frames == {bytes(redrawer.plain())}


# Exceptions.


class _Breaking(Artist):
    """An artist whose draw raises an exception in some frames."""

    error: BaseException | None = None

    def draw(self, renderer: Any) -> None:
        if self.error is not None:
            raise self.error


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()])
@pytest.mark.parametrize("frame", [0, 1, 2, 5])
def test_exception_in_a_draw(error: BaseException, frame: int) -> None:
    figure, update = SCENARIOS["clear_one_of_shared"].make()
    breaking = figure.axes[1].add_artist(_Breaking())
    redrawer = Redrawer(figure, dpi=DPI)
    assert not _wrong(redrawer, update, [0, None, 1, None, None][:frame])
    breaking.error = error
    with pytest.raises(type(error)):
        redrawer.frame()
    assert not [a for a in _artists(figure) if {"draw", "get_tightbbox"} & vars(a).keys()]
    breaking.error = None
    assert not _wrong(redrawer, update, [2, None, None, 3, None])
    redrawer.close()
    _assert_no_trace([*_artists(figure)])


def test_exception_in_a_formatter() -> None:
    figure, ax = plt.subplots()
    state = {"fails": False}

    def label(x: float, pos: int) -> str:
        if state["fails"]:
            raise ZeroDivisionError
        return f"{x:.2f}"

    ax.xaxis.set_major_formatter(label)
    with Redrawer(figure, dpi=DPI) as redrawer:
        assert not _wrong(redrawer, lambda i: None, [0, 1, 2])
        state["fails"] = True
        with pytest.raises(ZeroDivisionError):
            redrawer.frame()
        state["fails"] = False
        assert not _wrong(redrawer, lambda i: ax.set_xlim(0, 1 + i), [0, 1, None, None, 2])
    assert not {"get_majorticklocs", "get_tightbbox"} & vars(ax.xaxis).keys()
    assert "format_ticks" not in vars(ax.xaxis.get_major_formatter())


# Figures, canvases and resolutions.


class _OwnFigure(Figure):
    """A figure of the user's that leaves drawing to matplotlib."""


class _DrawingFigure(Figure):
    """A figure of the user's that changes itself while it is drawn."""

    step = 0

    def draw(self, renderer: Any) -> None:
        self.texts[0].set_text(f"step {self.step}")
        super().draw(renderer)


@pytest.mark.parametrize("figure_class", [Figure, _OwnFigure, _DrawingFigure])
@pytest.mark.parametrize("canvas_class", [None, FigureCanvasSVG, FigureCanvasPdf])
@pytest.mark.parametrize("by_pyplot", [True, False])
def test_figures_and_canvases(figure_class: Any, canvas_class: Any, by_pyplot: bool) -> None:
    make = plt.figure if by_pyplot else figure_class
    kwargs: dict[str, Any] = {"FigureClass": figure_class} if by_pyplot else {}
    figure = make(figsize=(3, 2), **kwargs)
    if canvas_class is not None:
        canvas_class(figure)
    figure.text(0.1, 0.9, "")
    ax = figure.add_subplot()
    (line,) = ax.plot([0, 1])
    before = dict(vars(figure.canvas))

    def update(i: int) -> None:
        figure.step = i
        line.set_ydata([0, 0.2 * i])
        ax.set_title(f"{i}")

    with Redrawer(figure, dpi=DPI) as redrawer:
        canvas = figure.canvas
        assert not _wrong(redrawer, update, _paused())
        assert figure.canvas is canvas
    if canvas_class is not None:
        assert vars(figure.canvas).keys() == before.keys()


@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("dpi", ["figure", 33, 100.5])
def test_other_resolutions(name: str, dpi: Any) -> None:
    figure, update = SCENARIOS[name].make()
    for _ in range(3):
        _saved(figure, dpi=dpi)  # settles layouts at this resolution
    with Redrawer(figure, dpi=dpi) as redrawer:
        assert not _wrong(redrawer, update, [0, None, None, 1, None, 2, 3])


def test_resolution_of_the_figure_changes() -> None:
    figure, update = SCENARIOS["twin_axes"].make()

    def change(i: int) -> None:
        update(0)
        figure.set_dpi(50 + 10 * (i % 2))

    with Redrawer(figure, dpi="figure") as redrawer:
        assert not _wrong(redrawer, change, [0, None, None, 1, None, None, 2, None, 3])


def test_canvas_replaced() -> None:
    figure, update = SCENARIOS["twin_axes"].make()

    def change(i: int) -> None:
        update(i)
        mpl.backends.backend_agg.FigureCanvasAgg(figure)

    with Redrawer(figure, dpi=DPI) as redrawer:
        assert not _wrong(redrawer, change, _paused())


def test_image_has_the_size_of_the_figure() -> None:
    figure = plt.figure(figsize=(3, 2))
    with Redrawer(figure, dpi=50, facecolor=(1, 0, 0, 1)) as redrawer:
        image = redrawer.frame()
        assert image.nbytes == 150 * 100 * 4
        assert np.array_equal(
            np.unique(np.asarray(image).reshape(-1, 4), axis=0), [[255, 0, 0, 255]]
        )


# Memory.


def _replace_line(figure: Figure, i: int) -> Artist:
    ax = figure.axes[0] if figure.axes else figure.subplots()
    for line in ax.lines:
        line.remove()
    return ax.plot(np.arange(10.0) + i)[0]


def _clear_axes(figure: Figure, i: int) -> Artist:
    ax = figure.axes[0] if figure.axes else figure.subplots()
    ax.clear()
    return ax.scatter(np.arange(10.0), np.arange(10.0) + i)


def _clear_figure(figure: Figure, i: int) -> Artist:
    figure.clear()
    return figure.add_subplot()


def _replace_axes_in_subfigure(figure: Figure, i: int) -> Artist:
    subfigure = figure.subfigs[0] if figure.subfigs else figure.subfigures(1, 2)[0]
    subfigure.clear()
    return subfigure.add_subplot()


@pytest.mark.in_turn
@pytest.mark.parametrize(
    ("replace", "count"),
    [
        (_replace_line, 250),
        (_clear_axes, 120),
        (_clear_figure, 80),
        (_replace_axes_in_subfigure, 80),
    ],
)
def test_artists_that_are_gone_are_forgotten(
    replace: Callable[[Figure, int], Artist], count: int
) -> None:
    figure = plt.figure(figsize=(2, 1.5))
    artists = []
    with Redrawer(figure, dpi=30) as redrawer:
        for i in range(count):
            # Each is there for two frames, so that it is recorded.
            artists.append(weakref.ref(replace(figure, i)))
            redrawer.frame()
            redrawer.frame()
        gc.collect()
        # What is gone is dropped only now and then.
        assert sum(artist() is not None for artist in artists) < count // 2
        assert not redrawer.mismatches


@pytest.mark.in_turn
def test_memory_does_not_grow() -> None:
    figure, ax = plt.subplots(figsize=(2, 1.5))
    counts = []
    with Redrawer(figure, dpi=30) as redrawer:
        for i in range(300):
            ax.clear()
            ax.plot([i, 1])
            ax.legend(["line"])
            redrawer.frame()
            if i % 15 == 14:
                gc.collect()
                counts.append(len(gc.get_objects()))
    # It goes up and down, as what is gone is dropped only now and then.
    assert max(counts[10:]) < 1.1 * max(counts[3:10])


def test_draws_plainly_where_matplotlib_is_not_as_known(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    figure, axes = plt.subplots(figsize=(2, 1.5))
    (line,) = axes.plot([0, 1])
    redrawer = Redrawer(figure, dpi=30)
    redrawer.frame()
    # As if a private name that the engine uses were gone.
    monkeypatch.setattr("matplotlib_parwriter.redraw._scene._autoscales", _missing)
    for i in range(3):
        line.set_ydata([0, i])
        image = bytes(redrawer.frame())
        assert image == bytes(redrawer.plain())
    assert "no attribute" in caplog.text
    assert len(caplog.records) == 1
    assert not redrawer.mismatches


def _missing(parent: object) -> bool:
    return parent._no_longer_there  # type: ignore[attr-defined, no-any-return]


def test_clip_paths_are_not_taken_for_freed_ones() -> None:
    """The C++ renderer tells by its address whether it has the mask of a clip path already."""

    class Clip(PathPatch):
        """Not matplotlib's own, so nothing of it is watched, and kept."""

    def make(width: float) -> tuple[Figure, Clip, Artist]:
        figure, ax = plt.subplots(figsize=(2, 2))
        clip = Clip(_triangle(width), transform=ax.transData)
        clipped = ax.axhspan(0, 1)
        clipped.set_clip_path(clip)
        return figure, clip, clipped

    right = _saved(make(0.9)[0], dpi=DPI)
    figure, clip, clipped = make(0.2)
    with Redrawer(figure, dpi=DPI) as redrawer:
        redrawer.frame()
        clip.set_path(_triangle(0.5))
        # Whoever asks for the new path, in a draw elsewhere for example, frees the one before.
        clipped.get_transformed_clip_path_and_affine()
        # The address of that one is the next to be given away.
        others = [_triangle(0.9) for _ in range(20)]
        for other in others:
            clip.set_path(other)
            assert bytes(redrawer.frame()) == right
            assert bytes(redrawer.plain()) == right


def _triangle(width: float) -> Path:
    return Path(np.array([(0, 0), (width, 0), (width, 1)]))
