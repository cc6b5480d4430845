"""A game whose numbers are given: a family without parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from crisis_sim.formula import expression
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.parametric import ParametricGame, PayoffTerm
from crisis_sim.game.tree import CHANCE
from crisis_sim.numbers.rational import ZERO, fraction
from crisis_sim.numbers.real import Number
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.plain import plain_scenario
from crisis_sim.scenario.scenario import Cited, Move, Scenario

__all__ = ["ConstantGame", "known_of"]

_MADE_LATE = ("formulas", "chance", "terms")


class ConstantGame(ParametricGame):
    """The only game of its family, as one of Gambit's files holds it.

    Its formulas, each a number, are made when they are asked for: there may be a million.

    Parameters
    ----------
    scenario : what is known of the game besides: its players and outcomes.
    game : the game.
    """

    def __init__(self, scenario: Scenario, game: Game) -> None:
        none = np.full(game.tree.size, -1, dtype=np.int32)
        known = {"scenario": scenario, "tree": game.tree, "structural": {}, "game": game}
        self.__dict__.update(known, situation=none, move_number=none, elapsed=none + 1)

    def __getattr__(self, name: str) -> Any:
        if name not in _MADE_LATE:
            raise AttributeError(name)
        self.__dict__.update(self._formulas())
        return self.__dict__[name]

    def at(self, values: Values | None = None) -> Game:
        """The game; InputError for any value, since it has no parameters."""
        self.scenario.bind(values or {})
        game: Game = self.__dict__["game"]
        return game

    def days_at(self, values: Values | None = None) -> Floats:
        """(nodes,) nan: nothing is known of time."""
        return np.full(self.at(values).tree.size, np.nan)

    def move_to(self, node: int) -> Move:
        """The move that leads to a node, which names no source and is seen by nobody."""
        name = self.tree.move_label(node)
        return Move(name, name, "", None, (), frozenset(), None, True, Cited())

    def _formulas(self) -> Mapping[str, object]:
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
        formulas = tuple(expression.Number(fraction(one)) for one in number_of)
        return {"formulas": formulas, "chance": chance, "terms": tuple(terms)}


def known_of(game: Game, family: ParametricGame | None) -> ParametricGame:
    """The family of a solved game, or what little is known of one that is of none.

    So it is with the normal form, which is solved in place of a game with imperfect recall.
    """
    if family is None:
        return _bare(game)
    tree, known = game.tree, family.tree
    same = tree is known or (tree.size == known.size and tree.outcomes == known.outcomes)
    return family if same else _bare(game)


def _bare(game: Game) -> ConstantGame:
    """The family of a game of which nothing else is known."""
    tree = game.tree
    known = {"name": game.title, "file": "", "digest": "", "title": game.title, "about": ""}
    scenario = plain_scenario(**known, players=tree.players, outcomes=tree.outcomes)
    return ConstantGame(scenario, game)
