"""Draw a figure again and again, fast."""

import contextlib
import functools
import io
import logging
from collections.abc import Callable, Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import cbook
from matplotlib.animation import Animation
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from ._canvas import OwnRenderers, forget_renderer
from ._check import Mismatch, Schedule, find_guilty
from ._rules import is_matplotlibs
from ._scene import Scene
from ._texts import Texts

_log = logging.getLogger(__name__)

# The methods of a canvas that Figure.savefig comes by, as far as there are any.
_PRINTING = ("print_figure", "print_rgba", "print_raw", "get_renderer")


class Redrawer:
    """
    Draw a figure again and again, each time only what changed, to the same pixels.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure. Between frames it may be changed in any way.
    dpi : float or "figure"
        Dots per inch of the images.
    thorough : bool, default: False
        Whether to notice even private attributes of ticks being written to, which takes longer.
    first_check : float, default: 1
        The first frame that is drawn plainly, too, counted from 0, for others ever further apart to
        follow; infinity for none but those asked for. Frame 0 is drawn plainly anyway, while it is
        recorded; frame 1 is the first that is replayed.
    **savefig_kwargs
        Further keyword arguments of `~matplotlib.figure.Figure.savefig`.

    Attributes
    ----------
    frames : int
        How many frames were drawn.
    verified : int
        How many of these are known to be right, because a later one was drawn plainly too and was
        the same.
    references : int
        How many frames were drawn plainly, too.
    mismatches : list of Mismatch
        The frames found wrong. After the first one everything is drawn plainly.

    Notes
    -----
    The engine is explained in ``docs/redraw.md``.
    """

    def __init__(
        self,
        figure: Figure,
        *,
        dpi: Any,
        thorough: bool = False,
        first_check: float = 1,
        **savefig_kwargs: Any,
    ) -> None:
        self.frames = 0
        self.verified = 0
        self.references = 0
        self.mismatches: list[Mismatch] = []
        self._figure = figure
        self._dpi = dpi
        self._savefig_kwargs = savefig_kwargs
        self._thorough = thorough
        self._scene: Scene | None = None
        # With a backend of its own, `Figure.savefig` draws every frame on a new canvas.
        if _is_known(figure) and savefig_kwargs.get("backend") is None:
            try:
                self._scene = Scene(figure, thorough=thorough)
            except AttributeError as error:
                _log.warning("Everything is drawn plainly: %s", error)
        self._schedule = Schedule(first_check, thorough=thorough)
        self._is_due: bool | None = None  # whether the next frame is to be checked, once decided
        self._renderers = OwnRenderers(figure)
        self._texts = Texts()
        self._checked = True  # whether the latest frame was drawn plainly

    def __enter__(self) -> "Redrawer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def frame(self, *, check: bool = False) -> memoryview:
        """
        Draw the figure as it is now.

        Parameters
        ----------
        check : bool, default: False
            Whether to make a reference frame of this one in any case.

        Returns
        -------
        memoryview
            The RGBA image, which ``figure.savefig`` would write; valid until the next call.
        """
        scene = self._scene
        if scene is None or not _is_known(self._figure) or has_draw_listeners(self._figure):
            image = self.plain()
            self._checked = True
        else:
            if check:
                self._is_due = True
            scene.laying_out.checks = self._checks_next()
            self._checked = False
            try:
                image = self._undisturbed(scene) or self._redrawn(scene)
            except Exception as error:
                image = self._plain_after(error, scene)
            except BaseException:
                self._restart(scene)
                raise
        self.frames += 1
        if self._checks_next() or self._checked:
            image = self.verify(image)
        self._is_due = None
        return image

    def _restart(self, scene: Scene) -> None:
        """Forget what was recorded, as it is not complete after an exception."""
        scene.close()
        self._scene = Scene(self._figure, thorough=self._thorough)

    def _plain_after(self, error: Exception, scene: Scene) -> memoryview:
        """Draw the frame plainly, if it was not the figure that *error* came from."""
        self._restart(scene)
        if scene.has_foreign_artists():
            # Their draws must not be called twice, and are the likelier cause.
            raise error
        self._checked = True
        image = self.plain()
        # As that worked, it is here that something of matplotlib is not as it was known to be.
        self._scene = None
        _log.warning(
            "Everything is drawn plainly from frame %d on, as redrawing failed with %s: %s",
            self.frames,
            type(error).__name__,
            error,
            exc_info=_log.isEnabledFor(logging.DEBUG),
        )
        return image

    def plain(self) -> memoryview:
        """Draw the figure as it is now as matplotlib does, and return the RGBA image."""
        figure, scene = self._figure, self._scene
        if scene is None or not _is_known(figure):
            return savefig(figure, self._dpi, self._savefig_kwargs)

        def draw(renderer: RendererAgg) -> None:
            with (
                scene.drawn_plainly(),
                cbook._setattr_cm(renderer, new_gc=self._renderers.clips["plain"].new_gc),
            ):
                type(figure).draw(figure, renderer)

        with self._renderers.drawing("plain"):
            return self._saved(draw)

    def note_idle_draw(self) -> None:
        """Take note that the figure was drawn for itself since the latest frame, or ought to be."""
        if self._figure.dpi != self._dots_per_inch():
            forget_renderer(self._figure)
            self._renderers.renew()

    def lay_out(self) -> bool:
        """
        Do what drawing the figure at its own resolution does to its layout, without drawing it.

        Returns
        -------
        bool
            False if that is not possible; then nothing was done.
        """
        figure, scene = self._figure, self._scene
        if scene is None or not isinstance(figure.canvas, FigureCanvasAgg):
            return False
        scene.laying_out.checks = self._checks_next()
        # What has changed is seen from where it was drawn.
        with cbook._setattr_cm(figure, dpi=self._dots_per_inch()):
            if scene.has_foreign_artists() or not scene.laying_out.see_changes():
                return False
        scene.laying_out.run(figure.canvas.get_renderer())
        with cbook._setattr_cm(figure, dpi=self._dots_per_inch()):
            scene.laying_out.see_places()
        return True

    def _dots_per_inch(self) -> float:
        # As in FigureCanvasBase.print_figure.
        dpi = mpl.rcParams["savefig.dpi"] if self._dpi is None else self._dpi
        return getattr(self._figure, "_original_dpi", self._figure.dpi) if dpi == "figure" else dpi

    def update_ticks(self) -> None:
        """Bring ticks to where a plain draw leaves them, which replaying does not."""
        if self._scene is not None:
            self._scene.update_ticks()

    def verify(self, image: memoryview) -> memoryview:
        """
        Compare the latest frame with the figure drawn plainly, unless that was done.

        Parameters
        ----------
        image : memoryview
            The frame; the figure must not have changed since.

        Returns
        -------
        memoryview
            The right image.
        """
        scene = self._scene
        if scene is None or self._checked:
            self.verified = self.frames
            return image
        self.references += 1
        self._checked = True
        right = image
        # Layout engines would move on; what they do is checked while they do it.
        with cbook._setattr_cm(self._figure, _layout_engine=None):
            if scene.is_resting:
                guilty = ""  # matplotlib has drawn it, and artists that nobody here has seen
            elif scene.has_foreign_artists():
                # To draw these once more may change what they draw next.
                guilty = self._find_guilty(scene)
            else:
                right = self.plain()
                guilty = "" if _same(right, image) else self._find_guilty(scene) or "unknown"
        if scene.laying_out.was_wrong:
            guilty = "the layout engine"
        if self._texts.were_wrong:
            guilty = "a text"
        if not guilty:
            if not scene.is_resting:
                self.verified = self.frames
            return image
        self.mismatches.append(
            Mismatch(
                frame=self.frames - 1,
                verified=self.verified,
                corrected=right is not image,
                artist=guilty,
            )
        )
        _log.warning(
            "Frame %d was not redrawn as matplotlib draws it (artist at fault: %s); from here on "
            "everything is drawn plainly.",
            self.frames - 1,
            guilty,
        )
        self.close()
        self._scene = None
        return right

    def close(self) -> None:
        """Remove what was left on the figure."""
        if self._scene is not None:
            self._scene.close()
        self._renderers.close()

    def _checks_next(self) -> bool:
        if self._is_due is None:
            self._is_due = self._schedule.is_due(self.frames)
        return self._is_due

    def _undisturbed(self, scene: Scene) -> memoryview | None:
        """Leave the frame to matplotlib, if nothing is to be gained or learnt from it."""
        figure = self._figure
        rests = scene.rests()
        if not rests or self._checks_next() or figure.get_layout_engine() is not None:
            return None

        def draw(renderer: RendererAgg) -> None:
            new_gc = self._renderers.clips["plain"].new_gc
            with (
                cbook._setattr_cm(renderer, new_gc=new_gc),
                self._texts_drawn_on(renderer),
            ):
                type(figure).draw(figure, renderer)

        with self._renderers.drawing("plain"):
            return self._saved(draw)

    def _redrawn(self, scene: Scene) -> memoryview:
        def draw(renderer: RendererAgg) -> None:
            # Private: savefig first draws without drawing, for layout engines only.
            if "open_group" not in vars(renderer):
                vars(renderer)["new_gc"] = self._renderers.clips["redrawn"].new_gc
                with self._texts_drawn_on(renderer):
                    scene.draw(renderer)
            elif not scene.has_foreign_artists() and scene.laying_out.see_changes():
                scene.laying_out.run(renderer)
                scene.laying_out.see_places()
            else:
                type(self._figure).draw(self._figure, renderer)

        with self._renderers.drawing("redrawn"):
            return self._saved(draw)

    def _texts_drawn_on(self, renderer: RendererAgg) -> contextlib.AbstractContextManager[None]:
        draw_text = self._texts.drawing_on(renderer, checks=self._checks_next())
        return cbook._setattr_cm(renderer, draw_text=draw_text)

    def _find_guilty(self, scene: Scene) -> str:
        guilty = ""

        def draw(renderer: RendererAgg) -> None:
            nonlocal guilty
            with scene.drawn_plainly():
                guilty = find_guilty(scene, renderer)

        with self._renderers.aside():
            self._saved(draw)
        return guilty

    def _saved(self, draw: Callable[[RendererAgg], None]) -> memoryview:
        """Save the figure with *draw* for its draw."""
        with cbook._setattr_cm(self._figure, draw=draw):
            return savefig(self._figure, self._dpi, self._savefig_kwargs)


def savefig(figure: Figure, dpi: Any, savefig_kwargs: Mapping[str, Any]) -> memoryview:
    """Return the RGBA image of *figure* that ``figure.savefig`` writes, without a copy."""
    sink = _Sink()
    figure.savefig(sink, format="rgba", dpi=dpi, **savefig_kwargs)  # type: ignore[arg-type]
    return sink.image


def _same(image: memoryview, other: memoryview) -> bool:
    # By the pixel: memoryviews compare byte by byte, ten times as slowly.
    return np.array_equal(np.frombuffer(image, np.uint32), np.frombuffer(other, np.uint32))


class _Sink:
    """A file to `~.Figure.savefig` that keeps what is written without a copy."""

    image: memoryview

    def write(self, data: Any) -> int:
        self.image = memoryview(data).cast("B")
        return self.image.nbytes

    def seek(self, offset: int, whence: int = 0) -> int:
        # What matplotlib tells a file from a path by; never called for raw images.
        raise io.UnsupportedOperation("seek")


def _is_known(figure: Figure) -> bool:
    """Return whether matplotlib's own draw of figures is what draws *figure*."""
    own_draw = type(figure).draw is Figure.draw and "draw" not in vars(figure)
    return own_draw and is_saved_by_matplotlib(figure) and not _is_placed_by_user(figure)


def _is_placed_by_user(figure: Figure) -> bool:
    """Return whether a function of the user's says where Axes are, which a draw asks first."""
    locators = (axes.get_axes_locator() for axes in figure.axes)
    return not all(locator is None or _is_matplotlibs_locator(locator) for locator in locators)


def _is_matplotlibs_locator(locator: Any) -> bool:
    if isinstance(locator, functools.partial):  # of a method of `mpl_toolkits.axes_grid1`
        return _is_matplotlibs_locator(locator.func)
    owner = getattr(locator, "__self__", None)
    if owner is not None and not is_matplotlibs(type(owner)):
        return False
    return is_matplotlibs(locator) or is_matplotlibs(type(locator))


def is_saved_by_matplotlib(figure: Figure) -> bool:
    """Return whether saving *figure* as an image calls nothing of the user's but to draw it."""
    return all(
        name not in vars(item) and is_matplotlibs(getattr(type(item), name, Figure.savefig))
        for item, names in ((figure, ("savefig",)), (figure.canvas, _PRINTING))
        for name in names
    )


def has_draw_listeners(figure: Figure) -> bool:
    """Return whether anything but an animation waiting to start listens to draws of *figure*."""
    # Private: there is no public way to list what mpl_connect connected.
    callbacks = figure.canvas.callbacks.callbacks.get("draw_event", {})
    for proxy in list(callbacks.values()):
        function = proxy()
        # During a save `Animation._start`, which every animation connects, returns at once.
        if function is not None and getattr(function, "__func__", None) is not Animation._start:
            return True
    return False
