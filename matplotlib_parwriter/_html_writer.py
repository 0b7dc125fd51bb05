"""The writer of pages with JavaScript that matplotlib sees, and the pages notebooks show."""

import errno
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Unpack

import matplotlib as mpl
from matplotlib.animation import Animation, HTMLWriter, writers
from matplotlib.backend_bases import get_registered_canvas_class
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from . import _settings
from ._images import IMAGE_FORMATS, ImageEncoding, Page
from ._page import drop_temporary_directory
from ._report import Report
from ._save import Save
from ._saving import SavingWriter
from ._settings import Settings, SettingValues
from ._takeover import savefig_kwargs_of

_log = logging.getLogger(__name__)

# Keyword arguments of savefig() that say how an image is encoded, not what is on it.
_OPTIONS = ("metadata", "pil_kwargs")


@writers.register("parallel-html")
class ParallelHTMLWriter(SavingWriter, HTMLWriter):
    """
    Write a page that shows an animation by JavaScript, its frames drawn by worker processes.

    A drop-in for `~matplotlib.animation.HTMLWriter`: the text and the images are the same, byte for
    byte. For SVG images, and for frames grabbed one by one, it is that writer.

    Parameters
    ----------
    fps : float, default: 30
        Frame rate (per second).
    codec : str or None, default: :rc:`animation.codec`
        Not used, but that figures get an even size for "h264".
    bitrate : int or None, default: :rc:`animation.bitrate`
        Not used.
    extra_args : list of str or None, default: None
        Not used, with a warning in the log.
    metadata : dict of str to str, default: {}
        Not used.
    embed_frames : bool, default: False
        Whether the page holds the images; else they are beside it, in a directory.
    default_mode : {"loop", "once", "reflect"}, default: "loop"
        What the page does at the end.
    embed_limit : float or None, default: :rc:`animation.embed_limit`
        Megabytes of images that a page may hold; frames after that are left out.
    **settings
        Settings of this writer alone, by keyword; see `ParallelFFMpegWriter`.

    Attributes
    ----------
    report : Report or None
        What the last save did and why.

    Raises
    ------
    TypeError, ValueError
        For settings that are not what they can be, here or in `configure` or in the environment.
    """

    def __init__(
        self,
        fps: float = 30,
        codec: str | None = None,
        bitrate: int | None = None,
        extra_args: list[str] | None = None,
        metadata: dict[str, str] | None = None,
        embed_frames: bool = False,
        default_mode: str = "loop",
        embed_limit: float | None = None,
        **settings: Unpack[SettingValues],
    ) -> None:
        super().__init__(
            *(fps, codec, bitrate, extra_args, metadata),
            *(embed_frames, default_mode, embed_limit),
            settings=settings,
        )
        if embed_limit is None:
            embed_limit = float(mpl.rcParams["animation.embed_limit"])
        self._embed_limit = embed_limit

    def __getstate__(self) -> dict[str, Any]:
        # Private: the directory of stock's own saves has a finalizer, which cannot travel.
        return {**super().__getstate__(), "_tmpdir": None}

    def setup(
        self,
        fig: Figure,
        outfile: str | os.PathLike[str],
        dpi: float | None = None,
        frame_dir: str | Path | None = None,
    ) -> None:
        """
        Begin a page.

        Parameters
        ----------
        fig : `~matplotlib.figure.Figure`
            What the frames are made of.
        outfile : path-like
            The page; its suffix must be .html or .htm.
        dpi : float, default: ``fig.dpi``
            Dots per inch.
        frame_dir : path-like, optional
            Directory for the images, below that of the page; default: the name of the page with
            "_frames".
        """
        self.report, self._save = None, None
        frame_dir = None if frame_dir is None else Path(frame_dir)  # stock takes no other
        super().setup(fig, outfile, dpi, frame_dir)  # type: ignore[arg-type, misc]
        savefig_kwargs = savefig_kwargs_of(self)
        self._why_stock = self._why_as_stock(savefig_kwargs)
        if self._why_stock:
            _log.info("frames are made as by matplotlib's own writer: %s", self._why_stock)
            return
        drop_temporary_directory(self)
        path = Path(self.outfile)
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        # Private: stock has put together there where images go, and how they are called.
        images = None if self.embed_frames else Path(self.temp_prefix).parent
        page = Page(
            name=path.name,
            frame_dir=str(images.absolute()) if images else None,
            frame_dir_in_page=str(images.relative_to(path.parent)) if images else "",
            fps=self.fps,
            default_mode=self.default_mode,
            embed_limit=self._embed_limit,
            threads=_settings.worker_count(Settings())[0],
        )
        self._save = Save(
            figure=self.fig,
            animations=self._animations,
            progress_callback=self._progress_callback,
            target=str(path),
            size_inches=None,
            dpi=self.dpi,
            encoding=ImageEncoding(
                image_format=self.frame_format,
                size=self.frame_size,
                dpi=self.dpi,
                options={k: v for k, v in savefig_kwargs.items() if k in _OPTIONS},
                page=page,
            ),
            settings=self._settings,
        )

    def grab_frame(self, **savefig_kwargs: Any) -> None:
        """
        Make a frame of the figure as it is.

        Parameters
        ----------
        **savefig_kwargs
            Passed on to `~matplotlib.figure.Figure.savefig`.

        Raises
        ------
        TypeError
            For *dpi*, *bbox_inches* and *format*, which the writer controls.
        """
        if not self._why_stock:
            savefig_kwargs = {k: v for k, v in savefig_kwargs.items() if k not in _OPTIONS}
        super().grab_frame(**savefig_kwargs)

    def finish(self) -> None:
        """Finish the page."""
        super().finish()
        if self._why_stock:
            self.report = Report(
                route="in-process",
                reason=self._why_stock,
                # Private: one of them is what stock has counted.
                frames=len(self._saved_frames) if self.embed_frames else self._frame_counter,
                encoder=self.frame_format,
            )

    def _why_as_stock(self, savefig_kwargs: Mapping[str, Any]) -> str:
        """Return why matplotlib's own writer makes the page, as a phrase; empty if it does not."""
        if not self._animations:
            return "frames are grabbed one by one"
        if self.frame_format not in IMAGE_FORMATS:
            return f"{self.frame_format} images are no pixels"
        if "backend" in savefig_kwargs:
            return "savefig_kwargs name a backend"
        name = f"print_{self.frame_format}"
        canvas: Any = type(self.fig.canvas)
        if not hasattr(canvas, name):  # as savefig() looks for one
            canvas = get_registered_canvas_class(self.frame_format)
        if any(getattr(canvas, n) is not getattr(FigureCanvasAgg, n) for n in (name, "print_rgba")):
            return f"{canvas.__name__} makes images in a way of its own"
        return ""


def to_jshtml(
    anim: Animation,
    fps: float | None = None,
    embed_frames: bool = True,
    default_mode: str | None = None,
) -> str:
    """
    Return what ``anim.to_jshtml()`` returns, made by a `ParallelHTMLWriter`.

    Parameters
    ----------
    anim : `~matplotlib.animation.Animation`
        The animation; it keeps the page, as by its own method, and that is returned from then on.
    fps : float, optional
        Frame rate (per second); default: that of the animation.
    embed_frames : bool, default: True
        Whether the page holds the images.
    default_mode : {"loop", "once", "reflect"}, optional
        What the page does at the end; default: "loop" if the animation repeats, else "once".

    Returns
    -------
    str
        The page.
    """
    # Private: how stock's method remembers, so that the two may be mixed.
    if not hasattr(anim, "_html_representation"):
        if fps is None and hasattr(anim, "_interval"):
            fps = 1000 / anim._interval
        if default_mode is None:
            default_mode = "loop" if getattr(anim, "_repeat", False) else "once"
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "temp.html")
            writer = ParallelHTMLWriter(
                fps=fps,  # type: ignore[arg-type]  # None is an error there as in stock
                embed_frames=embed_frames,
                default_mode=default_mode,
            )
            anim.save(str(path), writer=writer)
            anim._html_representation = path.read_text()
    return str(anim._html_representation)
