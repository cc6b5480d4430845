"""Single points of a sweep solved in exact numbers, where floats cannot tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.tree import CHANCE, Integers, Tree
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, sign, to_float
from crisis_sim.scenario.given import Values
from crisis_sim.solve.plays import (
    Settled,
    best_first,
    follow,
    nodes_followed,
    nothing_settled,
    plays,
)
from crisis_sim.sweep.block import Play, Status, play_key

__all__ = ["ExactPoint", "PlayedWay", "exact_floats", "solve_exactly"]


@dataclass(frozen=True, slots=True)
class PlayedWay:
    """Where a play leads: the nodes that it reaches, parents first."""

    nodes: tuple[int, ...]
    play: Play

    @property
    def key(self) -> int:
        """The key of the play."""
        return play_key(self.play)


@dataclass(frozen=True, slots=True, eq=False)
class ExactPoint:
    """The answer at a point.

    ``ways`` are the plays of all equilibria, the reported one first; none unless ``status`` is
    ``SOLVED``.
    """

    status: Status
    game: Game | None = None
    ways: tuple[PlayedWay, ...] = ()
    tied: bool = False


def solve_exactly(family: ParametricGame, values: Values) -> ExactPoint:
    """Every subgame-perfect play at one point, by exact numbers alone."""
    try:
        game = family.at(values)
    except InputError:
        return ExactPoint(Status.UNDEFINED)
    tree, numbers = game.tree, game.numbers
    settled = nothing_settled(tree, numbers.chance, numbers.payoffs)
    try:
        known = plays(settled)
    except NotSolved:
        return ExactPoint(Status.UNSOLVED)
    if 0 not in known:
        return ExactPoint(Status.SOLVED, game, (PlayedWay((0,), ()),))
    several = {node for node, own in known.items() if len({play.action for play in own}) > 1}
    ways = tuple(way_of(tree, follow(settled, known, i)) for i in best_first(known[0]))
    tied = any(_likely(settled, way.nodes) & several for way in ways) if several else False
    return ExactPoint(Status.SOLVED, game, ways, tied)


def way_of(tree: Tree, action: Integers) -> PlayedWay:
    """What is reached if players act so and chance may do anything."""
    nodes = tuple(nodes_followed(tree, action))
    choices = sorted(tree.choice[list(nodes)].tolist())
    return PlayedWay(nodes, tuple(choice for choice in choices if choice >= 0))


def _likely(settled: Settled, nodes: Sequence[int]) -> set[int]:
    """Those among the nodes of a way that no chance of zero leads to."""
    tree, found = settled.tree, {0}
    for node in nodes[1:]:
        parent = int(tree.parent[node])
        possible = tree.mover[parent] != CHANCE or sign(settled.chance[node]) > 0
        if parent in found and possible:
            found.add(node)
    return found


def exact_floats(game: Game, reached: Collection[int]) -> tuple[list[float], list[float]]:
    """The floats nearest to expected payoffs and probabilities of outcomes.

    ``reached`` are the nodes that a play may come to, whatever chance does.
    """
    tree, numbers = game.tree, game.numbers
    reach: dict[int, Number] = {0: ONE}
    payoffs: list[Number] = [ZERO] * len(tree.players)
    outcomes: list[Number] = [ZERO] * len(tree.outcomes)
    for node in sorted(reached):
        if node:
            parent = int(tree.parent[node])
            by = numbers.chance[node] if tree.mover[parent] == CHANCE else ONE
            reach[node] = by * reach[parent]
        row = int(tree.payoff_row[node])
        if row >= 0:
            outcomes[int(tree.rows[row])] += reach[node]
            for player, payoff in enumerate(numbers.payoffs[row]):
                payoffs[player] += reach[node] * payoff
    return [to_float(one) for one in payoffs], [to_float(one) for one in outcomes]
