"""Standard streams as they may be: closed, on a full disk, or a pipe that nobody reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click

__all__ = ["OUTPUT", "forget_output", "name_output", "open_closed_streams", "say"]

OUTPUT = "<stdout>"
"""What an :class:`OSError` names as its file where standard output could not be written."""
_NAMES = ("stdin", "stdout", "stderr")


def open_closed_streams() -> None:
    """Open streams that are closed, so that no file takes their numbers.

    Standard input is then empty; writing to standard output fails, as on a full disk; what goes to
    standard error is lost.
    """
    closed = [(number, name) for number, name in enumerate(_NAMES) if getattr(sys, name) is None]
    for number, name in closed:
        opened = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        mode = "r" if name == "stdin" else "w"
        setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def name_output() -> None:
    """Have errors of writing to standard output name it, so that they are told from all others."""
    written = getattr(sys.stdout, "buffer", sys.stdout)
    for method in ("write", "flush"):
        setattr(written, method, _naming(getattr(written, method)))


def _naming(write: Callable[..., Any]) -> Callable[..., Any]:
    def write_or_name(*data: Any) -> Any:
        try:
            return write(*data)
        except OSError as error:
            error.filename = OUTPUT
            raise

    return write_or_name


def say(message: str) -> None:
    """Write to standard error, if that can be written."""
    with suppress(OSError):
        click.echo(message, err=True)


def forget_output() -> None:
    """Have what is yet to be written to standard output go nowhere."""
    with suppress(OSError), open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
