"""The beginning of a segment as a segment of its own, where its frames cannot be drawn again."""

from ._encoding import Encoding
from ._errors import FFMpegError
from ._options import without_filters
from ._process import run_ffmpeg
from ._stitch import Segment


def cut(encoding: Encoding, segment: Segment, frames: int, path: str) -> Segment:
    """
    Encode the first frames of a segment again, as a segment of their own.

    Frames of a compressed segment depend on later ones, so it cannot be cut without that.

    Parameters
    ----------
    encoding : Encoding
        How.
    segment : Segment
        What to take them from.
    frames : int
        How many.
    path : str
        The file to write.

    Raises
    ------
    FFMpegError
        When ffmpeg failed.
    """
    command = [encoding.ffmpeg, "-nostdin", "-loglevel", "error", "-i", segment.path]
    command += ["-frames:v", str(frames), *without_filters(encoding.segment_args), "-y", path]
    result = run_ffmpeg(command)
    if result.returncode:
        raise FFMpegError(
            result.returncode,
            command,
            stderr=result.stderr,
            summary=f"The first {frames} frames of {segment.path!r} could not be encoded again.",
        )
    return Segment(path=path, frames=frames)
