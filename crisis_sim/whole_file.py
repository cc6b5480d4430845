"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from crisis_sim.errors import InputError

__all__ = [
    "DISK_FULL",
    "LEFT",
    "check_file",
    "check_writable",
    "named_by",
    "replace_whole",
    "shown",
    "unwritable",
    "write_together",
]

LONGEST = 160
"""Characters of a path that a message shows."""
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What an :class:`OSError` says where there is no room: on the disk, in a quota or in a file."""
LEFT = re.compile(r"\.crisis-sim-[0-9a-f]{16}\.part")
"""The name of what a process leaves that is killed as it writes."""
USUAL = 0o666
"""The mode of a new file, from which the umask is taken."""
PRIVATE = 0o600


def write_together(
    files: Mapping[Path, str | bytes], *, look: Callable[[], object] | None = None
) -> None:
    """Write files, in UTF-8, in the place of those that may be there: all of them or none.

    Each is put in its place when every one is on the disk; see :func:`replace_whole`. A link stays
    one: what it names is written. ``look`` is called right before the first is put in its place,
    and may refuse what stands there by then; what comes in the instant that is left is written
    over.

    Raises
    ------
    InputError
        A file cannot be written, or two of them are one; the message says why.
    """
    staged: dict[Path, tuple[Path, Path]] = {}
    path = Path()
    try:
        for path, content in files.items():
            target = _target(path)
            if target in staged:
                other = shown(staged[target][0])
                raise InputError(f"cannot write {shown(path)}: it is {other} by another name")
            data = content.encode("utf-8") if isinstance(content, str) else content
            staged[target] = path, _stage(target, data)
        if look is not None:
            look()
        for target, (path, partial) in staged.items():  # noqa: B007 (told below)
            os.replace(partial, target)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        _remove(*(partial for _, partial in staged.values()))


def replace_whole(target: Path, data: bytes) -> None:
    """Put a file in its place in full, and on the disk, or leave what was there before.

    That holds whenever the machine stops, and however many threads and processes write. A file that
    was there hands on its mode; a new one has the usual mode.

    Raises OSError for what cannot be written.
    """
    partial = _stage(target, data)
    try:
        os.replace(partial, target)
    finally:
        _remove(partial)


def check_file(path: Path) -> None:
    """Raise InputError for what is there and no file: a device, a folder, links in a circle."""
    try:
        is_file = stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(path, error) from None
    if not is_file:
        raise InputError(f"cannot write {shown(path)}: it is there, and no file")


def check_writable(path: Path) -> None:
    """Raise InputError for a file that could not be written, before the work that it is for."""
    if not path.name:
        raise InputError("name a file to write")
    try:
        os.stat(path.parent)
        _target(path).stat()
    except FileNotFoundError as error:
        if not path.parent.exists():
            raise unwritable(path, error) from None
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> InputError:
    """Why a file cannot be written, in words."""
    why = os.strerror(error.errno) if error.errno else str(error)
    astray = isinstance(error, FileNotFoundError | NotADirectoryError)
    hint = ". Name a file in a folder that is there" if astray else ""
    return InputError(f"cannot write {shown(path)}: {why}{hint}")


def named_by(path: Path) -> Path:
    """The file that a link names; any other path as it is."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path


def _target(path: Path) -> Path:
    """The file that is written, of which a path may be a link."""
    if not path.name:
        raise InputError("name a file to write")
    check_file(path)
    return Path(os.path.realpath(path))


def _stage(target: Path, data: bytes) -> Path:
    """The data on the disk beside its place, with the mode that it has there."""
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
    except BaseException:
        _remove(partial)
        raise
    return partial


def _remove(*files: Path) -> None:
    for one in files:
        with suppress(OSError):
            one.unlink()


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def shown(path: Path | str) -> str:
    """A path as messages tell it: in one line, an endless one by its ends."""
    text = "".join(c if c.isprintable() else "?" for c in str(path))
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}...{text[-LONGEST // 3 :]}"
