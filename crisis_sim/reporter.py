"""How far work has come, told to whoever asks."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Reporter", "nobody"]


class Reporter(Protocol):
    """Is told again and again how far work has come, as ``print`` may be.

    By how much is done, of what is counted, and what else there is to say; what is not to be
    written over by the next ends with a newline.
    """

    def __call__(self, done: int, note: str = "", /) -> object:
        """Show it."""


def nobody(done: int, note: str = "", /) -> None:
    """Tell nobody."""
