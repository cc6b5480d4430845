"""A sweep agrees with exact answers at ties and beside them, however near.

Random families over one parameter, with payoffs and chances rational in it. The points are those at
which some equilibrium changes, and others 1e-4 to 1e-25 away. What is expected is found in
fractions by trying every pure profile, where everyone sees everything; else it is what the point
solver says of pure equilibria at the same exact numbers, its profiles checked in fractions.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from crisis_sim.errors import NotSolved
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.study import Study
from crisis_sim.sweep.induction.kernel import LEAST_POINTS
from crisis_sim.sweep.results.result import SweepResult
from tests import exactly
from tests.exact.families import random_study
from tests.exactly import PlainGame, as_fraction, plain
from tests.random_trees import Shape

SEEN = Shape(seen=1.0, deepest=4, widest=2, most_nodes=16, chance=0.25, payoffs=3)
HIDDEN = Shape(seen=0.4, deepest=3, most_nodes=14, chance=0.3, payoffs=3)
AWAY = (4, 8, 9, 10, 12, 16, 17, 25)
MOST_PURE = 600
DEFAULT, ALL, BATCH = 20, 400, 10
"""Families by default and in all, and in each test; a few tests may happen on none with ties."""
CLOSE = 1e-12

batches = pytest.mark.parametrize(
    "first",
    [
        *range(0, DEFAULT, BATCH),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(DEFAULT, ALL, BATCH)),
    ],
)


SCENARIO = """
title: random
players: {{P0: {{label: Left}}, P1: {{label: Right}}}}
parameters:
  t: {{default: 1/2, range: [0, 1]}}
start: here
situations:
  here:
    player: P0
    actions: {{{actions}}}
outcomes: {{{outcomes}}}
"""
ENDS = 40


def drawn(seed: int, shape: Shape) -> Study:
    """A random study whose scenario has the outcomes of its tree."""
    family = random_study(seed, shape).family()
    names = [f"z{i}" for i in range(ENDS)]
    text = SCENARIO.format(
        actions=", ".join(f"to {name}: {{to: {name}}}" for name in names),
        outcomes=", ".join(f"{name}: {{payoffs: {{P0: t, P1: t}}}}" for name in names),
    )
    scenario = parse_scenario(text, name="random", file="random")
    assert len(family.tree.outcomes) <= ENDS
    tree = replace(family.tree, outcomes=tuple(names))
    study = Study(scenario)
    study._families[()] = replace(family, scenario=scenario, tree=tree)
    return study


def points(study: Study) -> list[Fraction]:
    """Where equilibria change, at rational values, and beside these."""
    changes = [one.at.exact for one in study.thresholds("t").thresholds]
    ties = [change for change in changes if change is not None]
    near = [tie + sign * Fraction(1, 10**k) for tie in ties for k in AWAY for sign in (-1, 1)]
    return sorted({*ties, *(one for one in near if 0 <= one <= 1)})


def swept(study: Study, at: list[Fraction], *, more: int = 0) -> SweepResult:
    """The sweep over some points, and more of them from one end to the other."""
    spread = [Fraction(2 * place + 1, 2 * more) for place in range(more)]
    return study.sweep(points={"t": [*at, *spread]}, concept="auto")


def subgame_perfect(own: PlainGame) -> dict[tuple[int, ...], exactly.Vector]:
    """The payoffs of every play that some subgame-perfect profile leads to."""
    return {
        play(own, profile): exactly.values(own, profile)[0]
        for profile in exactly.pure_profiles(own)
        if exactly.is_subgame_perfect(own, profile)
    }


def play(own: PlainGame, profile: list[Fraction]) -> tuple[int, ...]:
    """The nodes that play comes to, those behind chance moves that never happen among them."""
    come = [0]
    for node in range(1, len(own.parent)):
        taken = own.choice[node] < 0 or profile[own.choice[node]] > 0
        if taken and own.parent[node] in come:
            come.append(node)
    return tuple(come)


@pytest.mark.parametrize("more", [0, LEAST_POINTS], ids=["plain", "compiled"])
@batches
def test_sweeps_beside_ties_where_everything_is_seen(first: int, more: int) -> None:
    tried, found = 0, []
    for seed in range(first, first + BATCH):
        study = drawn(seed, SEEN)
        at = points(study)
        if not at or exactly.count_pure(plain(study.game({"t": at[0]}))) > MOST_PURE:
            continue
        result = swept(study, at, more=more)
        for place, value in enumerate(at):
            tried += 1
            expected = subgame_perfect(plain(study.game({"t": value})))
            count = int(result.values("equilibria").ravel()[place])
            if count != len(expected):
                found.append(f"{seed} at {value}: {count} equilibria, not {len(expected)}")
                continue
            best = max(expected.values())
            payoffs = [result.payoff(name).ravel()[place] for name in ("P0", "P1")]
            if payoffs != pytest.approx([float(own) for own in best], abs=CLOSE):
                found.append(f"{seed} at {value}: {payoffs}, not {best}")
    assert not found, f"{len(found)} of {tried}: " + "\n".join(found[:30])
    assert tried > 20 or first >= DEFAULT


@batches
def test_sweeps_beside_ties_where_moves_are_hidden(first: int) -> None:
    tried, found = 0, []
    for seed in range(first, first + BATCH):
        study = drawn(seed, HIDDEN)
        at = points(study)
        if not at:
            continue
        result = swept(study, at)
        for place, value in enumerate(at):
            game = study.game({"t": value})
            try:
                solution = solve_sequential(game, mixed=False)
            except NotSolved:
                continue
            tried += 1
            count = int(result.values("equilibria").ravel()[place])
            if count != len(solution.equilibria):
                found.append(f"{seed} at {value}: {count}, not {len(solution.equilibria)}")
                continue
            for one in solution.equilibria:
                assert one.exact is not None
                profile = [as_fraction(share) for share in one.exact.profile]
                assert not any(exactly.player_regrets(plain(game), profile))
            if count:
                payoffs = [result.payoff(name).ravel()[place] for name in ("P0", "P1")]
                if payoffs != pytest.approx(solution.equilibria[0].payoffs.tolist(), abs=CLOSE):
                    found.append(f"{seed} at {value}: other payoffs")
    assert not found, f"{len(found)} of {tried}: " + "\n".join(found[:30])
    assert tried > 20 or first >= DEFAULT
