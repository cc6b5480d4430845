"""Files that other programs' readers choke on, refused by name in one line."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from crisis_sim.errors import CrisisSimError, InputError
from crisis_sim.tables.names import shown

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
    except Exception as error:
        first = next(iter(str(error).strip().splitlines()), "")
        said = f"{type(error).__name__}: {first}" if first else type(error).__name__
        message = f"{file} is damaged, or no {kind} file ({shown(said, 120)})"
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
