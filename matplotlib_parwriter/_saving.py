"""What our writers have in common: a save under way, which is told of every frame."""

import abc
import contextlib
import logging
import os
import weakref
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.animation import AbstractMovieWriter, Animation
from matplotlib.figure import Figure

from . import _settings
from ._report import Report
from ._save import Save
from ._settings import SettingValues
from ._takeover import animations_being_saved, progress_callback_of, taken_over
from ._warnings import at_the_users_line

_log = logging.getLogger(__name__)


class SavingWriter(AbstractMovieWriter, abc.ABC):
    """
    Let a `Save` make the frames.

    Derive from this first, then from the writer of matplotlib whose place is taken, and set
    ``_save`` in ``setup()``, or ``_why_stock``, a phrase, if that writer is to do it all.

    Parameters
    ----------
    *args, **kwargs
        Those of the writer of matplotlib.
    settings : dict
        Settings of this writer alone.

    Attributes
    ----------
    report : Report or None
        What the last save did and why.

    Raises
    ------
    TypeError, ValueError
        For settings that are not what they can be, here or in `configure` or in the environment.
    """

    def __init__(self, *args: Any, settings: SettingValues, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._settings = _settings.resolve(**settings)
        self.report: Report | None = None
        self._animations: list[Animation] = []
        self._progress_callback: Callable[[int, int | None], Any] | None = None
        self._save: Save | None = None
        self._why_stock = ""
        self._unfinished: weakref.finalize[..., Any] | None = None

    def __getstate__(self) -> dict[str, Any]:
        # An update may hold on to the writer; the save under way stays in this process.
        return {
            **vars(self),
            "_save": None,
            "_unfinished": None,
            "_animations": [],
            "_progress_callback": None,
            "_settings": _settings.Settings(),
        }

    @contextlib.contextmanager
    def saving(
        self,
        fig: Figure,
        outfile: str | os.PathLike[str],
        dpi: float | None,
        *args: Any,
        **kwargs: Any,
    ) -> Iterator[Any]:
        """
        Make a movie of the frames grabbed inside of the context.

        Parameters
        ----------
        fig : `~matplotlib.figure.Figure`
            What the frames are made of.
        outfile : path-like
            The movie.
        dpi : float or None
            Dots per inch; None for the figure's own.
        *args, **kwargs
            Passed on to ``setup``.
        """
        if mpl.rcParams["savefig.bbox"] == "tight":
            _log.info("Disabling savefig.bbox = 'tight', as all frames must have the same size.")
        self._animations = animations_being_saved(self)
        self._progress_callback = progress_callback_of(self)
        self.setup(fig, outfile, dpi, *args, **kwargs)  # type: ignore[arg-type]
        save = self._save  # None where matplotlib's own writer makes the frames
        steered = taken_over(self._animations, save) if save else contextlib.nullcontext()
        try:
            with mpl.rc_context({"savefig.bbox": None}), at_the_users_line():
                try:
                    with steered:
                        yield self
                except BaseException as error:
                    self._forget()
                    if save is None:
                        self.finish()
                    else:
                        save.fail(error)
                    raise
                else:
                    self.finish()
        finally:
            self._animations, self._progress_callback = [], None

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
        if self._why_stock:
            super().grab_frame(**savefig_kwargs)  # type: ignore[safe-super]
            return
        _check_grab_frame(savefig_kwargs)
        self._current_save().grab(savefig_kwargs)

    def finish(self) -> None:
        """Finish the movie and deliver it under its name; once is enough, twice does no harm."""
        if self._why_stock:
            super().finish()  # type: ignore[safe-super]
            return
        has_begun = hasattr(self, "fig")  # which matplotlib's setup() sets
        if self._save is not None or not has_begun:
            self._complete(self._current_save())

    def _complete(self, save: Save) -> None:
        self._forget()
        try:
            self.report = save.finish()
        except BaseException:
            save.abandon()
            raise
        _log.info("%s", self.report)

    def _begin(self, save: Save) -> None:
        """Let *save* make the frames, and the movie in any case, even if nobody finishes it."""
        self._save = save
        self._unfinished = weakref.finalize(self, _finish_forgotten, save, os.getpid())

    def _forget(self) -> None:
        self._save = None
        if self._unfinished is not None:
            self._unfinished.detach()

    def _current_save(self) -> Save:
        if self._save is None:
            raise RuntimeError(
                "No movie is being written; call setup() first, or use the writer in "
                "'with writer.saving(fig, outfile, dpi):'."
            )
        return self._save


def _finish_forgotten(save: Save, process: int) -> None:
    """Complete the movie of a writer that is gone, as stock's ffmpeg does where its pipe ends."""
    if os.getpid() != process:
        return  # a fork of it
    _log.warning("A movie was not finished by its writer, and is completed as it is.")
    try:
        save.finish()
    except Exception:
        save.abandon()
        _log.warning("That failed.", exc_info=True)


def _check_grab_frame(savefig_kwargs: Mapping[str, Any]) -> None:
    """Refuse what stock's writers refuse, in the same words."""
    if mpl.rcParams["savefig.bbox"] == "tight":
        raise ValueError(
            f"{mpl.rcParams['savefig.bbox']=} must not be 'tight' as it may cause frame size to "
            "vary, which is inappropriate for animation."
        )
    for name in ("dpi", "bbox_inches", "format"):
        if name in savefig_kwargs:
            raise TypeError(f"grab_frame got an unexpected keyword argument {name!r}")
