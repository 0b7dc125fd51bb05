"""Draw a figure again and again, fast."""

import contextlib
import io
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from matplotlib import cbook
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure

from ._check import Mismatch, Schedule, find_guilty
from ._scene import Scene

_log = logging.getLogger(__name__)


class Redrawer:
    """
    Draw a figure again and again, each time only what changed, to the same pixels.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        The figure. Between frames it may be changed in any way.
    dpi : float or "figure"
        Dots per inch of the images.
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

    def __init__(self, figure: Figure, *, dpi: Any, **savefig_kwargs: Any) -> None:
        self.frames = 0
        self.verified = 0
        self.references = 0
        self.mismatches: list[Mismatch] = []
        self._figure = figure
        self._dpi = dpi
        self._savefig_kwargs = savefig_kwargs
        self._scene: Scene | None = Scene(figure) if _is_known(figure) else None
        self._schedule = Schedule()
        # The canvas's renderer is the user's; this one keeps its image from frame to frame.
        self._renderer: RendererAgg | None = None
        self._key: Any = None
        self._changed = True
        self._checked = True  # whether the latest frame was drawn plainly

    def __enter__(self) -> "Redrawer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def frame(self) -> memoryview:
        """
        Draw the figure as it is now.

        Returns
        -------
        memoryview
            The RGBA image, which ``figure.savefig`` would write; valid until the next call.
        """
        scene = self._scene
        if scene is None:
            self._checked = True
            image = self.plain()
        else:
            try:
                image = self._redrawn(scene)
            except BaseException:
                # What was recorded is not complete.
                self.close()
                self._scene = Scene(self._figure)
                raise
            self._checked = False
            if self._schedule.is_due(self.frames):
                self.frames += 1
                return self.verify(image)
        self.frames += 1
        return image

    def plain(self) -> memoryview:
        """Draw the figure as it is now as matplotlib does, and return the RGBA image."""
        figure, scene = self._figure, self._scene
        if scene is None:
            return savefig(figure, self._dpi, self._savefig_kwargs)

        def draw(renderer: RendererAgg) -> None:
            with scene.drawn_plainly():
                type(figure).draw(figure, renderer)

        with cbook._setattr_cm(figure, draw=draw):
            return savefig(figure, self._dpi, self._savefig_kwargs)

    def verify(self, image: memoryview) -> memoryview:
        """
        Compare the latest frame with the figure drawn plainly.

        Parameters
        ----------
        image : memoryview
            The frame; the figure must not have changed since.

        Returns
        -------
        memoryview
            The right image.
        """
        if self._scene is None or self._checked:
            self.verified = self.frames
            return image
        self.references += 1
        self._checked = True
        plain = self.plain()
        if plain == image:
            self.verified = self.frames
            return image
        guilty = find_guilty(self._scene, self._renderer) if self._renderer is not None else ""
        mismatch = Mismatch(frame=self.frames - 1, verified=self.verified, artist=guilty)
        self.mismatches.append(mismatch)
        _log.warning(
            "Frame %d was not redrawn as matplotlib draws it%s; from here on everything is drawn "
            "plainly.",
            mismatch.frame,
            f", because of {guilty}" if guilty else "",
        )
        self.close()
        self._scene = None
        return plain

    def close(self) -> None:
        """Remove what was left on the figure."""
        if self._scene is not None:
            self._scene.close()

    def _redrawn(self, scene: Scene) -> memoryview:
        def draw(renderer: RendererAgg) -> None:
            # Private: savefig first draws without drawing, for layout engines only.
            if "open_group" not in vars(renderer):
                scene.draw(renderer)
            elif not scene.lay_out(renderer):
                type(self._figure).draw(self._figure, renderer)

        with self._lent_renderer(), cbook._setattr_cm(self._figure, draw=draw):
            return savefig(self._figure, self._dpi, self._savefig_kwargs)

    @contextlib.contextmanager
    def _lent_renderer(self) -> Iterator[None]:
        """Let the canvas use the renderer of the frame before, and keep its own as it is."""
        # Private: where FigureCanvasAgg.get_renderer keeps its renderer, and for what size and dpi.
        names = ("renderer", "_lastKey")
        attributes = vars(self._figure.canvas)
        saved = {name: attributes[name] for name in names if name in attributes}
        attributes.update(renderer=self._renderer, _lastKey=self._key)
        try:
            yield
            if attributes["renderer"] is not self._renderer:
                self._renderer, self._key = attributes["renderer"], attributes["_lastKey"]
                # Its image is needed for the next frame, to tell what changed.
                vars(self._renderer)["clear"] = lambda: None
        finally:
            for name in names:
                attributes.pop(name, None)
            attributes.update(saved)


def savefig(figure: Figure, dpi: Any, savefig_kwargs: Mapping[str, Any]) -> memoryview:
    """Return the RGBA image of *figure* that ``figure.savefig`` writes, without a copy."""
    sink = _Sink()
    figure.savefig(sink, format="rgba", dpi=dpi, **savefig_kwargs)  # type: ignore[arg-type]
    return sink.image


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
    return type(figure).draw is Figure.draw and "draw" not in vars(figure)
