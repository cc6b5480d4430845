"""The values that are given and the range over which a parameter is followed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.exact.solving.family import SymbolicFamily
from crisis_sim.near_names import listed
from crisis_sim.remedy import MessageParts, Remedy
from crisis_sim.scenario.as_assumed import as_assumed, displaced, held
from crisis_sim.scenario.given import Values, exact
from crisis_sim.scenario.ranges import beyond, ranged
from crisis_sim.scenario.scenario import Range, Scenario
from crisis_sim.scenario.span import Span, spans_of

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["Box", "ToFollow", "followed", "numerical_parameters", "refuse_given", "remarks"]

ToFollow = Span | str | Sequence[Span | str]
"""What is to be followed, as spans or as their texts."""
Box = dict[str, Range]
"""Ranges by name."""


def followed(
    games: Games,
    asked: ToFollow,
    values: Mapping[str, float | Fraction] | None,
    *,
    starting: bool = False,
) -> tuple[Box, dict[str, Fraction]]:
    """The range of each parameter that is followed, and the values given to others.

    Without ``asked`` all :func:`numerical_parameters` are followed. Where they are ``starting``
    from values, those followed may be given too.

    Raises InputError for unknown names, a name asked for twice or given a value too, what is not a
    number, and a range that is missing or empty; NotSolved where no parameter could be followed.
    """
    given = values or {}
    games.scenario.bind(given)
    rationals = {name: exact(value, name) for name, value in given.items()}
    spans = spans_of(asked) or spans_of(numerical_parameters(games, rationals))
    box = {span.name: span.ends(games.scenario) for span in spans}
    if not starting:
        refuse_given(box, given)
    return box, {name: value for name, value in rationals.items() if name not in box}


def refuse_given(followed: Iterable[str], values: Iterable[str]) -> None:
    """Raise InputError for names that are followed and given a value, which would be unused."""
    both = [name for name in followed if name in set(values)]
    if both:
        told = f"{listed(both)} {'are' if len(both) > 1 else 'is'} both followed and given a value"
        raise InputError(f"{told}; leave out one of them")


def remarks(
    scenario: Scenario, asked: ToFollow, box: Box, values: Values | None, *, starting: bool = False
) -> Iterator[str]:
    """What is said of the assumptions made, the values given and the ranges followed.

    Without ``asked`` that includes what assumptions hold; where those followed are ``starting``
    from values, what assumptions set is where they start.
    """
    given = values or {}
    yield from displaced(scenario, given if starting else (*given, *box))
    for one in as_assumed(scenario, given) if starting else ():
        if begun := [name for name in one.assumption.sets if name in box and name not in given]:
            yield f"moved from where {one.told_to_set(begun)}"
    for name, ends in box.items():
        yield from beyond(scenario, name, *ends)
    if not spans_of(asked):
        yield from held(scenario, given)


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
        for name, (low, high) in ranged(games.scenario, values).items()
        if low < high and (shaping if name in structural else name in used)
    ]
    if not names:
        serves = _nothing_left(games.scenario, values, used, structural)
        raise NotSolved(*serves)
    return names


def _nothing_left(
    scenario: Scenario, values: Iterable[str], used: Container[str], structural: Iterable[str]
) -> Iterator[Remedy | str]:
    """That nothing can be followed, and what would serve: what takes ranges away, or another."""
    ways: list[MessageParts] = []
    if any(name in used or name in scenario.definitions for name in values):
        ways.append(("give fewer values (", Remedy("values"), ")"))
    if scenario.overrides:
        ways.append(("make fewer assumptions",))
    free = " that is left free" if ways else ""
    held = {*values, *scenario.overrides}
    bare = [name for name in scenario.parameters if name in used and name not in held]
    for name in bare[:1]:
        along = Remedy("along", f"{name}=LOW:HIGH")
        ways.append((f"say how far {name} may go (", along, ")"))
    yield f"the game's numbers depend on no parameter with a range{free}"
    yield from (part for i, way in enumerate(ways) for part in (" or " if i else "; ", *way))
    for place, name in enumerate(sorted(structural)):
        yield ", " if place else "; what shapes the tree can be followed by "
        yield Remedy("thresholds()", name)
