"""All pure sequential equilibria of a game with hidden information, at millions of points."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.other_concepts import FORGETFUL, serving
from crisis_sim.scenario.given import Values
from crisis_sim.sweep.block import Block, Status, set_key
from crisis_sim.sweep.formulas.blurred import blurred
from crisis_sim.sweep.formulas.exact_values import ExactAt, as_shown
from crisis_sim.sweep.formulas.rounding import Rounding
from crisis_sim.sweep.sequential.numbers import Mask, Numbered, NumbersAt, Points
from crisis_sim.sweep.sequential.plays import FoundPlay
from crisis_sim.sweep.sequential.point import solve_point
from crisis_sim.sweep.sequential.search import PointSearch, SearchResult

__all__ = ["SequentialKernel"]

WORK = 2_000_000
"""Combinations of actions to be tried at a time: a good part of a second, if most are at once
seen not to be optimal."""


class SequentialKernel:
    """Finds the play of every pure sequential equilibrium at each point.

    The same plays as :func:`crisis_sim.solve.sequential.solve_sequential` lists before it searches
    for mixed ones. Floats are compared where their errors allow it, and numbers that are the same
    by algebra, anywhere or at a point, count as the same; points at which that does not decide are
    given to that solver, which compares exact numbers. So are points at which consistency of
    beliefs does not come down to intervals of likelihood ratios.

    Not found: mixed equilibria. A point without a pure one has the status ``NONE``.

    Attributes
    ----------
    by_solver : how many points so far were given to the point solver.
    points : see :class:`~crisis_sim.sweep.block.Kernel`; fewer for games that take longer.
    """

    concept = "sequential"
    method = "enumeration of pure strategies by parts, compiled; mixed equilibria are not searched"
    reports = (
        "of several equilibria, one that passive beliefs support, and among those the best for "
        "the first player, then for the second, and so on"
    )

    def __init__(
        self,
        family: ParametricGame,
        values: Values,
        names: Collection[str] = (),
    ) -> None:
        """Lay out the parts of the game.

        Parameters
        ----------
        values : what is held fixed; what is neither here nor in a column takes its default.
        names : what will vary; any other columns may be given as well.

        Raises
        ------
        NotSolved
            Imperfect recall, histories too long or too many combinations of actions.
        """
        del names
        forgetful = forgetful_sets(family.tree)
        if len(forgetful):
            label = family.tree.information_sets[int(forgetful[0])].label
            raise NotSolved(
                f"imperfect recall at '{label}': sequential equilibrium is defined for perfect "
                "recall, and no other concept is swept there; ",
                *serving(FORGETFUL, swept=True),
            )
        self.family = family
        self.values = dict(values)
        self.by_solver = 0
        self._roundings: dict[tuple[str, ...], Rounding] = {}
        self._chances = np.unique(family.chance[family.chance >= 0])
        self._searches: dict[frozenset[int], PointSearch] = {}
        combinations = self._search(frozenset()).graph.combinations
        self.points = min(max(WORK // combinations, 64), 65_536)

    def solve(
        self, columns: Mapping[str, Floats], points: int, exact: ExactAt | None = None
    ) -> Block:
        """The answers where each name takes its column's values; see :class:`Kernel`."""
        names = tuple(columns)
        if names not in self._roundings:
            self._roundings[names] = Rounding(self.family, self.values, names)
        block = _empty(points, self.family)
        at = exact or as_shown(columns)
        known = NumbersAt(self._roundings[names], columns, points, at)
        standing = known.standing()
        block.status[standing.wrong] = Status.UNDEFINED
        plain = np.flatnonzero(standing.plain)
        left = np.flatnonzero(~standing.plain & ~standing.wrong)
        if len(plain):
            left = np.union1d(left, self._solve(known.by_algebra(plain), plain, block))
        if len(left):
            numbers, sure = known.by_value(left)
            open_ = self._solve(numbers.among(np.flatnonzero(sure)), left[sure], block)
            left = np.union1d(left[~sure], open_)
        again = block.status == Status.SOLVED
        again[left] = False
        again = self._blurred(known, again, block)
        again[left] = True
        for point in np.flatnonzero(again).tolist():
            self._solve_exactly(point, names, at, block)
        block.payoffs[...] += 0.0  # one zero, not two
        return block

    def _blurred(self, known: NumbersAt, solved: Mask, block: Block) -> Mask:
        """(points,) at which of those solved floats do not tell payoffs or probabilities."""
        rounding, told = known.rounding, (block.payoffs, block.outcomes, block.play)
        box = rounding.ranges(known.columns)
        jumps = solved & known.jumps(box)
        near = blurred(
            *(np.flatnonzero(solved & ~jumps), *told),
            lambda _, play: rounding.ends_in(box.most, box.errors, box.reach, play),
            lambda key, _: block.plays[key],
        )
        near = np.concatenate([near, np.flatnonzero(jumps)])
        blur = blurred(
            *(near, *told),
            lambda some, play: rounding.ends(known.bounded.among(some), play),
            lambda key, _: block.plays[key],
        )
        found = solved & rounding.rare(known.bounded)
        found[blur] = True
        return found

    def _solve_exactly(
        self, point: int, names: Collection[str], exact: ExactAt, block: Block
    ) -> None:
        self.by_solver += 1
        block.clear(point)
        try:
            game = self.family.at({**self.values, **{name: exact(name, point) for name in names}})
        except InputError:
            block.status[point] = Status.UNDEFINED
            return
        solve_point(game, point, block)

    def _solve(self, numbers: Numbered, where: Points, block: Block) -> Points:
        """Solve points of a block; gives those that are left open."""
        left = []
        for zero, alike in self._patterns(numbers.formulas):
            found = self._solve_alike(self._search(zero), numbers.among(alike), where[alike], block)
            left.append(found)
        return np.concatenate(left) if left else where[:0]

    def _search(self, zero: frozenset[int]) -> PointSearch:
        if zero not in self._searches:
            self._searches[zero] = PointSearch(self.family, zero)
        return self._searches[zero]

    def _patterns(self, formulas: Floats) -> Iterator[tuple[frozenset[int], Points]]:
        """The points, by which of the formulas of chance moves are zero there."""
        zero = formulas[:, self._chances] == 0.0
        some = zero.any(axis=1)
        if not some.all():
            yield frozenset(), np.flatnonzero(~some)
        left = np.flatnonzero(some)
        while len(left):
            alike = (zero[left] == zero[left[:1]]).all(axis=1)
            yield frozenset(self._chances[zero[left[0]]].tolist()), left[alike]
            left = left[~alike]

    def _solve_alike(
        self, search: PointSearch, numbers: Numbered, where: Points, block: Block
    ) -> Points:
        """Solve points at which the same formulas are zero; gives those that are left open."""
        found = search.run(numbers)
        for held in np.unique(found.held[found.decided]).tolist():
            alike = np.flatnonzero(found.decided & (found.held == held))
            plays = search.plays(held, numbers, int(alike[0]))
            _place(plays, found, numbers.formulas, alike, where[alike], block)
        return where[~found.decided]


def _place(
    plays: Mapping[int, FoundPlay],
    found: SearchResult,
    formulas: Floats,
    alike: NDArray[np.intp],
    where: NDArray[np.intp],
    block: Block,
) -> None:
    """Put what was found at points with the same plays into the block."""
    block.count[where], block.tied[where] = found.count[alike], found.tied[alike]
    if not plays:
        block.status[where] = Status.NONE
        return
    keys = frozenset(one.key for one in plays.values())
    block.answer[where] = set_key(keys)
    block.answers[set_key(keys)] = keys
    block.payoffs[where] = found.payoffs[alike]
    for name, one in plays.items():
        reported = found.play[alike] == name
        block.play[where[reported]] = one.key
        block.outcomes[where[reported]] = one.outcomes(
            formulas[alike[reported]], block.outcomes.shape[1]
        )
        block.plays[one.key] = one.play


def _empty(points: int, family: ParametricGame) -> Block:
    players, outcomes = len(family.tree.players), len(family.tree.outcomes)
    return Block(
        payoffs=np.full((points, players), np.nan),
        outcomes=np.full((points, outcomes), np.nan),
        play=np.zeros(points, dtype=np.uint64),
        plays={},
        answer=np.zeros(points, dtype=np.uint64),
        answers={},
        count=np.zeros(points, dtype=np.int32),
        tied=np.zeros(points, dtype=np.bool_),
        status=np.zeros(points, dtype=np.uint8),
    )
