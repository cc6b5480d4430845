"""The bargaining view of a scenario.

A *package* settles every issue at one of its levels; what it is worth to each side is the sum of
the scenario's terms that hold then, on the day on which the story begins, in expectation over the
chance events before the first decision. The *disagreement point* is what play comes to when
nobody agrees to anything; the *zone of agreement* holds the packages that leave nobody worse off.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from crisis_sim.bargain.disagreement import Disagreement, agreements_of, disagreement_point
from crisis_sim.bargain.frontier import Lottery, efficient, kalai_smorodinsky, lotteries, nash
from crisis_sim.bargain.worth import Worth
from crisis_sim.errors import InputError
from crisis_sim.formula.expression import names_in
from crisis_sim.game.game import Floats
from crisis_sim.scenario.scenario import Scenario, Values, Variable
from crisis_sim.study import Study

__all__ = ["BargainingView", "Package", "Solved", "bargaining_view"]

MOST_PACKAGES = 5_000
TOL = 1e-9


@dataclass(frozen=True, slots=True)
class Package:
    """A level for each issue, and what that is worth.

    ``in_zone`` says whether it leaves each side no worse off than disagreement, ``efficient``
    whether no other package is better for one and as good for all. ``refused_by`` names the sides
    some of whose kinds would rather have no deal, with what that kind knows.
    """

    levels: Mapping[str, str]
    payoffs: tuple[float, ...]
    terms: Mapping[str, tuple[float, ...]]
    in_zone: bool
    efficient: bool
    refused_by: tuple[str, ...]

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


@dataclass(frozen=True, eq=False)
class BargainingView:
    """All of it. ``issues`` lists their levels; ``best`` is each side's best in the zone."""

    title: str
    players: tuple[str, ...]
    issues: Mapping[str, tuple[str, ...]]
    packages: tuple[Package, ...]
    disagreement: Disagreement
    best: tuple[float, ...] | None
    solutions: tuple[Solved, ...]
    notes: tuple[str, ...]

    @property
    def zone(self) -> tuple[int, ...]:
        """The packages of the zone of agreement."""
        return tuple(i for i, package in enumerate(self.packages) if package.in_zone)

    @property
    def points(self) -> Floats:
        """(packages, players) their payoffs."""
        return np.array([package.payoffs for package in self.packages])


def bargaining_view(
    study: Study,
    values: Values | None = None,
    *,
    disagreement: str | None = None,
    concept: str = "auto",
) -> BargainingView:
    """Value every package, find the zone of agreement, and solve the bargaining problem.

    Parameters
    ----------
    disagreement : an outcome, or a situation whose continuation counts; by default the equilibrium
        of the game from which every agreement has been taken away.
    concept : the concept by which play without agreement is solved.

    A deal gives each side that raised issues at least one of them above its first level. Solutions
    over lotteries are found for two players.

    Raises
    ------
    InputError
        A scenario without issues or without terms that value them, an unknown disagreement point,
        or more than 5,000 packages.
    NotSolved
        Play without agreement could not be solved.
    """
    given = dict(values or {})
    scenario = study.scenario
    issues = [one for one in scenario.variables.values() if one.issue]
    _check(scenario, issues)
    worth = Worth(scenario, given)
    point = disagreement_point(study, given, worth, disagreement, concept)
    combinations = [c for c in itertools.product(*map(_levels, issues)) if _is_deal(issues, c)]
    packages = _packages(worth, issues, combinations, point)
    points = np.array([package.payoffs for package in packages])
    base = np.array(point.payoffs)
    zone = [i for i, package in enumerate(packages) if package.in_zone]
    best = points[zone].max(axis=0) if zone else None
    return BargainingView(
        title=scenario.title,
        players=tuple(player.name for player in scenario.players),
        issues={one.name: one.values for one in issues},
        packages=tuple(packages),
        disagreement=point,
        best=None if best is None else tuple(best.tolist()),
        solutions=tuple(_solutions(points, base, best)),
        notes=_notes(scenario, zone, point),
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


def _packages(
    worth: Worth, issues: list[Variable], combinations: list[tuple[int, ...]], point: Disagreement
) -> list[Package]:
    drawn, payoffs = [], []
    for levels in combinations:
        named = dict(zip((one.name for one in issues), levels, strict=True))
        by_state = [
            worth.terms(worth.with_levels(one.state, named), worth.scenario.terms)
            for one in worth.circumstances
        ]
        drawn.append(by_state)
        weights = [one.probability for one in worth.circumstances]
        totals = [np.sum(list(terms.values()), axis=0) for terms in by_state]
        payoffs.append(np.einsum("s,sp->p", weights, np.reshape(totals, (len(weights), -1))))
    points = np.array(payoffs)
    good = efficient(points)
    tol = TOL * max(1.0, float(np.ptp(points)))
    base = np.array(point.payoffs)
    return [
        Package(
            levels={one.name: one.show(level) for one, level in zip(issues, levels, strict=True)},
            payoffs=tuple(points[i].tolist()),
            terms=_expected(worth, drawn[i]),
            in_zone=bool((points[i] >= base - tol).all()),
            efficient=bool(good[i]),
            refused_by=_refused(worth, drawn[i], point, tol),
        )
        for i, levels in enumerate(combinations)
    ]


def _expected(worth: Worth, by_state: list[dict[str, Floats]]) -> dict[str, tuple[float, ...]]:
    total: dict[str, Floats] = {}
    for circumstance, terms in zip(worth.circumstances, by_state, strict=True):
        for name, paid in terms.items():
            total[name] = total.get(name, 0.0) + circumstance.probability * paid
    return {name: tuple(paid.tolist()) for name, paid in total.items() if np.any(paid)}


def _refused(
    worth: Worth, by_state: list[dict[str, Floats]], point: Disagreement, tol: float
) -> tuple[str, ...]:
    """The kinds of sides that expect less of the package than of disagreement."""
    found = []
    for player, side in enumerate(worth.scenario.players):
        kinds: dict[tuple[str, ...], list[int]] = {}
        for place, circumstance in enumerate(worth.circumstances):
            kinds.setdefault(circumstance.known_to(player), []).append(place)
        for kind, places in kinds.items():
            weights = np.array([worth.circumstances[i].probability for i in places])
            own = [sum(terms[player] for terms in by_state[i].values()) for i in places]
            against = [point.by_circumstance[i][player] for i in places]
            if weights @ (np.array(own) - against) < -tol:
                found.append(f"{side.name} ({', '.join(kind)})" if kind else side.name)
    return tuple(found)


def _solutions(points: Floats, base: Floats, best: Floats | None) -> list[Solved]:
    if best is None:
        return []
    found = []
    for name, chosen in (
        ("Nash", nash(points, base)),
        ("Kalai-Smorodinsky", kalai_smorodinsky(points, base)),
    ):
        if chosen:
            payoffs = points[chosen[0]]
            weights = (1.0,) + (0.0,) * (len(chosen) - 1)
            found.append(_solved(name, tuple(chosen), weights, payoffs, base, best, False))
    if points.shape[1] == 2:
        for name, lottery in zip(
            ("Nash", "Kalai-Smorodinsky"), lotteries(points, base), strict=True
        ):
            if lottery is not None:
                found.append(_of_lottery(name, lottery, base, best))
    return found


def _of_lottery(name: str, lottery: Lottery, base: Floats, best: Floats) -> Solved:
    return _solved(name, lottery.points, lottery.weights, lottery.payoffs, base, best, True)


def _solved(
    name: str,
    packages: tuple[int, ...],
    weights: tuple[float, ...],
    payoffs: Floats,
    base: Floats,
    best: Floats,
    lottery: bool,
) -> Solved:
    return Solved(
        name=name,
        packages=packages,
        weights=weights,
        payoffs=tuple(payoffs.tolist()),
        gains=tuple((payoffs - base).tolist()),
        gives_up=tuple((best - payoffs).tolist()),
        lottery=lottery,
    )


def _notes(scenario: Scenario, zone: list[int], point: Disagreement) -> tuple[str, ...]:
    notes = list(point.notes)
    if not zone:
        notes.append("No package leaves both sides as well off as disagreement: there is no zone.")
    settled = agreements_of(scenario)
    if not settled:
        notes.append("No outcome of the scenario settles an issue.")
    notes.append(
        "An issue left at its first level is worth nothing to anyone unless a term says so."
    )
    return tuple(notes)
