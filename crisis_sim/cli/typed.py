"""The words of a command, sorted without a fault: values of options, and what is left over."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

__all__ = ["Options", "Typed", "options_of", "sorted_words"]

Options = Mapping[str, click.Option]


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

    Raises UsageError for words that the parser refuses.
    """
    every = copy.copy(command)
    every.params = [_as_often_as_given(one) for one in command.params]
    parser = every.make_parser(click.Context(every, info_name=command.name))
    given, loose, _ = parser.parse_args(list(words))
    values = (
        (one, tuple(map(str, given[one.name])))
        for one in dict.fromkeys(options_of(command).values())
        if one.name in given and not one.is_flag
    )
    return Typed(tuple(values), tuple(loose))


def _as_often_as_given(param: click.Parameter) -> click.Parameter:
    """An option that keeps all its values; any other parameter as it is."""
    if not isinstance(param, click.Option) or param.is_flag:
        return param
    option = copy.copy(param)
    option.multiple = True
    return option
