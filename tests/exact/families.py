"""Random families of games over one or two parameters, payoffs and chances rational in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from crisis_sim.formula.expression import Expression, Name, Number, Operation
from crisis_sim.game.game import Game
from crisis_sim.game.parametric import ParametricGame, PayoffTerm
from crisis_sim.game.tree import CHANCE
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve.backward_induction import solve_backward_induction
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.solve.solution import Equilibrium
from crisis_sim.study import Study
from tests.random_trees import Shape, random_game

SCENARIO = """
title: random
players: {P0: {label: Left}, P1: {label: Right}}
parameters:
  t: {default: 1/2, range: [0, 1]}
  u: {default: 1/2, range: [0, 1]}
start: here
situations:
  here:
    player: P0
    actions:
      one: {to: end}
      two: {to: end}
outcomes:
  end: {payoffs: {P0: t + u, P1: u}}
"""


def _number(value: int | Fraction) -> Expression:
    return Number(Fraction(value))


def rational(rng: np.random.Generator, size: int, names: tuple[str, ...]) -> Expression:
    """A constant, small multiples of the parameters, and at times their squares or a quotient."""
    formula = _number(int(rng.integers(-size, size + 1)))
    for name in names:
        slope = int(rng.integers(-size, size + 1)) if rng.random() < 0.5 else 0
        if slope:
            formula = Operation("+", (formula, Operation("*", (_number(slope), Name(name)))))
    name = names[int(rng.integers(len(names)))]
    kind = rng.random()
    if kind < 0.15:
        return Operation("*", (Name(name), formula))
    if kind < 0.25:
        return Operation("/", (formula, Operation("+", (_number(1), Name(name)))))
    return formula


def random_study(seed: int, shape: Shape, names: tuple[str, ...] = ("t",)) -> Study:
    """A study whose family has the shape of a random game and formulas for its numbers."""
    rng = np.random.default_rng(seed)
    game = random_game(rng, shape)
    tree = game.tree
    formulas: list[Expression] = []
    chance = np.full(tree.size, -1, dtype=np.int32)
    for node in np.flatnonzero(tree.mover == CHANCE):
        children = tree.children(int(node))
        if rng.random() < 0.6:
            first: Expression = Name(names[int(rng.integers(len(names)))])
        else:
            first = _number(Fraction(int(rng.integers(1, 4)), 4))
        for child, formula in zip(
            children, (first, Operation("-", (_number(1), first))), strict=True
        ):
            chance[child] = len(formulas)
            formulas.append(formula)
    terms = []
    for _ in range(len(tree.rows)):
        numbers = []
        for _ in tree.players:
            numbers.append(len(formulas))
            formulas.append(rational(rng, shape.payoffs, names))
        terms.append((PayoffTerm("all", tuple(numbers)),))
    blank = np.full(tree.size, -1, dtype=np.int32)
    family = ParametricGame(
        scenario=parse_scenario(SCENARIO, name="random", file="random"),
        tree=tree,
        structural={},
        formulas=tuple(formulas),
        chance=chance,
        terms=tuple(terms),
        elapsed=blank,
        situation=blank,
        move_number=blank,
    )
    study = Study(family.scenario)
    study._families[()] = family
    return study


def seeds() -> st.SearchStrategy[int]:
    return st.integers(0, 2**32 - 1)


def play_of(game: Game, one: Equilibrium) -> int:
    """The terminals that an equilibrium can reach, as bits."""
    tree, play, stack = game.tree, 0, [0]
    while stack:
        node = stack.pop()
        children = tree.children(node).tolist()
        if not children:
            play |= 1 << node
        for child in children:
            if tree.choice[child] < 0 or one.profile[tree.choice[child]] > 0:
                stack.append(child)
    return play


def plays_at(study: Study, values: dict[str, Fraction]) -> set[int]:
    """What the numerical solver finds at a point: the play of every pure equilibrium."""
    game = study.game(values)
    if game.perfect_information:
        solution = solve_backward_induction(game)
    else:
        solution = solve_sequential(game, mixed=False)
    return {play_of(game, one) for one in solution.equilibria}


def name_outcomes(study: Study, names: Sequence[str]) -> None:
    """Let the scenario of a random family have the outcomes of its tree."""
    first = next(iter(study.scenario.outcomes.values()))
    named = {name: replace(first, name=name, label=name) for name in names}
    object.__setattr__(study.scenario, "outcomes", named)
