"""The frames of segments, in order, as raw images for whoever wants them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path

from ._process import RunningFFMpeg
from ._stitch import RAW_OUTPUT, Segment, reading

# Segments that may be waiting: who adds more has to wait, so that they do not pile up on the disk
# while a slow encoder goes through them.
_WAITING = 8
# Waiting is done in short sleeps, in which a Ctrl-C is heard on every system.
_NAP = 0.2


class Feed:
    """
    Decode segments in a thread, hand each frame to a consumer, and remove the segments.

    Parameters
    ----------
    ffmpeg : str
        The program.
    frame_bytes : int
        Size of a raw frame.
    consume : callable
        Called with each frame, in order, in that thread.
    """

    def __init__(self, *, ffmpeg: str, frame_bytes: int, consume: Callable[[bytes], None]) -> None:
        self._ffmpeg = ffmpeg
        self._frame_bytes = frame_bytes
        self._consume = consume
        self._segments: queue.SimpleQueue[Segment | None] = queue.SimpleQueue()
        self._room: queue.SimpleQueue[None] = queue.SimpleQueue()
        for _ in range(_WAITING):
            self._room.put(None)
        self._thread: threading.Thread | None = None
        self._decoder: RunningFFMpeg | None = None
        self._error: Exception | None = None
        self._stopped = False

    def put(self, segment: Segment) -> None:
        """
        Add a segment, after all so far; waits while too many are waiting.

        Raises
        ------
        Exception
            What went wrong with an earlier one, as `join` does.
        """
        while True:
            self._raise()
            try:
                self._room.get(timeout=_NAP)
            except queue.Empty:
                continue
            break
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="segments", daemon=True)
            self._thread.start()
        self._segments.put(segment)

    def join(self) -> None:
        """
        Wait until all frames have been handed on.

        Raises
        ------
        FFMpegError
            If a segment could not be read.
        Exception
            What the consumer raised.
        """
        thread = self._thread
        if thread is not None:
            self._segments.put(None)
            while thread.is_alive():
                thread.join(_NAP)
            self._thread = None
        self._raise()

    def stop(self) -> None:
        """Hand on nothing more; never raises."""
        self._stopped = True
        decoder, thread = self._decoder, self._thread
        if decoder is not None:
            decoder.kill()
        if thread is not None:
            self._segments.put(None)
            thread.join()
            self._thread = None

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        while (segment := self._segments.get()) is not None:
            if not self._stopped and self._error is None:
                try:
                    self._hand_on(segment)
                except Exception as error:
                    self._error = error
            self._room.put(None)

    def _hand_on(self, segment: Segment) -> None:
        command = [*reading(self._ffmpeg, "-i", segment.path), *RAW_OUTPUT]
        frames = 0
        self._decoder = decoder = RunningFFMpeg(command)
        try:
            while not self._stopped and (frame := decoder.read(self._frame_bytes)):
                self._consume(frame)
                frames += 1
            if not self._stopped and (decoder.wait() or frames != segment.frames):
                raise decoder.error(f"{frames} of {segment.frames} frames of a segment were read.")
        finally:
            self._decoder = None
            decoder.kill()
        Path(segment.path).unlink(missing_ok=True)
