"""The digest by which a finished file shows that nothing in it has changed.

It stands in the file itself, or in the ``.json`` beside it, as the value of ``"sha256"``: the
SHA-256 of the file, followed by the one beside it, with zeros in the digest's own place.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from pathlib import Path
from typing import Any

from crisis_sim.sweep.files.sidecar import UNSEALED, sidecar_of

__all__ = ["is_sealed", "seal"]

MARK = b'"sha256": "'
DIGITS = len(UNSEALED)


def seal(path: Path, beside: Path | None = None) -> None:
    """Write the digest into a file that is finished, and have all of it reach the disk.

    ``beside`` is the file that holds the digest, if it is another.
    """
    holder = beside or path
    at = _place(holder, MARK + UNSEALED.encode())
    if at is None:
        raise ValueError(f"{holder} has no place for a digest")
    with holder.open("r+b") as file:
        file.seek(at)
        file.write(_digest(path, beside, at).encode())
        _flush(file)
    if beside is not None:
        with path.open("r+b") as file:
            _flush(file)


def is_sealed(path: Path, beside: Path | None = None) -> bool | None:
    """Whether a file is as it was sealed, with the one ``beside`` it; None without a digest."""
    beside = beside or sidecar_of(path)
    if not beside.exists():
        beside = None
    holder = beside or path
    at = _place(holder, MARK)
    if at is None:
        return None
    with holder.open("rb") as file:
        file.seek(at)
        told = file.read(DIGITS)
    return told == _digest(path, beside, at).encode()


def _flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _place(path: Path, mark: bytes) -> int | None:
    """Where the digest stands: after the last mark."""
    if not path.stat().st_size:
        return None
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        at = held.rfind(mark)
    return None if at < 0 else at + len(MARK)


def _digest(path: Path, beside: Path | None, at: int) -> str:
    found = hashlib.sha256()
    for one in (path, beside):
        if one is not None:
            _add(found, one, at if one == (beside or path) else None)
    return found.hexdigest()


def _add(found: Any, path: Path, at: int | None) -> None:
    """Add a file to a digest, with zeros from byte ``at`` on in the digest's place."""
    block = bytearray(1 << 20)
    with path.open("rb") as file:
        if at is not None:
            left = at
            while left:
                read = file.readinto(memoryview(block)[: min(left, len(block))])
                found.update(memoryview(block)[:read])
                left -= read
            file.seek(at + DIGITS)
            found.update(UNSEALED.encode())
        while read := file.readinto(block):
            found.update(memoryview(block)[:read])
