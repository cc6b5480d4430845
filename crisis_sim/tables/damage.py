"""Files that other programs' readers choke on, refused by name in one line."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from crisis_sim.errors import CrisisSimError, InputError

__all__ = ["damage_told", "guarded"]

T = TypeVar("T")


@contextmanager
def damage_told(file: str, kind: str) -> Iterator[None]:
    """Turn whatever a foreign reader raises over a file into an InputError that names the file.

    The readers of binary formats promise no exceptions for damaged files: struct.error, KeyError,
    MemoryError, OverflowError and many others were seen.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except CrisisSimError:
        raise
    except Exception:
        message = f"{file} is damaged, or no {kind} file; write it anew where it comes from"
        raise InputError(message) from None


def guarded(steps: Iterator[T], file: str, kind: str) -> Iterator[T]:
    """What an iterator over a file gives, each step as in :func:`damage_told`."""
    while True:
        with damage_told(file, kind):
            try:
                item = next(steps)
            except StopIteration:
                return
        yield item
