"""The beginning of a segment as a segment of its own."""

from pathlib import Path

import pytest
from movie_tools import encode_segments, frame_hashes, make_frames, plan, stock_args

from matplotlib_parwriter._cut import cut
from matplotlib_parwriter._stitch import Segment


@pytest.mark.parametrize("extra_args", [[], ["-vf", "hflip"]])
def test_beginning_of_a_lossless_segment_is_identical(
    extra_args: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "movie.mkv"
    encoding = plan(target, stock_args(target, "ffv1", extra_args=extra_args), codec="ffv1")
    (segment,) = encode_segments(encoding, tmp_path, make_frames(9), [9])
    beginning = tmp_path / f"beginning{encoding.segment_suffix}"
    assert cut(encoding, segment, 4, str(beginning)) == Segment(path=str(beginning), frames=4)
    assert frame_hashes(beginning) == frame_hashes(segment.path)[:4]
