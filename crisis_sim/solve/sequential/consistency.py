"""Beliefs off the path that are limits of Bayes' rule under vanishing mistakes.

Kreps and Wilson (1982) call an assessment consistent if it is the limit of assessments in which
every action is played and beliefs follow by Bayes' rule. For a pure profile that comes down to the
probabilities of mistakes. Give mistake ``t`` the probability ``sizes[t] * e**rates[t]`` for a small
number ``e``, the same wherever the choice stands in its information set. At an information set the
belief is then concentrated on the classes of nodes whose mistakes have the least total rate, in
proportion to their weights times the product of the sizes. Every consistent belief system of a pure
profile arises so (Kreps and Wilson 1982, lemma A1), or is a limit of such.

All is decided in exact numbers: rates by linear programmes, sizes by equations between products.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from crisis_sim.numbers.linear import dot, echelon
from crisis_sim.numbers.rational import ONE, ZERO, fraction
from crisis_sim.numbers.real import Number, power
from crisis_sim.solve.sequential.believed_alone import alone_where_possible, certain_alone
from crisis_sim.solve.sequential.odds import Told, asked, joined
from crisis_sim.solve.sequential.rates import (
    FreeSet,
    conditions,
    counts_of,
    programmed_rates,
    raised_rates,
)
from crisis_sim.solve.sequential.support import Belief, Gains, supporting_belief
from crisis_sim.solve.sequential.tied_beliefs import search_sizes
from crisis_sim.solve.sequential.trembles import BeliefClass

__all__ = ["Consistency", "consistent_beliefs"]

MOST_SUPPORTS = 5_000


@dataclass(frozen=True, eq=False)
class Consistency:
    """``beliefs`` by free set, or None where no consistent ones were found.

    ``decided`` is False only where beliefs that are tied to each other were searched numerically
    in vain. ``coupled`` says that the beliefs chosen alone could not be had together.
    """

    beliefs: tuple[Belief, ...] | None
    decided: bool
    coupled: bool


@dataclass(frozen=True, eq=False)
class _Mistakes:
    """How likely each mistake is: its rate of vanishing, and its size beside the others."""

    columns: dict[int, int]
    rates: Sequence[Number]
    sizes: Sequence[Number]

    def belief(self, one: FreeSet) -> Belief:
        """(classes,) the limit belief at an information set."""
        counts = counts_of(one, self.columns)
        rates = [dot(row, self.rates) for row in counts]
        least = min(rates)
        weights = [
            self.weight(row, prior) if rate == least else ZERO
            for row, rate, prior in zip(counts, rates, one.prior, strict=True)
        ]
        total = sum(weights, ZERO)
        return tuple(weight / total for weight in weights)

    def weight(self, row: Sequence[Number], prior: Number) -> Number:
        """The prior of a class times the sizes of the mistakes that lead to it."""
        for held, size in zip(row, self.sizes, strict=True):
            if held != 0:
                prior = prior * size
        return prior


def consistent_beliefs(sets: Sequence[FreeSet]) -> Consistency:
    """Consistent beliefs at all free information sets that support the action at each.

    Information sets whose nodes are told apart by the same mistakes are taken as one. The beliefs
    that support each of these alone are tried together first. If they cannot be had
    together, every combination of classes that may have positive belief is tried, the smallest
    first: the rates are then a linear programme, and the ratios equations between products, or,
    where they are tied to each other, a search for sizes.
    """
    columns = {
        m: i for i, m in enumerate(sorted({m for s in sets for c in s.classes for m in c.mistakes}))
    }
    odds = joined(asked(one.classes, one.gains, one.prior) for one in sets)
    if odds is None:
        return Consistency(None, True, True)
    matters = [_told(told, list(rows)) for told, rows in odds.items()]
    alone = [tuple(i for i, share in enumerate(one.belief) if share > 0) for one in matters]
    beliefs = [one.belief for one in matters]
    decided = True
    for thorough in (False, True):
        mistakes, _ = _realise(matters, alone, beliefs, columns, thorough=thorough)
        if mistakes is None:
            mistakes, decided = _search(matters, columns, thorough=thorough)
        if mistakes is not None:
            found = tuple(mistakes.belief(one) for one in sets)
            coupled = any(
                a != one.belief for a, one in zip(found, sets, strict=True) if one.matters
            )
            return Consistency(found, True, coupled)
    return Consistency(None, decided, True)


def _told(told: Told, gains: Gains) -> FreeSet:
    """All information sets at which the same mistakes tell nodes apart, as if they were one.

    Its belief is that of each of them beside the priors there.
    """
    even = tuple([ONE / len(told)] * len(told))
    belief = supporting_belief(gains, even)
    assert belief is not None
    return FreeSet([BeliefClass(frozenset(each), (), ()) for each in told], gains, belief, even)


def _realise(
    sets: Sequence[FreeSet],
    supports: Sequence[tuple[int, ...]],
    beliefs: Sequence[Belief],
    columns: dict[int, int],
    *,
    thorough: bool,
) -> tuple[_Mistakes | None, bool]:
    """Mistakes that bring about these beliefs, positive on exactly these classes.

    Unless the search is ``thorough``, rates that are not found easily are taken not to exist. The
    second value says whether the ratios within the supports depend on each other.
    """
    equal, slower, ratios = conditions(sets, supports, beliefs, columns)
    width = len(columns)
    unit = [[ONE if i == j else ZERO for j in range(len(equal))] for i in range(len(equal))]
    joined = [[*row, *own] for row, own in zip(equal, unit, strict=True)]
    table, pivots = echelon(joined, width)
    tied = len(pivots) < len(equal)
    rates = raised_rates(equal, slower, width)
    if rates is None and thorough:
        rates = programmed_rates(equal, slower, width)
    if rates is None:
        return None, tied
    sizes: list[Number] = [ONE] * width
    for place, row in enumerate(table):
        size = _product(ratios, row[width:])
        if place < len(pivots):
            sizes[pivots[place]] = size
        elif size != 1:
            return None, tied
    return _Mistakes(columns, rates, sizes), tied


def _product(ratios: Sequence[Number], exponents: Sequence[Number]) -> Number:
    """The product of powers of the ratios."""
    product: Number = ONE
    for ratio, exponent in zip(ratios, exponents, strict=True):
        if exponent != 0 and ratio != 1:
            product = product * power(ratio, fraction(exponent))
    return product


def _search(
    sets: Sequence[FreeSet], columns: dict[int, int], *, thorough: bool
) -> tuple[_Mistakes | None, bool]:
    """Mistakes that support every action, whatever classes they leave possible; and if decided.

    Every combination of supports is tried where there are more than two classes. What becomes of
    the others follows from it: a linear programme, if the search is ``thorough``, tells at which of
    them one class alone can be believed.
    """
    options = [
        [
            support
            for size in range(1, len(one.classes) + 1)
            for support in itertools.combinations(range(len(one.classes)), size)
        ]
        if len(one.classes) > 2
        else [()]
        for one in sets
    ]
    if math.prod(len(each) for each in options) > MOST_SUPPORTS:
        return None, False
    decided = True
    for wide in sorted(itertools.product(*options), key=lambda many: sum(map(len, many))):
        supports = (
            alone_where_possible(sets, wide, columns) if thorough else certain_alone(sets, wide)
        )
        beliefs = None if supports is None else _locally(sets, supports)
        if supports is None or beliefs is None:
            continue
        mistakes, tied = _realise(sets, supports, beliefs, columns, thorough=thorough)
        if mistakes is not None:
            return mistakes, True
        if thorough and tied:
            mistakes = _sized(sets, supports, columns)
            if mistakes is not None:
                return mistakes, True
            decided = False
    return None, decided


def _locally(sets: Sequence[FreeSet], supports: Sequence[tuple[int, ...]]) -> list[Belief] | None:
    """For each set a belief on its support that supports its action; None where one has none."""
    beliefs: list[Belief] = []
    for one, support in zip(sets, supports, strict=True):
        total = sum((one.prior[i] for i in support), ZERO)
        preferred = tuple(one.prior[i] / total for i in support)
        gains = [tuple(row[i] for i in support) for row in one.gains]
        belief = supporting_belief(gains, preferred)
        if belief is None or any(share <= 0 for share in belief):
            return None
        held = dict(zip(support, belief, strict=True))
        beliefs.append(tuple(held.get(i, ZERO) for i in range(len(one.classes))))
    return beliefs


def _sized(
    sets: Sequence[FreeSet], supports: Sequence[tuple[int, ...]], columns: dict[int, int]
) -> _Mistakes | None:
    """Mistakes whose ratios are tied to each other: their sizes are searched for."""
    prior = []
    for one, support in zip(sets, supports, strict=True):
        prior.append(tuple(p if i in support else ZERO for i, p in enumerate(one.prior)))
    start, _ = _realise(sets, supports, prior, columns, thorough=True)
    if start is None:
        return None

    def beliefs(sizes: Sequence[Number]) -> list[tuple[Gains, Belief]]:
        mistakes = _Mistakes(columns, start.rates, sizes)
        return [(one.gains, mistakes.belief(one)) for one in sets]

    sizes = search_sizes(beliefs, len(columns))
    return None if sizes is None else _Mistakes(columns, start.rates, sizes)
