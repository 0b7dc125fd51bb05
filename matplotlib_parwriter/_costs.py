"""What a frame costs."""

from dataclasses import dataclass

# What x264 takes one core for the default preset, measured on plots: 0.7 to 3.2e-8, half of them
# more than 2.2e-8 (benchmarks/peers.py prints it with the floor).
_ENCODE_SECONDS_PER_PIXEL = 2e-8
# By how much a frame takes longer than its update and draw where it waits for the encoder.
_WAITS = 1.2
# What a block costs a worker besides its frames, in draws and plain draws: the frame after it, two
# proofs, and a last look. And a copy: it draws what is to be recorded, and first reference frames.
_BLOCK_DRAWS, _BLOCK_PLAIN_DRAWS = 4, 1
_COPY_DRAWS, _COPY_PLAIN_DRAWS = 1, 4


@dataclass(frozen=True, kw_only=True)
class Costs:
    """
    What a frame costs, measured.

    Attributes
    ----------
    update : float
        Seconds that the update of a frame takes.
    draw : float
        Seconds that drawing a frame takes.
    encode : float
        Seconds that encoding a frame takes one core; see `guess_encode_seconds`.
    plain : float, default: 0
        Seconds that drawing a frame plainly takes, if only what changes is drawn otherwise.
    """

    update: float
    draw: float
    encode: float
    plain: float = 0.0

    @property
    def block(self) -> float:
        """Seconds that a block takes a worker besides its frames."""
        return _BLOCK_DRAWS * self.draw + _BLOCK_PLAIN_DRAWS * max(self.plain, self.draw)

    @property
    def copy(self) -> float:
        """Seconds that a new copy takes a worker, but for the updates before its block."""
        return _COPY_DRAWS * self.draw + _COPY_PLAIN_DRAWS * max(self.plain, self.draw)


def guess_encode_seconds(
    pixels: int, *, frame: float, update: float, draw: float, cores: int
) -> float:
    """
    Return a guess at how long encoding a frame takes one core.

    Parameters
    ----------
    pixels : int
        Of a frame.
    frame, update, draw : float
        Seconds measured for a whole frame, for its update and for its draw, while one encoder ran
        beside.
    cores : int
        Cores that these and the encoder share.

    Returns
    -------
    float
        What is usual for plots of this size, or, where frames had to wait for the encoder, what is
        left of the cores' time.
    """
    usual = pixels * _ENCODE_SECONDS_PER_PIXEL
    waits = frame > _WAITS * (update + draw)
    return max(usual, cores * frame - update - draw) if waits else usual
