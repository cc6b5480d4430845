"""Where the sides stand if they do not agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_sim.bargain.no_deal import without_agreement
from crisis_sim.bargain.worth import Worth
from crisis_sim.errors import InputError, NotSolved, nearest
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.scenario.scenario import Scenario, Values
from crisis_sim.solve.choose import solve_game
from crisis_sim.strategy.evaluate import node_values
from crisis_sim.study import Study

__all__ = ["Disagreement", "agreements_of", "disagreement_point"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Payoffs without a deal.

    ``by_circumstance`` are those in each state in which the world may be at first. ``others`` are
    the payoffs of further equilibria of play without agreement, of which the first is taken.
    """

    name: str
    payoffs: tuple[float, ...]
    by_circumstance: tuple[tuple[float, ...], ...]
    outcomes: tuple[tuple[str, float], ...] = ()
    others: tuple[tuple[float, ...], ...] = ()
    notes: tuple[str, ...] = ()


def agreements_of(scenario: Scenario) -> frozenset[str]:
    """The outcomes that settle at least one issue."""
    issues = {name for name, one in scenario.variables.items() if one.issue}
    return frozenset(
        name
        for name, outcome in scenario.outcomes.items()
        if any(settled in issues for settled, _ in outcome.settles)
    )


def disagreement_point(
    study: Study, values: Values, worth: Worth, name: str | None, concept: str
) -> Disagreement:
    """What each side gets without a deal; see :func:`crisis_sim.bargain.view.bargaining_view`."""
    scenario = study.scenario
    if name is None:
        return _no_deal(study, values, worth, concept)
    if name in scenario.outcomes:
        rows = [worth.outcome(name, one.state) for one in worth.circumstances]
        return _point(scenario.outcomes[name].label, rows, worth)
    if name in scenario.situations:
        return _continuation(study, values, worth, name, concept)
    known = nearest(name, [*scenario.outcomes, *scenario.situations], most=60)
    raise InputError(f"{scenario.name} has no outcome or situation '{name}'. {known}")


def _point(
    name: str,
    rows: list[Floats],
    worth: Worth,
    *,
    outcomes: tuple[tuple[str, float], ...] = (),
    others: tuple[tuple[float, ...], ...] = (),
    notes: tuple[str, ...] = (),
) -> Disagreement:
    weights = [one.probability for one in worth.circumstances]
    payoffs = np.einsum("s,sp->p", weights, np.array(rows))
    by_state = tuple(tuple(row.tolist()) for row in rows)
    return Disagreement(name, tuple(payoffs.tolist()), by_state, outcomes, others, notes)


def _no_deal(study: Study, values: Values, worth: Worth, concept: str) -> Disagreement:
    agreements = agreements_of(study.scenario)
    game = without_agreement(study.game(values), agreements)
    solution = solve_game(game, concept)
    if not solution.equilibria:
        raise NotSolved(
            f"play without agreement has no equilibrium that was found ({solution.searched}); "
            "name a disagreement point with --disagreement"
        )
    first, *rest = solution.equilibria
    rows = _first_values(game, first.profile, worth)
    apart = [one.payoffs for one in rest if not np.allclose(one.payoffs, first.payoffs)]
    others = tuple(dict.fromkeys(tuple(payoffs.round(9).tolist()) for payoffs in apart))
    notes = []
    if others:
        notes.append(
            f"Play without agreement has {len(solution.equilibria)} equilibria; the first is taken."
        )
    return _point(
        "play without agreement",
        rows,
        worth,
        outcomes=tuple(first.outcomes.items()),
        others=others,
        notes=tuple(notes),
    )


def _first_values(game: Game, profile: Floats, worth: Worth) -> list[Floats]:
    """(circumstances,) continuation values at the first decisions, in the order of the story."""
    values = node_values(game, profile)
    found = [values[node] for node in _first_decisions(game, 0)]
    if len(found) != len(worth.circumstances):
        found = [values[0]] * len(worth.circumstances)
    return found


def _first_decisions(game: Game, node: int) -> list[int]:
    """The first nodes past the chance moves of positive probability, in the order of the tree."""
    tree: Tree = game.tree
    if tree.mover[node] != CHANCE:
        return [node] if tree.mover[node] != TERMINAL else []
    return [
        below
        for child in tree.children(node).tolist()
        if game.chance[child] > 0
        for below in _first_decisions(game, child)
    ]


def _continuation(
    study: Study, values: Values, worth: Worth, name: str, concept: str
) -> Disagreement:
    """The value of going on from a situation, weighted by chance alone over its nodes."""
    family, game = study.family(values), study.game(values)
    if family is None:
        raise InputError("a file of Gambit's has no situations")
    solution = solve_game(game, concept)
    if not solution.equilibria:
        raise NotSolved(f"no equilibrium was found: {solution.searched}")
    number = list(study.scenario.situations).index(name)
    nodes = np.flatnonzero(family.situation == number)
    if not len(nodes):
        raise InputError(f"'{name}' is never reached in this scenario")
    steered, tree = np.ones(game.tree.size), game.tree
    for level in tree.levels[1:]:
        steered[level] = steered[tree.parent[level]] * game.chance[level]
    found, held = solution.values(), steered[nodes]
    if held.sum() <= 0:
        raise InputError(f"'{name}' is reached with probability 0 at these values")
    row = held @ found[nodes] / held.sum()
    notes = ["The continuation is taken to be the same for every kind of a side."]
    if len(solution.equilibria) > 1:
        notes.append(f"The game has {len(solution.equilibria)} equilibria; the first is taken.")
    label = study.scenario.situations[name].label
    return _point(f"on from {label}", [row] * len(worth.circumstances), worth, notes=tuple(notes))
