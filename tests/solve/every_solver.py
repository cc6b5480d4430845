"""Every solver that promises equilibria, and the random games they are tried on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

import numpy as np

from crisis_sim.concepts import NASH_METHODS
from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.nash import solve_nash
from crisis_sim.solve.solution import Solution
from crisis_sim.study_files import load
from tests.random_trees import Shape
from tests.scaled_games import scaled_game

SHAPES = (
    Shape(deepest=4, most_nodes=18, seen=0.5, chance=0.25, weights=7),
    Shape(deepest=4, most_nodes=18, seen=1.0, chance=0.2, weights=7, payoffs=3),
    Shape(players=3, deepest=3, most_nodes=16, seen=0.6, chance=0.2, weights=5),
    Shape(deepest=3, widest=3, most_nodes=16, seen=0.2, chance=0.3, weights=7, chance_seen=0.5),
    Shape(players=3, deepest=4, most_nodes=18, seen=1.0, chance=0.2, weights=7, payoffs=2),
)
Solver = Callable[[Game], Solution]
SOLVERS: dict[str, Solver] = {
    "spe": partial(solve_game, concept="spe"),
    "sequential": partial(solve_game, concept="sequential"),
    **{f"nash by {method}": partial(solve_nash, method=method) for method in NASH_METHODS},
}


def game_of(seed: int, *, wild: float = 1 / 3) -> Game:
    """The game that a seed draws: two or three players, chance, hidden information."""
    return scaled_game(np.random.default_rng(seed), SHAPES[seed % len(SHAPES)], wild=wild).game


@cache
def solved_as_shipped(name: str, concept: str) -> Solution | str:
    """What a concept makes of a shipped scenario at its defaults, or why it was refused."""
    try:
        return solve_game(load(name).game(), concept)
    except NotSolved as problem:
        return str(problem)


def answers(game: Game, broken: list[str]) -> Iterator[tuple[str, Solution]]:
    """What each solver that takes the game says; those that end in a traceback are ``broken``."""
    for name, solver in SOLVERS.items():
        if name == "spe" and not game.perfect_information:
            continue
        try:
            yield name, solver(game)
        except NotSolved:
            continue
        except Exception as problem:
            broken.append(f"{name}: {problem!r:.120}")
