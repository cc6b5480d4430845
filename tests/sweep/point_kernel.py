"""A kernel that solves each point by itself: slow, for any concept, and the measure of the others.

It unfolds nothing again; it costs what the point solver costs, a point.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Floats
from crisis_sim.scenario.given import Values
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.evaluate import reach_probabilities
from crisis_sim.study import Study
from crisis_sim.sweep.block import Block, Play, Status, play_key, set_key
from crisis_sim.sweep.formulas.exact_values import ExactAt, as_shown

__all__ = ["PointKernel"]


class PointKernel:
    """Solves each point as :func:`crisis_sim.solve.choose.solve_game` does.

    Equilibria that mix have no play; they are counted, and may be the one reported.
    """

    reports = "the first that the point solver lists"
    points = 16

    def __init__(
        self,
        study: Study,
        values: Values,
        names: Collection[str],
        concept: str = "auto",
        precision: float | None = None,
    ) -> None:
        del names
        self.study = study
        self.values = dict(values)
        self.asked = concept
        self.precision = precision
        family = study.family(values)
        if family is None:
            raise InputError("a game from a Gambit file has no parameters to sweep")
        self.tree = family.tree
        perfect = family.tree.perfect_information
        auto = "spe" if perfect else "sequential"
        self.concept = auto if concept == "auto" else concept
        self.method = "point by point"

    def solve(
        self, columns: Mapping[str, Floats], points: int, exact: ExactAt | None = None
    ) -> Block:
        """The answers where each name takes its column's values; see :class:`Kernel`."""
        plays: dict[int, Play] = {}
        answers: dict[int, frozenset[int]] = {}
        payoffs = np.full((points, len(self.tree.players)), np.nan)
        outcomes = np.full((points, len(self.tree.outcomes)), np.nan)
        play = np.zeros(points, dtype=np.uint64)
        answer = np.zeros(points, dtype=np.uint64)
        count = np.zeros(points, dtype=np.int32)
        tied = np.zeros(points, dtype=np.bool_)
        status = np.zeros(points, dtype=np.uint8)
        for point in range(points):
            at = exact or as_shown(columns)
            given = {name: at(name, point) for name in columns}
            solution = self._solve({**self.values, **given})
            if isinstance(solution, Status):
                status[point] = solution
                continue
            first = solution.equilibria[0]
            payoffs[point] = first.payoffs
            chances = [first.outcomes.get(name, 0.0) for name in self.tree.outcomes]
            outcomes[point] = chances
            found = [self._play(solution, one) for one in solution.equilibria]
            keys = [0 if one is None else play_key(one) for one in found]
            plays |= {key: one for key, one in zip(keys, found, strict=True) if one is not None}
            held = frozenset(keys) - {0}
            play[point] = keys[0]
            answer[point] = set_key(held)
            if held:
                answers[set_key(held)] = held
            count[point] = len(solution.equilibria)
            tied[point] = bool(solution.ties)
        return Block(payoffs, outcomes, play, plays, answer, answers, count, tied, status)

    def _solve(self, values: Values) -> Solution | Status:
        try:
            game = self.study.game(values)
        except InputError:
            return Status.UNDEFINED
        try:
            solution = solve_game(game, self.asked, precision=self.precision)
        except NotSolved:
            return Status.UNSOLVED
        if not solution.converged:
            return Status.UNSOLVED
        return solution if solution.equilibria else Status.NONE

    def _play(self, solution: Solution, one: Equilibrium) -> Play | None:
        """The choices on the path of a pure equilibrium; None for one that mixes on the path."""
        tree = self.tree
        reach = reach_probabilities(solution.game, one.profile)
        reached = np.zeros(len(tree.set_player), dtype=np.bool_)
        nodes = np.flatnonzero((tree.information_set >= 0) & (reach > 0))
        reached[tree.information_set[nodes]] = True
        on_path = np.flatnonzero(np.repeat(reached, tree.set_actions))
        chosen = on_path[one.profile[on_path] == 1.0]
        return tuple(chosen.tolist()) if len(chosen) == np.count_nonzero(reached) else None
