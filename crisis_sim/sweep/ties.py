"""Subgame-perfect equilibria at points where any player may be indifferent anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.scenario.scenario import Values
from crisis_sim.solve.solution import TOLERANCE
from crisis_sim.sweep.block import NO_KEY, Block, Play, Status, mix
from crisis_sim.sweep.numbers import Numbers, numbers_at

__all__ = ["EveryTie", "Points"]

MOST_NUMBERS = 500_000
"""Numbers of games that are held at once: 4 MB."""

Points = NDArray[np.intp]
Integers64 = NDArray[np.int64]


class EveryTie:
    """Backward induction point after point, following up every tie.

    Remembers the choices of the plays that it has met, from one block to the next.
    """

    def __init__(self, family: ParametricGame, values: Values, *, tol: float = TOLERANCE) -> None:
        self.family, self.values, self.tol = family, dict(values), tol
        self.shape = _shape(family)
        self._make_room(2 * family.tree.size)
        self.plays: dict[int, Play] = {}
        self.answers: dict[int, frozenset[int]] = {}
        tree = family.tree
        numbers = tree.size + len(family.terms) * len(tree.players) + len(family.formulas)
        self.at_once = max(1, MOST_NUMBERS // numbers)

    def fill(self, block: Block, columns: Mapping[str, Floats], points: Points) -> None:
        """Solve some points of a block, and write what is found there."""
        for start in range(0, len(points), self.at_once):
            own = points[start : start + self.at_once]
            numbers = self._numbers(columns, own)
            defined = numbers.defined
            wrong, right = own[~defined], own[defined]
            block.payoffs[wrong] = np.nan
            block.outcomes[wrong] = np.nan
            block.play[wrong] = block.answer[wrong] = NO_KEY
            block.count[wrong] = 0
            block.status[wrong] = Status.UNDEFINED
            if len(right):
                self._solve(block, right, numbers.chance[defined], numbers.payoffs[defined])

    def named(self, block: Block, columns: Mapping[str, Floats]) -> Block:
        """The block with the choices of its plays and the plays of its answers."""
        from crisis_sim.sweep.tie_kernel import distinct_keys

        points = distinct_keys(block.answer, block.status == Status.SOLVED)
        answers = {}
        for point in points:
            key = int(block.answer[point])
            if key not in self.answers:
                self._learn(key, columns, points=np.array([point]))
            answers[key] = self.answers[key]
        plays = {play: self.plays[play] for answer in answers.values() for play in answer}
        return replace(block, plays=plays, answers=answers)

    def _make_room(self, plays: int) -> None:
        """Room for that many plays at all nodes together."""
        self.values_held = np.empty((plays, len(self.family.tree.players)))
        self.plays_held = np.empty((6, plays), dtype=np.int64)

    def _numbers(self, columns: Mapping[str, Floats], points: Points) -> Numbers:
        held = {name: column[points] for name, column in columns.items()}
        return numbers_at(self.family, self.values, held, len(points))

    def _solve(self, block: Block, points: Points, chance: Floats, payoffs: Floats) -> None:
        from crisis_sim.sweep.tie_kernel import Answers, solve_points

        tree, count = self.family.tree, len(points)
        found = Answers(
            payoffs=np.full((count, len(tree.players)), np.nan),
            outcomes=np.zeros((count, len(tree.outcomes))),
            play=np.full(count, NO_KEY),
            answer=np.full(count, NO_KEY),
            count=np.zeros(count, dtype=np.int32),
            tied=np.zeros(count, dtype=np.bool_),
        )
        at = 0
        while at < count:
            held = (self.values_held, self.plays_held)
            at = solve_points(self.shape, chance, payoffs, self.tol, *held, found, at)
            if at < count:
                self._make_room(4 * len(self.values_held))
        too_many = found.count < 0
        found.outcomes[too_many] = np.nan
        found.count[too_many] = 0
        for name, array in found._asdict().items():
            getattr(block, name)[points] = array
        block.status[points] = np.where(too_many, Status.UNSOLVED, Status.SOLVED)

    def _learn(self, key: int, columns: Mapping[str, Floats], points: Points) -> None:
        """Find the plays of the answer at a point, and remember their choices."""
        from crisis_sim.sweep.tie_kernel import choices_of_plays

        numbers = self._numbers(columns, points)
        chance, payoffs = numbers.chance[0], numbers.payoffs[0]
        held = (self.values_held, self.plays_held)
        signed, on_path = choices_of_plays(self.shape, chance, payoffs, self.tol, *held)
        keys = signed.view(np.uint64).tolist()
        choice = self.family.tree.choice
        for play, path in zip(keys, on_path, strict=True):
            self.plays[play] = tuple(sorted(choice[path & (choice >= 0)].tolist()))
        self.answers[key] = frozenset(keys)


def _shape(family: ParametricGame) -> Integers64:
    """(6, nodes + 1) the rows of the kernel's table of the tree."""
    from crisis_sim.sweep.tie_kernel import CHILD, CHILDREN, MARK, MOVER, OUTCOME, ROW

    tree = family.tree
    shape = np.zeros((6, tree.size + 1), dtype=np.int64)
    shape[MOVER, :-1] = tree.mover
    shape[CHILDREN] = tree.child_start
    shape[CHILD, : tree.size - 1] = tree.child
    shape[ROW, :-1] = tree.payoff_row
    shape[OUTCOME, tree.terminals] = tree.rows[tree.payoff_row[tree.terminals]]
    chosen = np.flatnonzero(tree.choice >= 0)
    shape[MARK, chosen] = mix(tree.choice[chosen].astype(np.uint64)).view(np.int64)
    return shape
