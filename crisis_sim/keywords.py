"""Keywords of methods: arguments, options of a concept, and parameters of the scenario."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from crisis_sim.call_form import CallForm
from crisis_sim.concepts import CONCEPT_OPTIONS
from crisis_sim.errors import InputError
from crisis_sim.near_names import closest, nearest
from crisis_sim.remedy import MessageParts, Remedy
from crisis_sim.scenario.given import Given, Values, read_values
from crisis_sim.scenario.scenario import Scenario

__all__ = ["by_keyword", "checked", "no_option", "values_and_options"]

P = ParamSpec("P")
R = TypeVar("R")
_BY_NAME = ("values", "axes")
"""Arguments in which parameters stand by their names."""


def checked(method: Callable[P, R]) -> Callable[P, R]:
    """For methods that look at their other keywords themselves: arguments are checked alone.

    Raises InputError for what has no place, or is not as it is annotated; all is told at once.
    """
    form = CallForm(method)

    @wraps(method)
    def with_checks(*args: P.args, **given: P.kwargs) -> R:
        _refuse(form.faults(args[form.bound :], given, {}))
        return method(*args, **given)

    return with_checks


def by_keyword(
    handed_to: Callable[[], Callable[..., object]] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For methods and functions: arguments that cannot be, and keywords not clear, are refused.

    A keyword is an argument of the method, or of the function that it is ``handed_to``; an option
    of a concept if the concept is among these; or, where the method calls the rest ``more``, a
    parameter or definition of the scenario. One that is a parameter and something else is the
    latter where parameters are given by name, in ``values`` or as ``axes``, and refused elsewhere.
    One that is nothing is refused with the nearest of all, a number that its record in
    :data:`crisis_sim.arguments.ARGUMENTS` does not allow with what that does, and likewise what is
    not as it is annotated (:data:`crisis_sim.call_form.KINDS`).
    """

    def of(method: Callable[P, R]) -> Callable[P, R]:
        form = CallForm(method)
        free, own_options = form.rest == "more", _options(form, {})

        @wraps(method)
        def told_apart(*args: P.args, **given: P.kwargs) -> R:
            own = args[form.bound :]
            if not (own or given or form.needed):
                return method(*args, **given)
            handed = CallForm(handed_to()).by_name if handed_to else {}
            options = _options(form, handed) if handed else own_options
            named = form.named(own, given)
            scenario = getattr(args[0], "scenario", None) if form.bound and args else None
            _refuse(
                (
                    *form.faults(own, given, handed),
                    *(_unclear(options, named, given, scenario) if free else ()),
                    *_unknown(form.name, options, given, scenario, free=free),
                )
            )
            return method(*args, **given)

        return told_apart

    return of


def _options(form: CallForm, handed: Collection[str]) -> set[str]:
    """The arguments of a method, and the options of concepts if the concept is among them."""
    taken = {*handed, *form.by_name, *form.by_place}
    return taken.union(CONCEPT_OPTIONS) if "concept" in taken else taken


def values_and_options(
    values: Given | None, more: Mapping[str, Any]
) -> tuple[Values, dict[str, Any]]:
    """The values of parameters and definitions, and the options of a concept, None for none."""
    own = {name: one for name, one in more.items() if name not in CONCEPT_OPTIONS}
    given = {name: one for name, one in more.items() if name not in own and one is not None}
    return read_values(values, own), given


def _refuse(faults: Iterable[MessageParts]) -> None:
    """Raise InputError for faults, if there are any, each on a line."""
    if told := [part for fault in faults for part in ("\n", *fault)]:
        raise InputError(*told[1:])


def _unclear(
    options: Collection[str],
    named: Mapping[str, object],
    given: Collection[str],
    scenario: Scenario | None,
) -> Iterator[MessageParts]:
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
) -> Iterator[MessageParts]:
    """Keywords that are nothing, with the nearest of what there is.

    Raises InputError for one that is near to nothing, where there are no parameters.
    """
    parameters = _parameters(scenario)
    for name in given:
        if name in options or (free and name in parameters):
            continue
        if scenario is None or not free:
            yield no_option(name, method, options, scenario)
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


def no_option(
    name: str, owner: str, options: Iterable[str], scenario: Scenario | None
) -> MessageParts:
    """What is said of a keyword that is no option of what it is given to, with those it takes."""
    if name in _parameters(scenario):
        return f"'{name}' is a parameter: give its value by name (", Remedy("values"), ")"
    return (f"'{name}' is no option of {owner}. {nearest(name, options)}",)


def _parameters(scenario: Scenario | None) -> list[str]:
    return [] if scenario is None else [*scenario.parameters, *scenario.definitions]
