"""The words of a command, sorted without a fault: values of options, and what is left over."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

__all__ = ["Options", "Typed", "is_option", "options_of", "sorted_words"]

Options = Mapping[str, click.Option]
_NEGATIVE = re.compile(r"-\.?\d.*")
LONGEST = 255
"""Characters of the name of a file."""
_HIDDEN = "\0"
"""What no word holds; before a negative number it hides the sign from the parser."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Every value given for an option, in the order of the command; words that nothing takes."""

    values: tuple[tuple[click.Option, tuple[str, ...]], ...]
    loose: tuple[str, ...]


def options_of(command: click.Command) -> Options:
    """The options of a command by each of their names."""
    of = [one for one in command.params if isinstance(one, click.Option)]
    return {name: one for one in of for name in one.opts}


def sorted_words(command: click.Command, words: Sequence[str]) -> Typed:
    """The words after the name of a command.

    Negative numbers are no options, and a pair is no argument that may be left out: they count as
    words that nothing takes.

    Raises UsageError for words that the parser refuses.
    """
    every = copy.copy(command)
    every.params = [_as_often_as_given(one) for one in command.params]
    parser = every.make_parser(click.Context(every, info_name=command.name))
    hidden = [f"{_HIDDEN}{word}" if _NEGATIVE.fullmatch(word) else word for word in words]
    given, loose, _ = parser.parse_args(hidden)
    values = (
        (one, tuple(map(_typed, given[one.name])))
        for one in dict.fromkeys(options_of(command).values())
        if one.name in given and not one.is_flag
    )
    own = (given.get(one.name) for one in command.params if _may_be_left_out(one))
    texts = (one for one in own if isinstance(one, str) and (loose or "=" in one))
    pairs = (one for one in texts if not Path(one[:LONGEST]).is_file())
    return Typed(tuple(values), tuple(map(_typed, (*pairs, *loose))))


def is_option(word: str) -> bool:
    """Whether a word begins as options do, and is no negative number."""
    return word.startswith("-") and not _NEGATIVE.fullmatch(word)


def _typed(word: object) -> str:
    return str(word).removeprefix(_HIDDEN)


def _may_be_left_out(param: click.Parameter) -> bool:
    return isinstance(param, click.Argument) and not param.required


def _as_often_as_given(param: click.Parameter) -> click.Parameter:
    """An option that keeps all its values; any other parameter as it is."""
    if not isinstance(param, click.Option) or param.is_flag:
        return param
    option = copy.copy(param)
    option.multiple = True
    return option
