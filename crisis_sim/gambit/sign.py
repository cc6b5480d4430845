"""What the comment of a Gambit file ends with that was written here."""

from __future__ import annotations

import re

__all__ = ["OWN", "signed"]

SIGN = "Written by crisis-sim."
OWN = re.compile(rb"\A[EN]FG .*?" + re.escape(SIGN).encode() + rb'"\n', re.DOTALL)
"""The beginning of a file that was written with a signed comment."""


def signed(comment: str) -> str:
    """A comment that says who wrote the file, if it does not say so yet.

    >>> signed(signed("A duel."))
    'A duel. Written by crisis-sim.'
    """
    return comment if comment.endswith(SIGN) else f"{comment.rstrip()} {SIGN}".lstrip()
