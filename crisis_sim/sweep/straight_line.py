"""Backward induction on one tree as straight-line arithmetic.

Backwards: at each decision the child best for its mover, the values of all players there, and the
key of the play. Forwards: the probability that each terminal is reached.

Where some player is within the tolerance of being indifferent, anywhere in the tree, or a number is
undefined, points are only marked, for another method. Or plain ties are followed up: those between
actions that are worth exactly the same to every player, as when an offer makes no difference
because nobody will accept it. What goes before does not depend on how such ties are broken, so that
the actions that are best at each node tell the equilibria.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from crisis_sim.formula.evaluate import evaluate
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.scenario.scenario import Values
from crisis_sim.solve.solution import TOLERANCE
from crisis_sim.sweep.arithmetic import Arithmetic
from crisis_sim.sweep.block import mix
from crisis_sim.sweep.numbers import SLACK

__all__ = ["StraightLine", "straight_line"]

MARGIN = 1.0001
"""Gaps this much wider than the tolerance are left to the general method, for rounding."""


@dataclass(frozen=True, slots=True)
class StraightLine:
    """What to compute at each point.

    ``payoffs`` and ``outcomes`` are steps that give floats, those of the reported play. ``plain``
    is true where they are the answer. ``mark`` is a key: where nothing is tied that of the play,
    else the sum, modulo 2**64, of the numbers of all choices that are on the path of some
    equilibrium. ``answer`` is the key of the set of plays, where nothing is tied.
    """

    arithmetic: Arithmetic
    payoffs: tuple[int, ...]
    outcomes: tuple[int, ...]
    mark: int
    answer: int
    plain: int

    @property
    def results(self) -> tuple[int, ...]:
        """All of them, in this order."""
        return (*self.payoffs, *self.outcomes, self.mark, self.answer, self.plain)

    @property
    def never(self) -> bool:
        """Whether no point can be plain."""
        return self.arithmetic.constant(self.plain) == 0


def straight_line(
    family: ParametricGame,
    values: Values,
    names: Collection[str],
    *,
    ties: bool = False,
    tol: float = TOLERANCE,
) -> StraightLine:
    """The arithmetic of a family of games with perfect information.

    Parameters
    ----------
    values : what is held fixed.
    names : what varies, in the order of the columns.
    ties : whether to follow up plain ties; then no chance that varies may be zero.
    tol : the tolerance of a tie, as a share of the payoff range.

    Takes a pass over the tree and gives some ten operations a node.
    """
    return _Induction(family, values, names, tol=tol, ties=ties).straight_line()


class _Induction:
    """Writes the arithmetic of one tree."""

    def __init__(
        self,
        family: ParametricGame,
        values: Values,
        names: Collection[str],
        *,
        tol: float,
        ties: bool,
    ) -> None:
        self.tree = family.tree
        self.ties = ties
        self.arithmetic = Arithmetic()
        varying = dict.fromkeys(names, 0.0)
        bound = family.scenario.bind({**values, **varying, **family.structural})
        known = {name: self.arithmetic.real(float(value)) for name, value in bound.items()}
        known |= {name: self.arithmetic.column(which) for which, name in enumerate(names)}
        known = family.scenario.definitions_at(self.arithmetic, known)
        self.formulas: dict[int, int] = {}
        needed = {int(one) for one in family.chance if one >= 0}
        needed |= {one for row in family.terms for term in row for one in term.formulas if one >= 0}
        for one in sorted(needed):
            value = evaluate(family.formulas[one], self.arithmetic, known)
            self.formulas[one] = self.arithmetic.as_real(value)
        self.chance = [self.formulas.get(int(one), -1) for one in family.chance]
        self.rows = [self.row_payoffs(family, row) for row in range(len(family.terms))]
        self.conditions: dict[int, tuple[int, ...]] = {}
        self.gaps: set[int] = set()
        self.zero = self.arithmetic.real(0.0)
        margin = self.arithmetic.real(tol * MARGIN)
        self.tolerance = self.real("*", margin, self.payoff_range())
        self.exact: dict[int, None] = {}

    def straight_line(self) -> StraightLine:
        payoffs, mark = self.backwards()
        outcomes = self.forwards()
        return StraightLine(
            arithmetic=self.arithmetic,
            payoffs=payoffs,
            outcomes=outcomes,
            mark=mark,
            answer=self.mixed(mark),
            plain=self.plain(),
        )

    def real(self, op: str, *arguments: int) -> int:
        return self.arithmetic.apply(op, arguments)

    def total(self, parts: Iterable[int]) -> int:
        """The sum, from the left; 0 of nothing."""
        total = -1
        for part in parts:
            total = part if total < 0 else self.real("+", total, part)
        return self.arithmetic.real(0.0) if total < 0 else total

    def row_payoffs(self, family: ParametricGame, row: int) -> tuple[int, ...]:
        terms = family.terms[row]
        return tuple(
            self.total(
                self.formulas[term.formulas[player]] for term in terms if term.formulas[player] >= 0
            )
            for player in range(len(self.tree.players))
        )

    def backwards(self) -> tuple[tuple[int, ...], int]:
        """The values of the players and the key of the play at the root."""
        tree = self.tree
        nothing = self.arithmetic.key(0)
        values: list[tuple[int, ...]] = [()] * tree.size
        keys = [nothing] * tree.size
        for node in range(tree.size - 1, -1, -1):
            children = tree.children(node).tolist()
            if tree.mover[node] == TERMINAL:
                values[node] = self.rows[tree.payoff_row[node]]
            elif tree.mover[node] == CHANCE:
                values[node] = self.expected(children, values)
                for child in children:
                    keys[node] = self.arithmetic.on_keys("key +", keys[node], keys[child])
            else:
                self.decide(node, children, values, keys)
        return values[0], keys[0]

    def expected(self, children: list[int], values: list[tuple[int, ...]]) -> tuple[int, ...]:
        possible = [c for c in children if self.arithmetic.constant(self.chance[c]) != 0.0]
        return tuple(
            self.total(self.real("*", self.chance[child], values[child][p]) for child in possible)
            for p in range(len(self.tree.players))
        )

    def decide(
        self, node: int, children: list[int], values: list[tuple[int, ...]], keys: list[int]
    ) -> None:
        """Keep the first best child; note whether each later one replaces those before it."""
        tree, arithmetic = self.tree, self.arithmetic
        mover = int(tree.mover[node])
        marks = [int(mark) for mark in mix(tree.choice[children].astype(np.uint64))]
        own = [
            arithmetic.on_keys("key +", keys[child], arithmetic.key(mark))
            for child, mark in zip(children, marks, strict=True)
        ]
        best, key, second, conditions = values[children[0]], own[0], -1, []
        for child, child_key in zip(children[1:], own[1:], strict=True):
            held, other = best[mover], values[child][mover]
            better = self.real(">", other, held)
            lesser = arithmetic.select(better, held, other)
            second = lesser if second < 0 else self.greater(second, lesser)
            best = tuple(
                arithmetic.select(better, new, old)
                for new, old in zip(values[child], best, strict=True)
            )
            key = arithmetic.select(better, child_key, key, "key if")
            conditions.append(better)
        if self.ties and second >= 0:
            key = self.tied([values[child] for child in children], own, mover, best)
        elif second >= 0:
            self.gaps.add(self.real("-", best[mover], second))
        values[node], keys[node] = best, key
        self.conditions[node] = tuple(conditions)

    def tied(
        self, values: list[tuple[int, ...]], keys: list[int], mover: int, best: tuple[int, ...]
    ) -> int:
        """The sum of the keys of the actions worth the same as the best; others may not be near."""
        arithmetic = self.arithmetic
        total = nothing = arithmetic.key(0)
        for own, key in zip(values, keys, strict=True):
            same = arithmetic.real(1.0)
            for one, other in zip(own, best, strict=True):
                same = self.both(same, self.real("==", one, other))
            far = self.real(">", self.real("-", best[mover], own[mover]), self.tolerance)
            self.exact[arithmetic.logic("or", (same, far))] = None
            total = arithmetic.on_keys(
                "key +", total, arithmetic.select(same, key, nothing, "key if")
            )
        return total

    def both(self, a: int, b: int) -> int:
        return self.arithmetic.logic("and", (self.arithmetic.truth(a), b))

    def greater(self, a: int, b: int) -> int:
        return self.arithmetic.select(self.real(">", a, b), a, b)

    def lesser(self, a: int, b: int) -> int:
        return self.arithmetic.select(self.real("<", a, b), a, b)

    def forwards(self) -> tuple[int, ...]:
        """The probability of each outcome."""
        tree, zero = self.tree, self.zero
        reach = [zero] * tree.size
        reach[0] = self.arithmetic.real(1.0)
        reached: list[list[int]] = [[] for _ in tree.outcomes]
        for node in range(tree.size):
            if reach[node] == zero:
                continue
            children = tree.children(node).tolist()
            if tree.mover[node] == TERMINAL:
                reached[tree.rows[tree.payoff_row[node]]].append(reach[node])
            elif tree.mover[node] == CHANCE:
                for child in children:
                    known = self.arithmetic.constant(self.chance[child]) == 0.0
                    step = zero if known else self.real("*", reach[node], self.chance[child])
                    reach[child] = step
            else:
                self.go_on(reach, node, children)
        return tuple(self.total(parts) for parts in reached)

    def go_on(self, reach: list[int], node: int, children: list[int]) -> None:
        left = reach[node]
        conditions = self.conditions[node]
        for child, better in zip(children[:0:-1], conditions[::-1], strict=True):
            reach[child] = self.arithmetic.select(better, left, self.zero)
            left = self.arithmetic.select(better, self.zero, left)
        reach[children[0]] = left

    def plain(self) -> int:
        """Whether every number is defined and no player is indifferent anywhere."""
        arithmetic = self.arithmetic
        one, slack = arithmetic.real(1.0), arithmetic.real(SLACK)
        payoffs = sorted({step for row in self.rows for step in row})
        spread = self.total(payoffs)
        checks = [self.real("==", self.real("-", spread, spread), self.zero)]
        for step in sorted({step for step in self.chance if step >= 0}):
            least = ">" if self.ties and arithmetic.constant(step) is None else ">="
            checks += [self.real(least, step, self.zero), self.real("<=", step, one)]
        for node in np.flatnonzero(self.tree.mover == CHANCE).tolist():
            total = self.total(self.chance[child] for child in self.tree.children(node).tolist())
            checks.append(self.real("<=", self.real("abs", self.real("-", total, one)), slack))
        if self.gaps:
            checks.append(self.real(">", self.fold(self.lesser, self.gaps), self.tolerance))
        result = checks[0]
        for check in dict.fromkeys([*checks[1:], *self.exact]):
            result = arithmetic.logic("and", (result, check))
        return result

    def payoff_range(self) -> int:
        """The largest difference between two payoffs of one player."""
        ranges = set()
        for player in range(len(self.tree.players)):
            own = {row[player] for row in self.rows}
            greatest, least = self.fold(self.greater, own), self.fold(self.lesser, own)
            ranges.add(self.real("-", greatest, least))
        return self.fold(self.greater, ranges)

    def fold(self, operation: object, steps: set[int]) -> int:
        """The greatest or least of some steps, the constants among them first."""
        order = sorted(steps, key=lambda step: (self.arithmetic.constant(step) is None, step))
        result = order[0]
        for step in order[1:]:
            result = operation(result, step)  # type: ignore[operator]
        return result

    def mixed(self, key: int) -> int:
        """The steps of :func:`crisis_sim.sweep.block.mix`."""
        arithmetic = self.arithmetic
        golden = arithmetic.key(0x9E3779B97F4A7C15)
        z = arithmetic.on_keys("key +", arithmetic.on_keys("key *", key, golden), golden)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
            moved = arithmetic.on_keys("key >>", z, arithmetic.key(shift))
            z = arithmetic.on_keys("key ^", z, moved)
            if factor != 1:
                z = arithmetic.on_keys("key *", z, arithmetic.key(factor))
        return arithmetic.on_keys("key |", z, arithmetic.key(1))
