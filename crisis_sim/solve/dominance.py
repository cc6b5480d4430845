"""Dominated strategies, and what survives their elimination."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import (
    MOST_PROFILES,
    NormalForm,
    count_strategies,
    reduced_normal_form,
)
from crisis_sim.interruption import completing
from crisis_sim.numbers.counts import many_by
from crisis_sim.numbers.programme import maximise
from crisis_sim.numbers.rational import fraction, rational
from crisis_sim.numbers.real import Number, Real, is_rational, sign, to_float
from crisis_sim.numbers.written import counted
from crisis_sim.other_concepts import UNLISTED, serving
from crisis_sim.shown import AsTable, Shown, short_list
from crisis_sim.solve.nash.compared import representatives, whole_numbers
from crisis_sim.time_limits import CUT_SHORT, as_found, check_time, why_cut_short

__all__ = [
    "Elimination",
    "MixtureWeight",
    "Survivors",
    "dominated",
    "iterated_dominance",
    "rationalisable",
]

MixtureWeight = Fraction | Number
"""A probability: a fraction, or a real number where no fraction serves."""

Mixture = list[tuple[int, MixtureWeight]]
_Table = NDArray[Any]
"""Integers, or numbers of which some are irrational."""

MOST_COMPARISONS = 5_000_000_000
"""Payoffs compared in a round, at most: seconds."""

NEARER = (10, 10**3, 10**6, 10**12)
"""Denominators with which fractions near irrational probabilities are tried."""

ORDER = (
    "which strategies survive the elimination of weakly dominated ones depends on the order; here "
    "all are eliminated at once, round by round"
)


@dataclass(frozen=True, slots=True)
class Elimination:
    """A strategy and the proof that it is dominated.

    Attributes
    ----------
    round : of elimination, from 1.
    player, strategy : which strategy.
    by : the strategies of the mixture that dominates it, and their exact probabilities.
    strict : whether the mixture is better against everything, or only nowhere worse and somewhere
        better.
    """

    round: int
    player: int
    strategy: int
    by: tuple[tuple[int, MixtureWeight], ...]
    strict: bool


@dataclass(frozen=True, eq=False, repr=False)
class Survivors(Shown):
    """What is left of a game's strategies.

    Attributes
    ----------
    form : the normal form, of an extensive game the reduced one.
    concept : what the elimination amounts to.
    kept : for each player the numbers of the strategies that survive.
    eliminated : the others in the order in which they went.
    note : what the result depends on; empty where it depends on nothing.
    left : what was not tried, being interrupted or for want of time; empty if nothing.
    unproved : the bits to which numbers were compared that then counted as equal; 0 if all
        comparisons were proved.
    """

    form: NormalForm
    concept: str
    kept: tuple[tuple[int, ...], ...]
    eliminated: tuple[Elimination, ...]
    note: str = ""
    unproved: int = 0
    left: str = ""

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """For each player the names of the strategies that survive."""
        named = zip(self.form.strategies, self.kept, strict=True)
        return tuple(tuple(names[i] for i in kept) for names, kept in named)

    @property
    def caption(self) -> str:
        """What was eliminated, and how many strategies of each player survive."""
        counts = zip(self.form.players, self.kept, self.form.shape, strict=True)
        left = ", ".join(f"{name} {len(kept):,} of {count:,}" for name, kept, count in counts)
        return f"{self.concept}: {left}"

    def table(self) -> AsTable:
        """For each player the strategies that survive, the first of many."""
        named = zip(self.form.players, self.names, strict=True)
        return ("player", "survive"), [(player, short_list(kept)) for player, kept in named]


def dominated(
    game: Game | NormalForm, player: int, *, strict: bool = True
) -> tuple[Elimination, ...]:
    """The strategies of a player that some mixture of its others dominates.

    Exact: a linear programme decides, and its optimum is the proof. One programme for each
    strategy that is not settled at sight, with as many constraints as there are profiles of the
    others.
    """
    form = _form(game)
    return tuple(_round(_tables(form), player, _everything(form), 1, strict=strict))


def iterated_dominance(game: Game | NormalForm, *, strict: bool = True) -> Survivors:
    """Eliminate the strategies that mixtures dominate, of all players at once, until none is left.

    With strict dominance the survivors do not depend on the order of elimination (Gilboa, Kalai
    and Zemel 1990); with weak dominance they do, and the result says so.

    Raises
    ------
    OutOfTime
        The time that was set is over before the first round; later what has gone is handed back.
    Interrupted
        On Ctrl-C after the first round, with the same.

    Examples
    --------
    >>> payoffs = np.array([[[3.0, 0.0], [4.0, 1.0]], [[3.0, 4.0], [0.0, 1.0]]])
    >>> dilemma = NormalForm("Dilemma", ("US", "USSR"), (("disarm", "arm"),) * 2, payoffs)
    >>> iterated_dominance(dilemma).names
    (('arm',), ('arm',))
    """
    form = _form(game)
    tables = _tables(form)
    kept = _everything(form)
    gone: list[Elimination] = []
    stopped, left = None, ""
    try:
        for number in itertools.count(1):
            now = [
                one
                for player in range(len(kept))
                for one in _round(tables, player, kept, number, strict=strict)
            ]
            if not now:
                break
            gone += now
            for one in now:
                kept[one.player].remove(one.strategy)
    except CUT_SHORT as stop:
        if not gone:
            raise
        rounds = counted(gone[-1].round, "round")
        stopped, left = stop, f"after {rounds} no other was tried, {why_cut_short(stop)}"
    concept = "iterated strict dominance" if strict else "iterated weak dominance"
    note = "" if strict else ORDER
    survive = tuple(map(tuple, kept))
    return as_found(stopped, Survivors(form, concept, survive, tuple(gone), note, left=left))


def rationalisable(game: Game | NormalForm) -> Survivors:
    """The strategies that common knowledge of rationality allows (Bernheim 1984; Pearce 1984).

    With two players they are what survives iterated strict dominance by mixtures. With more that
    is correlated rationalisability, whose beliefs may hold that the others act in concert;
    beliefs under which they act independently may allow less, and are not considered.
    """
    with completing(_called_rationalisable) as called:
        return called(iterated_dominance(game))


def _called_rationalisable(found: Survivors) -> Survivors:
    correlated = len(found.form.players) > 2
    concept = "correlated rationalisability" if correlated else "rationalisability"
    return replace(found, concept=concept)


def _form(game: Game | NormalForm) -> NormalForm:
    """The normal form, of an extensive game the reduced one of its exact numbers."""
    if isinstance(game, NormalForm):
        _check(game.shape)
        return game
    _check([count_strategies(game.tree, player) for player in range(len(game.players))])
    return reduced_normal_form(game).form


def _check(shape: Sequence[int]) -> None:
    profiles = math.prod(shape)
    if sum(profiles * own for own in shape) > MOST_COMPARISONS or profiles > MOST_PROFILES:
        raise NotSolved(
            f"{many_by(shape)} strategies are too many to compare each with each other; ",
            *serving(UNLISTED),
        )


def _tables(form: NormalForm) -> list[_Table]:
    """For each player (own strategies, strategies of the others...) payoffs."""
    return [np.moveaxis(_comparable(table), player, 0) for player, table in enumerate(form.numbers)]


def _comparable(table: NDArray[np.object_]) -> _Table:
    """Integers with the same differences but for scale; else numbers, equal ones one object."""
    irrational = any(isinstance(value, Real) for value in table.ravel())
    return representatives(table) if irrational else whole_numbers(table)


def _everything(form: NormalForm) -> list[list[int]]:
    return [list(range(count)) for count in form.shape]


def _round(
    tables: Sequence[NDArray[np.object_]],
    player: int,
    kept: Sequence[Sequence[int]],
    number: int,
    *,
    strict: bool,
) -> Iterator[Elimination]:
    """The strategies of a player that are dominated in what is left of the game."""
    own = kept[player]
    others = [held for other, held in enumerate(kept) if other != player]
    table = _machine(tables[player][np.ix_(own, *others)].reshape(len(own), -1))
    kinds: dict[tuple[int, ...], int] = {}
    kind = [kinds.setdefault(tuple(row), len(kinds)) for row in table.tolist()]
    first = [kind.index(i) for i in range(len(kinds))]
    beaten = _beaten(table[first], strict=strict)
    for strategy, which in zip(own, kind, strict=True):
        if which in beaten:
            by = tuple((own[first[i]], weight) for i, weight in beaten[which])
            yield Elimination(number, player, strategy, by, strict)


def _machine(table: _Table) -> _Table:
    """Integers in machine words where the differences of any two fit in one."""
    if not all(isinstance(value, int) for value in table.ravel().tolist()):
        return table
    largest = max(map(abs, table.ravel().tolist()), default=0)
    return table.astype(np.int64) if largest < 2**61 else table


def _beaten(table: _Table, *, strict: bool) -> dict[int, Mixture]:
    """The rows that mixtures dominate, each with such a mixture, preferably a single row.

    Rows are distinct. Those that single rows dominate come first: a mixture that uses one of them
    does better with its dominator, so the programmes need not consider them.
    """
    best = (table == table.max(axis=0)).astype(bool)
    # A row that is best somewhere (alone, for weak dominance) is not dominated.
    alone = best.sum(axis=0) == 1
    safe = best.any(axis=1) if strict else (best & alone).any(axis=1)
    single = {
        place: _dominators(table, place, strict=strict) for place in np.flatnonzero(~safe).tolist()
    }
    left = [i for i in range(len(table)) if i not in single or not single[i].any()]
    beaten: dict[int, Mixture] = {}
    for place, dominators in single.items():
        if dominators.any():
            chosen = next(i for i in left if dominators[i])
            beaten[place] = [(chosen, Fraction(1))]
            continue
        check_time()
        gains = (table[left] - table[place]).astype(object)
        weights = _mixture(gains, left.index(place), strict=strict)
        if weights is not None:
            beaten[place] = [(left[i], weight) for i, weight in weights]
    return beaten


def _hardest(gains: _Table) -> _Table:
    """(rows, fewer profiles) without profiles at which everything gains as much as at another."""
    order = np.argsort(gains.sum(axis=0), kind="stable")
    kept: _Table = gains[:, order[:0]]
    for column in gains.T[order]:
        check_time()
        if not (kept <= column[:, None]).astype(bool).all(axis=0).any():
            kept = kept[:, ~(column[:, None] <= kept).astype(bool).all(axis=0)]
            kept = np.hstack([kept, column[:, None]])
    return kept


def _dominators(table: _Table, place: int, *, strict: bool) -> NDArray[np.bool_]:
    """(rows,) whether a row dominates the one at ``place``."""
    if strict:
        return np.asarray((table > table[place]).astype(bool).all(axis=1))
    found = np.asarray((table >= table[place]).astype(bool).all(axis=1))
    found[place] = False
    return found


def _mixture(gains: _Table, place: int, *, strict: bool) -> Mixture | None:
    """A mixture with positive gains everywhere, or with none negative and some positive.

    What is left of the weights' sum of one stays with the row itself, whose gains are zero. The
    programme maximises the least gain, its last variable, or else the sum of the gains.
    """
    hardest = _hardest(gains)
    rows, profiles = hardest.shape
    constraints = [
        [*(-one for one in hardest[:, j].tolist()), *([1] * strict)] for j in range(profiles)
    ]
    constraints.append([1] * rows + [0] * strict)
    objective = [0] * rows + [1] if strict else gains.sum(axis=1).tolist()
    best = maximise(objective, constraints, [*([0] * profiles), 1])
    assert best is not None
    if sign(best.value) <= 0:
        return None
    weights = [(i, best.point[i]) for i in range(rows) if i != place and best.point[i] != 0]
    total = sum((weight for _, weight in weights), best.value - best.value)
    return _plainer([(i, weight / total) for i, weight in weights], gains, strict=strict)


def _plainer(mixture: Mixture, gains: _Table, *, strict: bool) -> Mixture:
    """Fractions for probabilities; for irrational ones those near them that prove the same."""
    if all(is_rational(weight) for _, weight in mixture):
        return [(i, fraction(weight)) for i, weight in mixture]
    for digits in NEARER:
        near = [(i, Fraction(to_float(weight)).limit_denominator(digits)) for i, weight in mixture]
        total = sum(weight for _, weight in near)
        shares = [(i, rational(weight / total)) for i, weight in near if weight]
        made = [sign(sum(own * gains[i, j] for i, own in shares)) for j in range(gains.shape[1])]
        if all(one > 0 for one in made) or (not strict and min(made) == 0 and any(made)):
            return [(i, fraction(own)) for i, own in shares]
    return mixture
