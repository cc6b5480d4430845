"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from crisis_sim.errors import InputError

__all__ = ["shown", "write_whole"]

LONGEST = 160
"""Characters of a path that a message shows."""


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file, in UTF-8, in the place of one that may be there.

    A disk that fills up on the way leaves what was there before. A link stays one: what it names is
    written.

    Raises
    ------
    InputError
        The file cannot be written; the message says why.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if not path.name:
        raise InputError("name a file to write")
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise InputError(f"cannot write {shown(path)}: it is there, and no file")
        partial = target.with_name(f".crisis-sim-{os.getpid()}.part")
        try:
            partial.write_bytes(data)
            os.replace(partial, target)
        except BaseException:
            if target.parent.is_dir():
                partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot write {shown(path)}: {reason}") from error
    return path


def shown(path: Path | str) -> str:
    """A path as messages tell it: in one line, an endless one by its ends."""
    text = "".join(c if c.isprintable() else "?" for c in str(path))
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}...{text[-LONGEST // 3 :]}"
