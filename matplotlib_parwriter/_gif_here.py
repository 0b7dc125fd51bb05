"""
The frames of a GIF in the colours of its palette, mapped in this process.

One ffmpeg decodes segments and another encodes the GIF, with stock's options; what ``paletteuse``
does to frames in between is done here (`_dither`), in a small part of the time where hardly a pixel
has to be dithered, as in most plots. It cannot be shared among cores, though, so on more than a few
`_gif_runs` is faster.
"""

import logging
from pathlib import Path

import numpy as np

from ._colours import Colours, SilenceError
from ._dither import Dither, TooMuchDitheringError
from ._options import without_palette
from ._palette import CountedFrames, is_known
from ._pipe import PipedFFMpeg
from ._process import RunningFFMpeg
from ._settings import Settings, worker_count
from ._stitch import decoding
from ._storage import is_stream
from ._trial import raw_input_args

_log = logging.getLogger(__name__)

_MOST_CORES = 3
# A GIF of fewer pixels is encoded before it is known whether this is faster.
_LEAST_PIXELS = 30_000_000


class GifHere:
    """
    Encode the frames of segments as a GIF, if that is likely to be worth it.

    Parameters
    ----------
    counted : CountedFrames
        The frames.
    """

    def __init__(self, counted: CountedFrames) -> None:
        self._counted = counted
        self._decoder: RunningFFMpeg | None = None
        self._encoder: PipedFFMpeg | None = None
        self._colours: Colours | None = None

    def encode(self, draft: Path) -> bool:
        """
        Write the GIF.

        Parameters
        ----------
        draft : Path
            Where; an existing file is overwritten.

        Returns
        -------
        bool
            Whether it was written; if not, it has to be written in another way.

        Raises
        ------
        FFMpegError
            If ffmpeg failed.
        """
        if not self._may_pay(draft):
            return False
        try:
            self._encode(draft)
        except TooMuchDitheringError:
            _log.debug("many pixels of %s are dithered, which is left to ffmpeg", draft)
            return False
        except SilenceError:
            _log.debug("ffmpeg does not tell what becomes of colours, so it maps all frames")
            return False
        finally:
            self.kill()
        return True

    def kill(self) -> None:
        """Stop what runs; never raises."""
        for process in (self._decoder, self._encoder):
            if process is not None:
                process.kill()
        if self._colours is not None:
            self._colours.close()
        self._decoder = self._encoder = self._colours = None

    def _may_pay(self, draft: Path) -> bool:
        """Return whether it is worth a try."""
        width, height = self._counted.encoding.size
        return (
            not is_stream(draft)  # what went there cannot be taken back
            and width * height * self._counted.count >= _LEAST_PIXELS
            and worker_count(Settings())[0] <= _MOST_CORES
            and all(segment.is_opaque for segment in self._counted.segments)
            and is_known(self._counted.encoding.ffmpeg)
        )

    def _encode(self, draft: Path) -> None:
        encoding, frames = self._counted.encoding, self._counted.count
        source = str(self._counted.folder / "all.ffconcat")
        command = decoding(encoding, self._counted.segments, source)
        decoder = self._decoder = RunningFFMpeg(
            [*command, "-frames:v", str(frames), "-f", "rawvideo", "-pix_fmt", "bgra", "pipe:"]
        )
        encoder = self._encoder = PipedFFMpeg(
            [
                encoding.ffmpeg,
                *raw_input_args(encoding.size, encoding.fps, pixels="pal8"),
                *(without_palette(encoding.whole_args) or ()),
                *("-y", str(draft)),
            ]
        )
        pixels = encoding.size[0] * encoding.size[1]
        colours = self._colours = Colours(encoding.ffmpeg, self._counted.palette)
        dither = Dither(colours, encoding.size, frames)
        image = np.concatenate([np.zeros(pixels, np.uint8), colours.palette.view(np.uint8)])
        rooms = dither.room(), dither.room()
        for k in range(frames):
            if encoder.broken:
                break
            frame = rooms[k % 2]
            if not decoder.read_into(frame[:pixels].data.cast("B")):
                decoder.wait()
                raise decoder.error(f"{k} of {frames} frames of the GIF were read.")
            image[:pixels] = dither.map(frame)
            encoder.write(image.data)
        if encoder.finish() or encoder.broken:
            raise encoder.error(f"{str(draft)!r} could not be encoded.")
        if decoder.wait():
            raise decoder.error("The frames of the GIF could not be read.")
