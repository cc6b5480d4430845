"""Flags made from the records of options: those of concepts, of figures, and of methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

import click

from crisis_sim.arguments import argument
from crisis_sim.cli.completion import complete_from
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.number import NUMBER, NumberRange
from crisis_sim.concepts import CONCEPT_OPTIONS, SWEPT_OPTIONS, concepts_taking
from crisis_sim.option import Option
from crisis_sim.sentence import capital

__all__ = [
    "argument_flag",
    "concept_flags",
    "default_flag",
    "option_flag",
    "option_flags",
]

F = TypeVar("F", bound=Callable[..., Any])


def argument_flag(name: str, told: str = "", *, method: str = "", **how: Any) -> Callable[[F], F]:
    """The flag of an argument that methods take alike, with what is ``told`` of it here."""
    return default_flag(argument(name, method), told, **how)


def default_flag(option: Option, told: str = "", **how: Any) -> Callable[[F], F]:
    """The flag of an option that has its default where it is not given."""
    shown = f"{told or capital(option.meaning)}{_choices(option)}{_without(option)}"
    return option_flag(option, shown, default=option.default, **how)


def concept_flags(*, swept: bool = False) -> Callable[[F], F]:
    """A flag for each option of concepts, or each that a sweep needs."""
    options = SWEPT_OPTIONS if swept else CONCEPT_OPTIONS
    if swept:
        options = {name: replace(one, without="") for name, one in options.items()}
    return option_flags(options.values(), lambda one: _of_concepts(one, swept=swept))


def option_flags(options: Iterable[Option], told: Callable[[Option], str]) -> Callable[[F], F]:
    """A flag for each of some options, with what is ``told`` of it; None where it is not given."""

    def with_flags(function: F) -> F:
        for one in reversed([*options]):
            function = option_flag(one, f"{told(one)}{_choices(one)}{_without(one)}")(function)
        return function

    return with_flags


def option_flag(option: Option, told: str, *, default: Any = None, **more: Any) -> Callable[[F], F]:
    """The flag of an option: how the parser reads it, what people count from 1 as from 0."""

    def end(place: int | None) -> int | None:
        return None if place is None else place + option.counted

    how: dict[str, Any] = more | {
        "help": f"{told}.",
        "default": end(default) if option.counted else default,
    }
    if option.kind is bool:
        how |= {"is_flag": True}
    elif option.kind is int:
        how |= {"type": click.IntRange(end(option.low), end(option.high))}
    elif option.kind is float:
        ends = option.low, option.high
        bounded = NumberRange(*ends, min_open=option.open)
        how |= {"type": NUMBER if ends == (None, None) else bounded}
    else:
        how |= {"metavar": option.form or "NAME", "multiple": option.default == ()}
    if option.counted:
        how["callback"] = _from_0
    if option.among:
        how["shell_complete"] = complete_from(option.among)
    elif option.choices:
        how["shell_complete"] = lambda _ctx, _param, word: [
            one for one in option.choices if one.startswith(word)
        ]
    return click.option(*flags_of(option.name), option.name, **how)


def _of_concepts(option: Option, *, swept: bool) -> str:
    """For which concepts an option is, and what it does."""
    concepts = " or ".join(f"-c {name}" for name in concepts_taking(option.name))
    unit = f", in {option.unit}" if option.unit else ""
    return f"For {concepts}{', which needs it' if swept else ''}: {option.meaning}{unit}"


def _choices(option: Option) -> str:
    return f": {', '.join(option.choices)}" if option.choices else ""


def _without(option: Option) -> str:
    """What is done where an option is not given."""
    if option.without:
        return f"; without it, {option.without}"
    if option.default is None or option.kind not in (int, float, str):
        return ""
    told = option.default
    if option.kind is not str:
        told = f"{told + option.counted:,}" if option.kind is int else f"{told:g}"
    return f"; by default {told}"


def _from_0(ctx: click.Context, param: click.Parameter, given: int | None) -> int | None:
    """What people count from 1 as Python has it."""
    del ctx, param
    return None if given is None else given - 1
