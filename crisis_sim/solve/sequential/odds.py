"""What the beliefs at several information sets must have in common.

Nodes that nobody expected to come to are told apart by the mistakes that lead there, less those
that lead to all of them. Where two information sets tell their nodes apart by the same mistakes,
the odds between these are the same at both, but for what chance adds: beliefs that support the
actions of each alone may be impossible together. What the actions ask for is written as rows over
the mistakes: ``rows @ x >= 0``, where belief is in proportion to ``prior * x``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.solve.sequential.support import Belief, Gains, interval, supported
from crisis_sim.solve.sequential.trembles import BeliefClass, Mistakes

__all__ = ["NO_ODDS", "Odds", "Told", "asked", "joined", "renamed", "weaker"]

Told = tuple[tuple[int, ...], ...]
"""The mistakes that tell nodes apart, class by class, in order."""

Odds = Mapping[Told, frozenset[Belief]]
"""What is asked for of the odds between mistakes, as rows."""

NO_ODDS: Odds = {}


def asked(classes: Sequence[BeliefClass], gains: Gains, prior: Belief) -> Odds:
    """What an action asks for at one information set; nothing where any belief supports it."""
    if all(gain >= 0 for row in gains for gain in row):
        return NO_ODDS
    rows = [tuple(gain * share for gain, share in zip(row, prior, strict=True)) for row in gains]
    return _ordered([each.mistakes for each in classes], rows)


def _ordered(mistakes: Sequence[Mistakes], rows: Iterable[Belief]) -> Odds:
    shared = frozenset.intersection(*mistakes)
    named = [tuple(sorted(each - shared)) for each in mistakes]
    order = sorted(range(len(named)), key=named.__getitem__)
    told = tuple(named[place] for place in order)
    return {told: _least([tuple(row[place] for place in order) for row in rows])}


def _least(rows: Iterable[Belief]) -> frozenset[Belief]:
    """Rows that ask for the same, without those that ask for nothing; of two classes, two at most.

    Each is taken in units of its first number that is not zero.
    """
    rows = [row for row in rows if any(value < 0 for value in row)]
    if rows and len(rows[0]) == 2:
        low, high = interval(rows)
        if low > high:
            return frozenset({(-ONE, -ONE)})
        rows = [(1 - low, -low)] if low > 0 else []
        rows += [(high - 1, high)] if high < 1 else []
    return frozenset(_in_units(row) for row in rows)


def _in_units(row: Belief) -> Belief:
    unit = abs(next(value for value in row if value != 0))
    return tuple(value / unit for value in row)


def joined(several: Iterable[Odds]) -> Odds | None:
    """What all of these ask for together; None where two of them show that no odds serve."""
    found: dict[Told, frozenset[Belief]] = {}
    changed: dict[Told, None] = {}
    for odds in several:
        for told, rows in odds.items():
            before = found.get(told)
            if before is None:
                found[told] = rows
            elif not rows <= before:
                found[told] = _least(before | rows)
                if not supported(list(found[told]), len(told)):
                    return None
            else:
                continue
            changed[told] = None
    if any(_at_odds(found, told) for told in changed if len(told) == 2):
        return None
    return found


def _at_odds(odds: Odds, told: Told) -> bool:
    """Whether two classes that are told apart cannot be believed as other pairs ask.

    What takes more mistakes is infinitely less likely. If a class is believed at all beside
    another, it alone is believed beside what takes more mistakes than the other.
    """
    sides = [frozenset(each) for each in told]
    for other, rows in odds.items():
        if len(other) != 2 or other == told:
            continue
        others = [frozenset(each) for each in other]
        for here in (0, 1):
            for there in (0, 1):
                fewer, more = others[there], others[1 - there]
                if fewer <= sides[here] and sides[1 - here] <= more:
                    refuted = _needs(odds[told], here) and not _alone(rows, there)
                elif sides[here] <= fewer and more <= sides[1 - here]:
                    refuted = _needs(rows, there) and not _alone(odds[told], here)
                else:
                    continue
                if refuted:
                    return True
    return False


def _alone(rows: Iterable[Belief], place: int) -> bool:
    """Whether one class alone may be believed."""
    return all(row[place] >= 0 for row in rows)


def _needs(rows: Iterable[Belief], place: int) -> bool:
    """Whether one class of two must have some belief."""
    return not _alone(rows, 1 - place)


def renamed(odds: Odds, meant: Mapping[int, Mistakes]) -> Odds | None:
    """The same of the mistakes that each is meant for, and what follows for them from others.

    None where that cannot be. Others are those made since: a class that takes some beside one that
    takes none is infinitely less likely than without them.
    """
    found: list[Odds] = []
    for told, rows in odds.items():
        since = [any(m not in meant for m in each) for each in told]
        mistakes = [
            frozenset[int]().union(*(meant[m] for m in each if m in meant)) for each in told
        ]
        if not any(since):
            found.append(_ordered(mistakes, rows))
        elif len(told) == 2 and not all(since):
            fewer, more = since.index(False), since.index(True)
            if _alone(rows, fewer):
                continue
            if mistakes[fewer] <= mistakes[more]:
                return None
            if not mistakes[more] <= mistakes[fewer]:
                none = tuple(-ONE if place == fewer else ZERO for place in range(2))
                found.append(_ordered(mistakes, [none]))
    return joined(found)


def weaker(one: Odds, other: Odds) -> bool:
    """Whether one asks for no more; it may be missed where three classes are told apart."""
    return all(told in other and _within(rows, other[told]) for told, rows in one.items())


def _within(rows: frozenset[Belief], others: frozenset[Belief]) -> bool:
    """Whether what serves the others serves these."""
    if rows <= others:
        return True
    width = len(next(iter(rows)))
    if width != 2:
        return False
    low, high = interval(list(rows))
    least, most = interval(list(others))
    return bool(low <= least and most <= high)
