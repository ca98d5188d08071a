"""How long work says how far it is, and hears that it should stop."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how much is done, of how much, between two pieces of work; raises StoppedError to end the work there."""


def unwatched(_done: int, _of: int) -> None:
    """Nobody asks how far it is."""
