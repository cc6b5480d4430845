"""What people supply as files or on standard input, none of it large."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from crisis_sim.errors import InputError

__all__ = ["read_bytes", "standard_input"]

MOST_BYTES = 20_000_000
_HEAD = 4_096


def read_bytes(path: Path) -> bytes:
    """What a file, link, pipe or device holds; InputError if it cannot be read, or is too large."""
    try:
        with path.open("rb") as file:
            return _contents(file, str(path))
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"cannot read {path}: {told}") from None


def standard_input() -> bytes:
    """What standard input holds; InputError if it is too large."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        return sys.stdin.read().encode("utf-8", "surrogateescape")
    return _contents(stream, "standard input")


def _contents(file: BinaryIO, name: str) -> bytes:
    head = file.read(_HEAD)
    if len(head) == _HEAD and not any(head):
        raise InputError(f"{name} holds no text, only zeros")
    data = head + file.read(MOST_BYTES + 1 - len(head))
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than {MOST_BYTES:,} bytes")
    return data
