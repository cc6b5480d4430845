"""What a parameter or a definition ranges over, so that either can be followed along."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from crisis_sim.errors import InputError, nearest
from crisis_sim.formula.evaluate import FLOATS, RATIONALS, NotExact
from crisis_sim.formula.write import brief, equation
from crisis_sim.scenario.scenario import Parameter, Range, Scenario, Values, exact

__all__ = ["as_parameter", "outside", "own_range", "ranged"]

MOST_CORNERS = 12


def as_parameter(scenario: Scenario, name: str, values: Values | None = None) -> Parameter:
    """A parameter, or a definition as if it were one: its value as default, and its range.

    ``default`` is what it is at ``values``.

    Raises InputError for an unknown name, or a definition that depends on the state of play.
    """
    own = own_range(scenario, name)
    bound = scenario.bind(values or {})
    parameter = scenario.parameters.get(name)
    if parameter is not None:
        return replace(parameter, default=exact(bound.get(name, parameter.default), name))
    definition = scenario.definitions[name]
    return Parameter(
        name=name,
        default=exact(bound[name], name) if name in bound else _at(scenario, name, bound),
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


def outside(
    scenario: Scenario, names: Iterable[str], values: Values | None = None
) -> Iterator[str]:
    """Which of some parameters lie beyond their ranges at ``values``, in words.

    Raises InputError for names and values that cannot be given.
    """
    bound = scenario.bind(values or {})
    for name in names:
        parameter = scenario.parameters.get(name)
        if parameter is None or parameter.range is None:
            continue
        low, high = parameter.range
        value = bound[name] if name in bound else _at(scenario, name, bound)
        if not low <= value <= high:
            ends = f"{brief(low)} to {brief(high)}"
            yield f"{equation(name, exact(value))} lies outside its range, {ends}"


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
