"""Files, links, pipes and devices that people hand in: read to a limit, not waited for forever."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from crisis_sim.errors import InputError
from crisis_sim.near_names import closest
from crisis_sim.whole_file import shown

__all__ = [
    "beside",
    "check_there",
    "is_absent",
    "open_input",
    "piped",
    "read_input",
    "standard_input",
]

MOST_BYTES = 20_000_000
"""What a profile or counts take, and far more."""
MOST_SILENCE = 30.0
"""Seconds for which nothing may come from a pipe or a device."""
_HEAD = 4_096
_AT_ONCE = 1_000_000
_PAUSE = 0.02
_MOST_NAMES = 10_000

Limit = int | Callable[[bytes], int]
"""The most bytes that are read; it may depend on how the file begins."""


def open_input(path: Path) -> BinaryIO:
    """A file that is open, unbuffered if it is a pipe or a device, which :func:`piped` reads.

    Raises InputError for what cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb", -1 if regular else 0)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def check_there(path: Path) -> None:
    """Raise InputError where nothing is there to read."""
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError | ValueError) -> InputError:
    told = error.strerror if isinstance(error, OSError) else error
    near = _near(path) if isinstance(error, FileNotFoundError) else None
    hint = f". Did you mean '{shown(near)}'?" if near else ""
    return InputError(f"cannot read {shown(path)}: {told}{hint}")


def _near(path: Path) -> Path | None:
    """What may be meant instead: a file in a folder below, or one of nearly that name."""
    folders = islice(path.parent.glob("*/"), _MOST_NAMES)
    below = (folder / path.name for folder in folders)
    if found := next(filter(Path.is_file, below), None):
        return found
    near = closest(path.name, beside(path))
    return path.with_name(near) if near else None


def is_absent(path: Path) -> bool:
    """Whether nothing is there; what cannot be known is told by reading it."""
    try:
        return not (path.exists() or path.is_symlink())
    except OSError:
        return False


def beside(path: Path) -> list[str]:
    """The names of the files in a path's folder, if that can be read; of very many some."""
    try:
        with os.scandir(path.parent) as found:
            return [one.name for one in islice(found, _MOST_NAMES) if one.is_file()]
    except OSError:
        return []


def read_input(path: Path, most: Limit = MOST_BYTES) -> bytes:
    """The bytes of a file, link, pipe or device.

    Raises InputError for what cannot be read, holds only zeros, is too large, or keeps silent.
    """
    with open_input(path) as file:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return _bounded(file.read, most, shown(path))
        return _bounded(lambda size: piped(file, size, shown(path)), most, shown(path))


def standard_input(most: Limit = MOST_BYTES) -> bytes:
    """The bytes of standard input; InputError for what holds only zeros, or is too large."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        return sys.stdin.read().encode("utf-8", "surrogateescape")
    return _bounded(stream.read, most, "standard input")


def piped(file: BinaryIO, most: int, name: str) -> bytes:
    """Up to ``most`` bytes of a pipe or device, which :func:`open_input` opened.

    Raises InputError if nothing comes for :data:`MOST_SILENCE`.
    """
    data = bytearray()
    pipe = stat.S_ISFIFO(os.fstat(file.fileno()).st_mode)
    heard = time.monotonic()
    while len(data) < most:
        some = file.read(min(most - len(data), _AT_ONCE))
        if some:
            data += some
            heard = time.monotonic()
        elif some is not None and (data or not pipe):
            break
        elif time.monotonic() - heard > MOST_SILENCE:
            raise InputError(f"nothing comes from {name}, in {MOST_SILENCE:g} seconds")
        else:
            time.sleep(_PAUSE)
    return bytes(data)


def _bounded(read: Callable[[int], bytes], most: Limit, name: str) -> bytes:
    """What begins with zeros alone, as an empty disk does, is not read on."""
    head = read(_HEAD)
    if len(head) == _HEAD and not any(head):
        raise InputError(f"{name} holds no text, only zeros")
    bound = most if isinstance(most, int) else most(head)
    data = head + read(bound + 1 - len(head)) if len(head) == _HEAD else head
    if len(data) > bound:
        raise InputError(f"{name} is larger than {bound:,} bytes")
    return data
