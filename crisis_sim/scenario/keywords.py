"""Keywords that are parameters of a scenario, and those that are options of what is asked of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from crisis_sim.errors import InputError
from crisis_sim.near_names import closest
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.given import Given, Values, read_values
from crisis_sim.scenario.scenario import Scenario

__all__ = ["refuse_unclear", "told_apart"]


def told_apart(
    scenario: Scenario, values: Given | None, more: Mapping[str, Any], options: Collection[str]
) -> tuple[Values, dict[str, Any]]:
    """The values of parameters and definitions, and the options, both of which are keywords.

    A keyword that could be either is the option, if ``values`` has the parameter.

    Raises InputError where it has not, and for a name that is nearest to that of an option.
    """
    refuse_unclear(scenario, [name for name in more if name in options], read_values(values))
    known = [*scenario.parameters, *scenario.definitions]
    for name in more:
        near = "" if name in known or name in options else closest(name, [*known, *options])
        if near in options and near not in known:
            raise InputError(
                f"neither a parameter nor an option is called '{name}'. Did you mean '{near}'?"
            )
    asked = {name: value for name, value in more.items() if name in options}
    own = {name: one for name, one in more.items() if name not in asked}
    return read_values(values, own), asked


def refuse_unclear(
    scenario: Scenario, options: Collection[str], elsewhere: Collection[str]
) -> None:
    """Raise InputError for an option called as a parameter that is given nothing ``elsewhere``."""
    both = {*scenario.parameters, *scenario.definitions}.intersection(options)
    for name in sorted(both.difference(elsewhere)):
        raise InputError(
            f"'{name}' is an option, and a parameter of {scenario.name}: give the parameter its "
            "value too (",
            Remedy("values"),
            ")",
        )
