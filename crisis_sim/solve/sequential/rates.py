"""How fast mistakes must vanish beside each other, for beliefs to be on some classes alone.

A mistake of rate ``r`` is made with a probability in proportion to ``e**r``, for a small ``e``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crisis_sim.numbers.programme import maximise
from crisis_sim.numbers.rational import ONE, ZERO, Rational
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.support import Belief, Gains
from crisis_sim.solve.sequential.trembles import BeliefClass

__all__ = [
    "FreeSet",
    "Rows",
    "Support",
    "conditions",
    "counts_of",
    "programmed_rates",
    "raised_rates",
    "row_of",
]

RAISES = 100

Rows = list[list[Number]]

Support = tuple[int, ...]
"""The classes that have positive belief."""


@dataclass(frozen=True, eq=False)
class FreeSet:
    """An information set whose belief Bayes' rule does not settle.

    ``gains`` is (other actions, classes), ``belief`` (classes,) one belief that supports the
    action there, looked at alone; ``prior`` (classes,) how likely chance makes each, however many
    mistakes lead there.
    """

    classes: Sequence[BeliefClass]
    gains: Gains
    belief: Belief
    prior: Belief

    @property
    def matters(self) -> bool:
        """Whether some belief would make another action better."""
        return any(gain < 0 for row in self.gains for gain in row)


def counts_of(one: FreeSet, columns: dict[int, int]) -> Rows:
    """(classes, mistakes) which mistakes lead to each class."""
    return [row_of(each.mistakes, columns) for each in one.classes]


def row_of(mistakes: Iterable[int], columns: Mapping[int, int]) -> list[Rational]:
    """(mistakes,) one for each mistake that is made."""
    row: list[Rational] = [ZERO] * len(columns)
    for mistake in mistakes:
        row[columns[mistake]] = ONE
    return row


def conditions(
    sets: Sequence[FreeSet],
    supports: Sequence[tuple[int, ...]],
    beliefs: Sequence[Belief],
    columns: dict[int, int],
) -> tuple[Rows, Rows, list[Number]]:
    """What the rates must balance and what must be slower, and the ratios that sizes must have."""
    equal, slower, ratios = [], [], []
    for one, support, belief in zip(sets, supports, beliefs, strict=True):
        counts = counts_of(one, columns)
        first = support[0]
        for i, row in enumerate(counts):
            over = [a - b for a, b in zip(row, counts[first], strict=True)]
            if i in support[1:]:
                equal.append(over)
                odds = belief[i] / belief[first]
                ratios.append(odds * one.prior[first] / one.prior[i])
            elif i != first:
                slower.append(over)
    return equal, slower, ratios


def programmed_rates(equal: Rows, slower: Rows, width: int) -> Sequence[Number] | None:
    """Rates of at least one that balance ``equal`` and make ``slower`` come out positive.

    Each is one and something that is not negative.
    """
    sums = [sum(row, ZERO) for row in slower]
    found = maximise(
        [-ONE] * width,
        [[-value for value in row] for row in slower],
        [total - 1 for total in sums],
        equal=equal,
        equal_right=[-sum(row, ZERO) for row in equal],
    )
    return None if found is None else [1 + value for value in found.point]


def raised_rates(equal: Rows, slower: Rows, width: int) -> Sequence[Number] | None:
    """Rates found by raising, where a row falls short, the mistake that fewest rows share.

    None where that does not settle soon. It spares the usual case a linear programme.
    """
    rows = [*equal, *([-value for value in row] for row in equal), *slower]
    least = [ZERO] * (2 * len(equal)) + [ONE] * len(slower)
    rates: list[Number] = [ONE] * width
    held = [[i for i, value in enumerate(row) if value != 0] for row in rows]
    having: list[list[int]] = [[] for _ in range(width)]
    for number, places in enumerate(held):
        for i in places:
            having[i].append(number)
    short = [
        bound - sum((row[i] for i in places), ZERO)
        for row, places, bound in zip(rows, held, least, strict=True)
    ]
    for _ in range(RAISES):
        worst = max(range(len(rows)), key=short.__getitem__, default=None)
        if worst is None or short[worst] <= 0:
            return rates
        helpful = [i for i in held[worst] if rows[worst][i] > 0]
        if not helpful:
            return None
        raised, more = min(helpful, key=lambda i: len(having[i])), short[worst]
        rates[raised] += more
        for number in having[raised]:
            short[number] -= rows[number][raised] * more
    return None
