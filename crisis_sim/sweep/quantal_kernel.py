"""Logit equilibria at a given precision over blocks of points."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.tree import CHANCE
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.given import Values
from crisis_sim.sweep.block import NO_KEY, Block, Status
from crisis_sim.sweep.formulas.exact_values import ExactAt, as_shown
from crisis_sim.sweep.formulas.numbers import FamilyNumbers, numbers_at

__all__ = ["QuantalKernel"]

WORK = 30_000
"""Nodes of all points solved at a time: some half a second in games of a thousand nodes."""


class QuantalKernel:
    """The agent logit equilibrium on the branch from precision 0, at every point by itself.

    A quantal response equilibrium is mixed, so that ``play`` and ``answer`` are ``NO_KEY``;
    ``count`` is 1 where it was found. Points at which the equations were not solved within the
    steps allowed are ``UNSOLVED``.

    Attributes
    ----------
    points : see :class:`~crisis_sim.sweep.block.Kernel`; fewer in large games, since compiled code
        is not interrupted.
    """

    concept = "quantal"
    reports = "the one on the branch of agent logit equilibria that starts from uniform play"

    def __init__(
        self, family: ParametricGame, values: Values, names: Collection[str], precision: float
    ) -> None:
        if np.isinf(precision):
            raise InputError("a sweep needs a finite ", Remedy("precision"))
        self.family = family
        self.values = dict(values)
        self.names = tuple(names)
        self.precision = precision
        self.points = max(1, min(1_024, WORK // family.tree.size))
        self.method = f"agent logit branch followed to precision {precision:g}"

    def solve(
        self, columns: Mapping[str, Floats], points: int, exact: ExactAt | None = None
    ) -> Block:
        """The answers at the points of a block; floats serve, since nothing turns on a tie.

        Exact numbers tell whether the game is defined where floats do not.
        """
        tree = self.family.tree
        block = Block(
            payoffs=np.full((points, len(tree.players)), np.nan),
            outcomes=np.full((points, len(tree.outcomes)), np.nan),
            play=np.full(points, NO_KEY),
            plays={},
            answer=np.full(points, NO_KEY),
            answers={},
            count=np.zeros(points, dtype=np.int32),
            tied=np.zeros(points, dtype=np.bool_),
            status=np.full(points, Status.UNDEFINED, dtype=np.uint8),
        )
        numbers = numbers_at(self.family, self.values, columns, points)
        defined = numbers.plain.copy()
        for point in np.flatnonzero(~defined).tolist():
            defined[point] = self._exactly(numbers, point, exact or as_shown(columns))
        self._fill(block, numbers, np.flatnonzero(defined))
        return block

    def _exactly(self, numbers: FamilyNumbers, point: int, exact: ExactAt) -> bool:
        """Put the numbers of the game in place, if there is one at the point."""
        try:
            values = {name: exact(name, point) for name in self.names}
            game = self.family.at({**self.values, **values})
        except InputError:
            return False
        numbers.chance[point], numbers.payoffs[point] = game.chance, game.payoffs
        return True

    def _fill(self, block: Block, numbers: FamilyNumbers, defined: NDArray[np.intp]) -> None:
        from crisis_sim.solve.quantal.points import solve_quantal_points

        tree = self.family.tree
        after_chance = np.flatnonzero(tree.mover[tree.parent] == CHANCE)
        never = numbers.chance[defined][:, after_chance] == 0.0
        patterns, pattern = np.unique(never, axis=0, return_inverse=True)
        for one in range(len(patterns)):
            rows = defined[pattern == one]
            chance, payoffs = numbers.chance[rows], numbers.payoffs[rows]
            game = Game("", tree, chance[0].copy(), payoffs[0].copy())
            found = solve_quantal_points(game, self.precision, chance=chance, payoffs=payoffs)
            block.payoffs[rows] = found.payoffs
            block.outcomes[rows] = found.outcomes
            block.count[rows] = found.solved
            block.status[rows] = np.where(found.solved, Status.SOLVED, Status.UNSOLVED)
