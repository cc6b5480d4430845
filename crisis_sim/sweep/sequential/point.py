"""A point that the compiled search leaves open, by the point solver."""

from __future__ import annotations

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, Tree
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import Number
from crisis_sim.solve.refine.refinements import PASSIVE
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.evaluate import reach_probabilities
from crisis_sim.strategy.exactly import ExactPlay
from crisis_sim.sweep.block import Block, Play, Status, mix, nodes_reached, play_key, set_key
from crisis_sim.sweep.exact_points import exact_floats

__all__ = ["play_of", "solve_point"]


def solve_point(game: Game, point: int, block: Block) -> None:
    """Put the answer of :func:`crisis_sim.solve.sequential.solve_sequential` into a block.

    The status is ``UNSOLVED`` where that solver stops short, or leaves a candidate undecided.
    """
    try:
        solution = solve_sequential(game, mixed=False)
    except NotSolved:
        block.status[point] = Status.UNSOLVED
        return
    if not solution.searched[0].complete:
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
    block.payoffs[point], block.outcomes[point] = exact_floats(
        solution.game, np.flatnonzero(nodes_reached(solution.game.tree, plays[0])).tolist()
    )
    block.play[point], block.answer[point] = keys[0], set_key(held)
    block.plays.update(zip(keys, plays, strict=True))
    block.answers[set_key(held)] = held
    block.count[point], block.tied[point] = len(plays), bool(solution.ties)


def _rank(game: Game, one: Equilibrium) -> tuple[bool, tuple[Number, ...], int]:
    """The place of an equilibrium, as :mod:`crisis_sim.sweep.sequential.reported` ranks plays."""
    payoffs = ExactPlay(game, [rational(share) for share in one.profile.tolist()]).values[0]
    not_passive = one.refinements.get(PASSIVE) is not True
    return not_passive, tuple(-payoff for payoff in payoffs), _ends(game.tree, one)


def _ends(tree: Tree, one: Equilibrium) -> int:
    """The key of the terminals that a pure equilibrium leads to."""
    keys = [0] * tree.size
    for node, key in zip(
        tree.terminals.tolist(), mix(tree.terminals.astype(np.uint64)), strict=True
    ):
        keys[node] = int(key)
    for node in range(tree.size - 1, 0, -1):
        parent, choice = int(tree.parent[node]), int(tree.choice[node])
        if tree.mover[parent] == CHANCE or one.profile[choice] == 1.0:
            keys[parent] += keys[node]
    return keys[0] % 2**64


def play_of(game: Game, one: Equilibrium) -> Play:
    """The choices that a pure equilibrium makes where play comes with positive probability."""
    tree = game.tree
    reach = reach_probabilities(game, one.profile)
    nodes = np.flatnonzero((tree.information_set >= 0) & (reach > 0))
    reached = np.unique(tree.information_set[nodes])
    made = np.isin(tree.choice_set, reached) & (one.profile == 1.0)
    return tuple(np.flatnonzero(made).tolist())
