"""
Layout engines, run only where what they see has changed.

Each draw of matplotlib runs the figure's layout engine, which measures everything, several times.
Where the engine starts from the same places, with the same sizes of everything, it comes to the
same places again. So it is remembered where it went from where, as a `_Step`. Engines rarely stand
still: they go round among places that differ by rounding errors, and when frames have another
resolution than the figure, to and fro between the layouts for both. All these steps are remembered.

What engines see of Axes is their tight bounding box, and of a figure's title or labels theirs.
Where an artist has changed that can matter for these (not one that is clipped to its Axes), its
boxes are measured and compared: wherever the engine has measured it, for it moves the Axes and
measures them once more, and what is as wide as before in one place need not be so, to the last
bit, in another.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure, FigureBase, SubFigure
from matplotlib.layout_engine import (
    ConstrainedLayoutEngine,
    LayoutEngine,
    PlaceHolderLayoutEngine,
    TightLayoutEngine,
)
from matplotlib.offsetbox import AnnotationBbox, OffsetBox
from matplotlib.quiver import Barbs, Quiver, QuiverKey
from matplotlib.transforms import Bbox

from ._figures import parent_figure

# Steps that are remembered at most.
_STEPS = 64
# Engines are not measured for until they have come so near to a rest that another step is small.
_NEAR = 1e-9

# Returns a context.
_Measuring = Callable[[], AbstractContextManager[None]]

# What these are like, and how large, depends on the draws before, shown or not.
SIZED_BY_DRAWING = (Barbs, Quiver, QuiverKey)

_KNOWN_ENGINES = (ConstrainedLayoutEngine, TightLayoutEngine)


@dataclass(kw_only=True)
class _Step:
    """
    One run of the engine.

    Attributes
    ----------
    after : _Places
        Where it left everything.
    looks : dict or None
        What it saw, if that is known: by the places of everything, and the id of an Axes or artist.
    """

    after: "_Places"
    looks: "_Looks | None"


@dataclass(frozen=True)
class _Places:
    """Where everything is that a layout engine moves."""

    boxes: tuple[bytes, ...]
    texts: tuple[tuple[Any, ...], ...]
    params: tuple[Any, ...]


_Looks = dict[_Places, dict[int, Any]]


class Layout:
    """
    Run the layout engine of a figure, or do what it did before.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure.

    Attributes
    ----------
    was_wrong : bool
        Whether the engine, when it was checked, did something else than was remembered.
    """

    def __init__(self, figure: Figure) -> None:
        self.was_wrong = False
        self._figure = figure
        self._inputs: Any = None
        self._steps: dict[Any, _Step] = {}
        self._is_near = False

    def run(
        self,
        renderer: RendererAgg,
        changed: list[Artist],
        measuring: _Measuring,
        *,
        checks: bool = False,
    ) -> None:
        """
        Move everything where the layout engine would.

        Parameters
        ----------
        renderer : `~matplotlib.backends.backend_agg.RendererAgg`
            What is drawn on.
        changed : list of `~matplotlib.artist.Artist`
            The Axes in which something has changed that `matters`, and the figure's title and
            labels where these have.
        measuring : callable
            Returns a context in which axes that have not changed are quick to measure.
        checks : bool, default: False
            Whether to run the engine even where what it will do is remembered.
        """
        engine = self._figure.get_layout_engine()
        if not self._figure.axes or engine is None or isinstance(engine, PlaceHolderLayoutEngine):
            return
        inputs = _inputs(self._figure, engine)
        if inputs != self._inputs:
            self._inputs, self._steps, self._is_near = inputs, {}, False
        before = _places(self._figure)
        key = self._figure.dpi, before
        step = self._steps.get(key)
        if step is not None and changed:
            looks = step.looks
            if looks is None or not self._is_as_seen(changed, looks, before, renderer, measuring):
                self._steps, step = {}, None
        if step is not None and checks:
            _execute(engine, self._figure)
            self.was_wrong = self.was_wrong or _places(self._figure) != step.after
        elif step is None:
            where = _original_positions(self._figure)
            with _watched(self._figure) if self._is_near else nullcontext() as looks:
                _execute(engine, self._figure)
            after = _places(self._figure)
            self._is_near = bool(np.all(abs(_original_positions(self._figure) - where) < _NEAR))
            if changed and looks is None:
                self._steps = {}
            if len(self._steps) >= _STEPS:
                self._steps = {}
            self._steps[key] = _Step(after=after, looks=looks)
        else:
            _move(self._figure, before, step.after)

    def _is_as_seen(
        self,
        changed: list[Artist],
        looks: "_Looks",
        before: "_Places",
        renderer: RendererAgg,
        measuring: _Measuring,
    ) -> bool:
        """Return whether the engine would see of what has *changed* what it saw."""
        if any("get_tightbbox" in vars(item) for item in changed):
            return False  # the user's, which was not watched
        here = before
        try:
            for places, boxes in looks.items():
                # What it did not look at it will not look at now.
                items = [item for item in changed if id(item) in boxes]
                if not items:
                    continue
                _move(self._figure, here, places)
                here = places
                with measuring():
                    for item in items:
                        if boxes[id(item)] != _box(item, _measured(item, renderer)):
                            return False
        finally:
            _move(self._figure, here, before)
        return True


def is_known(figure: Figure) -> bool:
    """Return whether all that the layout engine of *figure* sees is known."""
    return type(figure.get_layout_engine()) in _KNOWN_ENGINES


def matters(artist: Artist) -> bool:
    """Return whether layout engines see *artist*, which belongs to Axes."""
    if not artist.get_visible() or not artist.get_in_layout():
        return False
    # As in Axes.get_default_bbox_extra_artists.
    if isinstance(artist, (Axes, Axis, AnnotationBbox, OffsetBox)):
        return True
    return not artist._fully_clipped_to_axes()


def _execute(engine: LayoutEngine, figure: Figure) -> None:
    # As in Figure.draw.
    with suppress(ValueError):
        engine.execute(figure)


def _every_figure(figure: FigureBase) -> Iterator[FigureBase]:
    yield figure
    for subfigure in figure.subfigs:
        yield from _every_figure(subfigure)


def _texts(figure: Figure) -> Iterator[Any]:
    for part in _every_figure(figure):
        for text in (part._suptitle, part._supxlabel, part._supylabel):
            if text is not None:
                yield text


def _inputs(figure: Figure, engine: LayoutEngine) -> Any:
    """Return what engines read that is no box."""
    return (
        engine,
        tuple(sorted(engine.get().items())),
        figure.bbox_inches.get_points().tobytes(),
        [
            (axes, axes.get_visible(), axes.get_in_layout(), _grid(axes), axes.get_aspect())
            for axes in figure.axes
        ],
        [
            (legend, legend.get_visible(), getattr(legend, "_outside_loc", None))
            for part in _every_figure(figure)
            for legend in part.legends
        ],
        [(text.get_visible(), text.get_in_layout(), text._autopos) for text in _texts(figure)],
    )


def _grid(axes: Axes) -> Any:
    """Return the cell of *axes* in its grid, and those of the grids around that one."""
    spec = axes.get_subplotspec()
    grids = []
    while spec is not None:
        grid = spec.get_gridspec()
        # Lists of ratios are copied, as they may be written to.
        values = [list(v) if isinstance(v, list) else v for v in vars(grid).values()]
        grids.append((spec.num1, spec.num2, grid, values))
        spec = getattr(grid, "_subplot_spec", None)
    return grids


def _movable(figure: Figure) -> Iterator[Bbox]:
    """Yield the boxes, in shares of the figure, by which engines move Axes and subfigures."""
    for axes in figure.axes:
        yield axes._position
        yield axes._originalPosition
    for part in _every_figure(figure):
        if isinstance(part, SubFigure):
            yield part.bbox_relative


def _places(figure: Figure) -> _Places:
    return _Places(
        boxes=tuple(box._points.tobytes() for box in _movable(figure)),
        texts=tuple((*text.get_position(), text.get_va()) for text in _texts(figure)),
        params=tuple(vars(figure.subplotpars).items()),
    )


def _original_positions(figure: Figure) -> np.ndarray:
    """Return where Axes are, before they were given their aspects."""
    return np.array([axes._originalPosition.get_points() for axes in figure.axes])


def _move(figure: Figure, before: _Places, after: _Places) -> None:
    for box, was, becomes in zip(_movable(figure), before.boxes, after.boxes, strict=True):
        if was != becomes:
            box.set_points(np.frombuffer(becomes).reshape(2, 2).copy())
    for text, there, place in zip(_texts(figure), before.texts, after.texts, strict=True):
        if there != place:
            text.set_position(place[:2])
            text.set_verticalalignment(place[2])
    vars(figure.subplotpars).update(after.params)


@contextmanager
def _watched(figure: Figure) -> Iterator[_Looks]:
    """Yield what is measured for the layout within the context."""
    looks: _Looks = {}
    watched: list[Any] = []
    for item in (*figure.axes, *_texts(figure)):
        if "get_tightbbox" not in vars(item):  # it may be the user's
            vars(item)["get_tightbbox"] = partial(_look, looks, figure, item, item.get_tightbbox)
            watched.append(item)
    try:
        yield looks
    finally:
        for item in watched:
            vars(item).pop("get_tightbbox", None)


def _look(
    looks: _Looks, figure: Figure, item: Artist, measure: Callable[..., Any], *args: Any, **kw: Any
) -> Any:
    box = measure(*args, **kw)
    looks.setdefault(_places(figure), {})[id(item)] = _box(item, box)
    return box


def _measured(item: Artist, renderer: RendererAgg) -> Any:
    """Return the box of *item* that engines ask for."""
    if isinstance(item, Axes):
        return item.get_tightbbox(renderer, for_layout_only=True)
    return item.get_tightbbox(renderer)


def _box(item: Artist, box: Any) -> Any:
    """Return what an engine sees of *item*, whose tight bounding box is given."""
    if box is None:
        return None
    if isinstance(item, Axes):
        return box.get_points().tobytes()
    # Titles take from the height, the label at the side from the width.
    return float(box.width if item is parent_figure(item)._supylabel else box.height)
