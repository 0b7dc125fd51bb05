"""A world of its own."""

from .world import World as World
