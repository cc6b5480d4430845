"""Files that were written here, which each show by a sign in them: others are somebody's work."""

from __future__ import annotations

import re
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.whole_file import shown

__all__ = ["content_of", "is_foreign"]


def is_foreign(path: Path, sign: re.Pattern[bytes]) -> bool:
    """Whether something is in a file that lacks the sign of what is written here.

    Raises InputError for a file that cannot be read.
    """
    held = content_of(path)
    return bool(held) and sign.search(held) is None


def content_of(path: Path) -> bytes:
    """What a file holds; nothing where no file is. Raises InputError where it cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise InputError(f"cannot read {shown(path)}: {error.strerror}") from None
