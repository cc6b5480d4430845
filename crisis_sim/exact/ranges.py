"""The values that are given and the range over which a parameter is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from crisis_sim.errors import InputError, NotSolved, Remedy, nearest
from crisis_sim.exact.solving.family import SymbolicFamily
from crisis_sim.scenario.ranges import own_range
from crisis_sim.scenario.scenario import exact

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["Bounds", "box_of", "check_ranges", "exact_values", "numerical_parameters", "range_of"]

Bounds = tuple[float | Fraction | None, float | Fraction | None]
"""The ends of a range; None for the scenario's own."""


def exact_values(
    games: Games, values: Mapping[str, float | Fraction], *, but: str = ""
) -> dict[str, Fraction]:
    """The given values as rationals, without the one for the parameter that is followed.

    Raises InputError for an unknown name or what is not a number.
    """
    games.scenario.bind(values)
    return {name: exact(value, name) for name, value in values.items() if name != but}


def range_of(
    games: Games,
    name: str,
    low: float | Fraction | None = None,
    high: float | Fraction | None = None,
) -> tuple[Fraction, Fraction]:
    """The range of a parameter or definition: as given, else the scenario's own.

    A definition without a range of its own ranges as far as its formula does at the corners of the
    ranges of what it is made of.

    Raises InputError for an unknown name and for a range that is missing or empty.
    """
    scenario = games.scenario
    if name not in scenario.parameters and name not in scenario.definitions:
        known = nearest(name, [*scenario.parameters, *scenario.definitions])
        raise InputError(f"{scenario.name} has no parameter '{name}'. {known}".rstrip())
    scenario.bind({name: Fraction(0)})
    own = own_range(scenario, name)
    ends = [own[i] if value is None else exact(value, name) for i, value in enumerate((low, high))]
    if ends[0] is None or ends[1] is None:
        raise InputError(f"{name} has no range in the scenario: give one, such as {name}=0:1")
    if not ends[0] < ends[1]:
        raise InputError(f"the range of {name} is empty: {ends[0]} to {ends[1]}")
    return ends[0], ends[1]


def box_of(
    games: Games, names: Sequence[str], ranges: Mapping[str, Bounds] | None
) -> dict[str, tuple[Fraction, Fraction]]:
    """The range of each name, where none is given the scenario's own; as :func:`range_of`."""
    given = ranges or {}
    check_ranges(given, names)
    return {name: range_of(games, name, *given.get(name, (None, None))) for name in names}


def check_ranges(ranges: Mapping[str, Bounds], names: Sequence[str]) -> None:
    """Raise InputError for a range of what is none of the names that are followed."""
    for name in ranges:
        if name not in names:
            hint = nearest(name, names)
            raise InputError(
                f"a range is given for '{name}', which is not followed. {hint}".rstrip()
            )


def numerical_parameters(
    games: Games, values: Mapping[str, float | Fraction], *, shaping: bool = False
) -> list[str]:
    """The parameters with a range that the game's numbers depend on, in the scenario's order.

    With ``shaping`` those that shape the tree as well.

    Raises NotSolved where there are none, InputError where the scenario has none at all.
    """
    games.scenario.refuse_without_parameters()
    family = games.family(values)
    used = SymbolicFamily(family, values, []).used()
    structural = set(family.structural)
    names = [
        name
        for name, parameter in games.scenario.parameters.items()
        if ((name in used and name not in structural) or (shaping and name in structural))
        and name not in values
        and name not in games.scenario.overrides
        and parameter.low is not None
        and parameter.high is not None
        and parameter.low < parameter.high
    ]
    if not names:
        followed = [Remedy("thresholds()", name) for name in sorted(structural)]
        alone = [part for one in followed for part in (", ", one)]
        raise NotSolved(
            "no parameter with a range is left that the game's numbers depend on; give fewer "
            "values (",
            Remedy("values"),
            ")",
            *(["; what shapes the tree can be followed by ", *alone[1:]] if alone else []),
        )
    return names
