"""Moves that never exist and terms that never count, as far as their conditions are tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

import numpy as np

from crisis_sim.errors import CrisisSimError
from crisis_sim.formula.evaluate import FLOATS, evaluate
from crisis_sim.formula.expression import Expression, Number, names_in
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.ranges import ranged
from crisis_sim.scenario.reduce import Reducer, State
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.scenario.story import Story, tell
from crisis_sim.scenario.trial_points import trial_points

__all__ = ["never_met"]

MOST_STATES = 200
"""States in which a condition is tried at other values than the defaults."""
LONGEST_SHOWN = 60


def never_met(scenario: Scenario, *, most: int) -> Iterator[str]:
    """Conditions of moves and terms that hold in no state that is reached, in words.

    They are tried at the defaults, over the ranges, and under each assumption; the states are those
    reached at the defaults, at the least and the greatest values, and under assumptions. Stories of
    more than ``most`` nodes are not looked into.
    """
    held = _states(tell(scenario, most=most))
    unmet = {
        keys: formula
        for keys, formula in _conditions(scenario).items()
        if _at(held, keys) and not _holds(scenario, formula, _at(held, keys))
    }
    for other in _others(scenario, most) if unmet else ():
        held = _states(other)
        unmet = {k: f for k, f in unmet.items() if not _holds(other.scenario, f, _at(held, k))}
    for keys in unmet:
        yield _said(scenario, keys)


def _conditions(scenario: Scenario) -> dict[Keys, Expression]:
    """The condition of each move and each term that has one, by its place in the file."""
    found: dict[Keys, Expression | None] = {}
    for name, situation in scenario.situations.items():
        field = "chance" if situation.player < 0 else "actions"
        for move in situation.moves:
            if move.available:
                found["situations", name, field, move.name] = move.when
    for name, outcome in scenario.outcomes.items():
        for term in outcome.terms:
            found["outcomes", name, "payoffs", term.name] = term.when
    found |= {("terms", term.name): term.when for term in scenario.terms}
    return {keys: formula for keys, formula in found.items() if formula is not None}


def _states(story: Story) -> Mapping[Keys, set[State]]:
    """The states in which each situation is entered, each outcome reached, and any of them."""
    held: defaultdict[Keys, set[State]] = defaultdict(set)
    for step in story.steps:
        held["situations", step.situation.name].add(step.state)
        for edge in step.edges:
            if edge.to < 0:
                held["outcomes", edge.outcome].add(edge.state)
                held[("terms",)].add(edge.state)
    return held


def _at(held: Mapping[Keys, set[State]], keys: Keys) -> set[State]:
    """The states in which a condition is asked for."""
    return held.get(keys[:1] if keys[0] == "terms" else keys[:2], set())


def _others(scenario: Scenario, most: int) -> Iterator[Story]:
    """The story at the least and the greatest values, and under each assumption."""
    free = ranged(scenario)
    for end in (0, 1):
        values = {name: ends[end] for name, ends in free.items()}
        with suppress(CrisisSimError):
            yield tell(scenario, values, most=most)
    for name in scenario.assumptions:
        with suppress(CrisisSimError):
            yield tell(scenario.assuming(name), most=most)


def _holds(scenario: Scenario, condition: Expression, states: Collection[State]) -> bool:
    """Whether a condition holds in some state, at some point of the ranges that is tried."""
    reduce = Reducer(scenario)
    formulas = {reduce(condition, state) for state in states}
    if any(isinstance(one, Number) and one.value for one in formulas):
        return True
    rest = [one for one in formulas if not isinstance(one, Number)]
    return len(rest) > MOST_STATES or any(_holds_somewhere(scenario, one) for one in rest)


def _holds_somewhere(scenario: Scenario, condition: Expression) -> bool:
    """Whether a condition without state holds at a point of the ranges; true where it is open."""
    reached = scenario.reached_from(names_in(condition))
    points = trial_points(scenario, scenario.roots_of(reached))
    try:
        values = scenario.definitions_at(FLOATS, points, only=reached)
        return bool(np.any(evaluate(condition, FLOATS, values)))
    except KeyError:  # the days elapsed
        return True


def _said(scenario: Scenario, keys: Keys) -> str:
    written = scenario.document.data
    for key in keys:
        written = written[key]
    line = scenario.document.places[keys].key_line + 1
    holder = f" of '{keys[1]}'" if len(keys) > 2 else ""
    what = "exists" if keys[0] == "situations" else "counts"
    shown = str(written["when"])[:LONGEST_SHOWN]
    return (
        f"'{keys[-1]}'{holder} (line {line}) never {what}: "
        f"wherever it was tried, {shown} does not hold."
    )
