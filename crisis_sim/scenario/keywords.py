"""Keywords of methods: arguments, options of a concept, and parameters of the scenario."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

from crisis_sim.arguments import ARGUMENTS
from crisis_sim.concepts import CONCEPT_OPTIONS
from crisis_sim.errors import InputError
from crisis_sim.near_names import closest, nearest
from crisis_sim.option import Parts
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.given import Given, Values, read_values
from crisis_sim.scenario.scenario import Scenario

__all__ = ["by_keyword", "by_name", "values_and_options"]

P = ParamSpec("P")
R = TypeVar("R")
_BY_NAME = ("values", "axes")
"""Arguments in which parameters stand by their names."""


def by_keyword(
    handed_to: Callable[[], Callable[..., object]] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For methods that take more keywords than they name: what is not clear is refused.

    A keyword is an argument of the method, or of the function that it is ``handed_to``; an option
    of a concept if the concept is among these; or, where the method calls the rest ``more``, a
    parameter or definition of the scenario. One that is a parameter and something else is the
    latter where parameters are given by name, in ``values`` or as ``axes``, and refused elsewhere.
    One that is nothing is refused with the nearest of all, and a number that its record in
    :data:`crisis_sim.arguments.ARGUMENTS` does not allow with what that does.
    """

    def of(method: Callable[P, R]) -> Callable[P, R]:
        arguments = {**signature(method).parameters}
        free = arguments.popitem()[0] == "more"
        bound = arguments.pop("self", None) is not None

        @wraps(method)
        def told_apart(*args: P.args, **given: P.kwargs) -> R:
            handed = signature(handed_to()).parameters if handed_to else {}
            taken = {name: one for name, one in handed.items() if one.kind is one.KEYWORD_ONLY}
            taken |= arguments
            options = {*taken, *(CONCEPT_OPTIONS if "concept" in taken else ())}
            named = {**dict(zip(arguments, args[bound:], strict=False)), **given}
            scenario = getattr(args[0], "scenario", None) if bound and args else None
            faults = [
                *_numbers(taken, named),
                *(_unclear(options, named, given, scenario) if free else ()),
                *_unknown(method.__name__, options, given, scenario, free=free),
            ]
            if faults:
                raise InputError(*[part for fault in faults for part in ("\n", *fault)][1:])
            return method(*args, **given)

        return told_apart

    return of


def values_and_options(
    values: Given | None, more: Mapping[str, Any]
) -> tuple[Values, dict[str, Any]]:
    """The values of parameters and definitions, and the options of a concept, None for none."""
    own = {name: one for name, one in more.items() if name not in CONCEPT_OPTIONS}
    given = {name: one for name, one in more.items() if name not in own and one is not None}
    return read_values(values, own), given


def _numbers(taken: Mapping[str, Parameter], named: Mapping[str, object]) -> Iterator[Parts]:
    """What is wrong with numbers that methods take alike, each with its own default."""
    for name, value in named.items():
        if name in taken and name in ARGUMENTS:
            one = replace(ARGUMENTS[name], default=taken[name].default)
            if fault := one.fault(value):
                yield fault


def _unclear(
    options: Collection[str],
    named: Mapping[str, object],
    given: Collection[str],
    scenario: Scenario | None,
) -> Iterator[Parts]:
    """Keywords that are a parameter and something else."""
    if any(named.get(name) is not None for name in _BY_NAME):
        return
    for name in sorted({*options}.intersection(given, _parameters(scenario))):
        told = f"'{name}' is an option, and a parameter of the scenario: give parameters by name ("
        yield told, Remedy("values"), "), if only in an empty mapping"


def _unknown(
    method: str,
    options: Collection[str],
    given: Collection[str],
    scenario: Scenario | None,
    *,
    free: bool,
) -> Iterator[Parts]:
    """Keywords that are nothing, with the nearest of what there is.

    Raises InputError for one that is near to nothing, where there are no parameters.
    """
    parameters = _parameters(scenario)
    for name in given:
        if name in options or (free and name in parameters):
            continue
        if name in parameters:
            yield by_name(name)
        elif scenario is None or not free:
            yield (f"'{name}' is no option of {method}. {nearest(name, options)}",)
        else:
            told = f"'{name}' is neither a parameter of {scenario.name} nor an option of {method}"
            yield (f"{told}. {_hint(name, scenario, options)}",)


def _hint(name: str, scenario: Scenario, options: Collection[str]) -> str:
    """The options if one of them is the nearest, else the parameters; InputError if it has none."""
    parameters = _parameters(scenario)
    if closest(name, [*parameters, *sorted(options)]) in {*options}.difference(parameters):
        return nearest(name, options)
    scenario.refuse_without_parameters()
    return nearest(name, parameters)


def by_name(parameter: str) -> Parts:
    """What is said of a parameter in the place of an option."""
    return f"'{parameter}' is a parameter: give its value by name (", Remedy("values"), ")"


def _parameters(scenario: Scenario | None) -> list[str]:
    return [] if scenario is None else [*scenario.parameters, *scenario.definitions]
