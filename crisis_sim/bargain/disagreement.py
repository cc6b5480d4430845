"""Where the sides stand if they do not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from crisis_sim.bargain.no_deal import without_agreement
from crisis_sim.bargain.worth import Worth, plus
from crisis_sim.concepts import AUTO, concept_for, options_for
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Game, Row
from crisis_sim.game.games import Games
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.near_names import nearest
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, as_number, to_float
from crisis_sim.option import OptionValue
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.shown import Brief
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.evaluate import node_values
from crisis_sim.strategy.exactly import ExactPlay

__all__ = ["NO_AGREEMENT", "Disagreement", "agreements_of", "disagreement_point"]

NO_AGREEMENT = "play without agreement"
"""The game from which every move is taken away that can only end in an agreement."""


@dataclass(frozen=True, slots=True, repr=False)
class Disagreement(Brief):
    """Payoffs without a deal.

    ``rows`` are those in each state in which the world may be at first, ``numbers`` what is
    expected over them, both exact. ``others`` are the payoffs of further equilibria of play without
    agreement, of which the first is taken; ``concept`` and ``options`` those by which play was
    solved, where it was.
    """

    name: str
    numbers: Row
    rows: tuple[Row, ...]
    outcomes: tuple[tuple[str, float], ...] = ()
    others: tuple[tuple[float, ...], ...] = ()
    notes: tuple[str, ...] = ()
    concept: str = ""
    options: Mapping[str, OptionValue] = field(default_factory=dict, hash=False)

    @property
    def payoffs(self) -> tuple[float, ...]:
        """The payoffs as floats."""
        return tuple(map(to_float, self.numbers))


def agreements_of(scenario: Scenario) -> frozenset[str]:
    """The outcomes that settle at least one issue."""
    issues = {name for name, one in scenario.variables.items() if one.issue}
    return frozenset(
        name
        for name, outcome in scenario.outcomes.items()
        if any(settled in issues for settled, _ in outcome.settles)
    )


def disagreement_point(
    games: Games, values: Values, worth: Worth, name: str | None, solving: Mapping[str, Any]
) -> Disagreement:
    """What each side gets without a deal; see :func:`crisis_sim.bargain.view.bargaining_view`.

    ``solving`` is the concept with its options.
    """
    scenario = games.scenario
    if name is None:
        return _no_deal(games, values, worth, solving)
    if name in scenario.outcomes:
        _refuse_concept(name, **solving)
        rows = [worth.outcome(name, one.state) for one in worth.circumstances]
        return _point(scenario.ends.label(name), rows, worth)
    if name in scenario.situations:
        return _continuation(games, values, worth, name, solving)
    known = nearest(name, [*scenario.outcomes, *scenario.situations], most=60)
    raise InputError(f"{scenario.name} has no outcome or situation '{name}'. {known}")


def _refuse_concept(outcome: str, concept: str, **options: Any) -> None:
    """Raise InputError for an unknown concept, and for any other where nothing is solved by it."""
    options_for(concept_for(concept, perfect=True), options)
    if concept != AUTO:
        told = f"'{outcome}' is an outcome, whose payoffs no concept changes"
        raise InputError(f"{told}: give no concept with it")


def _point(
    name: str,
    rows: list[Row],
    worth: Worth,
    *,
    outcomes: tuple[tuple[str, float], ...] = (),
    others: tuple[tuple[float, ...], ...] = (),
    notes: tuple[str, ...] = (),
    solution: Solution | None = None,
) -> Disagreement:
    expected: Row = (ZERO,) * len(rows[0])
    for one, row in zip(worth.circumstances, rows, strict=True):
        expected = plus(expected, row, one.probability)
    solved = (solution.concept, solution.options) if solution else ("", {})
    return Disagreement(name, expected, tuple(rows), outcomes, others, notes, *solved)


def _no_deal(
    games: Games, values: Values, worth: Worth, solving: Mapping[str, Any]
) -> Disagreement:
    agreements = agreements_of(games.scenario)
    game = without_agreement(games.game(values), agreements)
    solution = solve_game(game, **solving)
    if not solution.equilibria:
        raise NotSolved(
            f"play without agreement has no equilibrium that was found ({solution.extent}); "
            "name a disagreement point with ",
            Remedy("disagreement"),
        )
    first, *rest = solution.equilibria
    rows = _first_values(game, first, worth)
    mine = _values(game, first, [0])[0]
    apart = [row for one in rest if (row := _values(game, one, [0])[0]) != mine]
    others = tuple(dict.fromkeys(tuple(map(to_float, row)) for row in apart))
    notes = []
    if others:
        notes.append(
            f"Play without agreement has {len(solution.equilibria)} equilibria; the first is taken."
        )
    return _point(
        NO_AGREEMENT,
        rows,
        worth,
        outcomes=tuple(first.outcomes.items()),
        others=others,
        notes=tuple(notes),
        solution=solution,
    )


def _values(game: Game, equilibrium: Equilibrium, nodes: list[int]) -> list[Row]:
    """What is expected from some nodes on; from floats where nothing exact is known."""
    if equilibrium.exact is not None:
        values = ExactPlay(game, equilibrium.exact.profile).values
        return [values[node] for node in nodes]
    rows = node_values(game, equilibrium.profile)[nodes].tolist()
    return [tuple(map(as_number, row)) for row in rows]


def _first_values(game: Game, equilibrium: Equilibrium, worth: Worth) -> list[Row]:
    """(circumstances,) continuation values at the first decisions, in the order of the story."""
    nodes = _first_decisions(game, 0)
    if len(nodes) != len(worth.circumstances):
        return _values(game, equilibrium, [0]) * len(worth.circumstances)
    return _values(game, equilibrium, nodes)


def _first_decisions(game: Game, node: int) -> list[int]:
    """The first nodes past the chance moves of positive probability, in the order of the tree."""
    tree: Tree = game.tree
    if tree.mover[node] != CHANCE:
        return [node] if tree.mover[node] != TERMINAL else []
    return [
        below
        for child in tree.children(node).tolist()
        if game.numbers.chance[child] > 0
        for below in _first_decisions(game, child)
    ]


def _continuation(
    games: Games, values: Values, worth: Worth, name: str, solving: Mapping[str, Any]
) -> Disagreement:
    """The value of going on from a situation, weighted by chance alone over its nodes."""
    family, game = games.family(values), games.game(values)
    solution = solve_game(game, **solving)
    solution.chosen(0)
    number = list(games.scenario.situations).index(name)
    nodes = np.flatnonzero(family.situation == number)
    if not len(nodes):
        raise InputError(f"'{name}' is never reached in this scenario")
    held = [_by_chance(game, node) for node in nodes.tolist()]
    total = sum(held, ZERO)
    if total <= 0:
        raise InputError(f"'{name}' is reached with probability 0 at these values")
    row: Row = (ZERO,) * len(game.players)
    for weight, values_there in zip(
        held, _values(game, solution.equilibria[0], nodes.tolist()), strict=True
    ):
        row = plus(row, values_there, weight / total)
    notes = ["The continuation is taken to be the same for every kind of a side."]
    if len(solution.equilibria) > 1:
        notes.append(f"The game has {len(solution.equilibria)} equilibria; the first is taken.")
    label = games.scenario.called[name]
    rows = [row] * len(worth.circumstances)
    return _point(f"on from {label}", rows, worth, notes=tuple(notes), solution=solution)


def _by_chance(game: Game, node: int) -> Number:
    """The probability that chance lets a node be reached."""
    share, chance = ONE, game.numbers.chance
    while node:
        share = share * chance[node]
        node = int(game.tree.parent[node])
    return share
