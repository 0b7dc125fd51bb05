"""A module of a user's, with a state of its own."""

SEEN = {"frames": 0}


def count() -> int:
    SEEN["frames"] += 1
    return SEEN["frames"]
