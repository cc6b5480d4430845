"""Beliefs off the path that are limits of Bayes' rule under vanishing mistakes.

Kreps and Wilson (1982) call an assessment consistent if it is the limit of assessments in which
every action is played and beliefs follow by Bayes' rule. For a pure profile that comes down to the
probabilities of mistakes. Give mistake ``t`` the probability ``exp(logs[t]) * e**rates[t]`` for a
small number ``e``, the same wherever the choice stands in its information set. At an information
set the belief is then concentrated on the classes of nodes whose mistakes have the least total
rate, in proportion to their weights times the product of ``exp(logs)``. Every consistent belief
system of a pure profile arises so (Kreps and Wilson 1982, lemma A1), or is a limit of such.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.solve.sequential.support import supporting_belief
from crisis_sim.solve.sequential.trembles import BeliefClass

__all__ = ["FreeSet", "Verdict", "consistent_beliefs"]

MOST_SUPPORTS = 5_000
RAISES = 100


@dataclass(frozen=True, eq=False)
class FreeSet:
    """An information set whose belief Bayes' rule does not settle.

    ``gains`` is (other actions, classes), ``belief`` (classes,) one belief that supports the
    action there, looked at alone; ``passive`` (classes,) the belief if all mistakes are alike.
    """

    classes: Sequence[BeliefClass]
    gains: Floats
    belief: Floats
    passive: Floats

    @property
    def matters(self) -> bool:
        """Whether some belief would make another action better."""
        return bool(np.any(self.gains < 0))


@dataclass(frozen=True, eq=False)
class Verdict:
    """``beliefs`` by free set, or None where no consistent ones were found.

    ``decided`` is False only where beliefs that are tied to each other were searched numerically
    in vain. ``coupled`` says that the beliefs chosen alone could not be had together.
    """

    beliefs: tuple[Floats, ...] | None
    decided: bool
    coupled: bool


@dataclass(frozen=True, eq=False)
class _Mistakes:
    """How likely each mistake is: its rate of vanishing, and the log of its constant."""

    columns: dict[int, int]
    rates: Floats
    logs: Floats

    def belief(self, one: FreeSet) -> Floats:
        """(classes,) the limit belief at an information set."""
        counts = _counts(one, self.columns)
        rates = counts @ self.rates
        logs = np.where(rates <= rates.min() + 1e-6, counts @ self.logs, -np.inf)
        weights = one.passive * np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())


def consistent_beliefs(sets: Sequence[FreeSet], tol: float) -> Verdict:
    """Consistent beliefs at all free information sets that support the action at each.

    The beliefs that support each action alone are tried together first. If they cannot be had
    together, every combination of classes that may have positive belief is tried, the smallest
    first: the rates are then a linear programme, and the ratios linear equations, or, where they
    are tied to each other, a numerical search.
    """
    columns = {
        m: i for i, m in enumerate(sorted({m for s in sets for c in s.classes for m in c.mistakes}))
    }
    matters = [one for one in sets if one.matters]
    alone = [tuple(np.flatnonzero(one.belief > 0).tolist()) for one in matters]
    beliefs = [one.belief for one in matters]
    decided = True
    for thorough in (False, True):
        mistakes, _ = _realise(matters, alone, beliefs, columns, thorough=thorough)
        if mistakes is not None:
            return Verdict(tuple(mistakes.belief(one) for one in sets), True, False)
        mistakes, decided = _search(matters, columns, tol, thorough=thorough)
        if mistakes is not None:
            return Verdict(tuple(mistakes.belief(one) for one in sets), True, True)
    return Verdict(None, decided, True)


def _counts(one: FreeSet, columns: dict[int, int]) -> Floats:
    """(classes, mistakes) which mistakes lead to each class."""
    counts = np.zeros((len(one.classes), len(columns)))
    for i, each in enumerate(one.classes):
        counts[i, [columns[m] for m in each.mistakes]] = 1.0
    return counts


def _realise(
    sets: Sequence[FreeSet],
    supports: Sequence[tuple[int, ...]],
    beliefs: Sequence[Floats],
    columns: dict[int, int],
    *,
    thorough: bool,
) -> tuple[_Mistakes | None, Floats]:
    """Mistakes that bring about these beliefs, positive on exactly these classes.

    Unless the search is ``thorough``, rates that are not found easily are taken not to exist.

    The second value is the exponents of the ratios within the supports, one row a ratio.
    """
    equal, slower, ratios = [], [], []
    for one, support, belief in zip(sets, supports, beliefs, strict=True):
        counts = _counts(one, columns)
        first = support[0]
        for i in range(len(one.classes)):
            if i in support[1:]:
                equal.append(counts[i] - counts[first])
                ratios.append(
                    np.log(belief[i] / belief[first] * one.passive[first] / one.passive[i])
                )
            elif i != first:
                slower.append(counts[i] - counts[first])
    width = len(columns)
    balance = np.asarray(equal).reshape(len(equal), width)
    others = np.asarray(slower).reshape(len(slower), width)
    rates = _raised(balance, others)
    if rates is None and thorough:
        rates = _rates(balance, others)
    if rates is None:
        return None, balance
    logs = np.zeros(width)
    if len(ratios):
        logs = np.linalg.lstsq(balance, np.asarray(ratios), rcond=None)[0]
        if not np.allclose(balance @ logs, ratios, atol=1e-9):
            return None, balance
    return _Mistakes(columns, rates, logs), balance


def _rates(equal: Floats, slower: Floats) -> Floats | None:
    """Rates of at least one that balance ``equal`` and make ``slower`` come out positive."""
    ones = np.ones(equal.shape[1])
    from scipy.optimize import linprog

    found = linprog(
        ones,
        A_ub=-slower if len(slower) else None,
        b_ub=-np.ones(len(slower)) if len(slower) else None,
        A_eq=equal if len(equal) else None,
        b_eq=np.zeros(len(equal)) if len(equal) else None,
        bounds=[(1.0, None)] * len(ones),
        method="highs",
    )
    return np.asarray(found.x) if found.status == 0 else None


def _raised(equal: Floats, slower: Floats) -> Floats | None:
    """Rates found by raising, where a row falls short, the mistake that fewest rows share.

    None where that does not settle soon. It spares the usual case a linear programme.
    """
    rows = np.vstack([equal, -equal, slower])
    least = np.concatenate([np.zeros(2 * len(equal)), np.ones(len(slower))])
    shared = np.count_nonzero(rows, axis=0)
    rates = np.ones(equal.shape[1])
    for _ in range(RAISES):
        short = least - rows @ rates
        if not np.any(short > 0):
            return rates
        row = int(np.argmax(short))
        helpful = np.flatnonzero(rows[row] > 0)
        if not len(helpful):
            return None
        rates[helpful[np.argmin(shared[helpful])]] += short[row]
    return None


def _search(
    sets: Sequence[FreeSet], columns: dict[int, int], tol: float, *, thorough: bool
) -> tuple[_Mistakes | None, bool]:
    """Mistakes that support every action, whatever classes they leave possible; and if decided."""
    options = [
        [s for n in range(1, len(one.classes) + 1) for s in _subsets(len(one.classes), n)]
        for one in sets
    ]
    if np.prod([len(each) for each in options], dtype=float) > MOST_SUPPORTS:
        return None, False
    decided = True
    for supports in sorted(itertools.product(*options), key=lambda many: sum(map(len, many))):
        beliefs = _locally(sets, supports, tol)
        if beliefs is None:
            continue
        mistakes, balance = _realise(sets, supports, beliefs, columns, thorough=thorough)
        if mistakes is not None:
            return mistakes, True
        if thorough and len(balance) and np.linalg.matrix_rank(balance) < len(balance):
            mistakes = _tied(sets, supports, columns, tol)
            if mistakes is not None:
                return mistakes, True
            decided = False
    return None, decided


def _subsets(count: int, size: int) -> list[tuple[int, ...]]:
    return list(itertools.combinations(range(count), size))


def _locally(
    sets: Sequence[FreeSet], supports: Sequence[tuple[int, ...]], tol: float
) -> list[Floats] | None:
    """For each set a belief on its support that supports its action; None where one has none."""
    beliefs = []
    for one, support in zip(sets, supports, strict=True):
        chosen = list(support)
        preferred = one.passive[chosen] / one.passive[chosen].sum()
        belief = supporting_belief(one.gains[:, chosen], preferred, tol)
        if belief is None or np.any(belief <= 0):
            return None
        whole = np.zeros(len(one.classes))
        whole[chosen] = belief
        beliefs.append(whole)
    return beliefs


def _tied(
    sets: Sequence[FreeSet],
    supports: Sequence[tuple[int, ...]],
    columns: dict[int, int],
    tol: float,
) -> _Mistakes | None:
    """Mistakes whose ratios are tied to each other: the logs are searched for numerically."""
    from scipy.optimize import minimize

    uniform = [np.zeros(len(one.classes)) for one in sets]
    for one, support, belief in zip(sets, supports, uniform, strict=True):
        belief[list(support)] = one.passive[list(support)]
    start, _ = _realise(sets, supports, uniform, columns, thorough=True)
    if start is None:
        return None

    def worst(logs: NDArray[np.float64]) -> Floats:
        mistakes = _Mistakes(columns, start.rates, logs)
        return np.array([np.min(one.gains @ mistakes.belief(one), initial=0.0) for one in sets])

    rng = np.random.default_rng(0)
    for attempt in range(20):
        guess = rng.normal(0.0, 2.0 * (attempt > 0), len(columns))
        found = minimize(lambda logs: float(np.sum(worst(logs) ** 2)), guess, method="BFGS")
        if np.all(worst(np.asarray(found.x)) >= -tol):
            return _Mistakes(columns, start.rates, np.asarray(found.x))
    return None
