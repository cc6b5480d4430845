"""A point that the compiled search leaves open, by the point solver."""

from __future__ import annotations

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.solve.sequential import solve_sequential
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.evaluate import reach_probabilities
from crisis_sim.sweep.block import Block, Play, Status, play_key, set_key
from crisis_sim.sweep.numbers import Numbers

__all__ = ["play_of", "solve_point"]

PASSIVE = "passive beliefs"


def solve_point(
    family: ParametricGame, numbers: Numbers, point: int, tol: float, block: Block
) -> None:
    """Put the answer of :func:`crisis_sim.solve.sequential.solve_sequential` into a block.

    The status is ``UNSOLVED`` where that solver stops short, or leaves a candidate undecided.
    """
    game = Game(
        family.scenario.title,
        family.tree,
        numbers.chance[point].copy(),
        numbers.payoffs[point].copy(),
    )
    try:
        solution = solve_sequential(game, tol=tol, mixed=False)
    except NotSolved:
        block.status[point] = Status.UNSOLVED
        return
    if not solution.complete:
        block.status[point] = Status.UNSOLVED
    elif not solution.equilibria:
        block.status[point] = Status.NONE
    else:
        _place(solution, point, block)


def _place(solution: Solution, point: int, block: Block) -> None:
    equilibria = sorted(solution.equilibria, key=lambda one: _rank(solution.game, one))
    plays = [play_of(solution.game, one) for one in equilibria]
    keys = [play_key(play) for play in plays]
    held = frozenset(keys)
    names = solution.game.tree.outcomes
    block.payoffs[point] = equilibria[0].payoffs
    block.outcomes[point] = [equilibria[0].outcomes.get(name, 0.0) for name in names]
    block.play[point], block.answer[point] = keys[0], set_key(held)
    block.plays.update(zip(keys, plays, strict=True))
    block.answers[set_key(held)] = held
    block.count[point], block.tied[point] = len(plays), bool(solution.ties)


def _rank(game: Game, one: Equilibrium) -> tuple[float, ...]:
    payoffs = (-one.payoffs / max(game.payoff_range, 1e-300)).round(7)
    return (one.refinements.get(PASSIVE) is not True, *payoffs.tolist())


def play_of(game: Game, one: Equilibrium) -> Play:
    """The choices that a pure equilibrium makes where play comes with positive probability."""
    tree = game.tree
    reach = reach_probabilities(game, one.profile)
    nodes = np.flatnonzero((tree.information_set >= 0) & (reach > 0))
    reached = np.unique(tree.information_set[nodes])
    made = np.isin(tree.choice_set, reached) & (one.profile == 1.0)
    return tuple(np.flatnonzero(made).tolist())
