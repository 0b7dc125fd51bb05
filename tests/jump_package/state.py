"""What the package has counted."""

SEEN = {"frames": 0}


def count() -> int:
    SEEN["frames"] += 1
    return SEEN["frames"]
