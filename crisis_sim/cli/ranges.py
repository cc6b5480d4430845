"""The option that names parameters to be followed, with a range if wished."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeVar

import click

from crisis_sim.cli.options import as_number, complete_from
from crisis_sim.errors import InputError

__all__ = ["along_option", "parse_range", "shown_progress"]

T = TypeVar("T")

along_option = click.option(
    "-x",
    "--along",
    "along",
    metavar="NAME[=LOW:HIGH]",
    multiple=True,
    shell_complete=complete_from("parameters"),
    help="A parameter or definition, over its range or the one given, such as -x pi=0:1/2.",
)

_NUMBER = r"[-+]?(?:\d{1,30}/\d{1,30}|(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?:[eE][-+]?\d{1,2})?)"
_RANGE = re.compile(rf"\s*(\w+)\s*(?:=\s*({_NUMBER})\s*:\s*({_NUMBER})\s*)?")


def parse_range(text: str) -> tuple[str, Fraction | None, Fraction | None]:
    """``NAME`` or ``NAME=LOW:HIGH``, exactly; InputError for anything else."""
    found = _RANGE.fullmatch(text)
    if found is None:
        ends = (as_number(end.strip()) for end in text.partition("=")[2].split(":"))
        told = next(filter(None, ends), "")
        raise InputError(f"expected NAME or NAME=LOW:HIGH, found '{text}'{told}")
    name, low, high = found.groups()
    try:
        return name, Fraction(low) if low else None, Fraction(high) if high else None
    except ZeroDivisionError:
        raise InputError(f"'{text}' divides by zero") from None


def shown_progress(items: Sequence[T], what: str) -> Iterator[T]:
    """The items one after another, with a bar on standard error if it is a terminal."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=what, file=sys.stderr) as bar:
        yield from bar
