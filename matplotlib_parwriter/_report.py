"""What a save did and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Report:
    """
    Tell how a movie was made.

    Attributes
    ----------
    route : {"in-process", "scout", "jump"}
        "scout" when worker processes rendered blocks of the movie, and ran all updates; "jump" when
        they ran the updates of their own blocks only.
    reason : str
        Why this route was taken; where frames were handed back from the workers to the user's
        own process, why.
    frames : int
        Number of frames in the movie; of a page, those that its limit of size left out, too.
    blocks : int
        Number of blocks that worker processes rendered and that are in the movie.
    workers : int
        Number of worker processes asked for; 0 when none were.
    fallback_frame : int or None
        The first frame that had to be drawn in the user's own process although workers were
        rendering, or None.
    redraw_mismatches : int
        How often a reference frame showed that frames had not been redrawn as matplotlib draws
        them. Such frames are made again, plainly, unless that is impossible, which is logged.
    encoder : str
        The encoder that ffmpeg used, for example "libx264".
    encoder_reason : str
        Why this encoder was chosen; where it had to be used in another way than planned, why.
    seconds : mapping of str to float
        Wall time of the save by stage ("snapshot", "opening", "following", "waiting",
        "in-process", "stitch", "total"), and the time that all workers together spent on
        "worker restore", "worker update", "worker draw" and "worker encode".
    """

    route: str
    reason: str
    frames: int
    blocks: int = 0
    workers: int = 0
    fallback_frame: int | None = None
    redraw_mismatches: int = 0
    encoder: str = ""
    encoder_reason: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
