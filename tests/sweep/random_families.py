"""Random games whose payoffs and chances vary from point to point."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from crisis_sim.formula.expression import Expression, Name, Operation
from crisis_sim.formula.parse import parse
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.parametric import ParametricGame, PayoffTerm
from crisis_sim.game.tree import CHANCE
from crisis_sim.scenario.load import parse_scenario

SCENARIO = """
title: Random
players: {{P0: {{label: P0}}, P1: {{label: P1}}}}
parameters:
{parameters}
start: here
situations: {{here: {{player: P0, actions: {{left: {{to: end}}, right: {{to: end}}}}}}}}
outcomes: {{end: {{payoffs: {{P0: 0, P1: 0}}}}}}
"""


def family_of(game: Game) -> ParametricGame:
    """A family with a parameter for each payoff and for the weight of each chance move."""
    tree, players = game.tree, len(game.players)
    chance = np.full(tree.size, -1, dtype=np.int32)
    formulas: list[Expression] = []
    for node in np.flatnonzero(tree.mover == CHANCE).tolist():
        names = [f"w{child}" for child in tree.children(node)]
        total = parse(" + ".join(names)).expression
        for child, name in zip(tree.children(node).tolist(), names, strict=True):
            chance[child] = len(formulas)
            formulas.append(Operation("/", (Name(name), total)))
    first = len(formulas)
    rows = len(tree.rows)
    formulas += [Name(f"u{number}") for number in range(rows * players)]
    terms = tuple(
        (PayoffTerm("payoff", tuple(first + row * players + p for p in range(players))),)
        for row in range(rows)
    )
    parameters = "".join(
        f"  {name}: {{default: 1, meaning: a number}}\n" for name in names_of(formulas)
    )
    return ParametricGame(
        scenario=parse_scenario(
            SCENARIO.format(parameters=parameters), name="random", file="random"
        ),
        tree=tree,
        structural={},
        formulas=tuple(formulas),
        chance=chance,
        terms=terms,
        elapsed=chance,
        situation=chance,
        move_number=chance,
    )


def names_of(formulas: list[Expression]) -> list[str]:
    """The parameters of a family, those of chance moves first."""
    tops = [one.arguments[0] if isinstance(one, Operation) else one for one in formulas]
    return [one.name for one in tops if isinstance(one, Name)]


def random_columns(
    family: ParametricGame, rng: np.random.Generator, points: int, *, zero: float, most: int
) -> dict[str, Floats]:
    """Integer payoffs up to ``most``; a share ``zero`` of chance nodes has an impossible move."""
    tree = family.tree
    names = names_of(list(family.formulas))
    columns = {name: rng.integers(-most, most + 1, points).astype(float) for name in names}
    for node in np.flatnonzero(tree.mover == CHANCE):
        children = tree.children(int(node)).tolist()
        for child in children:
            columns[f"w{child}"] = rng.integers(1, 4, points).astype(float)
        columns[f"w{children[0]}"][rng.random(points) < zero] = 0.0
    return columns


def game_at(family: ParametricGame, columns: dict[str, Floats], point: int) -> Game:
    """The game at one point."""
    return family.at({name: Fraction(float(column[point])) for name, column in columns.items()})
