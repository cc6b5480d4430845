"""The options of the solution concepts as flags, made from their records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from crisis_sim.cli.flags import flag_of
from crisis_sim.cli.number import NumberRange
from crisis_sim.concept import ConceptOption
from crisis_sim.concepts import OPTIONS, SWEPT_OPTIONS, concepts_taking

__all__ = ["concept_flags"]

F = TypeVar("F", bound=Callable[..., Any])


def concept_flags(*, swept: bool = False) -> Callable[[F], F]:
    """A flag for each option, or each that a sweep needs; None stands for one that is not given."""
    options = SWEPT_OPTIONS if swept else OPTIONS

    def with_flags(function: F) -> F:
        for option in reversed([*options.values()]):
            flags = flag_of(option.name), option.name
            function = click.option(*flags, **_settings(option, swept=swept))(function)
        return function

    return with_flags


def _settings(option: ConceptOption, *, swept: bool) -> dict[str, Any]:
    """How the parser reads an option."""
    told: dict[str, Any] = {"help": _help(option, swept=swept), "default": None}
    if option.kind is bool:
        return {**told, "is_flag": True}
    if option.kind is str:
        return {**told, "metavar": "NAME", "shell_complete": lambda *_: [*option.choices]}
    ranges = click.IntRange if option.kind is int else NumberRange
    return {**told, "type": ranges(min=option.low)}


def _help(option: ConceptOption, *, swept: bool) -> str:
    """For which concepts it is, what it does, and what is done without it."""
    concepts = " or ".join(f"-c {name}" for name in concepts_taking(option.name))
    unit = f", in {option.unit}" if option.unit else ""
    choices = f": {', '.join(option.choices)}" if option.choices else ""
    needed, without = (", which needs it", "") if swept else ("", _without(option))
    return f"For {concepts}{needed}: {option.meaning}{unit}{choices}{without}."


def _without(option: ConceptOption) -> str:
    if option.without:
        return f"; without it, {option.without}"
    default = f"{option.default:,}" if option.kind is int else option.default
    return "" if option.kind is bool or option.default is None else f"; by default {default}"
