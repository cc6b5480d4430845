"""What to write instead, for mistakes that the parser of the command line finds."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

import click

from crisis_sim.formula.numerals import no_number

__all__ = ["advised"]

_NO_NUMBER = re.compile(r"'([^']*)' is not a valid (float|integer)(?: range)?\.", re.DOTALL)
_APART = re.compile(r"Got unexpected extra arguments? \((\S+).*\)", re.DOTALL)


def advised(error: click.ClickException, words: Sequence[str]) -> click.ClickException:
    """The error of a command of these words, with what to write instead where that is known."""
    if not isinstance(error, click.UsageError):
        return error
    told = _NO_NUMBER.sub(lambda found: _number(*found.groups()), error.format_message())
    if apart := _APART.fullmatch(told):
        told += _joined(apart[1], words)
    return click.UsageError(told, error.ctx)


def _number(text: str, kind: str) -> str:
    if kind == "integer":
        return f"'{text}' is not a whole number. Write digits alone, such as 1000."
    return no_number(text, ". Write one such as 0.5.")


def _joined(value: str, words: Sequence[str]) -> str:
    """How to write a value that stands apart from its name, after an option such as ``-s``."""
    for option, name, after in zip(words, words[1:], words[2:], strict=False):
        if option in ("-s", "--set", "-x", "--along", "--axis", "-p", "--play") and after == value:
            again = "=" in value and "=" in name
            told = f"{name} {option} {value}" if again else shlex.quote(f"{name}={value}")
            return f". Write {option} {told}"
    return ""
