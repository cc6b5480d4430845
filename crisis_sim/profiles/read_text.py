"""Text files that people supply, none of them large."""

from __future__ import annotations

from pathlib import Path

from crisis_sim.errors import InputError

__all__ = ["read_text"]

MOST_BYTES = 20_000_000


def read_text(path: Path) -> str:
    """What a file holds; InputError if it cannot be read, or is too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path} is larger than {MOST_BYTES:,} bytes")
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
