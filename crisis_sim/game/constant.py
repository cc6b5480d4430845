"""A game whose numbers are given: a family without parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crisis_sim.formula.expression import Expression
from crisis_sim.formula.expression import Number as WrittenNumber
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.parametric import ParametricGame, PayoffTerm
from crisis_sim.game.tree import CHANCE, Integers
from crisis_sim.numbers.rational import ZERO, fraction
from crisis_sim.numbers.real import Number
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.plain import plain_scenario
from crisis_sim.scenario.scenario import Cited, Move, Scenario

__all__ = ["ConstantGame", "bare_family"]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The numbers of a game, and which of them stands where."""

    formulas: tuple[Expression, ...]
    chance: Integers
    terms: tuple[tuple[PayoffTerm, ...], ...]


class ConstantGame(ParametricGame):
    """The only game of its family, as one of Gambit's files holds it.

    Its formulas, each a number, are made when they are asked for: there may be a million.

    Parameters
    ----------
    scenario : what is known of the game besides: its players and outcomes.
    game : the game.
    """

    game: Game

    def __init__(self, scenario: Scenario, game: Game) -> None:
        none = np.full(game.tree.size, -1, dtype=np.int32)
        self._hold(scenario=scenario, tree=game.tree, structural={}, game=game)
        self._hold(situation=none, move_number=none, elapsed=none + 1)

    def _hold(self, **attributes: object) -> None:
        """Set attributes of what is frozen, as dataclasses do."""
        for name, one in attributes.items():
            object.__setattr__(self, name, one)

    @cached_property
    def formulas(self) -> tuple[Expression, ...]:
        """Every number of the game, once."""
        return self._numbered.formulas

    @cached_property
    def chance(self) -> Integers:
        """(nodes,) number of the probability of the chance move that leads to a node, else -1."""
        return self._numbered.chance

    @cached_property
    def terms(self) -> tuple[tuple[PayoffTerm, ...], ...]:
        """For each payoff row its only term."""
        return self._numbered.terms

    def at(self, values: Values | None = None) -> Game:
        """The game; InputError for any value, since it has no parameters."""
        self.scenario.bind(values or {})
        return self.game

    def days_at(self, values: Values | None = None) -> Floats:
        """(nodes,) nan: nothing is known of time."""
        return np.full(self.at(values).tree.size, np.nan)

    def move_to(self, node: int) -> Move:
        """The move that leads to a node, which names no source and is seen by nobody."""
        name = self.tree.move_label(node)
        return Move(name, name, name, "", None, (), frozenset(), None, True, Cited())

    @cached_property
    def _numbered(self) -> _Numbered:
        numbers = self.at().numbers
        number_of: dict[Number, int] = {ZERO: 0}
        chance = np.full(self.tree.size, -1, dtype=np.int32)
        drawn = np.flatnonzero(self.tree.mover[self.tree.parent[1:]] == CHANCE) + 1
        chance[drawn] = [
            number_of.setdefault(numbers.chance[node], len(number_of)) for node in drawn.tolist()
        ]
        terms = [
            (PayoffTerm("payoff", tuple(number_of.setdefault(one, len(number_of)) for one in row)),)
            for row in numbers.payoffs
        ]
        formulas = tuple(WrittenNumber(fraction(one)) for one in number_of)
        return _Numbered(formulas, chance, tuple(terms))


def bare_family(game: Game) -> ConstantGame:
    """The family of a game of which nothing else is known."""
    tree = game.tree
    known = {"name": game.title, "file": "", "digest": "", "title": game.title, "about": ""}
    scenario = plain_scenario(**known, players=tree.players, outcomes=tree.outcomes)
    return ConstantGame(scenario, game)
