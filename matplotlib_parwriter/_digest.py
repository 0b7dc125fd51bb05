"""Digests."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from ._digest_artists import frame_content
from ._digest_state import Walk
from ._digest_values import digest, to_bytes


def frame_digest(figure: Figure) -> bytes:
    """Return a digest."""
    return digest(to_bytes(frame_content(figure)))


def state_digest(roots: Mapping[str, object]) -> dict[str, bytes]:
    """Return digests."""
    return Walk().run(roots)


def first_difference(a: Mapping[str, bytes], b: Mapping[str, bytes]) -> str | None:
    """Return first."""
    for path, value in a.items():
        if b.get(path) != value:
            return path
    return next((path for path in b if path not in a), None)
