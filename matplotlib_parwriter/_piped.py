"""A movie that one ffmpeg makes of all frames, with stock's options."""

from pathlib import Path

from ._encode import Encoder
from ._encoding import Encoding
from ._errors import FFMpegError
from ._feed import Feed
from ._stitch import Segment


class Piped:
    """
    Put a movie together through one encoder; see `Assembly`.

    Segments are decoded as they come, so that the encoder is hardly ever behind, and removed.

    Parameters
    ----------
    encoding : Encoding
        How the movie is encoded.
    draft : Path
        Where to write it.
    """

    is_full = False
    takes_end_first = False
    encode_seconds = None

    def __init__(self, encoding: Encoding, draft: Path) -> None:
        self._encoding = encoding
        self._draft = draft
        self._encoder: Encoder | None = None
        self._feed: Feed | None = None
        self._is_told = False  # whether somebody knows that the encoder wants no more

    @property
    def stores(self) -> bool:
        return self._feed is not None

    def write(self, image: memoryview) -> None:
        if self._feed is not None:
            self._feed.join()
        self._started().write(image)

    def pause(self) -> None:
        pass  # the one encoder gets all frames

    def expect_segments(self) -> None:
        pass  # they are as welcome as frames

    def append(self, segment: Segment) -> None:
        encoder = self._started()
        if self._feed is None:
            self._feed = Feed(
                ffmpeg=self._encoding.ffmpeg,
                frame_bytes=self._encoding.frame_bytes,
                consume=self._hand_on,
            )
        if encoder.wants_no_more():
            # Who ends the save because of that adds what is left, which nobody needs.
            if not self._is_told:
                self._is_told = True
                encoder.check()
            return
        self._feed.put(segment)

    def foresee(self, segment: Segment) -> None:
        pass  # there is nothing to do before its turn

    def restart(self, segment: Segment) -> None:
        self.discard()
        self.append(segment)

    def finish(self) -> str:
        if self._feed is not None:
            self._feed.join()
        # One that never got a frame makes of that what stock's does.
        encoder = self._started()
        try:
            encoder.close()
        except FFMpegError:
            if not encoder.wants_no_more():  # which may only be known now
                raise
        self._encoder = None
        return ""

    def discard(self) -> None:
        encoder, feed = self._encoder, self._feed
        self._encoder = self._feed = None
        # The feed may be waiting for the encoder, so that one has to go first.
        if encoder is not None:
            encoder.end()
        if feed is not None:
            feed.stop()
        if encoder is not None:
            encoder.abort()

    def _hand_on(self, frame: bytes) -> None:
        encoder = self._started()
        try:
            encoder.write(frame)
        except FFMpegError:
            # That it wants no more is said where more is added.
            if not encoder.wants_no_more():
                raise

    def _started(self) -> Encoder:
        if self._encoder is None:
            self._encoder = Encoder(self._encoding, self._draft, whole=True)
        return self._encoder
