"""On what terms workers render frames, and the tasks that follow from them."""

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from ._block import BlockTask
from ._blocks import Blocks
from ._draw import Look
from ._encode import AnyEncoding
from ._movie import Movie

# The first frames are drawn in every process: figures keep things from their first draws, and the
# second one is the first that costs what a frame costs.
DRAWN_FIRST = 2
# Layout engines settle over draws: tight layout comes about 20 times nearer to its solution with
# each, and after so many frames nothing moves by more than rounding errors.
_LEAD_IN = 8


@dataclass(frozen=True, kw_only=True)
class Terms:
    """
    On what terms workers render blocks.

    Attributes
    ----------
    blocks : Blocks
        The frames to render.
    lead_in : int
        How many frames before its first one a block draws without encoding them.
    look : Look
        How frames are drawn.
    encoding : Encoding or ImageEncoding
        How they are encoded.
    executor : `concurrent.futures.Executor` or str or None
        Where workers come from.
    workers : int
        How many.
    threads : int
        Encoding threads for each.
    patience : float
        Seconds without a finished block after which workers are taken to hang.
    frames : int or None, default: None
        How many frames the movie has, if workers are to pass over those before their blocks.
    """

    blocks: Blocks
    lead_in: int
    look: Look
    encoding: AnyEncoding
    executor: Executor | str | None
    workers: int
    threads: int
    patience: float
    frames: int | None = None

    @property
    def jumps(self) -> bool:
        """Whether workers pass over frames."""
        return self.frames is not None


def lead_in_of(figure: Figure) -> int:
    """Return how many frames before a block's first one are drawn as well, for layout engines."""
    return _LEAD_IN if figure.get_layout_engine() is not None else 0


def task_of(save: str, snapshot: Path, movie: Movie, terms: Terms, frames: range) -> BlockTask:
    """Return the task of rendering *frames* on some *terms*, with a new path for the segment."""
    return BlockTask(
        save=save,
        snapshot=str(snapshot),
        start=frames.start,
        stop=frames.stop,
        drawn_first=DRAWN_FIRST,
        lead_in=terms.lead_in,
        look=terms.look,
        encoding=terms.encoding,
        segment=movie.new_segment_path(),
        threads=terms.threads,
        jumps=terms.jumps,
    )
