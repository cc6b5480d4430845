"""Backward induction on one tree as straight-line arithmetic.

Backwards: at each decision the child best for its mover, the values of all players there, and the
key of the play. Forwards: the probability that each terminal is reached.

Where what a mover gets from two actions is no farther apart than rounding can make it, anywhere in
the tree, or a number is undefined, points are only marked, for another method. Or plain ties are
followed up: those between actions that are worth the same to every player by algebra, as when an
offer makes no difference because nobody will accept it. What goes before does not depend on how
such ties are broken, so that the actions that are best at each node tell the equilibria. For these
each value has its identity tag beside it.

Bounds of the rounding are scalars of the code, worked out for each block of points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from crisis_sim.formula.expression import COMPARISONS
from crisis_sim.game.game import Floats
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.sweep.block import mix
from crisis_sim.sweep.formulas.asked import AskedBound, bound
from crisis_sim.sweep.formulas.operations import Arithmetic
from crisis_sim.sweep.formulas.rounding import OFF, Ranges, Rounding

__all__ = ["StraightLine", "straight_line"]


@dataclass(frozen=True, slots=True)
class StraightLine:
    """What to compute at each point.

    ``payoffs`` and ``outcomes`` are steps that give floats, those of the reported play. ``plain``
    is true where they are the answer. ``mark`` is a key: where nothing is tied that of the play,
    else the sum, modulo 2**64, of the numbers of all choices that are on the path of some
    equilibrium. ``answer`` is the key of the set of plays, where nothing is tied. ``little`` is
    true where some payoff is so near to 0 that its float may say nothing of it. ``asked`` are the
    scalars that the code reads.
    """

    arithmetic: Arithmetic
    payoffs: tuple[int, ...]
    outcomes: tuple[int, ...]
    mark: int
    answer: int
    little: int
    plain: int
    asked: tuple[AskedBound, ...]

    def scalars(self, known: Ranges) -> Floats | None:
        """The bounds that hold over a block; None where there are none."""
        found = np.array([bound(one, known) for one in self.asked])
        return found if np.isfinite(found).all() else None

    @property
    def results(self) -> tuple[int, ...]:
        """All of them, in this order."""
        return (*self.payoffs, *self.outcomes, self.mark, self.answer, self.little, self.plain)

    @property
    def never(self) -> bool:
        """Whether no point can be plain."""
        return self.arithmetic.constant(self.plain) == 0


def straight_line(rounding: Rounding, *, ties: bool = False) -> StraightLine:
    """The arithmetic of a family of games with perfect information.

    Parameters
    ----------
    ties : whether to follow up plain ties; then no chance that varies may be zero.

    Takes a pass over the tree and gives some ten operations a node.
    """
    return _Induction(rounding, ties=ties).straight_line()


class _Induction:
    """Writes the arithmetic of one tree."""

    def __init__(self, rounding: Rounding, *, ties: bool) -> None:
        self.rounding, self.ties = rounding, ties
        self.tree = rounding.family.tree
        self.arithmetic = Arithmetic()
        self.asked: dict[AskedBound, int] = {}
        self.checks: dict[int, None] = {}
        self.steps: list[int] = []
        for entry in range(len(rounding.tape.entries)):
            self.steps.append(self.written(entry))
        self.chance = [
            self.arithmetic.as_real(self.steps[one]) if one >= 0 else -1
            for one in rounding.chance.tolist()
        ]
        rows = range(rounding.parts.shape[1])
        self.rows = [self.row_payoffs(row) for row in rows]
        self.conditions: dict[int, tuple[int, ...]] = {}
        self.gaps: dict[int, set[int]] = {}
        self.zero = self.arithmetic.real(0.0)
        draws = zip(rounding.draws, rounding.off, strict=True)
        self.loose = {entry for draw, off in draws if off for entry in draw}
        self.tags: list[tuple[int, ...]] = [()] * self.tree.size

    def written(self, entry: int) -> int:
        """The step of an entry of the tape, with the checks of what it decides."""
        tape, arithmetic = self.rounding.tape.entries, self.arithmetic
        op, used = tape[entry].op, tape[entry].arguments
        if op == "constant":
            return arithmetic.real(tape[entry].value)
        if op == "column":
            return arithmetic.column(int(tape[entry].value))
        steps = [self.steps[one] for one in used]
        if op in COMPARISONS:
            apart = self.real("abs", self.real("-", *map(arithmetic.as_real, steps)))
            self.checks[self.real(">", apart, self.ask("apart", *used))] = None
        elif op in ("floor", "ceil"):
            value = arithmetic.as_real(steps[0])
            above, below = self.real("ceil", value), self.real("floor", value)
            whole = self.lesser(self.real("-", above, value), self.real("-", value, below))
            self.checks[self.real(">", whole, self.ask("away", used[0]))] = None
        for one in used[:1] if op == "if" else used if op in ("and", "or", "not") else ():
            if tape[one].op not in (*COMPARISONS, "and", "or", "not", "constant"):
                away = self.real("abs", self.steps[one])
                self.checks[self.real(">", away, self.ask("away", one))] = None
        if op == "if":
            return arithmetic.choose(steps[0], lambda: steps[1], lambda: steps[2])
        return arithmetic.apply(op, tuple(steps))

    def ask(self, kind: str, *which: int) -> int:
        """The step of a scalar."""
        number = self.asked.setdefault((kind, which), len(self.asked))
        return self.arithmetic.scalar(number)

    def straight_line(self) -> StraightLine:
        values, mark = self.backwards()
        payoffs = tuple(self.real("+", value, self.zero) for value in values)  # -0 becomes 0
        outcomes = self.forwards()
        return StraightLine(
            arithmetic=self.arithmetic,
            payoffs=payoffs,
            outcomes=outcomes,
            mark=mark,
            answer=self.mixed(mark),
            little=self.little(payoffs),
            plain=self.plain(),
            asked=tuple(self.asked),
        )

    def real(self, op: str, *arguments: int) -> int:
        return self.arithmetic.apply(op, arguments)

    def total(self, parts: Iterable[int]) -> int:
        """The sum, from the left; 0 of nothing."""
        total = -1
        for part in parts:
            total = part if total < 0 else self.real("+", total, part)
        return self.arithmetic.real(0.0) if total < 0 else total

    def row_payoffs(self, row: int) -> tuple[int, ...]:
        return tuple(
            self.total(self.arithmetic.as_real(self.steps[one]) for one in own if one >= 0)
            for own in self.rounding.parts[:, row].T.tolist()
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
                tags = self.rounding.payoff_tags[tree.payoff_row[node]].tolist()
                self.tags[node] = tuple(map(self.arithmetic.key, tags))
            elif tree.mover[node] == CHANCE:
                values[node] = self.expected(children, values)
                self.tags[node] = self.expected_tags(children)
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

    def expected_tags(self, children: list[int]) -> tuple[int, ...]:
        arithmetic, found = self.arithmetic, []
        for player in range(len(self.tree.players) if self.ties else 0):
            total = arithmetic.key(0)
            for child in children:
                share = arithmetic.key(int(self.rounding.chance_tags[child]))
                own = arithmetic.on_keys("tag *", share, self.tags[child][player])
                total = arithmetic.on_keys("tag +", total, own)
            found.append(total)
        return tuple(found)

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
        best, tags, key = values[children[0]], self.tags[children[0]], own[0]
        second, conditions = -1, []
        for child, child_key in zip(children[1:], own[1:], strict=True):
            held, other = best[mover], values[child][mover]
            better = self.real(">", other, held)
            if self.ties:
                same = arithmetic.same_key(tags[mover], self.tags[child][mover])
                better = self.both(arithmetic.logic("not", (same,)), better)
            lesser = arithmetic.select(better, held, other)
            second = lesser if second < 0 else self.greater(second, lesser)
            best = self.selected(better, values[child], best)
            if self.ties:
                tags = self.selected(better, self.tags[child], tags, "key if")
            key = arithmetic.select(better, child_key, key, "key if")
            conditions.append(better)
        values[node], self.tags[node] = best, tags
        if self.ties and second >= 0:
            key = self.tied(node, children, values, own)
        elif second >= 0:
            self.gaps.setdefault(mover, set()).add(self.real("-", best[mover], second))
        keys[node] = key
        self.conditions[node] = tuple(conditions)

    def selected(
        self, truth: int, yes: tuple[int, ...], no: tuple[int, ...], op: str = "if"
    ) -> tuple[int, ...]:
        return tuple(
            self.arithmetic.select(truth, one, other, op)
            for one, other in zip(yes, no, strict=True)
        )

    def tied(
        self, node: int, children: list[int], values: list[tuple[int, ...]], keys: list[int]
    ) -> int:
        """The sum of the keys of the actions worth the same as the best; others may not be near."""
        arithmetic, mover = self.arithmetic, int(self.tree.mover[node])
        total = nothing = arithmetic.key(0)
        for child, key in zip(children, keys, strict=True):
            same = arithmetic.real(1.0)
            for one, other in zip(self.tags[child], self.tags[node], strict=True):
                same = self.both(same, arithmetic.same_key(one, other))
            gap = self.real("-", values[node][mover], values[child][mover])
            self.checks[arithmetic.logic("or", (same, self.apart(gap, mover)))] = None
            total = arithmetic.on_keys(
                "key +", total, arithmetic.select(same, key, nothing, "key if")
            )
        return total

    def apart(self, gap: int, player: int) -> int:
        """Whether two values of a player differ by more than rounding."""
        known = self.arithmetic.constant(gap)
        if known is not None and not known > 0:
            return self.real(">", self.zero, self.zero)
        return self.real(">", gap, self.ask("player", player))

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

    def little(self, payoffs: tuple[int, ...]) -> int:
        """Whether some payoff is nearer to 0 than its error can be told from it."""
        arithmetic = self.arithmetic
        found = arithmetic.truth(self.real(">", self.zero, self.zero))
        for player, payoff in enumerate(payoffs):
            size = self.real("abs", payoff)
            near = self.real("<", size, self.ask("little", player))
            found = arithmetic.logic("or", (found, near))
        return arithmetic.truth(found)

    def plain(self) -> int:
        """Whether every number is defined and every decision is beyond the rounding.

        The bounds of rounding hold in a box; points outside it are not plain.
        """
        arithmetic = self.arithmetic
        payoffs = sorted({step for row in self.rows for step in row})
        spread = self.total(payoffs)
        checks = [self.real("==", self.real("-", spread, spread), self.zero)]
        for entry in sorted({one for one in self.rounding.chance.tolist() if one >= 0}):
            checks += self.proper(entry)
        for draw, off in zip(self.rounding.draws, self.rounding.off, strict=True):
            if off:
                total = self.total(arithmetic.as_real(self.steps[one]) for one in draw)
                away = self.real("abs", self.real("-", total, arithmetic.real(1.0)))
                checks.append(self.real("<=", away, arithmetic.real(OFF)))
        for number in range(len(self.rounding.names)):
            column = arithmetic.column(number)
            checks.append(self.real(">=", column, self.ask("from", number)))
            checks.append(self.real("<=", column, self.ask("to", number)))
        for player, gaps in self.gaps.items():
            checks.append(self.apart(self.fold(self.lesser, gaps), player))
        result = checks[0]
        for check in dict.fromkeys([*checks[1:], *self.checks]):
            result = arithmetic.logic("and", (result, check))
        return result

    def proper(self, entry: int) -> list[int]:
        """Whether a chance lies between 0 and 1, and what may be lost of it is a small share.

        Where all chances at a node add up to one by algebra, none of them exceeds it alone.
        """
        arithmetic = self.arithmetic
        step = arithmetic.as_real(self.steps[entry])
        known = arithmetic.constant(step)
        if known is not None:
            return [self.real("==", arithmetic.real(float(0 <= known <= 1)), arithmetic.real(1.0))]
        low = self.real(">", step, self.ask("low", entry))
        if entry not in self.loose:
            return [low]
        return [low, self.real("<", step, self.ask("high", entry))]

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
