"""What a parameter or a definition ranges over, so that either can be followed along."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from crisis_sim.errors import InputError
from crisis_sim.formula.evaluate import FLOATS, RATIONALS, NotExact
from crisis_sim.formula.write import brief, equation
from crisis_sim.near_names import nearest
from crisis_sim.scenario.as_assumed import displaced
from crisis_sim.scenario.given import Values, exact
from crisis_sim.scenario.scenario import Parameter, Range, Scenario

__all__ = ["as_parameter", "beyond", "cautions", "outside", "own_range", "ranged", "whose"]

MOST_CORNERS = 12


def as_parameter(scenario: Scenario, name: str, values: Values | None = None) -> Parameter:
    """A parameter, or a definition as if it were one: its value as default, and its range.

    ``default`` is what it is at ``values``, under the assumptions made.

    Raises InputError for an unknown name, or a definition that depends on the state of play.
    """
    own = own_range(scenario, name)
    bound = scenario.bind(values or {})
    parameter = scenario.parameters.get(name)
    here = bound[name] if name in bound else _at(scenario, name, bound)
    if parameter is not None:
        return replace(parameter, default=here)
    definition = scenario.definitions[name]
    return Parameter(
        name=name,
        default=here,
        range=own,
        prior=None,
        unit=definition.unit,
        meaning=definition.meaning,
        label=definition.label,
        cited=definition.cited,
    )


def own_range(scenario: Scenario, name: str) -> Range | None:
    """The range that the scenario gives a parameter or definition; None where it gives none.

    A definition ranges as far as its formula does at the corners of the ranges of what it is made
    of.

    Raises InputError for an unknown name, or a definition that depends on the state of play.
    """
    if name not in scenario.parameters and name not in scenario.definitions:
        known = nearest(name, [*scenario.parameters, *scenario.definitions], most=40)
        raise InputError(f"{scenario.name} has no parameter '{name}'. {known}".rstrip())
    scenario.bind({name: Fraction(0)})
    parameter = scenario.parameters.get(name)
    if parameter is not None:
        return parameter.range
    made_of = sorted(scenario.roots_of([name]) & set(scenario.parameters))
    sides = [set(scenario.parameters[one].range or ()) for one in made_of]
    if len(made_of) > MOST_CORNERS or not all(sides):
        return None
    corners = (dict(zip(made_of, ends, strict=True)) for ends in itertools.product(*sides))
    at = [_at(scenario, name, scenario.bind(corner)) for corner in corners]
    return min(at), max(at)


def ranged(scenario: Scenario, given: Container[str] = ()) -> dict[str, Range]:
    """The parameters with a range that neither a value given nor an assumption settles."""
    return {
        name: one.range
        for name, one in scenario.parameters.items()
        if one.range is not None and name not in given and name not in scenario.overrides
    }


def whose(scenario: Scenario, name: str, values: Values) -> str:
    """What makes a parameter or definition what it is at ``values``, in words."""
    made_of = scenario.reached_from([name], values)
    told = [
        word
        for word, names in (("assumed", set(scenario.overrides) - set(values)), ("given", values))
        if made_of & set(names)
    ]
    return f"the value {' and '.join(told)}" if told else "the scenario's own value"


def cautions(scenario: Scenario, values: Values) -> Iterator[str]:
    """What a reader should know of values given and of assumptions made."""
    yield from displaced(scenario, values)
    yield from outside(scenario, values)


def outside(scenario: Scenario, values: Values, varying: Iterable[str] = ()) -> Iterator[str]:
    """Which of the parameters given, or set by assumptions, lie beyond their ranges, in words.

    Nothing is said of those that are ``varying``, or that assumptions make of these.

    Raises InputError for names and values that cannot be given.
    """
    bound, swept = scenario.bind(values), set(varying)
    for name in dict.fromkeys([*scenario.overrides, *values]):
        parameter = scenario.parameters.get(name)
        if name in scenario.of_state or scenario.reached_from([name], bound) & swept:
            continue
        if parameter is None or parameter.range is None:
            continue
        low, high = parameter.range
        value = bound[name] if name in bound else _at(scenario, name, bound)
        if not low <= value <= high:
            ends = f"{brief(low)} to {brief(high)}"
            yield f"{equation(name, exact(value))} lies outside its range, {ends}"


def beyond(scenario: Scenario, name: str, low: Fraction, high: Fraction) -> Iterator[str]:
    """What is said of a parameter that is followed beyond its range."""
    own = scenario.parameters[name].range if name in scenario.parameters else None
    if own is None or own[0] <= low <= high <= own[1]:
        return
    ends = f"{brief(own[0])} to {brief(own[1])}"
    yield f"the parameter {name} goes from {brief(low)} to {brief(high)}, beyond its range, {ends}"


def _at(scenario: Scenario, name: str, bound: Mapping[str, float | Fraction]) -> Fraction:
    """The value of a definition; rounded in the twelfth place where it is not rational."""
    only = scenario.reached_from([name])
    try:
        rationals = {n: exact(v, n) for n, v in bound.items()}
        return scenario.definitions_at(RATIONALS, rationals, only=only)[name]
    except NotExact:
        floats = {n: float(v) for n, v in bound.items()}
        value = float(scenario.definitions_at(FLOATS, floats, only=only)[name])
        return exact(round(value, 12), name)
