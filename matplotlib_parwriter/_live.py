"""The live animation: its updates are run, and its frames drawn, in the user's process."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

from matplotlib.animation import Animation
from matplotlib.figure import Figure

from . import _draw, _jump
from ._draw import Drawing, Look


class Live:
    """
    Run and draw frames of the animations being saved.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        What is drawn.
    animations : sequence of `~matplotlib.animation.Animation`
        The animations being saved; none for frames grabbed one by one.
    size_inches : (float, float) or None
        Width and height of the movie in inches; None if frames may differ in size.
    dpi : float
        Dots per inch.
    every_draw : bool
        Whether someone may count draws, so that all of stock's are done.

    Attributes
    ----------
    figure : `~matplotlib.figure.Figure`
        As given.
    drawing : Drawing
        Draws the frames.
    every_draw : bool
        As given; may be set.
    image : memoryview or None
        The latest frame that was drawn; valid until the next one is.
    look : Look or None
        How frames are drawn, once that is known.
    """

    def __init__(
        self,
        figure: Figure,
        animations: Sequence[Animation],
        *,
        size_inches: tuple[float, float] | None,
        dpi: float,
        every_draw: bool,
    ) -> None:
        self.figure = figure
        self.every_draw = every_draw
        self.drawing = Drawing(figure, redraws=not every_draw, thorough=True)
        self.image: memoryview | None = None
        self.look: Look | None = None
        self._animations = list(animations)
        self._canvas = figure.canvas
        self._size_inches = size_inches
        self._dpi = dpi
        self._savefig_kwargs: dict[str, Any] = {}
        self._passed_over: list[Callable[[], None]] = []  # steps, but for their updates

    def has_other_canvas(self) -> bool:
        """Return whether the update gave the figure another canvas."""
        return self.figure.canvas is not self._canvas

    def use(self, savefig_kwargs: Mapping[str, Any]) -> None:
        """Draw with these keyword arguments of `~matplotlib.figure.Figure.savefig`."""
        if self.look is None or not _are_same(savefig_kwargs, self._savefig_kwargs):
            self._savefig_kwargs = dict(savefig_kwargs)
            self.look = Look(
                size_inches=self._size_inches, dpi=self._dpi, savefig_kwargs=self._savefig_kwargs
            )

    def draw_from_scratch(self, *, redraws: bool, thorough: bool = True) -> None:
        """Forget what was drawn, and draw plainly, or only what changes, from now on."""
        self.drawing.close()
        self.drawing = Drawing(self.figure, redraws=redraws, thorough=thorough)

    def run(self, step: Callable[[], None], *, drawn: bool | Literal["if it matters"]) -> None:
        """
        Run the update of one animation.

        Parameters
        ----------
        step : callable
            Matplotlib's own way to do that, an idle draw included.
        drawn : bool or "if it matters"
            Whether the frame is going to be drawn; see `is_drawn`.
        """
        self.forget_passed_over()
        if self.every_draw or self.has_other_canvas():
            step()
            return

        def draw_idle() -> None:
            if self.is_drawn(drawn):
                self.drawing.idle_draw()
            else:
                self.settle()

        with self._idle_draws_as(draw_idle):
            step()

    def pass_over(self, step: Callable[[], None]) -> None:
        """Do *step*, but without the update in it; `catch_up` may do it after all."""
        self._passed_over.append(step)
        with _jump.without_updates(self._animations), self._idle_draws_as(_do_nothing):
            step()

    def forget_passed_over(self) -> None:
        """Take note that what was passed over is proven not to matter for what comes now."""
        self._passed_over.clear()

    def catch_up(self) -> None:
        """Run what was passed over since the latest update, and draw each frame."""
        passed_over, self._passed_over = self._passed_over, []
        if not passed_over:
            return
        each = len(self._animations)
        with _jump.without_data_kept(self._animations):
            for i, step in enumerate(passed_over, 1):
                with self._idle_draws_as(self.drawing.idle_draw):
                    step()
                if i % each == 0:
                    self.render()

    def is_drawn(self, drawn: bool | Literal["if it matters"]) -> bool:
        """Return *drawn*; if that depends, whether any artist may keep something of a draw now."""
        return self.drawing.idle_draws.may_matter() if drawn == "if it matters" else bool(drawn)

    def settle(self) -> None:
        """Do what a draw would do that lasts, without drawing."""
        _draw.settle(self.figure)

    def render(self, *, check: bool = False) -> memoryview:
        """
        Draw the frame whose update has run.

        Parameters
        ----------
        check : bool, default: False
            Whether to make sure that it and those before it are right.
        """
        assert self.look is not None
        self.image = self.drawing.frame(self.look, check=check)
        return self.image

    def _idle_draws_as(self, replacement: Callable[[], None]) -> AbstractContextManager[None]:
        return _draw.idle_draws_replaced(
            self.figure.canvas, lambda *_args, **_kwargs: replacement()
        )


def _do_nothing() -> None:
    pass


def _are_same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Return whether the values are the same objects; they may be arrays, which have no truth."""
    return a.keys() == b.keys() and all(a[key] is b[key] for key in a)
