"""Random families of games with perfect information, for sweeps; ties and undefined points abound.

The tree is one of :mod:`tests.random_trees`; payoffs and chances are drawn from a few formulas.
"""

from __future__ import annotations

import numpy as np

from crisis_sim.formula.parse import parse
from crisis_sim.game.parametric import ParametricGame, PayoffTerm
from crisis_sim.game.tree import CHANCE
from crisis_sim.scenario.load import parse_scenario
from tests.random_trees import Shape, random_game

NAMES = ("a", "b", "k")
CHANCES = (
    ("k", "1 - k"),
    ("1/4", "3/4"),
    ("k / 2", "1 - k / 2"),
    ("k * b", "1 - k * b"),
    ("k", "1/2"),
)
PAYOFFS = (
    *("0", "1", "2", "-1", "a", "b", "-a", "a + b", "a - b", "2 * a", "a * b", "a * k", "b ** 2"),
    *("max(a, b)", "min(a, 1)", "abs(a - b)", "1 if a > b else 0", "a if b == 1 else k"),
    *(
        "sqrt(a)",
        "a / b",
        "exp(k)",
        "log(1 + a)",
        "floor(a * 3)",
        "1 if a > 0 and not b > 1 else b",
    ),
)
SCENARIO = """
title: Random
players: {P0: {label: P0}, P1: {label: P1}}
parameters:
  a: {default: 1, meaning: a number}
  b: {default: 1, meaning: a number}
  k: {default: 0.5, meaning: a probability}
start: here
situations: {here: {player: P0, actions: {left: {to: end}, right: {to: end}}}}
outcomes: {end: {payoffs: {P0: 0, P1: 0}}}
"""


def random_family(rng: np.random.Generator, shape: Shape | None = None) -> ParametricGame:
    """A tree of perfect information with payoffs that are sums of one or two formulas."""
    tree = random_game(rng, shape or Shape(seen=1.0, chance=0.25, deepest=4, widest=3)).tree
    texts = list(dict.fromkeys([*PAYOFFS, *(text for pair in CHANCES for text in pair)]))
    chance = np.full(tree.size, -1, dtype=np.int32)
    for node in np.flatnonzero(tree.mover == CHANCE).tolist():
        pair = CHANCES[int(rng.integers(len(CHANCES)))]
        chance[tree.children(node)] = [texts.index(text) for text in pair]
    few = rng.choice(len(PAYOFFS), size=5, replace=False)
    terms = tuple(
        tuple(
            PayoffTerm(f"term {i}", tuple(int(one) for one in rng.choice(few, size=2)))
            for i in range(int(rng.integers(1, 3)))
        )
        for _ in tree.rows
    )
    nothing = np.full(tree.size, -1, dtype=np.int32)
    return ParametricGame(
        scenario=parse_scenario(SCENARIO, name="random", file="random"),
        tree=tree,
        structural={},
        formulas=tuple(parse(text).expression for text in texts),
        chance=chance,
        terms=terms,
        elapsed=nothing,
        situation=nothing,
        move_number=nothing,
    )


def random_columns(rng: np.random.Generator, points: int) -> dict[str, np.ndarray]:
    """Values on a coarse grid and close to it, a few of them where something is undefined."""
    near = [1.0 + 1e-11, 1.0 - 3e-10, 1.0 + 1e-7]
    return {
        "a": rng.choice([0.0, 0.0, 1.0, 1.0, 2.0, 0.3, *near, -1.0], size=points),
        "b": rng.choice([0.0, 1.0, 1.0, 2.0, 0.7, *near], size=points),
        "k": rng.choice([0.0, 0.25, 0.5, 0.5, 0.5, 1.0, 0.4], size=points),
    }
