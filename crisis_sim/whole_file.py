"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from crisis_sim.errors import InputError

__all__ = ["DISK_FULL", "LEFT", "replace_whole", "shown", "write_whole"]

LONGEST = 160
"""Characters of a path that a message shows."""
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What an :class:`OSError` says where there is no room: on the disk, in a quota or in a file."""
LEFT = re.compile(r"\.crisis-sim-[0-9a-f]{16}\.part")
"""The name of what a process leaves that is killed as it writes."""
USUAL = 0o666
"""The mode of a new file, from which the umask is taken."""
PRIVATE = 0o600


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file, in UTF-8, in the place of one that may be there; see :func:`replace_whole`.

    A link stays one: what it names is written.

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
        replace_whole(target, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot write {shown(path)}: {reason}") from error
    return path


def replace_whole(target: Path, data: bytes) -> None:
    """Put a file in its place in full, and on the disk, or leave what was there before.

    That holds whenever the machine stops, and however many threads and processes write. A file that
    was there hands on its mode; a new one has the usual mode.

    Raises OSError for what cannot be written.
    """
    mode = _mode_of(target)
    partial = target.with_name(f".crisis-sim-{secrets.token_hex(8)}.part")
    first = USUAL if mode is None else PRIVATE
    try:
        with open(partial, "xb", opener=lambda name, how: os.open(name, how, first)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            partial.chmod(mode)
        os.replace(partial, target)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def shown(path: Path | str) -> str:
    """A path as messages tell it: in one line, an endless one by its ends."""
    text = "".join(c if c.isprintable() else "?" for c in str(path))
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}...{text[-LONGEST // 3 :]}"
