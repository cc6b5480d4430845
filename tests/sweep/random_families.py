"""Random games whose payoffs and chances vary from point to point."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from crisis_sim.formula.expression import Number
from crisis_sim.game.game import Game
from crisis_sim.game.parametric import ParametricGame, Term
from crisis_sim.game.tree import CHANCE
from crisis_sim.scenario.plain import plain_scenario
from crisis_sim.sweep.numbers import Numbers


def family_of(game: Game) -> ParametricGame:
    """A family with one formula for each chance move and each payoff, to be given numbers."""
    tree, players = game.tree, len(game.players)
    chance = np.full(tree.size, -1, dtype=np.int32)
    after = [node for node in range(1, tree.size) if tree.mover[tree.parent[node]] == CHANCE]
    chance[after] = np.arange(len(after))
    terms = tuple(
        (Term("payoff", tuple(len(after) + row * players + p for p in range(players))),)
        for row in range(len(tree.rows))
    )
    count = len(after) + len(tree.rows) * players
    return ParametricGame(
        scenario=plain_scenario(
            name="random",
            file="random",
            digest="",
            title="random",
            about="",
            players=tree.players,
            outcomes=tree.outcomes,
        ),
        tree=tree,
        structural={},
        formulas=(Number(Fraction(0)),) * count,
        chance=chance,
        terms=terms,
        elapsed=chance,
        situation=chance,
        move_number=chance,
    )


def random_numbers(
    family: ParametricGame, rng: np.random.Generator, points: int, *, zero: float, most: int
) -> Numbers:
    """Integer payoffs up to ``most``; a share ``zero`` of chance nodes has an impossible move."""
    tree = family.tree
    formulas = rng.integers(-most, most + 1, (len(family.formulas), points)).astype(float)
    for node in np.flatnonzero(tree.mover == CHANCE):
        moves = family.chance[tree.children(int(node))]
        weights = rng.integers(1, 4, (len(moves), points)).astype(float)
        weights[0, rng.random(points) < zero] = 0.0
        formulas[moves] = weights / weights.sum(axis=0)
    return Numbers(family, formulas)


def game_at(numbers: Numbers, point: int) -> Game:
    """The game at one point."""
    return Game(
        "random",
        numbers.family.tree,
        numbers.chance[point].copy(),
        numbers.payoffs[point].copy(),
    )
