"""
Draw one frame, as `matplotlib.animation.Animation.save` with the stock writer does.

Stock draws every frame twice on a canvas that draws at once, as Agg does: `Animation._post_draw`
calls ``canvas.draw_idle()``, which is a full draw at the figure's own dpi, and then the writer
calls `Figure.savefig`. The first of the two draws, the *idle draw*, is never seen. It is left out
here where it is certain that it leaves nothing behind that the second one would not
(`_idle_draw`). The second one draws only what has changed (`redraw`).

Where a frame is not drawn at all, because another process draws it, `settle` does what a draw would
have done to the state of the figure for good: pending autoscaling, aspect ratios, and the limits of
norms that have none yet.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure, FigureBase
from matplotlib.patches import FancyArrowPatch
from matplotlib.spines import Spine

from ._idle_draw import LAYOUT, IdleDraws
from ._origin import is_matplotlibs
from .redraw import Mismatch, Redrawer, forget_renderer, savefig

ROUNDING = "arrows show by how little a layout engine moves the Axes in each draw"


@dataclass(frozen=True, kw_only=True)
class Look:
    """
    How frames of a movie are drawn, the same in every process.

    Attributes
    ----------
    size_inches : (float, float) or None
        Width and height in inches; None for what the figure has, which the update may change.
    dpi : float
        Dots per inch.
    savefig_kwargs : mapping
        Further keyword arguments of `~matplotlib.figure.Figure.savefig`.
    """

    size_inches: tuple[float, float] | None
    dpi: float
    savefig_kwargs: Mapping[str, Any]


class Drawing:
    """
    Draw the frames of one figure, one after the other.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure.
    redraws : bool, default: True
        Whether to draw only what changed; else every frame is drawn as stock draws it.
    thorough : bool, default: False
        Whether to notice rarer changes, too, where frames cannot be made again; see `Redrawer`.
    first_check : float, default: 1
        The first frame to check by a reference frame; see `Redrawer`.

    Attributes
    ----------
    mismatches : list of Mismatch
        The frames that turned out to be redrawn wrongly; at most one for each look.
    idle_draws : IdleDraws
        Tells whether the idle draw matters.
    """

    def __init__(
        self,
        figure: Figure,
        *,
        redraws: bool = True,
        thorough: bool = False,
        first_check: float = 1,
    ) -> None:
        self.mismatches: list[Mismatch] = []
        self.idle_draws = IdleDraws(figure)
        self._figure = figure
        self._redraws = redraws
        self._thorough = thorough
        self._first_check = first_check
        self._look: Look | None = None
        self._dpi = figure.dpi  # of the latest frame
        self._redrawer: Redrawer | None = None

    def frame(self, look: Look, *, check: bool = False) -> memoryview:
        """
        Draw a frame, as the stock writer's ``grab_frame`` does.

        Parameters
        ----------
        look : Look
            How to draw it.
        check : bool, default: False
            Whether to make sure that it and those before it are right.

        Returns
        -------
        memoryview
            The RGBA image, of shape (height, width, 4); valid until the figure is drawn again.
        """
        size = tuple(self._figure.get_size_inches())
        # The update may have changed it. Setting it to what it is takes time, for nothing.
        if look.size_inches is not None and size != look.size_inches:
            self._figure.set_size_inches(*look.size_inches)
            size = look.size_inches
        self._dpi = look.dpi
        if self._redraws:
            image = self._redrawer_for(look).frame(check=check)
        else:
            image = savefig(self._figure, look.dpi, look.savefig_kwargs)
        # As Agg's renderer does.
        width, height = int(size[0] * look.dpi), int(size[1] * look.dpi)
        if image.nbytes != 4 * width * height:
            return image  # not drawn by Agg, so nobody knows
        return image.cast("B", (height, width, 4))

    def verify(self, image: memoryview) -> memoryview:
        """Make sure that the latest frame, *image*, and those before it are right; return it so."""
        if self._redrawer is None:
            return image
        right = self._redrawer.verify(image.cast("B"))
        return right.cast("B", image.shape)  # type: ignore[call-overload, no-any-return]

    @property
    def references(self) -> int:
        """How many frames were drawn plainly, too, since everything was drawn last."""
        return self._redrawer.references if self._redrawer is not None else 0

    def update_ticks(self) -> None:
        """Bring ticks to where a draw as stock's leaves them, for others to compare."""
        if self._redrawer is not None:
            self._redrawer.update_ticks()

    def idle_draw(self) -> None:
        """Do what ``draw_idle`` does that lasts."""
        if self._redrawer is not None:
            self._redrawer.note_idle_draw()
        elif self._dpi != self._figure.dpi:
            forget_renderer(self._figure)
        reason = self.idle_draws.why_they_matter()
        if self._is_shown_by_idle_draws():
            FigureCanvasBase.draw_idle(self._figure.canvas)
        elif reason is None or (
            reason == LAYOUT and self._redrawer is not None and self._redrawer.lay_out()
        ):
            settle(self._figure)
        else:
            FigureCanvasBase.draw_idle(self._figure.canvas)

    def close(self) -> None:
        """Forget what was drawn, and leave nothing on the figure."""
        if self._redrawer is not None:
            self._redrawer.close()
            self._redrawer = None

    def _is_shown_by_idle_draws(self) -> bool:
        """Return whether frames leave nothing on the canvas, being drawn on others."""
        return self._look is not None and self._look.savefig_kwargs.get("backend") is not None

    def _redrawer_for(self, look: Look) -> Redrawer:
        # Values of the keyword arguments may be arrays, which have no truth.
        if self._redrawer is None or (self._look is not look and repr(self._look) != repr(look)):
            self.close()
            self._look = look
            self._redrawer = Redrawer(
                self._figure,
                dpi=look.dpi,
                thorough=self._thorough,
                first_check=self._first_check,
                **look.savefig_kwargs,
            )
            # One list for all of them.
            self._redrawer.mismatches = self.mismatches
        return self._redrawer


def draws_at_once(canvas: FigureCanvasBase) -> bool:
    """Return whether ``canvas.draw_idle()`` is a full draw on the spot, as it is for Agg."""
    return type(canvas).draw_idle is FigureCanvasBase.draw_idle


@contextlib.contextmanager
def idle_draws_replaced(
    canvas: FigureCanvasBase, replacement: Callable[..., None]
) -> Iterator[None]:
    """
    Let *replacement* stand in for ``canvas.draw_idle`` where that would draw at once.

    Parameters
    ----------
    canvas : `~matplotlib.backend_bases.FigureCanvasBase`
        The canvas; it is shadowed on the instance, its class stays as it is.
    replacement : callable
        Called instead, with any arguments.
    """
    if not draws_at_once(canvas) or "draw_idle" in vars(canvas):
        yield
        return
    vars(canvas)["draw_idle"] = replacement
    try:
        yield
    finally:
        vars(canvas).pop("draw_idle", None)


def settle(figure: Figure) -> None:
    """
    Give *figure* the lasting effects of a draw without drawing.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure whose next draw is left out.
    """
    for axes in every_axes(figure):
        if not axes.get_visible():
            continue
        if axes.get_axes_locator() is None:
            axes.apply_aspect()
        axes.viewLim  # noqa: B018  reading it carries out pending autoscaling, as a draw does
        for artist in axes.get_children():
            if isinstance(artist, ScalarMappable) and artist.get_visible():
                array = artist.get_array()
                if array is not None and not artist.norm.scaled():
                    artist.norm.autoscale_None(array)


def every_axes(figure: FigureBase) -> Iterator[Axes]:
    """Yield the Axes of *figure*, of its subfigures, and the Axes inside of Axes."""
    pending: list[Axes] = list(figure.axes)  # type: ignore[call-overload]
    while pending:
        axes = pending.pop(0)
        yield axes
        pending.extend(axes.child_axes)  # type: ignore[arg-type]


def shows_rounding(figure: Figure) -> bool:
    """
    Return whether frames of *figure* tell by how little each draw moves the Axes.

    After a layout engine has settled, draws move the Axes by rounding errors, and so a figure that
    was drawn less often has them elsewhere by as little. That cannot be seen, but in arrows: most
    are Bezier curves that are straight, and into how many pieces Agg cuts such a one, errors of
    rounding decide.
    """
    return figure.get_layout_engine() is not None and any(map(_has_arrow, _artists(figure)))


def _has_arrow(artist: Artist) -> bool:
    if isinstance(artist, Axes):
        return False  # its artists come by themselves
    if isinstance(artist, FancyArrowPatch) or getattr(artist, "arrow_patch", None) is not None:
        return True
    return any(isinstance(child, FancyArrowPatch) for child in artist.get_children())


def _artists(figure: FigureBase) -> Iterator[Artist]:
    """Yield the artists of *figure*, ticks and spines aside."""
    yield from figure.texts
    yield from figure.lines
    yield from figure.patches
    yield from figure.artists
    yield from figure.images
    yield from figure.legends
    for subfigure in figure.subfigs:
        yield from _artists(subfigure)
    for axes in every_axes(figure):
        yield axes
        for artist in axes.get_children():
            if not _is_furniture(type(artist)):  # type: ignore[arg-type]
                yield artist


@functools.lru_cache(maxsize=512)
def _is_furniture(cls: type) -> bool:
    return issubclass(cls, Axes) or (
        issubclass(cls, (Axis, Spine)) and is_matplotlibs(cls.__module__)
    )
