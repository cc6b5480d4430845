"""The bargaining view of a scenario.

A *package* settles every issue at one of its levels; what it is worth to each side is the sum of
the scenario's terms that hold then, on the day on which the story begins, in expectation over the
chance events before the first decision. The *disagreement point* is what play comes to when
nobody agrees to anything; the *zone of agreement* holds the packages that leave nobody worse off.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from crisis_sim.bargain.disagreement import Disagreement, agreements_of, disagreement_point
from crisis_sim.bargain.frontier import (
    Lottery,
    efficient,
    hull_frontier,
    kalai_smorodinsky,
    lotteries,
    minus,
    nash,
)
from crisis_sim.bargain.worth import Worth, plus
from crisis_sim.errors import InputError
from crisis_sim.formula.expression import names_in
from crisis_sim.game.game import Floats, Row
from crisis_sim.game.games import Games
from crisis_sim.interruption import undivided
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, to_float
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.scenario import Scenario, Variable
from crisis_sim.shown import AsTable, Brief, Shown

__all__ = ["NASH", "BargainingView", "Package", "Solved", "bargaining_view"]

NASH = "Nash bargaining"
"""The solution of Nash (1950), which is no equilibrium of Nash (1951)."""
MOST_PACKAGES = 5_000
Sheet = list[dict[str, Row]]
"""(circumstances,) by term what it pays each side."""


@dataclass(frozen=True, slots=True, repr=False)
class Package(Brief):
    """A level for each issue, and what that is worth.

    ``in_zone`` says whether it leaves each side no worse off than disagreement, ``efficient``
    whether no other package is better for one and as good for all. ``refused_by`` holds the kinds
    that would rather have no deal: the player's number, and what that kind knows.
    """

    levels: Mapping[str, str] = field(hash=False)
    payoffs: tuple[float, ...]
    terms: Mapping[str, tuple[float, ...]] = field(hash=False)
    in_zone: bool
    efficient: bool
    refused_by: tuple[tuple[int, str], ...]

    def refusals(self, players: Sequence[str]) -> list[str]:
        """The kinds that refuse it in words, with what players are called."""
        return [
            f"{players[who]} ({kind})" if kind else players[who] for who, kind in self.refused_by
        ]

    @property
    def name(self) -> str:
        """Its levels, issue by issue."""
        return ", ".join(f"{issue} {level}" for issue, level in self.levels.items())


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution: packages (several where they tie), or a lottery on them.

    ``gains`` are over disagreement; ``gives_up`` is what each side falls short of the package it
    likes best in the zone.
    """

    name: str
    packages: tuple[int, ...]
    weights: tuple[float, ...]
    payoffs: tuple[float, ...]
    gains: tuple[float, ...]
    gives_up: tuple[float, ...]
    lottery: bool


@dataclass(frozen=True, eq=False, repr=False)
class BargainingView(Shown):
    """All of it. ``issues`` lists their levels; ``best`` is each side's best in the zone;
    ``shorts`` are what tables call the players.

    ``frontier`` are the packages at the corners of the efficient edge of all lotteries, by the
    first side's payoff; empty but for two sides.
    """

    title: str
    players: tuple[str, ...]
    shorts: tuple[str, ...]
    issues: Mapping[str, tuple[str, ...]]
    packages: tuple[Package, ...]
    disagreement: Disagreement
    best: tuple[float, ...] | None
    solutions: tuple[Solved, ...]
    notes: tuple[str, ...]
    frontier: tuple[int, ...] = ()

    @property
    def caption(self) -> str:
        """What is bargained over, and how many packages all sides would rather have."""
        issues, zone = ", ".join(self.issues), f"{len(self.zone)} of {len(self.packages)}"
        return f"{self.title}: {issues}; {zone} packages in the zone of agreement"

    def table(self) -> AsTable:
        """What each side gets without a deal, and by each package of the zone."""
        rows = [
            (name, *(f"{value:.6g}" for value in paid), best)
            for name, paid, best in (
                ("without a deal", self.disagreement.payoffs, ""),
                *((one.name, one.payoffs, "yes" if one.efficient else "no") for one in self._best),
            )
        ]
        return ("package", *self.shorts, "efficient"), rows

    @property
    def _best(self) -> list[Package]:
        return [self.packages[i] for i in self.zone]

    @property
    def averaged(self) -> bool:
        """Whether payoffs are expected over several states in which the world may be at first."""
        return len(self.disagreement.rows) > 1

    @property
    def zone(self) -> tuple[int, ...]:
        """The packages of the zone of agreement."""
        return tuple(i for i, package in enumerate(self.packages) if package.in_zone)

    @property
    def points(self) -> Floats:
        """(packages, players) their payoffs."""
        return np.array([package.payoffs for package in self.packages])


@undivided()
def bargaining_view(
    games: Games,
    values: Values | None = None,
    *,
    disagreement: str | None = None,
    concept: str = "auto",
    **options: Any,
) -> BargainingView:
    """Value every package, find the zone of agreement, and solve the bargaining problem.

    Parameters
    ----------
    disagreement : an outcome, or a situation whose continuation counts; by default the equilibrium
        of the game from which every agreement has been taken away.
    concept : the concept by which play without agreement is solved.
    options : those of the concept.

    A deal gives each side that raised issues at least one of them above its first level. Solutions
    over lotteries are found for two players. All is decided in exact numbers, so that the units and
    the zero of a side's payoffs change nothing.

    Raises
    ------
    InputError
        A scenario without issues or without terms that value them, an unknown disagreement point
        or concept, a concept beside an outcome, an option of another concept, or more than 5,000
        packages.
    NotSolved
        Play without agreement could not be solved.
    """
    given = dict(values or {})
    scenario = games.scenario
    issues = [one for one in scenario.variables.values() if one.issue]
    _check(scenario, issues)
    worth = Worth(scenario, given)
    solving = {"concept": concept, **options}
    point = disagreement_point(games, given, worth, disagreement, solving)
    combinations = [c for c in itertools.product(*map(_levels, issues)) if _is_deal(issues, c)]
    sheets = [_sheet(worth, issues, levels) for levels in combinations]
    points = [_expected(worth, [worth.total(terms) for terms in sheet]) for sheet in sheets]
    packages = _packages(worth, issues, combinations, sheets, points, point)
    zone = [i for i, package in enumerate(packages) if package.in_zone]
    best = tuple(map(max, zip(*(points[i] for i in zone), strict=True))) if zone else None
    return BargainingView(
        title=scenario.title,
        players=tuple(player.name for player in scenario.players),
        shorts=tuple(player.short for player in scenario.players),
        issues={one.name: one.values for one in issues},
        packages=tuple(packages),
        disagreement=point,
        best=None if best is None else _floats(best),
        solutions=tuple(_solutions(points, point.numbers, best)),
        notes=_notes(scenario, zone, point, points),
        frontier=tuple(hull_frontier(points)) if len(scenario.players) == 2 else (),
    )


def _check(scenario: Scenario, issues: list[Variable]) -> None:
    if not issues:
        raise InputError(
            f"{scenario.name} has no issues, so that there is nothing to bargain over. Give the "
            "scenario 'issues' with levels, 'terms' that value them, and outcomes that settle them"
        )
    named = {one.name for one in issues}
    formulas = [term.when for term in scenario.terms]
    formulas += [formula for term in scenario.terms for formula in term.payoffs]
    used = {name for formula in formulas if formula is not None for name in names_in(formula)}
    if not named & scenario.reached_from(used):
        raise InputError(
            f"no term of {scenario.name} depends on its issues ({', '.join(sorted(named))}); "
            "write 'terms' such as  pledge: {when: pledge == given, US: -g}"
        )
    count = math.prod(len(one.values) for one in issues)
    if count > MOST_PACKAGES:
        raise InputError(f"{count:,} packages of issues are more than {MOST_PACKAGES:,}")


def _levels(issue: Variable) -> range:
    return range(len(issue.values))


def _is_deal(issues: list[Variable], levels: tuple[int, ...]) -> bool:
    """Whether each side that raised issues gets one of them above its first level."""
    raised: dict[int, bool] = {}
    for issue, level in zip(issues, levels, strict=True):
        if issue.raised_by >= 0:
            raised[issue.raised_by] = raised.get(issue.raised_by, False) or level > 0
    return all(raised.values()) and any(levels)


def _sheet(worth: Worth, issues: list[Variable], levels: tuple[int, ...]) -> Sheet:
    """(circumstances,) what a package pays by each term."""
    named = dict(zip((one.name for one in issues), levels, strict=True))
    return [
        worth.terms(worth.with_levels(one.state, named), worth.scenario.terms)
        for one in worth.circumstances
    ]


def _expected(worth: Worth, rows: Sequence[Row]) -> Row:
    total: Row = (ZERO,) * len(worth.scenario.players)
    for circumstance, row in zip(worth.circumstances, rows, strict=True):
        total = plus(total, row, circumstance.probability)
    return total


def _packages(
    worth: Worth,
    issues: list[Variable],
    combinations: list[tuple[int, ...]],
    sheets: list[Sheet],
    points: list[Row],
    point: Disagreement,
) -> list[Package]:
    good = efficient(points)
    return [
        Package(
            levels={one.name: one.show(level) for one, level in zip(issues, levels, strict=True)},
            payoffs=_floats(points[i]),
            terms=_by_term(worth, sheets[i]),
            in_zone=all(gain >= 0 for gain in minus(points[i], point.numbers)),
            efficient=bool(good[i]),
            refused_by=_refused(worth, sheets[i], point),
        )
        for i, levels in enumerate(combinations)
    ]


def _by_term(worth: Worth, sheet: Sheet) -> dict[str, tuple[float, ...]]:
    nothing: Row = (ZERO,) * len(worth.scenario.players)
    names = dict.fromkeys(name for terms in sheet for name in terms)
    paid = {name: _expected(worth, [terms.get(name, nothing) for terms in sheet]) for name in names}
    return {name: _floats(row) for name, row in paid.items() if any(one != 0 for one in row)}


def _refused(worth: Worth, sheet: Sheet, point: Disagreement) -> tuple[tuple[int, str], ...]:
    """The kinds of sides that expect less of the package than of disagreement."""
    found = []
    totals = [worth.total(terms) for terms in sheet]
    for player in range(len(worth.scenario.players)):
        kinds: dict[tuple[str, ...], Number] = {}
        for circumstance, own, without in zip(worth.circumstances, totals, point.rows, strict=True):
            kind = circumstance.known_to(player)
            gain = circumstance.probability * (own[player] - without[player])
            kinds[kind] = kinds.get(kind, ZERO) + gain
        for kind, gain in kinds.items():
            if gain < 0:
                found.append((player, ", ".join(kind)))
    return tuple(found)


def _solutions(points: list[Row], base: Row, best: Row | None) -> list[Solved]:
    if best is None:
        return []
    found = []
    for name, chosen in (
        (NASH, nash(points, base)),
        ("Kalai-Smorodinsky", kalai_smorodinsky(points, base)),
    ):
        if chosen:
            weights = (ONE,) + (ZERO,) * (len(chosen) - 1)
            one = Lottery(tuple(chosen), weights, points[chosen[0]])
            found.append(_solved(name, one, base, best, lottery=False))
    if len(base) == 2:
        for name, drawn in zip((NASH, "Kalai-Smorodinsky"), lotteries(points, base), strict=True):
            if drawn is not None:
                found.append(_solved(name, drawn, base, best, lottery=True))
    return found


def _solved(name: str, found: Lottery, base: Row, best: Row, *, lottery: bool) -> Solved:
    return Solved(
        name=name,
        packages=found.points,
        weights=_floats(found.weights),
        payoffs=_floats(found.payoffs),
        gains=_floats(minus(found.payoffs, base)),
        gives_up=_floats(minus(best, found.payoffs)),
        lottery=lottery,
    )


def _floats(row: Row) -> tuple[float, ...]:
    return tuple(map(to_float, row))


def _notes(
    scenario: Scenario, zone: list[int], point: Disagreement, points: list[Row]
) -> tuple[str, ...]:
    notes = list(point.notes)
    if any(scenario.assumptions[name].available for name in scenario.assumed):
        notes.append(
            "What is assumed rules out moves, not packages: it bears on what comes without a deal."
        )
    if not zone:
        none = "No package leaves each side as well off as disagreement"
        drawn = len(scenario.players) == 2 and lotteries(points, point.numbers)[0] is not None
        more = ", though lotteries on packages do: the zone of agreement holds lotteries alone."
        notes.append(none + (more if drawn else ": there is no zone of agreement."))
    settled = agreements_of(scenario)
    if not settled:
        notes.append("No outcome of the scenario settles an issue.")
    notes.append(
        "An issue left at its first level is worth nothing to anyone unless a term says so."
    )
    return tuple(notes)
