"""A movie joined from segments without encoding again."""

import shutil
from collections.abc import Callable
from pathlib import Path

from ._encode import Encoder, OwnSegments
from ._encoding import Encoding
from ._stitch import Segment, stitch

# Of the first frames, an encoder has only looked ahead.
_TELLING = 100


class Joined:
    """
    Put a movie together by a copy; see `Assembly`.

    Parameters
    ----------
    encoding : Encoding
        How segments are encoded and joined.
    draft : Path
        Where to write the movie.
    new_segment_path : callable
        Returns a path for one more segment.
    """

    stores = True
    is_full = False
    takes_end_first = True

    def __init__(
        self, encoding: Encoding, draft: Path, new_segment_path: Callable[[], str]
    ) -> None:
        self._encoding = encoding
        self._draft = draft
        self._own = OwnSegments(encoding, new_segment_path)
        self._segments: list[Segment] = []

    @property
    def encode_seconds(self) -> float | None:
        encoder = self._own.encoder
        if isinstance(encoder, Encoder) and encoder.frames >= _TELLING:
            return encoder.seconds_each
        return None

    def write(self, image: memoryview) -> None:
        if self._own.is_ending:
            self._segments += self._own.end()
        self._own.write(image)

    def pause(self) -> None:
        # What the encoder still has to do, it does while workers are waited for.
        self._own.begin_end()

    def expect_segments(self) -> None:
        pass  # they are as welcome as frames

    def append(self, segment: Segment) -> None:
        self._segments += self._own.end()
        self._segments.append(segment)

    def foresee(self, segment: Segment) -> None:
        pass  # there is nothing to do before its turn

    def restart(self, segment: Segment) -> None:
        self.discard()
        self._segments = [segment]

    def finish(self) -> str:
        self._segments += self._own.end()
        if len(self._segments) == 1 and self._is_movie(self._segments[0]):
            shutil.move(self._segments[0].path, self._draft)
        elif self._segments:
            stitch(self._encoding, self._segments, self._draft)
        else:
            Encoder(self._encoding, self._draft, whole=True).close()
        return ""

    def discard(self) -> None:
        self._own.abort()

    def _is_movie(self, segment: Segment) -> bool:
        """Return whether ffmpeg would make the same file of all frames as it made of *segment*."""
        encoding = self._encoding
        same_options = encoding.segment_args == encoding.whole_args and not encoding.stitch_args
        return same_options and Path(segment.path).suffix == self._draft.suffix
