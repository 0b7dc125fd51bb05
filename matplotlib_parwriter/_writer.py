"""The writer of movies that matplotlib sees."""

import logging
import os
from typing import Unpack

import matplotlib as mpl
from matplotlib.animation import FFMpegWriter, writers

from . import _encoding, _ffmpeg, _settings
from ._repair import drops_transparency
from ._resources import gpu_choice, may_start_threads
from ._save import Save
from ._saving import SavingWriter
from ._settings import SettingValues

_log = logging.getLogger(__name__)


@writers.register("parallel-ffmpeg")
class ParallelFFMpegWriter(SavingWriter, FFMpegWriter):
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
        super().__init__(fps, codec, bitrate, extra_args, metadata, settings=settings)
        self._opaque = False

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

    def _run(self) -> None:
        # Called by MovieWriter.setup() where the stock writer starts ffmpeg.
        if self._save is not None:  # a movie that was forgotten, as by stock's ffmpeg
            self._complete(self._save)
        self.report, self._why_stock = None, ""
        if not may_start_threads():
            self._why_stock = "the interpreter is about to exit and starts no threads"
            _log.warning("The movie is made by matplotlib's own writer: %s", self._why_stock)
            super()._run()  # type: ignore[misc]
            return
        outfile = os.fspath(self.outfile)
        output_args = [str(arg) for arg in self.output_args]
        encoding = _encoding.plan_encoding(
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
        save = Save(
            figure=self.fig,
            animations=self._animations,
            progress_callback=self._progress_callback,
            target=outfile,
            size_inches=(self._w, self._h),
            dpi=self.dpi,
            encoding=encoding,
            settings=self._settings,
        )
        self._begin(save)

    def _supports_transparency(self) -> bool:
        # matplotlib's name, and tests/test_repair.py fails if it gets another: Animation.save asks
        # it after setup(), and puts the figure on white where the movie cannot be transparent.
        return not self._opaque and super()._supports_transparency()  # type: ignore[misc]
