"""Thresholds of a parameter that shapes the tree: the game is solved at each whole value."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from crisis_sim.errors import NotSolved
from crisis_sim.exact.algebra.limits import NARROWER
from crisis_sim.exact.algebra.points import RationalPoint
from crisis_sim.exact.data.line import ExactNumber, Standing, Stretch, Threshold, Thresholds
from crisis_sim.exact.ranges import remarks
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.solving.family import symbolic_family
from crisis_sim.exact.why.describe import assumed_notes, describe_standing
from crisis_sim.remedy import Remedy

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["thresholds_over_whole"]

MOST = 200
NOTE = (
    "the game was solved at each whole value, as {} shapes the tree; answers are told apart by the "
    "outcomes that are reached"
)


def thresholds_over_whole(
    games: Games,
    parameter: str,
    given: Mapping[str, Fraction],
    ends: tuple[Fraction, Fraction],
    started: float,
) -> Thresholds:
    """The whole values of a parameter at which the answer is another than at the one before.

    Answers in different trees are told apart by the outcomes that are reached in each equilibrium.

    Raises NotSolved for a parameter that is not whole, or more than 200 values.
    """
    numbers = _numbers(games, parameter, ends)
    solvers = [_solver(games, {**given, parameter: Fraction(number)}) for number in numbers]
    standings = [
        describe_standing(solver, solver.at(RationalPoint(solver.ring, ()))) for solver in solvers
    ]
    changes = [
        i for i in range(1, len(numbers)) if _names(standings[i - 1]) != _names(standings[i])
    ]
    notes = (
        *remarks(games.scenario, [parameter], {parameter: ends}, given),
        *assumed_notes(solvers[0]),
    )
    return Thresholds(
        parameter=parameter,
        low=ends[0],
        high=ends[1],
        thresholds=tuple(_threshold(numbers[i], standings[i - 1], standings[i]) for i in changes),
        stretches=tuple(
            Stretch(_whole(numbers[a]), _whole(numbers[b - 1]), standings[a])
            for a, b in itertools.pairwise([0, *changes, len(numbers)])
        ),
        concept=solvers[0].concept,
        fixed=dict(given),
        whole=True,
        notes=(*notes, NOTE.format(parameter)),
        seconds=time.perf_counter() - started,
    )


def _numbers(games: Games, parameter: str, ends: tuple[Fraction, Fraction]) -> range:
    default = games.scenario.parameters[parameter].default
    if default.denominator != 1 or any(end.denominator != 1 for end in ends):
        raise NotSolved(
            f"{parameter} shapes the tree, so that no formula holds across its values; follow "
            "it by ",
            Remedy("sweep()"),
            ", or give a range of whole numbers (NAME=LOW:HIGH)",
        )
    numbers = range(int(ends[0]), int(ends[1]) + 1)
    if len(numbers) > MOST:
        raise NotSolved(
            f"at most {MOST} values of {parameter} can be solved one by one; ", *NARROWER
        )
    return numbers


def _solver(games: Games, at: Mapping[str, Fraction]) -> ExactSolver:
    family = games.family(at)
    return ExactSolver(symbolic_family(family, at, []))


def _threshold(number: int, before: Standing, after: Standing) -> Threshold:
    return Threshold(_whole(number), before, after, after, (), before.name != after.name)


def _whole(number: int) -> ExactNumber:
    exact = Fraction(number)
    return ExactNumber(float(number), "rational", exact, exact, exact=exact)


def _names(standing: Standing) -> tuple[str, frozenset[str]]:
    return standing.name, frozenset(one.name for one in standing.equilibria)
