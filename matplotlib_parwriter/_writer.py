"""The writer that matplotlib sees."""

import contextlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Unpack

import matplotlib as mpl
from matplotlib.animation import Animation, FFMpegWriter, writers
from matplotlib.figure import Figure

from . import _ffmpeg, _settings
from ._repair import drops_transparency
from ._report import Report
from ._resources import gpu_choice
from ._save import Save
from ._settings import SettingValues
from ._takeover import animations_being_saved, progress_callback_of, taken_over

_log = logging.getLogger(__name__)


@writers.register("parallel-ffmpeg")
class ParallelFFMpegWriter(FFMpegWriter):
    """
    Write a movie with ffmpeg, its frames drawn by worker processes.

    A drop-in for `~matplotlib.animation.FFMpegWriter`: the frames are the same, pixel for pixel.
    What cannot be done in parallel is done in the user's own process, and the log says why.

    Parameters
    ----------
    fps : float, default: 5
        Movie frame rate (per second).
    codec : str or None, default: :rc:`animation.codec`
        The codec to use. For "h264" an encoder that works here is chosen.
    bitrate : int or None, default: :rc:`animation.bitrate`
        The bitrate of the movie, in kilobits per second; -1 lets the encoder choose.
    extra_args : list of str or None, default: :rc:`animation.ffmpeg_args`
        Extra command-line arguments of ffmpeg, before the name of the movie.
    metadata : dict of str to str, default: {}
        Metadata of the movie.
    **settings
        Settings of this writer alone, by keyword:

        max_workers : int
            Number of worker processes; default: as many as there are usable cores.
        executor : `concurrent.futures.Executor` or "loky"
            Where blocks of frames are rendered; default: "loky", processes of this machine.
        route : {"auto", "in-process", "scout", "jump"}
            How frames are made; default: "auto", which estimates what pays. "scout": workers run
            all updates, and draw their share of the frames. "jump": they leave out the updates
            before their share, if that turns out to make no difference, else scout.
        block_frames : int
            Frames in a block; default: derived from what a frame costs.
        gpu : {"auto", "never", "require"}
            Whether the GPU's H.264 encoder may be used, or must be; default: "auto".
        progress : bool
            Whether to show a progress bar; default: where somebody is looking at it.
        temp_dir : path-like
            Existing directory for segments; default: the system's.

    Attributes
    ----------
    report : Report or None
        What the last save did and why.

    Raises
    ------
    TypeError, ValueError
        For settings that are not what they can be, here or in `configure` or in the environment.

    Notes
    -----
    Settings that are not given, or None, are those of `configure`, else those of environment
    variables such as ``PARWRITER_MAX_WORKERS``.
    """

    def __init__(
        self,
        fps: float = 5,
        codec: str | None = None,
        bitrate: int | None = None,
        extra_args: list[str] | None = None,
        metadata: dict[str, str] | None = None,
        **settings: Unpack[SettingValues],
    ) -> None:
        super().__init__(fps, codec, bitrate, extra_args, metadata)  # type: ignore[arg-type]
        self._settings = _settings.resolve(**settings)
        self.report: Report | None = None
        self._animations: list[Animation] = []
        self._progress_callback: Callable[[int, int | None], Any] | None = None
        self._save: Save | None = None
        self._opaque = False

    def __getstate__(self) -> dict[str, Any]:
        # An update may hold on to the writer; the save under way stays in this process.
        return {
            **vars(self),
            "_save": None,
            "_animations": [],
            "_progress_callback": None,
            "_settings": _settings.Settings(),
        }

    @classmethod
    def bin_path(cls) -> str:
        """Return the path of ffmpeg: the user's, else that on PATH, else imageio-ffmpeg's."""
        return _ffmpeg.find_ffmpeg()

    @classmethod
    def isAvailable(cls) -> bool:  # noqa: N802  matplotlib's name
        """
        Return whether any ffmpeg can be found.

        matplotlib goes on with Pillow, another movie, where this is False; so a path to ffmpeg that
        the user set and that leads nowhere is an error when a movie is saved, not a False here.
        """
        try:
            cls.bin_path()
        except FileNotFoundError:
            default = mpl.rcParamsDefault["animation.ffmpeg_path"]
            return bool(mpl.rcParams["animation.ffmpeg_path"] != default)
        return True

    @contextlib.contextmanager
    def saving(
        self,
        fig: Figure,
        outfile: str | os.PathLike[str],
        dpi: float | None,
        *args: Any,
        **kwargs: Any,
    ) -> Iterator["ParallelFFMpegWriter"]:
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
        save = self._current_save()
        try:
            with mpl.rc_context({"savefig.bbox": None}), taken_over(self._animations, save):
                yield self
        except BaseException as error:
            self._save = None
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
        _check_grab_frame(savefig_kwargs)
        self._current_save().grab(savefig_kwargs)

    def finish(self) -> None:
        """Finish the movie and deliver it under its name."""
        save, self._save = self._current_save(), None
        try:
            self.report = save.finish()
        except BaseException:
            save.abandon()
            raise
        _log.info("%s", self.report)

    def _run(self) -> None:
        # Called by MovieWriter.setup() where the stock writer starts ffmpeg.
        self.report = None
        outfile = os.fspath(self.outfile)
        output_args = [str(arg) for arg in self.output_args]
        encoding = _ffmpeg.plan_encoding(
            ffmpeg=self.bin_path(),
            outfile=outfile,
            output_args=output_args[:-2],  # without "-y" and the name of the movie
            codec=self.codec,
            size=self.frame_size,
            fps=self.fps,
            gpu=gpu_choice(self._settings),
            sessions=_settings.worker_count(self._settings)[0] + 1,
        )
        self._opaque = drops_transparency(output_args, encoding.whole_args)
        self._save = Save(
            figure=self.fig,
            animations=self._animations,
            progress_callback=self._progress_callback,
            target=outfile,
            size_inches=(self._w, self._h),
            dpi=self.dpi,
            encoding=encoding,
            settings=self._settings,
        )

    def _supports_transparency(self) -> bool:
        # matplotlib's name, and tests/test_repair.py fails if it gets another: Animation.save asks
        # it after setup(), and puts the figure on white where the movie cannot be transparent.
        return not self._opaque and super()._supports_transparency()  # type: ignore[misc]

    def _current_save(self) -> Save:
        if self._save is None:
            raise RuntimeError(
                "No movie is being written; call setup() first, or use the writer in "
                "'with writer.saving(fig, outfile, dpi):'."
            )
        return self._save


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
