"""
The renderers that frames are drawn on, and what the user's canvas shows of them.

Frames are drawn on renderers of our own, because what was drawn has to be there for the next one.
Stock draws on the canvas's renderer, so whoever reads its pixels, in an update for example, finds
the latest frame there. Hardly any script does, and to copy a frame takes as long as to replay many
artists. So as long as nobody has asked for it, the canvas has an `UnseenRenderer`, which is made,
and gets the pixels, when it is used; from then on somebody may hold on to its memory, and every
frame is copied there.

Where stock saves at another resolution than the figure's, it draws each frame on a new renderer,
for in between it draws the figure at its own, with the same canvas. What one knows from before
shows in very few figures, so ours are only then replaced by new ones (`OwnRenderers.renew`).
"""

import contextlib
from collections.abc import Iterator
from typing import Any, Literal, get_args

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from ._ops import ClipKeeper
from ._value_cells import shared_cells

_Purpose = Literal["redrawn", "plain"]
_PURPOSES: tuple[_Purpose, ...] = get_args(_Purpose)
# Private: where FigureCanvasAgg.get_renderer keeps its renderer, and for what size and dpi.
_RENDERER, _KEY = "renderer", "_lastKey"


class UnseenRenderer(RendererAgg):
    """A renderer that nobody has used yet; it becomes one as any other as soon as somebody does."""

    def __init__(self, key: Any) -> None:
        attributes = object.__getattribute__(self, "__dict__")
        attributes["key"] = key

    def __getattribute__(self, name: str) -> Any:
        return getattr(seen(self), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(seen(self), name, value)


def show(renderer: UnseenRenderer, image: Any) -> None:
    """Let *renderer*, once it is used, have the pixels that the C++ renderer *image* has then."""
    object.__getattribute__(renderer, "__dict__")["image"] = image


def seen(renderer: Any) -> Any:
    """Return *renderer*, which is one as any other now, if it was an unseen one."""
    if type(renderer) is UnseenRenderer:
        attributes = object.__getattribute__(renderer, "__dict__")
        key, image = attributes.pop("key"), attributes.pop("image")
        object.__setattr__(renderer, "__class__", RendererAgg)
        RendererAgg.__init__(renderer, *key)
        np.copyto(_pixels(renderer), np.asarray(image))
    return renderer


def forget_renderer(figure: Figure) -> None:
    """Let the canvas of *figure* draw on a new renderer the next time."""
    vars(figure.canvas).pop(_KEY, None)


class OwnRenderers:
    """
    Let the canvas of a figure draw on renderers of our own.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure.

    Attributes
    ----------
    clips : dict
        For each purpose, what keeps the clip path that was drawn with last.
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._own: dict[_Purpose, tuple[RendererAgg | None, Any]] = {}
        self.clips: dict[_Purpose, ClipKeeper] = {p: ClipKeeper() for p in _PURPOSES}
        self._stale: set[_Purpose] = set()
        self._shared = shared_cells()
        self._versions: dict[_Purpose, tuple[int, ...]] = {}  # of these, when renderers were made
        self._round = 0

    def renew(self) -> None:
        """
        Let the next frame look as if drawn on a new renderer.

        One that is not new has a mask of the latest clip path, and measures of texts and mathtext
        with the fonts of before (`matplotlib.text._get_text_metrics_with_cache`, `MathTextParser`).
        """
        self._stale.update(_PURPOSES)

    @contextlib.contextmanager
    def drawing(self, purpose: _Purpose) -> Iterator[None]:
        """
        Draw on the renderer of the frame before, or on one for plain frames, and show the outcome.

        Parameters
        ----------
        purpose : {"redrawn", "plain"}
            Which of the two.
        """
        if not isinstance(self._figure.canvas, FigureCanvasAgg):
            yield  # `Figure.savefig` makes one that can draw the image, for as long as that takes
            return
        before, key = self._own.get(purpose, (None, None))
        if before is not None and purpose in self._stale and self._remembers(purpose):
            before = self._new(purpose, before, key)
        self._stale.discard(purpose)
        with self._in_place_of_the_users(before, key) as taken:
            yield
        renderer = taken[_RENDERER]
        if renderer is not before:
            self._keep(purpose, renderer, taken[_KEY])
        self._show(renderer, taken[_KEY])

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Draw on a new renderer, and forget it."""
        with self._in_place_of_the_users(None, None):
            yield

    def close(self) -> None:
        """Leave a renderer to the canvas as it would have without us."""
        seen(vars(self._figure.canvas).get(_RENDERER))
        self._own.clear()

    def _keep(self, purpose: _Purpose, renderer: RendererAgg, key: Any) -> None:
        self._own[purpose] = renderer, key
        self._versions[purpose] = self._version()
        if purpose == "redrawn":
            # Its image is needed for the next frame, to tell what changed.
            vars(renderer)["clear"] = lambda: None

    def _remembers(self, purpose: _Purpose) -> bool:
        """Return whether the renderer knows something that a new one might not."""
        has_mask = self.clips[purpose].vertices is not None
        return has_mask or self._versions[purpose] != self._version()

    def _version(self) -> tuple[int, ...]:
        self._round += 1
        return tuple([cell.look(self._round) for cell in self._shared])

    def _new(self, purpose: _Purpose, before: RendererAgg, key: Any) -> RendererAgg:
        """Return a new renderer with the pixels of *before*."""
        renderer = RendererAgg(*key)
        np.copyto(_pixels(renderer), _pixels(before))
        self.clips[purpose].vertices = None
        self._keep(purpose, renderer, key)
        return renderer

    def _show(self, renderer: RendererAgg, key: Any) -> None:
        attributes = vars(self._figure.canvas)
        if attributes.get(_KEY) != key:
            attributes.update({_RENDERER: UnseenRenderer(key), _KEY: key})
        shown = attributes[_RENDERER]
        if type(shown) is UnseenRenderer:
            show(shown, renderer._renderer)
        else:
            np.copyto(_pixels(shown), _pixels(renderer))

    @contextlib.contextmanager
    def _in_place_of_the_users(self, renderer: Any, key: Any) -> Iterator[dict[str, Any]]:
        """Let the canvas draw on *renderer*, or on a new one, and yield which it took."""
        attributes = vars(self._figure.canvas)
        saved = {name: attributes[name] for name in (_RENDERER, _KEY) if name in attributes}
        attributes.update({_RENDERER: renderer, _KEY: key})
        taken: dict[str, Any] = {}
        try:
            yield taken
        finally:
            for name in (_RENDERER, _KEY):
                taken[name] = attributes.pop(name, None)
            attributes.update(saved)


def _pixels(renderer: RendererAgg) -> np.ndarray:
    # Private: the C++ renderer, which has them.
    return np.asarray(renderer._renderer)
