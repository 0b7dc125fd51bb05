"""What never changes, and one thing that does."""

GRAVITY = 0.01
steps = 0
