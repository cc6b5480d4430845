"""Files that were written here, which each show by a sign in them: others are somebody's work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from crisis_sim.errors import InputError, Remedy
from crisis_sim.whole_file import shown

__all__ = ["content_of", "is_foreign", "refuse_foreign"]

MOST_NAMES = 6


def is_foreign(path: Path, sign: re.Pattern[bytes]) -> bool:
    """Whether something is in a file that lacks the sign of what is written here.

    Raises InputError for a file that cannot be read.
    """
    held = content_of(path)
    return bool(held) and sign.search(held) is None


def refuse_foreign(foreign: Sequence[Path]) -> None:
    """Raise InputError for all the files that are in the way."""
    if not foreign:
        return
    names = [shown(path) for path in foreign]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    are, them = ("is", "it") if len(names) == 1 else ("are", "them")
    listed = f"{', '.join(names[:MOST_NAMES])}{more}"
    raise InputError(
        f"{listed} {are} there already, not written by crisis-sim; ",
        Remedy("force", True),
        f" writes over {them}",
    )


def content_of(path: Path) -> bytes:
    """What a file holds; nothing where no file is. Raises InputError where it cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise InputError(f"cannot read {shown(path)}: {error.strerror}") from None
